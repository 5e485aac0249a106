//! Whether ECS takes, or took, the service back to an older deployment.
//!
//! `PRIMARY` does not tell: in a rollback it is the old revision. What tells is the reason of the PRIMARY
//! row, the record of the service deployment, and the newest rollback event that names the PRIMARY row.

use crate::diagnosis::finding::Evidence;
use crate::diagnosis::steps::events::{EventKind, kind_of};
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::time::Time;
use crate::model::{Facts, ServiceEvent};

/// A rollback, as far as ECS states it.
#[derive(Debug, Clone)]
pub struct Rollback {
    /// How far it got.
    pub phase: RollbackPhase,
    /// The deployment that it leads back to (`ecs-svc/N`).
    pub to: Option<String>,
    /// The deployment that failed (`ecs-svc/N`).
    pub from: Option<String>,
    /// What says so.
    pub evidence: Vec<Evidence>,
    /// When the deployment that failed began, as far as a record or the events tell it: what is older is
    /// history.
    pub since: Option<Time>,
}

/// How far a rollback got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollbackPhase {
    /// It is under way.
    Running,
    /// It ended: what runs is older than what was pushed.
    Done,
    /// There is no older deployment to go back to, or going back failed.
    Impossible,
}

/// Looks for a rollback that concerns what runs now.
pub fn find(facts: &Facts<'_>) -> Option<Rollback> {
    recorded(facts).or_else(|| from_reason(facts)).or_else(|| from_events(facts))
}

/// What the record of the service deployment states.
fn recorded(facts: &Facts<'_>) -> Option<Rollback> {
    let record = super::current_record(facts)?;
    let status = record.status.as_deref()?;
    let phase = match status {
        "ROLLBACK_REQUESTED" | "ROLLBACK_IN_PROGRESS" => RollbackPhase::Running,
        "ROLLBACK_SUCCESSFUL" => RollbackPhase::Done,
        "ROLLBACK_FAILED" => RollbackPhase::Impossible,
        _ => return None,
    };
    let id = |arn: &str| format!("ecs-svc/{}", crate::model::arn::name(arn));
    let to = record.rollback.as_ref().and_then(|rollback| rollback.service_revision_arn.as_deref()).map(id);
    let index = super::current_index(facts)?;
    let place = |field: &str| format!("serviceDeployments[{index}].{field}");
    let mut proof = vec![evidence(place("status"), status, record.service_deployment_arn.as_deref())];
    if let Some(reason) = record.status_reason.as_deref() {
        proof.push(evidence(place("statusReason"), reason, None));
    }
    let since = record.started_at.or(record.created_at);
    Some(Rollback { phase, to, from: record.target_arn().map(id), evidence: proof, since })
}

/// What the reason of the PRIMARY row states.
fn from_reason(facts: &Facts<'_>) -> Option<Rollback> {
    let service = facts.service?;
    let index = service.deployments.iter().position(|row| row.status.as_deref() == Some("PRIMARY"))?;
    let primary = &service.deployments[index];
    let reason = primary.rollout_state_reason.as_deref()?;
    if !text::fold(reason).contains("rolling back to") {
        return None;
    }
    let done = primary.rollout_state.as_deref() == Some("COMPLETED");
    let failed = service
        .deployments
        .iter()
        .find(|row| row.rollout_state.as_deref() == Some("FAILED"))
        .and_then(|row| row.id.clone())
        .or_else(|| newest_with(facts, "deployment failed").and_then(|(_, event)| named_deployment(event)));
    Some(Rollback {
        phase: if done { RollbackPhase::Done } else { RollbackPhase::Running },
        to: text::deployment(reason).map(str::to_owned).or_else(|| primary.id.clone()),
        from: failed,
        evidence: vec![evidence(
            format!("deployments[{index}].rolloutStateReason"),
            reason,
            primary.id.as_deref(),
        )],
        since: began(facts),
    })
}

/// What the events state: the newest `rolling back to deployment N`, if N is the PRIMARY row, so that a
/// rollback of last week does not shadow the deployment of today.
fn from_events(facts: &Facts<'_>) -> Option<Rollback> {
    let service = facts.service?;
    let primary = service.primary()?;
    let (index, event) = newest_with(facts, "rolling back to")?;
    let to = named_deployment(event)?;
    if primary.id.as_deref() != Some(to.as_str()) {
        return None;
    }
    let newer = &facts.events[..index];
    let completed = newer.iter().any(|later| {
        text::fold(&later.message).contains("deployment completed")
            && named_deployment(later).as_ref() == Some(&to)
    });
    let done = completed && primary.rollout_state.as_deref() != Some("IN_PROGRESS");
    let failure = facts.events[index..]
        .iter()
        .enumerate()
        .find(|(_, earlier)| text::fold(&earlier.message).contains("deployment failed"));
    let mut proof = vec![evidence(format!("events[{index}].message"), &event.message, event.id.as_deref())];
    if let Some((offset, failed)) = failure {
        let place = format!("events[{}].message", index + offset);
        proof.push(evidence(place, &failed.message, failed.id.as_deref()));
    }
    Some(Rollback {
        phase: if done { RollbackPhase::Done } else { RollbackPhase::Running },
        to: Some(to),
        from: failure.and_then(|(_, failed)| named_deployment(failed)),
        evidence: proof,
        since: began(facts),
    })
}

/// When the failed deployment began, by the events: the newest steady state before it was given up.
fn began(facts: &Facts<'_>) -> Option<Time> {
    let (index, _) = newest_with(facts, "deployment failed")?;
    let healthy = |event: &&ServiceEvent| {
        matches!(kind_of(&event.message), EventKind::SteadyState | EventKind::DeploymentCompleted)
    };
    facts.events[index..].iter().find(healthy).and_then(|event| event.created_at)
}

fn newest_with<'a>(facts: &Facts<'a>, words: &str) -> Option<(usize, &'a ServiceEvent)> {
    facts.events.iter().enumerate().find(|(_, event)| text::fold(&event.message).contains(words))
}

fn named_deployment(event: &ServiceEvent) -> Option<String> {
    // `(service S, taskSet ecs-svc/1) … deployment ecs-svc/2`: what is meant stands after the subject.
    let after = event.message.split_once("deployment ").map_or(event.message.as_str(), |(_, rest)| rest);
    text::deployment(after).map(str::to_owned)
}
