//! The end of a rollout: completed, failed, and the way back.

use jiff::Timestamp;

use super::threshold;
use crate::emulator::scheduler::{Failure, shifting, wording};
use crate::emulator::world::deployment::Memory;
use crate::emulator::world::service_deployment::{HookDetail, Rollback};
use crate::emulator::world::{
    Account, Deployment, DeploymentStatus, RolloutState, Service, ServiceDeploymentStatus,
};

/// Whether the rollout under way has failed, and of what. A rollback is not watched.
pub fn failure(service: &Service, account: &Account) -> Option<Failure> {
    let primary = service.primary().filter(|row| row.rollout_state == RolloutState::InProgress)?;
    let record = service.current().filter(|record| record.status == ServiceDeploymentStatus::InProgress)?;
    let configuration = &service.deployment_configuration;
    let watched = configuration.watched_alarms().filter(|_| !record.progress.alarms_muted);
    if let Some(alarms) = watched {
        let fired =
            |name: &&String| account.alarms.iter().any(|one| one.name == **name && one.state == "ALARM");
        let fired: Vec<String> = alarms.alarm_names.iter().filter(fired).cloned().collect();
        if !fired.is_empty() {
            return Some(Failure::Alarm(fired));
        }
    }
    if record.lifecycle_hook_details.iter().any(|hook| hook.status == "FAILED" || gives_up(hook)) {
        return Some(Failure::Hook);
    }
    let trips = threshold(configuration, service.desired_count);
    (configuration.breaker().is_some() && primary.failed_tasks >= trips).then_some(Failure::Breaker)
}

/// Whether a hook ran out and the deployment goes back for it.
fn gives_up(hook: &HookDetail) -> bool {
    hook.status == "TIMED_OUT" && hook.timeout_action == "ROLLBACK"
}

/// A person stops the rollout.
pub fn give_up(service: &mut Service, account: &mut Account, how: &Failure, now: Timestamp) {
    fail(service, account, how, now);
    service.wake(now);
}

/// The rollout failed: its row, its record, its events, and the way back if one is wanted.
pub fn fail(service: &mut Service, account: &mut Account, failure: &Failure, now: Timestamp) {
    let Some(primary) = service.primary() else { return };
    let (id, number) = (primary.id.clone(), primary.memory.number);
    let (reason, event) = sentences(failure);
    for row in service.deployments.iter_mut().filter(|row| row.id == id) {
        row.rollout_state = RolloutState::Failed;
        reason.clone_into(&mut row.rollout_state_reason);
        row.updated_at = now;
    }
    wording::say(service, account, now, &format!("(deployment {id}) deployment failed: {event}"));
    mark(service, failure);
    if !wants_rollback(service, failure) {
        close(service, ServiceDeploymentStatus::Stopped, Some(format!("Deployment failed: {event}")), now);
        return;
    }
    let candidate = service.memory.completed.iter().rev().find(|one| **one != number).copied();
    if let Some(back) = candidate {
        go_back(service, account, (back, reason), now);
    } else {
        let words = "No rollback candidate was found to run the rollback.".to_owned();
        close(service, ServiceDeploymentStatus::RollbackFailed, Some(words), now);
    }
}

/// The reason of the row, and the end of the event.
fn sentences(failure: &Failure) -> (&'static str, &'static str) {
    match failure {
        Failure::Breaker => {
            ("ECS deployment circuit breaker: tasks failed to start.", "tasks failed to start.")
        }
        Failure::Alarm(_) => ("ECS deployment failed: alarm detected.", "alarm detected."),
        Failure::Hook => (
            "ECS deployment failed: hook execution failure(s) detected.",
            "hook execution failure(s) detected.",
        ),
        Failure::Requested | Failure::Aborted => {
            ("ECS deployment stopped by request.", "stopped by request.")
        }
    }
}

fn mark(service: &mut Service, failure: &Failure) {
    let Some(record) = service.current_mut() else { return };
    match failure {
        Failure::Breaker => record.deployment_circuit_breaker.status = "TRIGGERED",
        Failure::Alarm(names) => {
            record.alarms.status = "TRIGGERED";
            record.alarms.triggered_alarm_names.clone_from(names);
        }
        Failure::Hook | Failure::Requested | Failure::Aborted => {}
    }
}

fn wants_rollback(service: &Service, failure: &Failure) -> bool {
    let configuration = &service.deployment_configuration;
    match failure {
        Failure::Breaker => configuration.breaker().is_some_and(|breaker| breaker.rollback),
        Failure::Alarm(_) => configuration.watched_alarms().is_some_and(|alarms| alarms.rollback),
        Failure::Hook | Failure::Requested => true,
        Failure::Aborted => false,
    }
}

/// Back to the newest deployment that completed: its row leads again, under its own id.
fn go_back(service: &mut Service, account: &mut Account, (number, reason): (u64, &str), now: Timestamp) {
    let id = format!("ecs-svc/{number}");
    let Some(mut row) = take_row(service, number, now) else { return };
    for other in &mut service.deployments {
        other.status = DeploymentStatus::Active;
        other.updated_at = now;
    }
    row.status = DeploymentStatus::Primary;
    row.rollout_state = RolloutState::InProgress;
    let head = reason.split(':').next().unwrap_or("ECS deployment");
    row.rollout_state_reason = format!("{head}: rolling back to deploymentId {id}.");
    row.desired_count = service.desired_count;
    row.updated_at = now;
    service.task_definition.clone_from(&row.task_definition);
    service.deployments.insert(0, row);
    wording::say(service, account, now, &format!("rolling back to deployment {id}."));
    let arn = service.revision_arn(number);
    let shifts = service.deployment_configuration.shifts_traffic();
    if let Some(record) = service.current_mut() {
        if shifts {
            shifting::weigh(record, 0.0);
        }
        record.status = ServiceDeploymentStatus::RollbackInProgress;
        record.status_reason = Some(format!("Service deployment is rolling back: {reason}"));
        record.updated_at = now;
        record.rollback =
            Some(Rollback { reason: reason.to_owned(), started_at: now, service_revision_arn: Some(arn) });
    }
}

/// The row of a deployment that completed: the one that still stands, or one made of its revision.
fn take_row(service: &mut Service, number: u64, now: Timestamp) -> Option<Deployment> {
    if let Some(place) = service.deployments.iter().position(|row| row.memory.number == number) {
        let mut row = service.deployments.remove(place);
        row.memory.not_before = None;
        row.memory.start_failures = 0;
        row.memory.full_since = None;
        return Some(row);
    }
    let arn = service.revision_arn(number);
    let revision = service.revisions.iter().find(|one| one.service_revision_arn == arn)?;
    let model = service.deployments.first()?;
    Some(Deployment {
        id: format!("ecs-svc/{number}"),
        task_definition: revision.task_definition.clone(),
        created_at: revision.created_at,
        updated_at: now,
        network_configuration: revision.network_configuration.clone(),
        failed_tasks: 0,
        running_count: 0,
        pending_count: 0,
        memory: Memory { number, completed: true, ..Memory::default() },
        ..model.clone()
    })
}

/// The newest revision has what it wants.
pub fn complete(service: &mut Service, account: &mut Account, now: Timestamp) {
    let Some(primary) = service.primary() else { return };
    let (id, number) = (primary.id.clone(), primary.memory.number);
    let back = service.current().is_some_and(|record| record.rollback.is_some());
    for row in service.deployments.iter_mut().filter(|row| row.id == id) {
        row.rollout_state = RolloutState::Completed;
        row.memory.completed = true;
        row.failed_tasks = 0;
        row.updated_at = now;
        if !back {
            row.rollout_state_reason = format!("ECS deployment {id} completed.");
        }
    }
    service.deployments.retain(|row| row.rollout_state != RolloutState::Failed || row.id == id);
    service.memory.completed.retain(|one| *one != number);
    service.memory.completed.push(number);
    wording::say(service, account, now, &format!("(deployment {id}) deployment completed."));
    steady(service, account, now);
    let status =
        if back { ServiceDeploymentStatus::RollbackSuccessful } else { ServiceDeploymentStatus::Successful };
    close(service, status, None, now);
}

/// `has reached a steady state.`
pub fn steady(service: &mut Service, account: &mut Account, now: Timestamp) {
    wording::say(service, account, now, "has reached a steady state.");
    service.memory.steady = true;
    service.memory.steady_said = Some(now);
    service.memory.trouble = None;
}

/// The record of the rollout ends with `status`.
pub fn close(service: &mut Service, status: ServiceDeploymentStatus, reason: Option<String>, now: Timestamp) {
    let Some(record) = service.current_mut() else { return };
    record.status = status;
    record.status_reason = reason.or(record.status_reason.take());
    record.finished_at = Some(now);
    record.updated_at = now;
    if status == ServiceDeploymentStatus::Stopped {
        record.stopped_at = Some(now);
    }
    if record.deployment_circuit_breaker.status == "MONITORING" {
        record.deployment_circuit_breaker.status = "MONITORING_COMPLETE";
    }
    if record.alarms.status == "MONITORING" {
        record.alarms.status = "MONITORING_COMPLETE";
    }
}
