//! The order of a service list: the most stuck first.

use std::cmp::Reverse;

use super::{Diagnosis, Knowledge, diagnose};
use crate::model::{Facts, Snapshot, Subject, TaskIndex};

/// Diagnoses every subject of `snapshot`, the most stuck first; equals keep the order of the input.
pub fn diagnose_all(snapshot: &Snapshot, knowledge: &Knowledge) -> Vec<Diagnosis> {
    let index = TaskIndex::new(snapshot);
    let diagnosed = |subject: &Subject| diagnose(&Facts::gather_by(snapshot, subject, &index), knowledge);
    let mut all: Vec<(usize, Diagnosis)> =
        snapshot.subjects_by(&index).iter().map(diagnosed).enumerate().collect();
    // In place: a sort that keeps the order by itself takes as much room again.
    all.sort_unstable_by_key(|(place, one)| (one.state, Reverse(one.findings.len().min(1)), *place));
    all.into_iter().map(|(_, diagnosis)| diagnosis).collect()
}
