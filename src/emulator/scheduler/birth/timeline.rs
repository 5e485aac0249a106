//! The timeline of a task: PROVISIONING to RUNNING, or the failure on the way; then what its containers do.
//!
//! How long each step takes was read off captured tasks on Fargate and is varied by up to a fifth.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::dependencies::{self, Start};
use super::{FAILED_TO_START, Order, due, in_order};
use crate::emulator::world::behaviour::Behaviour;
use crate::emulator::world::definition::ContainerFacts;
use crate::emulator::world::task::{Change, Due, TargetState};
use crate::emulator::world::{Account, Health, LastStatus, StopCode, TargetGroup, Task, epoch};

/// A network interface is made and attached, in milliseconds.
const INTERFACE: i64 = 9_000;

/// From PENDING to the start of the pull.
const UNTIL_PULL: i64 = 5_000;

/// From the end of the pull to the containers.
const UNTIL_CONTAINERS: i64 = 2_500;

/// From a failure to the moment ECS says so.
const UNTIL_STOPPING: i64 = 8_000;

/// How long the agent waits for a dependency without a `startTimeout`: a task that hangs is given up after three
/// hours (agent source, engine/task_manager).
const LONGEST_WAIT: i64 = 3 * 3600;

/// Writes the timeline of `task`.
pub fn write(task: &Task, order: &Order<'_>, account: &mut Account, now: Timestamp) -> VecDeque<Due> {
    let zone = task.availability_zone.as_deref();
    let behaviours = super::behaviours(account, &order.definition, zone);
    let mut line = Line { at: now, steps: Vec::new(), account };
    if order.definition.is_awsvpc() {
        line.wait(INTERFACE);
    } else {
        line.wait(1_000);
    }
    line.then(Change::Status(LastStatus::Pending));
    line.wait(UNTIL_PULL);
    line.then(Change::PullStarted);
    line.then(Change::Status(LastStatus::Activating));
    if line.fails_before_running(&behaviours) {
        return in_order(line.steps);
    }
    line.run(order, &behaviours);
    in_order(line.steps)
}

struct Line<'a> {
    at: Timestamp,
    steps: Vec<Due>,
    account: &'a mut Account,
}

impl Line<'_> {
    fn wait(&mut self, millis: i64) {
        let millis = self.account.identity.around(millis);
        self.at = epoch::after_millis(self.at, millis);
    }

    fn then(&mut self, change: Change) {
        self.steps.push(due(self.at, change));
    }

    fn later(&mut self, seconds: i64, change: Change) {
        self.steps.push(due(epoch::after(self.at, seconds), change));
    }

    /// Registry auth, secrets, log group and volumes come first, then the images, then the runtime.
    fn fails_before_running(&mut self, behaviours: &[Behaviour]) -> bool {
        if let Some(one) = behaviours.iter().find(|one| one.init_error.is_some()) {
            self.wait(one.init_seconds.unwrap_or(10).saturating_mul(1000));
            self.then(Change::Stopping(FAILED_TO_START, one.init_error.clone().unwrap_or_default()));
            return true;
        }
        if let Some((place, text)) = first(behaviours, |one| one.pull_error.as_ref()) {
            let seconds = behaviours[place].pull_seconds.unwrap_or(2);
            self.wait(seconds.saturating_mul(1000));
            self.then(Change::PullStopped);
            return self.give_up(place, &text, &text);
        }
        let pull = behaviours.iter().map(|one| one.pull_seconds.unwrap_or(8)).max().unwrap_or(8);
        self.wait(pull.saturating_mul(1000));
        self.then(Change::PullStopped);
        match first(behaviours, |one| one.start_error.as_ref()) {
            Some((place, text)) => self.give_up(place, &text, "Task failed to start"),
            None => false,
        }
    }

    fn give_up(&mut self, place: usize, reason: &str, stopped: &str) -> bool {
        self.then(Change::ContainerEnded(place, None, Some(reason.to_owned())));
        self.wait(UNTIL_STOPPING);
        self.then(Change::Stopping(FAILED_TO_START, stopped.to_owned()));
        true
    }

    /// The containers start as `dependsOn` orders them. The task is RUNNING once the last of them was started.
    fn run(&mut self, order: &Order<'_>, behaviours: &[Behaviour]) {
        self.wait(UNTIL_CONTAINERS);
        let containers = &order.definition.facts.container_definitions;
        let starts = dependencies::starts(containers, behaviours);
        let first = self.at;
        let mut last = 0;
        for (place, start) in starts.iter().enumerate() {
            if let Start::After(seconds) = start {
                self.later(*seconds, Change::ContainerStarted(place));
                last = last.max(*seconds);
            }
        }
        self.at = epoch::after(self.at, last);
        self.wait(800);
        let ready = self.at;
        for (place, (one, start)) in behaviours.iter().zip(&starts).enumerate() {
            if let Start::After(seconds) = start {
                self.at = epoch::after(ready, seconds - last);
                self.container(order, place, one);
            }
        }
        self.at = first;
        if self.waits_in_vain(containers, &starts) {
            return;
        }
        self.at = ready;
        self.then(Change::Status(LastStatus::Running));
        self.later(40, Change::Look);
        if order.grace > 0 {
            self.later(order.grace, Change::Look);
        }
        if let Some(group) = &order.balancer {
            self.targets(group, &balanced(order, behaviours));
        }
    }

    /// What waits for another container for ever, or too long; whether that keeps the task from running.
    fn waits_in_vain(&mut self, containers: &[ContainerFacts], starts: &[Start]) -> bool {
        let first = self.at;
        let mut hangs = false;
        for (place, start) in starts.iter().enumerate() {
            let Start::Never(given_up) = start else { continue };
            self.at = first;
            let essential = containers.get(place).is_none_or(ContainerFacts::is_essential);
            let failed = Change::Stopping(FAILED_TO_START, "Task failed to start".to_owned());
            let Some((after, words)) = given_up else {
                self.later(LONGEST_WAIT, failed);
                hangs = true;
                continue;
            };
            self.at = epoch::after(first, *after);
            let reason = format!("CannotStartContainerError: {words}");
            self.then(Change::ContainerEnded(place, None, Some(reason)));
            if essential {
                self.wait(UNTIL_STOPPING);
                self.then(failed);
            }
            hangs |= essential;
        }
        hangs
    }

    fn container(&mut self, order: &Order<'_>, place: usize, does: &Behaviour) {
        let Some(facts) = order.definition.facts.container_definitions.get(place) else { return };
        for line in &does.logs {
            self.later(line.at, Change::Log(place, line.text.clone(), line.every));
        }
        if let Some(check) = &facts.health_check {
            if does.unhealthy_after != Some(0) {
                self.later(does.healthy_after.unwrap_or(15), Change::ContainerHealth(place, Health::Healthy));
            }
            if let Some(after) = does.unhealthy_after {
                let told = after.saturating_add(fails_after(check));
                self.later(told, Change::ContainerHealth(place, Health::Unhealthy));
            }
        }
        if let Some(after) = does.exits_after {
            let code = does.exit_code.unwrap_or(0);
            self.later(after, Change::ContainerEnded(place, Some(code), does.exit_reason.clone()));
            if facts.is_essential() {
                let text = "Essential container in task exited".to_owned();
                self.later(after, Change::Stopping(StopCode::EssentialContainerExited, text));
            }
        }
    }

    /// What the load balancer will say: threshold × interval after the answers change.
    fn targets(&mut self, group: &TargetGroup, does: &Behaviour) {
        let rises = group.healthy_threshold_count.saturating_mul(group.health_check_interval_seconds);
        let falls = group.unhealthy_threshold_count.saturating_mul(group.health_check_interval_seconds);
        let failing = target_state(does.target_error.as_deref().unwrap_or("Health checks failed"));
        self.then(Change::Target(initial()));
        if does.target_fails_after == Some(0) {
            self.later(falls, Change::Target(failing));
            return;
        }
        let ready = does.ready_after.unwrap_or(5);
        if ready > falls {
            self.later(falls, Change::Target(failing.clone()));
        }
        self.later(ready.saturating_add(rises), Change::Target(healthy()));
        if let Some(after) = does.target_fails_after {
            self.later(after.saturating_add(falls), Change::Target(failing));
        }
    }
}

/// Seconds until a check that cannot pass is called unhealthy. Defaults: API reference, `HealthCheck`.
fn fails_after(check: &serde_json::Value) -> i64 {
    let stated = |name: &str, default: i64| check[name].as_i64().unwrap_or(default).clamp(0, 3600);
    stated("startPeriod", 0) + stated("interval", 30) * stated("retries", 3)
}

/// The behaviour of the container that the load balancer asks.
fn balanced(order: &Order<'_>, behaviours: &[Behaviour]) -> Behaviour {
    let containers = order.definition.facts.container_definitions.iter();
    let place = containers.into_iter().position(|one| !one.port_mappings.is_empty()).unwrap_or(0);
    behaviours.get(place).cloned().unwrap_or_default()
}

fn first<'a>(
    behaviours: &'a [Behaviour],
    text: impl Fn(&'a Behaviour) -> Option<&'a String>,
) -> Option<(usize, String)> {
    behaviours.iter().enumerate().find_map(|(place, one)| Some((place, text(one)?.clone())))
}

fn initial() -> TargetState {
    TargetState {
        state: "initial",
        reason: Some("Elb.RegistrationInProgress".to_owned()),
        description: Some("Target registration is in progress".to_owned()),
    }
}

fn healthy() -> TargetState {
    TargetState { state: "healthy", reason: None, description: None }
}

/// An unhealthy target that the load balancer describes with `text`. Source of the reasons: ELBv2 API
/// reference, `TargetHealth`.
pub fn target_state(text: &str) -> TargetState {
    let reason = match text {
        text if text.contains("codes") => "Target.ResponseCodeMismatch",
        text if text.contains("timed out") => "Target.Timeout",
        _ => "Target.FailedHealthChecks",
    };
    TargetState { state: "unhealthy", reason: Some(reason.to_owned()), description: Some(text.to_owned()) }
}
