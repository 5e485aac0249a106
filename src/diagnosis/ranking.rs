//! The order of a service list: the most stuck first.

use super::{Diagnosis, Knowledge, diagnose};
use crate::model::{Facts, Snapshot, TaskIndex};

/// Diagnoses every subject of `snapshot`, the most stuck first; equals keep the order of the input.
pub fn diagnose_all(snapshot: &Snapshot, knowledge: &Knowledge) -> Vec<Diagnosis> {
    let index = TaskIndex::new(snapshot);
    let mut all: Vec<Diagnosis> = snapshot
        .subjects_by(&index)
        .iter()
        .map(|subject| diagnose(&Facts::gather_by(snapshot, subject, &index), knowledge))
        .collect();
    all.sort_by_key(|diagnosis| (diagnosis.state, std::cmp::Reverse(diagnosis.findings.len().min(1))));
    all
}
