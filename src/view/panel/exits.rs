//! Step 4: how the containers ended.

use crate::diagnosis::steps::exits::ExitStep;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// Step 4: how the containers ended.
pub fn body(_step: &ExitStep, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
