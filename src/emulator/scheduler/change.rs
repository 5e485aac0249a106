//! What happens to a task when something is due: states and times in their order.

use jiff::Timestamp;

use super::ending;
use crate::emulator::world::task::{Change, Due};
use crate::emulator::world::{Account, Health, LastStatus, TargetGroup, Task, epoch};

/// Lets everything happen to `task` that is due at `now`.
pub fn pass(task: &mut Task, account: &mut Account, balancer: Option<&TargetGroup>, now: Timestamp) {
    while task.inside.timeline.front().is_some_and(|due| due.at <= now) {
        if let Some(due) = task.inside.timeline.pop_front() {
            happen(task, account, balancer, due);
        }
        if task.inside.timeline.is_empty() {
            // A task that runs well has nothing before it: twenty thousand of them keep no room for more.
            task.inside.timeline = std::collections::VecDeque::new();
        }
    }
}

fn happen(task: &mut Task, account: &mut Account, balancer: Option<&TargetGroup>, due: Due) {
    let Due { at, change } = due;
    match change {
        Change::Status(status) => enter(task, status, at),
        Change::PullStarted => {
            task.pull_started_at = Some(at);
            for container in &mut task.containers {
                container.image_digest = None;
            }
        }
        Change::PullStopped => task.pull_stopped_at = Some(at),
        Change::ContainerStarted(place) => start_container(task, account, place),
        Change::ContainerEnded(place, code, reason) => end_container(task, place, code, reason),
        Change::ContainerHealth(place, health) => judge_container(task, place, health),
        Change::Target(state) => task.inside.target = Some(state),
        Change::Look => {}
        Change::ExecutionStopped => stop_execution(task, at),
        Change::Log(place, text, every) => log(task, account, (place, text, every), at),
        Change::Stopping(code, reason) => ending::begin(task, account, balancer, (code, reason), at),
    }
}

fn enter(task: &mut Task, status: LastStatus, at: Timestamp) {
    // A stop may have gone further than what was written for it.
    if status <= task.last_status {
        return;
    }
    task.last_status = status;
    task.version += 1;
    match status {
        LastStatus::Pending => {
            task.connectivity = Some("CONNECTED");
            task.connectivity_at = Some(at);
            set_attachments(task, "ATTACHED");
        }
        LastStatus::Running => task.started_at = Some(at),
        LastStatus::Stopped => {
            task.stopped_at = Some(at);
            task.inside.target = None;
            set_attachments(task, "DELETED");
        }
        _ => {}
    }
}

fn set_attachments(task: &mut Task, status: &'static str) {
    for attachment in &mut task.attachments {
        attachment.status = status;
    }
}

fn start_container(task: &mut Task, account: &mut Account, place: usize) {
    let number = account.identity.choose(4_000_000_000);
    let id = task.id().to_owned();
    let Some(container) = task.containers.get_mut(place) else { return };
    container.last_status = LastStatus::Running;
    container.runtime_id = Some(format!("{id}-{number:010}"));
    container.image_digest = Some(digest(&container.image));
}

/// A digest that belongs to an image's name: the same name has the same digest in every run.
fn digest(image: &str) -> String {
    let seed = image.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut random = fastrand::Rng::with_seed(seed);
    format!("sha256:{:032x}{:032x}", random.u128(..), random.u128(..))
}

fn end_container(task: &mut Task, place: usize, code: Option<i64>, reason: Option<String>) {
    let Some(container) = task.containers.get_mut(place) else { return };
    container.last_status = LastStatus::Stopped;
    container.exit_code = code;
    container.reason = reason;
}

fn stop_execution(task: &mut Task, at: Timestamp) {
    task.execution_stopped_at = Some(at);
    for container in &mut task.containers {
        container.last_status = LastStatus::Stopped;
    }
}

/// UNHEALTHY of any container wins, then UNKNOWN. Source: API reference, `HealthCheck`.
fn judge_container(task: &mut Task, place: usize, health: Health) {
    if let Some(container) = task.containers.get_mut(place) {
        container.health_status = health;
    }
    let of = |wanted| task.containers.iter().any(|one| one.health_status == wanted);
    task.health_status = match () {
        () if of(Health::Unhealthy) => Health::Unhealthy,
        () if of(Health::Healthy) => Health::Healthy,
        () => Health::Unknown,
    };
}

fn log(
    task: &mut Task,
    account: &mut Account,
    (place, text, every): (usize, String, Option<i64>),
    at: Timestamp,
) {
    let definition = account.definitions.find(&task.task_definition_arn);
    let facts = definition.and_then(|found| found.facts.container_definitions.get(place));
    if let Some(stream) = facts.and_then(|facts| facts.log_stream(task.id())) {
        account.logs.entry(stream).or_default().write(at, text.clone());
    }
    if let Some(seconds) = every.filter(|seconds| *seconds > 0) {
        let again = Due { at: epoch::after(at, seconds), change: Change::Log(place, text, every) };
        let place = task.inside.timeline.partition_point(|due| due.at <= again.at);
        task.inside.timeline.insert(place, again);
    }
}
