//! The verdict: state, sentence, how sure, and the next command.

use crate::diagnosis::Diagnosis;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// The verdict: state, sentence, how sure, and the next command.
pub fn body(_diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
