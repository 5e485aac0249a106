//! What is wrong, with the evidence, and what was ruled out.

use crate::diagnosis::Diagnosis;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// What is wrong, with the evidence, and what was ruled out.
pub fn body(_diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
