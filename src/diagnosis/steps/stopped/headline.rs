//! The head of step 3.

use super::{StopGroup, routine};
use crate::diagnosis::finding::{Evidence, Status, Step, StepId};
use crate::diagnosis::wording::evidence;
use crate::model::Facts;
use crate::msg;
use crate::words::Message;

/// How many groups the head cites.
const CITED: usize = 3;

/// The head of the step.
pub fn head(facts: &Facts<'_>, groups: &[StopGroup], by_status: &[(String, usize)]) -> Step {
    let (status, headline) = judge(facts, groups, by_status);
    let proof = groups.iter().take(CITED).flat_map(|group| cite(facts, group)).collect();
    Step { id: StepId::StoppedTasks, status, headline, evidence: proof }
}

fn judge(facts: &Facts<'_>, groups: &[StopGroup], by_status: &[(String, usize)]) -> (Status, Message) {
    let trouble: usize =
        groups.iter().filter(|group| group.is_trouble()).map(|group| group.tasks.len()).sum();
    let all: usize = groups.iter().map(|group| group.tasks.len()).sum();
    if let Some(worst) = groups.iter().find(|group| group.is_trouble()) {
        return (severity(worst), sentence(worst, trouble));
    }
    if groups.iter().any(|group| !group.routine) {
        return (Status::Ok, msg!("stopped-before", count = all));
    }
    if all > 0 {
        return (Status::Ok, msg!("stopped-routine", count = all));
    }
    none(facts, by_status)
}

/// What a stop by the host, by a person or, without a word of a failure, by the scheduler is worth: it is no fault of
/// the deployment.
fn severity(group: &StopGroup) -> Status {
    match group.stop_code.as_deref() {
        Some("UserInitiated" | "SpotInterruption" | "TerminationNotice" | "InfrastructureHealth") => {
            Status::Warn
        }
        Some("ServiceSchedulerInitiated") if !routine::states_failure(group.reason.as_deref()) => {
            Status::Warn
        }
        _ => Status::Bad,
    }
}

fn sentence(group: &StopGroup, trouble: usize) -> Message {
    let count = group.tasks.len();
    let what = group.stop_code.clone().or_else(|| group.reason.clone()).unwrap_or_default();
    if group.ran == 0 {
        msg!("stopped-never-ran", count = count, all = trouble, code = what)
    } else {
        msg!("stopped-ran", count = count, all = trouble, code = what)
    }
}

/// Tasks were saved and none of them stopped: whether any was asked for is not known.
fn none(facts: &Facts<'_>, by_status: &[(String, usize)]) -> (Status, Message) {
    if facts.knows_stopped_tasks() {
        return (Status::Ok, msg!("stopped-none-listed"));
    }
    if facts.tasks.is_empty() {
        return (Status::Unknown, msg!("stopped-not-saved"));
    }
    let waiting: usize =
        by_status.iter().filter(|(status, _)| is_waiting(status)).map(|(_, count)| count).sum();
    if waiting > 0 {
        return (Status::Unknown, msg!("stopped-none-waiting", count = facts.tasks.len(), waiting = waiting));
    }
    (Status::Unknown, msg!("stopped-none", count = facts.tasks.len()))
}

fn is_waiting(status: &str) -> bool {
    matches!(status, "PROVISIONING" | "PENDING" | "ACTIVATING")
}

fn cite(facts: &Facts<'_>, group: &StopGroup) -> Vec<Evidence> {
    let Some(newest) = group.tasks.first() else { return Vec::new() };
    let task = facts.tasks[newest.index];
    let object = Some(newest.id.as_str());
    let place = |field: &str| format!("tasks[{}].{field}", newest.index);
    let code = task.stop_code.as_deref().map(|code| evidence(place("stopCode"), code, object));
    let reason =
        task.stopped_reason.as_deref().map(|reason| evidence(place("stoppedReason"), reason, object));
    code.into_iter().chain(reason).collect()
}
