//! The end of a task: deregistration, SIGTERM, SIGKILL after the stop timeout, and the states on the way.

use jiff::Timestamp;

use super::birth;
use crate::emulator::world::behaviour::Behaviour;
use crate::emulator::world::definition::ContainerFacts;
use crate::emulator::world::task::{Change, Due};
use crate::emulator::world::{Account, LastStatus, StopCode, TargetGroup, TargetState, Task, epoch};

/// From SIGTERM to the end of a container that heeds it, in milliseconds.
const TERMINATES: i64 = 1_500;

/// A network interface is detached and deleted.
const DEPROVISIONS: i64 = 11_000;

/// Tells `task` to stop at `now`; what would have happened to it does not.
pub fn begin(
    task: &mut Task,
    account: &mut Account,
    balancer: Option<&TargetGroup>,
    (code, reason): (StopCode, String),
    now: Timestamp,
) {
    if !task.is_wanted() {
        return;
    }
    task.desired_status = LastStatus::Stopped;
    task.stop_code = Some(code);
    task.stopped_reason = Some(reason);
    task.stopping_at = Some(now);
    task.version += 1;
    // Containers that others wait for run before the task is RUNNING.
    let runs = task.containers.iter().any(|container| container.last_status == LastStatus::Running);
    let ends = if task.started_at.is_some() || runs {
        let quiet = leave_target(task, balancer, now);
        terminate(task, account, quiet)
    } else {
        let at = epoch::after_millis(now, account.identity.around(5_000));
        task.last_status = LastStatus::Deprovisioning;
        vec![step(at, Change::ExecutionStopped)]
    };
    finish(task, account, ends);
}

/// Seconds between the notice of an interruption and SIGTERM. Source: developer guide,
/// `fargate-capacity-providers`.
const SPOT_NOTICE: i64 = 120;

/// Spot takes `task` back: it is told at once, keeps RUNNING for two minutes, and then ends.
pub fn interrupt(task: &mut Task, account: &mut Account, balancer: Option<&TargetGroup>, now: Timestamp) {
    let why = (StopCode::SpotInterruption, "Your Spot Task was interrupted.".to_owned());
    let ran = task.last_status == LastStatus::Running;
    begin(task, account, balancer, why, now);
    if ran {
        task.last_status = LastStatus::Running;
        let first = task.inside.timeline.front().map_or(now, |due| due.at);
        let notice = epoch::after(now, SPOT_NOTICE).duration_since(first).as_millis();
        let shift = i64::try_from(notice).unwrap_or(0).max(0);
        for due in &mut task.inside.timeline {
            due.at = epoch::after_millis(due.at, shift);
        }
    }
}

/// Registered targets keep their connections for the deregistration delay; the rest stops at once.
fn leave_target(task: &mut Task, balancer: Option<&TargetGroup>, now: Timestamp) -> Timestamp {
    let Some(group) = balancer.filter(|_| task.inside.target.is_some()) else {
        task.last_status = LastStatus::Stopping;
        return now;
    };
    task.last_status = LastStatus::Deactivating;
    task.inside.target = Some(TargetState {
        state: "draining",
        reason: Some("Target.DeregistrationInProgress".to_owned()),
        description: Some("Target deregistration is in progress".to_owned()),
    });
    let ended = task.stop_code == Some(StopCode::EssentialContainerExited);
    if ended { now } else { epoch::after(now, group.deregistration_delay) }
}

fn terminate(task: &Task, account: &mut Account, at: Timestamp) -> Vec<Due> {
    let definition = account.definitions.find(&task.task_definition_arn).cloned();
    let zone = task.availability_zone.as_deref();
    let does = definition.as_ref().map(|found| birth::behaviours(account, found, zone)).unwrap_or_default();
    let mut steps = vec![step(at, Change::Status(LastStatus::Stopping))];
    let mut last = at;
    for (place, container) in task.containers.iter().enumerate() {
        if container.last_status != LastStatus::Running {
            continue;
        }
        let facts = definition.as_ref().and_then(|found| found.facts.container_definitions.get(place));
        let (after, code) = obeys(does.get(place), facts);
        let end = epoch::after_millis(at, account.identity.around(after));
        steps.push(step(end, Change::ContainerEnded(place, Some(code), None)));
        last = last.max(end);
    }
    steps.push(step(epoch::after_millis(last, 300), Change::ExecutionStopped));
    steps
}

/// How long a container lives on after SIGTERM, and its exit code.
fn obeys(does: Option<&Behaviour>, facts: Option<&ContainerFacts>) -> (i64, i64) {
    if does.is_some_and(|does| does.ignores_sigterm) {
        let timeout = facts.map_or(30, ContainerFacts::stop_timeout);
        return (timeout.saturating_mul(1000), 137);
    }
    (TERMINATES, 143)
}

fn finish(task: &mut Task, account: &mut Account, mut steps: Vec<Due>) {
    let end = steps.iter().map(|step| step.at).max().unwrap_or(task.created_at);
    let awsvpc = !task.attachments.is_empty();
    steps.push(step(epoch::after_millis(end, 500), Change::Status(LastStatus::Deprovisioning)));
    let rest = if awsvpc { account.identity.around(DEPROVISIONS) } else { 1_000 };
    steps.push(step(epoch::after_millis(end, 500 + rest), Change::Status(LastStatus::Stopped)));
    steps.sort_by_key(|step| step.at);
    task.inside.timeline = steps.into();
}

fn step(at: Timestamp, change: Change) -> Due {
    Due { at, change }
}
