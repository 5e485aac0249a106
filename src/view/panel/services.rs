//! The list of services, in the order of the diagnoses: the most stuck first.

use crate::diagnosis::Diagnosis;
use crate::model::Snapshot;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// The list of services, in the order of the diagnoses: the most stuck first.
pub fn body(_snapshot: &Snapshot, _diagnoses: &[Diagnosis], ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
