//! Step 3: the stopped tasks, grouped by what they died of.

use crate::diagnosis::steps::stopped::StoppedStep;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// Step 3: the stopped tasks, grouped by what they died of.
pub fn body(_step: &StoppedStep, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
