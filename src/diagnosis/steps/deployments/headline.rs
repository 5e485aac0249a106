//! The head of step 2: mark, one line, and the fields that they rest on.

use super::{DeploymentRow, DeploymentStep, Hook, RollbackPhase, RowRole};
use crate::diagnosis::finding::{Evidence, Status, Step, StepId};
use crate::diagnosis::wording::evidence;
use crate::model::Facts;
use crate::msg;
use crate::words::Message;

/// A head for a step whose rows are not yet looked at.
pub fn empty() -> Step {
    Step {
        id: StepId::Deployments,
        status: Status::Unknown,
        headline: msg!("deployments-not-saved"),
        evidence: Vec::new(),
    }
}

/// The head of the step.
pub fn head(facts: &Facts<'_>, step: &DeploymentStep) -> Step {
    let (status, headline) = judge(facts, step);
    Step { id: StepId::Deployments, status, headline, evidence: proof(facts, step) }
}

fn judge(facts: &Facts<'_>, step: &DeploymentStep) -> (Status, Message) {
    if let Some(verdict) = rollback(step).or_else(|| waiting(step)).or_else(|| inactive(facts)) {
        return verdict;
    }
    let Some(row) = step.leading().or_else(|| step.rows.first()) else {
        return record_only(step).unwrap_or_else(|| (Status::Unknown, msg!("deployments-not-saved")));
    };
    failed(step, row).or_else(|| stalled(step)).unwrap_or_else(|| counts(facts, step, row))
}

fn rollback(step: &DeploymentStep) -> Option<(Status, Message)> {
    let rollback = step.rollback.as_ref()?;
    let to = step.rows.iter().find(|row| row.role == RowRole::RollbackTarget).map(|row| row.revision.clone());
    Some(match (rollback.phase, to) {
        (RollbackPhase::Impossible, _) => (Status::Bad, msg!("deployments-no-way-back")),
        (RollbackPhase::Running, Some(to)) => (Status::Bad, msg!("deployments-rolling-back", revision = to)),
        (RollbackPhase::Running, None) => (Status::Bad, msg!("deployments-rolling-back-somewhere")),
        (RollbackPhase::Done, Some(to)) => (Status::Bad, msg!("deployments-rolled-back", revision = to)),
        (RollbackPhase::Done, None) => (Status::Bad, msg!("deployments-rolled-back-somewhere")),
    })
}

/// A deployment that waits on purpose looks stuck and is not; this comes before every other reading.
fn waiting(step: &DeploymentStep) -> Option<(Status, Message)> {
    Some((Status::Warn, step.waiting.as_ref()?.headline()))
}

impl DeploymentStep {
    /// The hook that holds the deployment now.
    pub fn waiting_hook(&self) -> Option<&Hook> {
        let current = self.current.as_ref().filter(|current| current.status == "IN_PROGRESS")?;
        current.hooks.iter().find(|hook| matches!(hook.status.as_str(), "AWAITING_ACTION" | "IN_PROGRESS"))
    }
}

fn inactive(facts: &Facts<'_>) -> Option<(Status, Message)> {
    let status = facts.service?.status.as_deref()?;
    (status != "ACTIVE").then(|| (Status::Warn, msg!("deployments-service-not-active", status = status)))
}

fn record_only(step: &DeploymentStep) -> Option<(Status, Message)> {
    let current = step.current.as_ref()?;
    let status = match current.status.as_str() {
        "SUCCESSFUL" => Status::Ok,
        "ROLLBACK_SUCCESSFUL" | "ROLLBACK_FAILED" => Status::Bad,
        _ => Status::Warn,
    };
    Some((status, msg!("deployments-record", status = &current.status)))
}

fn failed(step: &DeploymentStep, row: &DeploymentRow) -> Option<(Status, Message)> {
    if row.rollout_state.as_deref() == Some("FAILED") {
        return Some((Status::Bad, msg!("deployments-failed", revision = &row.revision)));
    }
    // A count that a finished rollout keeps is history.
    let over = row.rollout_state.as_deref() == Some("COMPLETED") && row.is_full();
    let failures = row.failed.filter(|count| *count > 0 && !over)?;
    let running = row.running.unwrap_or_default();
    let status = if running == 0 { Status::Bad } else { Status::Warn };
    Some(
        match step.breaker.as_ref().filter(|breaker| breaker.enabled).and_then(|breaker| breaker.threshold) {
            Some(threshold) => (
                status,
                msg!(
                    "deployments-failing-of",
                    revision = &row.revision,
                    count = failures,
                    threshold = threshold
                ),
            ),
            None => (status, msg!("deployments-failing", revision = &row.revision, count = failures)),
        },
    )
}

fn stalled(step: &DeploymentStep) -> Option<(Status, Message)> {
    let band = step.band.filter(|_| step.is_deadlocked())?;
    Some((Status::Bad, msg!("deployments-deadlock", floor = band.floor, ceiling = band.ceiling)))
}

impl DeploymentStep {
    /// Whether a rollout is under way that the band allows neither to start nor to stop a task: all wanted
    /// tasks run, all of them old.
    pub fn is_deadlocked(&self) -> bool {
        let (Some(band), Some(target)) = (self.band, self.leading()) else { return false };
        let sources = self.rows.iter().filter(|row| row.is_old());
        let old = sources.filter_map(|row| row.running).fold(0, i64::saturating_add);
        let new = target.running.unwrap_or_default().saturating_add(target.pending.unwrap_or_default());
        target.rollout_state.as_deref() == Some("IN_PROGRESS")
            && band.is_deadlocked()
            && old >= band.desired
            && new == 0
    }
}

fn counts(facts: &Facts<'_>, step: &DeploymentStep, row: &DeploymentRow) -> (Status, Message) {
    let wanted = row.wanted(facts.service);
    let (Some(desired), Some(running)) = (wanted, row.running) else {
        return (Status::Unknown, msg!("deployments-counts-not-saved"));
    };
    let under_way = row.rollout_state.as_deref() == Some("IN_PROGRESS") || step.has_old_rows();
    let revision = &row.revision;
    if desired == 0 && running == 0 && !under_way {
        return (Status::Ok, msg!("deployments-scaled-to-zero"));
    }
    if under_way {
        let headline =
            msg!("deployments-under-way", revision = revision, running = running, desired = desired);
        return (Status::Warn, headline);
    }
    if running < desired {
        let status = if running == 0 { Status::Bad } else { Status::Warn };
        return (
            status,
            msg!("deployments-short", revision = revision, running = running, desired = desired),
        );
    }
    (Status::Ok, msg!("deployments-complete", revision = revision, running = running, desired = desired))
}

fn proof(facts: &Facts<'_>, step: &DeploymentStep) -> Vec<Evidence> {
    let mut found = step.rollback.as_ref().map(|rollback| rollback.evidence.clone()).unwrap_or_default();
    if let Some(hook) = step.waiting_hook() {
        let index = step.current.as_ref().map_or(0, |current| current.index);
        let place = format!("serviceDeployments[{index}].lifecycleHookDetails[{}].status", hook.index);
        found.push(evidence(place, &hook.status, hook.id.as_deref()));
    }
    if let Some(status) =
        facts.service.and_then(|service| service.status.as_deref()).filter(|word| *word != "ACTIVE")
    {
        found.push(evidence("service.status", status, None));
    }
    for row in step.rows.iter().take(3) {
        found.extend(row_proof(row));
    }
    found
}

fn row_proof(row: &DeploymentRow) -> Vec<Evidence> {
    let mut found = Vec::new();
    let object = Some(row.id.as_str());
    let state = if row.is_task_set { "stabilityStatus" } else { "rolloutState" };
    let wanted = if row.is_task_set { "computedDesiredCount" } else { "desiredCount" };
    if let Some(text) = row.rollout_state.as_deref() {
        found.push(evidence(row.place(state), text, object));
    }
    if let Some(text) = row.rollout_reason.as_deref() {
        found.push(evidence(row.place("rolloutStateReason"), text, object));
    }
    let numbers = [(wanted, row.desired), ("runningCount", row.running), ("pendingCount", row.pending)];
    for (field, number) in numbers {
        found.extend(number.map(|number| evidence(row.place(field), number.to_string(), object)));
    }
    if let Some(failed) = row.failed.filter(|count| *count > 0) {
        found.push(evidence(row.place("failedTasks"), failed.to_string(), object));
    }
    found
}
