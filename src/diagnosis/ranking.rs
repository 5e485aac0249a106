//! The order of a service list: the most stuck first.

use super::{Diagnosis, Knowledge, diagnose};
use crate::model::{Facts, Snapshot};

/// Diagnoses every subject of `snapshot`, the most stuck first; equals keep the order of the input.
pub fn diagnose_all(snapshot: &Snapshot, knowledge: &Knowledge) -> Vec<Diagnosis> {
    let mut all: Vec<Diagnosis> = snapshot
        .subjects()
        .iter()
        .map(|subject| diagnose(&Facts::gather(snapshot, subject), knowledge))
        .collect();
    all.sort_by_key(|diagnosis| (diagnosis.state, std::cmp::Reverse(diagnosis.findings.len().min(1))));
    all
}
