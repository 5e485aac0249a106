//! Step 1: the service events, oldest first, repeats in one row.

use crate::diagnosis::steps::events::EventStep;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// Step 1: the service events, oldest first, repeats in one row.
pub fn body(_step: &EventStep, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
