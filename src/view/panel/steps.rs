//! The five steps: number, mark, name and headline.

use crate::diagnosis::Steps;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// The five steps: number, mark, name and headline.
pub fn body(_steps: &Steps, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
