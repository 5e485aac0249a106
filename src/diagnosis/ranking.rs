//! The order of a service list: the most stuck first.

use std::cmp::Reverse;

use super::{Diagnosis, Knowledge, State, diagnose};
use crate::model::{Facts, Snapshot, Subject, TaskIndex};

/// Diagnoses every subject of `snapshot`, the most stuck first; equals keep the order of the input. Of
/// a steady service that a long list did not keep whole, only the outline is kept: there may be thousands.
pub fn diagnose_all(snapshot: &Snapshot, knowledge: &Knowledge) -> Vec<Diagnosis> {
    let index = TaskIndex::new(snapshot);
    let diagnosed = |subject: &Subject| {
        let facts = Facts::gather_by(snapshot, subject, &index);
        let diagnosis = diagnose(&facts, knowledge);
        let listed = facts.service.is_some_and(|service| !service.is_whole());
        if listed && diagnosis.state == State::Steady { outline(diagnosis) } else { diagnosis }
    };
    let mut all: Vec<(usize, Diagnosis)> =
        snapshot.subjects_by(&index).iter().map(diagnosed).enumerate().collect();
    // In place: a sort that keeps the order by itself takes as much room again.
    all.sort_unstable_by_key(|(place, one)| (one.state, Reverse(one.findings.len().min(1)), *place));
    all.into_iter().map(|(_, diagnosis)| diagnosis).collect()
}

/// What a list shows of a service that is well. What it rests on is found anew when the service is opened, which
/// reads it in full.
fn outline(mut diagnosis: Diagnosis) -> Diagnosis {
    let steps = &mut diagnosis.steps;
    (steps.events.groups, steps.events.left_out) = (Vec::new(), true);
    let heads = [
        &mut steps.events.step,
        &mut steps.deployments.step,
        &mut steps.stopped.step,
        &mut steps.exits.step,
        &mut steps.logs.step,
    ];
    for head in heads {
        head.evidence = Vec::new();
    }
    for one in &mut diagnosis.unchecked {
        one.command = None;
    }
    diagnosis.unchecked.shrink_to_fit();
    (diagnosis.next, diagnosis.ruled_out) = (Vec::new(), Vec::new());
    diagnosis
}
