//! Step 2: the generations of tasks, the band they move in, and what the deployment waits for.

use crate::diagnosis::steps::deployments::DeploymentStep;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// Step 2: the generations of tasks, the band they move in, and what the deployment waits for.
pub fn body(_step: &DeploymentStep, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
