//! The head of step 1.

use super::{EventGroup, EventKind, Rhythm};
use crate::diagnosis::finding::{Status, Step, StepId};
use crate::diagnosis::wording::{evidence, span};
use crate::model::Facts;
use crate::msg;
use crate::words::Message;

/// How many groups the head cites.
const CITED: usize = 3;

/// The head of the step.
pub fn head(facts: &Facts<'_>, groups: &[EventGroup], rhythm: Option<&Rhythm>) -> Step {
    let (status, headline) = judge(facts, groups, rhythm);
    let mut cited: Vec<&EventGroup> = groups.iter().rev().filter(|group| group.is_trouble()).collect();
    cited.sort_by_key(|group| std::cmp::Reverse(weight(group.kind)));
    if cited.is_empty() {
        cited.extend(groups.last());
    }
    let mut proof: Vec<_> = cited.iter().take(CITED).flat_map(|group| group.proof.iter().cloned()).collect();
    if let Some(rhythm) = rhythm {
        proof.insert(0, evidence(&rhythm.field, &rhythm.message, None));
    }
    Step { id: StepId::ServiceEvents, status, headline, evidence: proof }
}

fn judge(facts: &Facts<'_>, groups: &[EventGroup], rhythm: Option<&Rhythm>) -> (Status, Message) {
    if let Some(rhythm) = rhythm {
        let over = span(rhythm.last.since(rhythm.first));
        return (Status::Bad, msg!("events-rhythm", count = rhythm.starts, over = over));
    }
    let worst =
        groups.iter().filter(|group| group.is_trouble()).max_by_key(|group| (weight(group.kind), group.last));
    match worst {
        Some(group) => (severity(group), sentence(group)),
        None => quiet(facts, groups),
    }
}

/// Which kind a headline names first.
fn weight(kind: EventKind) -> u8 {
    match kind {
        EventKind::RollingBack => 9,
        EventKind::DeploymentFailed => 8,
        EventKind::Deadlock => 7,
        EventKind::Placement => 6,
        EventKind::OtherFailure => 5,
        EventKind::Impaired => 4,
        EventKind::Unhealthy => 3,
        EventKind::Throttled => 2,
        EventKind::Replaced => 1,
        _ => 0,
    }
}

/// A target that fails its check once heals by itself as a rule (27 of 27 in a base rate of 2,190 events),
/// so it is a warning until it repeats.
fn severity(group: &EventGroup) -> Status {
    match group.kind {
        EventKind::Throttled | EventKind::Replaced | EventKind::OtherFailure => Status::Warn,
        EventKind::Unhealthy if group.first.is_none() || group.count < 3 => Status::Warn,
        _ => Status::Bad,
    }
}

fn sentence(group: &EventGroup) -> Message {
    let count = group.count;
    match group.kind {
        EventKind::RollingBack => msg!("events-rolling-back"),
        EventKind::DeploymentFailed => msg!("events-deployment-failed"),
        EventKind::Deadlock => msg!("events-deadlock", count = count),
        EventKind::Placement => msg!("events-placement", count = count),
        EventKind::Impaired => msg!("events-impaired"),
        EventKind::Unhealthy => msg!("events-unhealthy", count = count),
        EventKind::Throttled => msg!("events-throttled", count = count),
        EventKind::Replaced => msg!("events-replaced", count = count),
        _ => msg!("events-other-failure", count = count),
    }
}

fn quiet(facts: &Facts<'_>, groups: &[EventGroup]) -> (Status, Message) {
    let Some(newest) = groups.last() else {
        return match facts.service {
            // A query may have left the events out; an empty list is no clean bill.
            Some(_) => (Status::Unknown, msg!("events-none")),
            None => (Status::Unknown, msg!("events-not-saved")),
        };
    };
    let past = groups
        .iter()
        .filter(|group| (group.before_deployment || group.recovered) && weight(group.kind) > 0)
        .fold(0_i64, |sum, group| sum.saturating_add(group.count));
    match (newest.kind, past) {
        (EventKind::SteadyState, 0) => (Status::Ok, msg!("events-steady")),
        (EventKind::SteadyState, past) => (Status::Ok, msg!("events-steady-after", count = past)),
        (_, 0) => (Status::Ok, msg!("events-routine")),
        (_, past) => (Status::Ok, msg!("events-routine-after", count = past)),
    }
}
