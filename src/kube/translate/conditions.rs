//! The conditions of a Deployment, in the words that Kubernetes has, and in ECS's own where it has none.

use k8s_openapi::api::apps::v1::DeploymentCondition;

use super::service::Counts;
use super::{World, reason};
use crate::kube::provenance::Sources;
use crate::model::{Deployment, Service, ServiceDeployment};
use crate::msg;

/// Status and reason of a condition.
type Verdict = (&'static str, &'static str);

/// The conditions that the facts carry.
pub fn conditions(
    world: &World<'_>,
    service: &Service,
    counts: &Counts,
    sources: &mut Sources,
) -> Vec<DeploymentCondition> {
    let mut all = vec![("Available", available(service, counts))];
    sources.computed("Conditions/Available", msg!("kube-available"));
    if let Some(verdict) = progressing(world, service) {
        sources.computed("Conditions/Progressing", msg!("kube-progressing"));
        all.push(("Progressing", verdict));
    }
    if counts.updated < counts.desired && placement_fails(world) {
        sources.computed("Conditions/ReplicaFailure", msg!("kube-replica-failure"));
        all.push(("ReplicaFailure", ("True", "FailedCreate")));
    }
    all.into_iter()
        .map(|(kind, (status, reason))| DeploymentCondition {
            type_: kind.to_owned(),
            status: status.to_owned(),
            reason: Some(reason.to_owned()),
            ..DeploymentCondition::default()
        })
        .collect()
}

/// Available while no fewer tasks than the lower bound are; without the percentage only the two ends are
/// sure.
fn available(service: &Service, counts: &Counts) -> Verdict {
    const YES: Verdict = ("True", "MinimumReplicasAvailable");
    const NO: Verdict = ("False", "MinimumReplicasUnavailable");
    let rolling = service.controller() == "ECS" && service.strategy() == "ROLLING";
    let minimum = service.deployment_configuration.as_ref().and_then(|one| one.minimum_healthy_percent);
    if counts.available >= counts.desired {
        return YES;
    }
    match minimum.filter(|_| rolling) {
        Some(percent) => {
            let floor = counts.desired.saturating_mul(percent).saturating_add(99).div_euclid(100);
            if counts.available >= floor { YES } else { NO }
        }
        None if counts.available == 0 => NO,
        None => ("Unknown", "MinimumHealthyPercentUnknown"),
    }
}

/// Whether the newest word on placing tasks is that it failed. Events are listed newest first.
fn placement_fails(world: &World<'_>) -> bool {
    let mut reasons = world.facts.events.iter().map(|event| reason::service_event(&event.message).1);
    reasons.find_map(|reason| match reason {
        "FailedScheduling" | "FailedCreate" => Some(true),
        "SteadyState" | "SuccessfulCreate" | "DeploymentCompleted" => Some(false),
        _ => None,
    }) == Some(true)
}

fn progressing(world: &World<'_>, service: &Service) -> Option<Verdict> {
    if world.facts.service_deployments.iter().any(|one| waits_for_a_person(one)) {
        return Some(("Unknown", "DeploymentPaused"));
    }
    let primary = service.primary().and_then(rollout);
    primary.or_else(|| world.facts.service_deployments.first().and_then(|newest| service_deployment(newest)))
}

fn waits_for_a_person(one: &ServiceDeployment) -> bool {
    one.lifecycle_hook_details.iter().any(|hook| {
        hook.target_type.as_deref() == Some("PAUSE") && hook.status.as_deref() == Some("AWAITING_ACTION")
    })
}

/// ECS has no deadline; a deployment fails by its circuit breaker or an alarm, and those are the reasons.
fn rollout(row: &Deployment) -> Option<Verdict> {
    match row.rollout_state.as_deref()? {
        "COMPLETED" => Some(("True", "NewReplicaSetAvailable")),
        "IN_PROGRESS" => Some(("True", "ReplicaSetUpdated")),
        "FAILED" => {
            let reason = row.rollout_state_reason.as_deref().unwrap_or_default().to_lowercase();
            let word = match () {
                () if reason.contains("circuit breaker") => "CircuitBreaker",
                () if reason.contains("alarm") => "AlarmTriggered",
                () => "RolloutFailed",
            };
            Some(("False", word))
        }
        _ => None,
    }
}

fn service_deployment(one: &ServiceDeployment) -> Option<Verdict> {
    match one.status.as_deref()? {
        "SUCCESSFUL" => Some(("True", "NewReplicaSetAvailable")),
        "PENDING" | "IN_PROGRESS" => Some(("True", "ReplicaSetUpdated")),
        "ROLLBACK_REQUESTED" | "ROLLBACK_IN_PROGRESS" => Some(("False", "RollbackInProgress")),
        "ROLLBACK_SUCCESSFUL" => Some(("False", "RollbackSuccessful")),
        "ROLLBACK_FAILED" => Some(("False", "RollbackFailed")),
        "STOP_REQUESTED" | "STOPPED" => Some(("False", "DeploymentStopped")),
        _ => None,
    }
}
