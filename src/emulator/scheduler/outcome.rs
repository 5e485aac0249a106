//! How a rollout goes: counts, failures, completion, and what follows from them.

mod failing;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::action::{Action, StopCause};
use super::census::Roll;
use super::{sets, shares, shifting, wording};
use crate::diagnosis::rollout::breaker_threshold;
use crate::emulator::world::configuration::Configuration;
use crate::emulator::world::service_deployment::RevisionCounts;
use crate::emulator::world::{
    Account, Deployment, DeploymentStatus, RolloutState, Service, Stability, StopCode, epoch,
};
use crate::model::arn;

pub use failing::{complete, fail, failure, give_up, steady};

/// Minutes of bake time where alarms are watched and none are configured. Source: developer guide,
/// `deployment-alarm-failure` (less than five).
const ALARM_BAKE: i64 = 5;

/// The longest delay between two starts, in seconds. Source: developer guide, `service-throttle-logic`.
const LONGEST_DELAY: i64 = 27 * 60;

/// Takes in what happened to the tasks since the last look.
pub fn settle(service: &mut Service, account: &mut Account, roll: &Roll, now: Timestamp) {
    register(service, account, now);
    count_failures(service, account, now);
    count_healthy(service, roll);
    note_full(service, roll, now);
    shifting::hear_hooks(service, now);
}

fn register(service: &mut Service, account: &mut Account, now: Timestamp) {
    let Service { tasks, task_sets, .. } = service;
    let mut counts: BTreeMap<Option<u64>, usize> = BTreeMap::new();
    for task in tasks.iter_mut().filter(|task| task.inside.target.is_some() && !task.inside.registered) {
        task.inside.registered = true;
        let set = task_sets.iter().find(|set| Some(set.memory.number) == task.inside.deployment);
        *counts.entry(set.map(|set| set.memory.number)).or_default() += 1;
    }
    for (set, count) in counts {
        let mut balancers = service.load_balancers_of(set).iter();
        let group = balancers.find_map(|one| one.target_group_arn.clone());
        let id = set.map(|number| format!("ecs-svc/{number}"));
        if let Some(group) = group {
            let sentence = format!("registered {count} targets in (target-group {group})");
            wording::say_of(service, account, id.as_deref(), now, &sentence);
        }
    }
}

/// A task that never ran counts against its deployment, and stretches the delay to the next start.
fn count_failures(service: &mut Service, account: &mut Account, now: Timestamp) {
    let mut failures = Vec::new();
    for task in &mut service.tasks {
        let failed = task.stop_code == Some(StopCode::TaskFailedToStart) && !task.inside.counted;
        if failed {
            task.inside.counted = true;
            let reason = task.stopped_reason.clone().unwrap_or_default();
            failures.push((
                task.started_by.clone().unwrap_or_default(),
                reason,
                task.launch_type == "FARGATE",
            ));
        }
    }
    for (deployment, reason, fargate) in failures {
        if fargate && (reason.starts_with("ResourceInit") || reason.starts_with("CannotPull")) {
            wording::complain(service, account, now, &wording::unplaced(&reason));
        }
        count_failure(service, account, &deployment, now);
    }
}

/// One start of `deployment` failed.
pub fn count_failure(service: &mut Service, account: &mut Account, deployment: &str, now: Timestamp) {
    for row in service.deployments.iter_mut().filter(|row| row.id == deployment) {
        row.failed_tasks += 1;
        row.updated_at = now;
    }
    let number = deployment.strip_prefix("ecs-svc/").and_then(|number| number.parse().ok());
    let Some(memory) = service.memories_mut().find(|memory| Some(memory.number) == number) else { return };
    memory.start_failures = memory.start_failures.saturating_add(1);
    memory.not_before = Some(epoch::after(now, delay(memory.start_failures)));
    if memory.start_failures >= 3 && !memory.impaired {
        memory.impaired = true;
        wording::say(service, account, now, &wording::impaired());
    }
}

/// Seconds before the next start after so many failed ones: half as much again each time.
fn delay(failures: u32) -> i64 {
    (0..failures.min(20)).fold(10, |seconds: i64, _| seconds * 3 / 2).min(LONGEST_DELAY)
}

/// A healthy task sets the count back, unless the breaker is told not to; a running one ends the delay.
fn count_healthy(service: &mut Service, roll: &Roll) {
    let breaker = service.deployment_configuration.breaker();
    let resets = breaker.is_none_or(|breaker| breaker.reset_on_healthy_task);
    for (task, head) in service.tasks.iter_mut().zip(&roll.heads) {
        if !head.healthy || task.inside.was_healthy {
            continue;
        }
        task.inside.was_healthy = true;
        let row = service.deployments.iter_mut().find(|row| head.row == Some(row.memory.number));
        if let Some(row) = row.filter(|_| resets) {
            row.failed_tasks = 0;
        }
    }
    for memory in service.memories_mut().filter(|memory| roll.numbered(memory.number).running > 0) {
        memory.start_failures = 0;
        memory.not_before = None;
        memory.impaired = false;
    }
}

/// Bake time counts from the moment when the new revision has everything and the old one nothing.
fn note_full(service: &mut Service, roll: &Roll, now: Timestamp) {
    let Some(primary) = service.primary() else { return };
    let full = primary.rollout_state == RolloutState::InProgress && has_what_it_wants(service, primary, roll);
    let row = service.deployments.iter_mut().find(|row| row.status == DeploymentStatus::Primary);
    if let Some(row) = row.filter(|row| row.rollout_state == RolloutState::InProgress) {
        row.memory.full_since = if full { row.memory.full_since.or(Some(now)) } else { None };
    }
}

/// Whether the newest revision has all its tasks healthy and nothing older is left.
pub fn has_what_it_wants(service: &Service, primary: &Deployment, roll: &Roll) -> bool {
    let own = roll.of(primary);
    let wanted = usize::try_from(service.desired_count).unwrap_or(0);
    let alone = roll.all.wanted() == own.wanted();
    if succeeds_early(service, primary, roll) {
        let deferred = service
            .deployment_configuration
            .early_success_criteria
            .as_ref()
            .is_some_and(|early| early.source_service_revision_cleanup == "DEFERRED");
        return deferred || alone;
    }
    own.healthy == wanted && own.wanted() == wanted && alone
}

/// Whether `earlySuccessCriteria` are met.
pub fn succeeds_early(service: &Service, primary: &Deployment, roll: &Roll) -> bool {
    let Some(early) = &service.deployment_configuration.early_success_criteria else { return false };
    let own = roll.of(primary);
    let enough =
        (service.desired_count.saturating_mul(early.healthy_percent)).saturating_add(99).div_euclid(100);
    early.enable && i64::try_from(own.healthy).unwrap_or(i64::MAX) >= enough
}

/// When bake time ends, if it has not.
pub fn bakes_until(service: &Service, primary: &Deployment, now: Timestamp) -> Option<Timestamp> {
    let configuration = &service.deployment_configuration;
    let alarms = configuration.watched_alarms().map_or(0, |_| ALARM_BAKE);
    let minutes =
        if configuration.bake_time_in_minutes > 0 { configuration.bake_time_in_minutes } else { alarms };
    let since = primary.memory.full_since.unwrap_or(now);
    Some(epoch::after(since, minutes.saturating_mul(60))).filter(|until| *until > now)
}

/// Failures at which the breaker of a service trips.
pub fn threshold(configuration: &Configuration, desired: i64) -> i64 {
    let settings = configuration.breaker().and_then(|breaker| breaker.threshold_configuration.as_ref());
    let kind = settings.map_or("BOUNDED_PERCENT", |settings| settings.kind.as_str());
    breaker_threshold(kind, settings.map(|settings| settings.value), desired).unwrap_or(0)
}

/// Writes the counts of the rows, of the service and of the record.
pub fn recount(service: &mut Service, roll: &Roll, now: Timestamp) {
    for (place, share) in shares::of(service, roll).into_iter().enumerate() {
        service.deployments[place].desired_count = share;
    }
    for row in &mut service.deployments {
        let census = roll.of(row);
        let fresh = (count(census.running), count(census.pending));
        if fresh != (row.running_count, row.pending_count) {
            (row.running_count, row.pending_count) = fresh;
            row.updated_at = now;
        }
    }
    service.running_count = count(roll.all.running);
    service.pending_count = count(roll.all.pending);
    // An old row is gone once it has nothing and should have nothing; a failed one stays until the way back ends.
    service.deployments.retain(|row| {
        row.status == DeploymentStatus::Primary
            || row.rollout_state == RolloutState::Failed
            || row.desired_count + row.running_count + row.pending_count > 0
    });
    record_counts(service, now);
    set_counts(service, roll, now);
}

/// Writes the counts of the task sets; one that no longer has what it wants is no longer steady.
fn set_counts(service: &mut Service, roll: &Roll, now: Timestamp) {
    let steady: Vec<bool> = service.task_sets.iter().map(|set| sets::is_steady(service, set, roll)).collect();
    for (set, steady) in service.task_sets.iter_mut().zip(steady) {
        let census = roll.of_set(set);
        let fresh = (count(census.running), count(census.pending));
        if fresh != (set.running_count, set.pending_count) {
            (set.running_count, set.pending_count) = fresh;
            set.updated_at = now;
        }
        if !steady && set.stability_status == Stability::SteadyState {
            set.unsettle(now);
            service.memory.steady = false;
        }
    }
}

/// A task set's share of the desired count changes.
pub fn compute(service: &mut Service, account: &mut Account, (id, count): (&str, i64), now: Timestamp) {
    let Some(set) = service.task_set_mut(id) else { return };
    set.computed_desired_count = count;
    set.updated_at = now;
    set.unsettle(now);
    service.memory.steady = false;
    let sentence = format!("updated computedDesiredCount for taskSet {id} to {count}.");
    wording::say(service, account, now, &sentence);
}

/// A task set has what it wants.
pub fn stabilize(service: &mut Service, account: &mut Account, id: &str, now: Timestamp) {
    let Some(set) = service.task_set_mut(id) else { return };
    set.stability_status = Stability::SteadyState;
    set.stability_status_at = now;
    service.memory.steady = false;
    wording::say_of(service, account, Some(id), now, "updated state to STEADY_STATE.");
}

fn record_counts(service: &mut Service, now: Timestamp) {
    if service.current().is_none() {
        return;
    }
    let threshold = threshold(&service.deployment_configuration, service.desired_count);
    let Service { deployments, service_deployments, .. } = service;
    let Some(record) = service_deployments.last_mut() else { return };
    let row_of = |revision: &RevisionCounts| {
        let number = arn::name(&revision.arn);
        deployments.iter().find(|row| row.id.strip_prefix("ecs-svc/") == Some(number))
    };
    let update = |revision: &mut RevisionCounts| {
        let row = row_of(revision);
        revision.requested_task_count = row.map_or(0, |row| row.desired_count);
        revision.running_task_count = row.map_or(0, |row| row.running_count);
        revision.pending_task_count = row.map_or(0, |row| row.pending_count);
    };
    update(&mut record.target_service_revision);
    record.source_service_revisions.iter_mut().for_each(update);
    if record.deployment_circuit_breaker.status == "MONITORING"
        && let Some(row) = row_of(&record.target_service_revision)
    {
        record.deployment_circuit_breaker.failure_count = row.failed_tasks;
    }
    record.deployment_circuit_breaker.threshold = threshold;
    record.updated_at = now;
}

fn count(tasks: usize) -> i64 {
    i64::try_from(tasks).unwrap_or(i64::MAX)
}

/// A service that is being deleted stops what it has, and closes.
pub fn drain(service: &Service) -> Vec<Action> {
    let places: Vec<usize> =
        (0..service.tasks.len()).filter(|place| service.tasks[*place].is_wanted()).collect();
    if !places.is_empty() {
        return vec![Action::Stop { tasks: places, why: StopCause::Scaling }];
    }
    let gone = service.tasks.iter().all(crate::emulator::world::Task::is_stopped);
    if service.status == "DRAINING" && gone { vec![Action::Close] } else { Vec::new() }
}
