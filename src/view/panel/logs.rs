//! Step 5: the last log lines and the metrics.

use crate::diagnosis::steps::logs::LogStep;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// Step 5: the last log lines and the metrics.
pub fn body(_step: &LogStep, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
