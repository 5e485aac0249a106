//! What kubectl describe prints, with a mark a line for where the value comes from.

use crate::kube::Described;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// What kubectl describe prints, with a mark a line for where the value comes from.
pub fn body(_described: &Described, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
