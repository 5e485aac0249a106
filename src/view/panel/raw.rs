//! What ECS said, as JSON.

use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// What ECS said, as JSON.
pub fn body(_json: &str, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
