//! What could not be looked at, with the command that would fetch it.

use crate::diagnosis::Unchecked;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// What could not be looked at, with the command that would fetch it.
pub fn body(_unchecked: &[Unchecked], ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
