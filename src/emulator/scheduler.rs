//! The service scheduler: the control loop in code.
//!
//! A look at a service is three things after each other: what was due happens to its tasks; [`plan`], a pure
//! function of the service and the moment, says what to start, stop and wait for, with the reason of each;
//! and `apply` does it. Sources of the rules: developer guide `deployment-type-ecs`,
//! `deployment-circuit-breaker`, `service-throttle-logic`, and the API reference.

mod action;
mod alone;
mod apply;
mod birth;
mod census;
mod change;
mod draft;
mod ending;
mod outcome;
mod placement;
mod rolling;
mod sets;
mod shares;
mod shifting;
mod wording;

use jiff::Timestamp;

use super::world::{Account, Cluster, ContainerInstance, LastStatus, Service, World, epoch};

pub use action::{Action, Failure, StopCause, Wait};
pub use alone::{interrupt, run, stop_task};
pub use birth::Order;
use census::Roll;

pub use census::{Census, is_healthy};
pub use outcome::give_up;
pub use placement::drain;

/// How long a stopped task can be described. Source: API reference, `DescribeTasks` (at least an hour).
const STOPPED_TASKS_KEPT: i64 = 3600;

/// How soon the scheduler looks again after it did something, in seconds.
const CADENCE: i64 = 5;

/// Lets everything happen that is due at the world's moment.
pub fn step(world: &mut World) {
    let now = world.now;
    for cluster in world.clusters.values_mut() {
        look_at(cluster, &mut world.account, now);
    }
}

fn look_at(cluster: &mut Cluster, account: &mut Account, now: Timestamp) {
    let Cluster { services, tasks, instances, .. } = cluster;
    for service in services.values_mut() {
        if service.memory.next.is_some_and(|next| next <= now) {
            look(service, account, instances, now);
        }
    }
    for task in tasks.iter_mut() {
        change::pass(task, account, None, now);
        placement::release_if_stopped(task, instances);
    }
    forget(tasks, now);
    if !instances.is_empty() {
        placement::recount(
            instances,
            services.values().flat_map(|service| &service.tasks).chain(tasks.iter()),
        );
    }
}

/// One look at one service.
pub fn look(
    service: &mut Service,
    account: &mut Account,
    instances: &mut [ContainerInstance],
    now: Timestamp,
) {
    let balancers = account.balancers_of(service);
    for task in &mut service.tasks {
        let balancer = balancers.of(task.inside.deployment);
        change::pass(task, account, balancer, now);
        placement::release_if_stopped(task, instances);
    }
    forget(&mut service.tasks, now);
    if service.memory.look_again.is_some_and(|at| at <= now) {
        service.memory.look_again = None;
    }
    let roll = Roll::call(service, now);
    outcome::settle(service, account, &roll, now);
    outcome::recount(service, &roll, now);
    let actions = decide(service, account, &roll, now);
    let acted = actions.iter().any(|action| !matches!(action, Action::Wait(..)));
    for action in actions {
        apply::apply(service, account, instances, action, now);
    }
    if acted {
        outcome::recount(service, &Roll::call(service, now), now);
        service.memory.look_again = Some(epoch::after(now, CADENCE));
    }
    schedule(service, now);
}

/// What to do now, and what to wait for.
pub fn plan(service: &Service, account: &Account, now: Timestamp) -> Vec<Action> {
    decide(service, account, &Roll::call(service, now), now)
}

fn decide(service: &Service, account: &Account, roll: &Roll, now: Timestamp) -> Vec<Action> {
    if service.status != "ACTIVE" {
        return outcome::drain(service);
    }
    if !service.is_rolled_out_by_ecs() {
        return sets::plan(service, roll, now);
    }
    let failure = outcome::failure(service, account);
    match failure {
        Some(failure) => vec![Action::Fail(failure)],
        None if shifting::applies(service) => shifting::plan(service, roll, now),
        None => rolling::plan(service, roll, now),
    }
}

/// When to look next: always later than now, so that time goes on whatever was planned.
fn schedule(service: &mut Service, now: Timestamp) {
    let tasks = service.tasks.iter().filter_map(|task| task.inside.timeline.front()).map(|due| due.at);
    let gone = service.tasks.iter().filter_map(|task| task.stopped_at);
    let gone = gone.map(|at| epoch::after(at, STOPPED_TASKS_KEPT));
    let next = tasks.chain(gone).chain(service.memory.look_again).min();
    service.memory.next = next.map(|next| next.max(epoch::after(now, 1)));
}

fn forget(tasks: &mut Vec<super::world::Task>, now: Timestamp) {
    tasks.retain(|task| {
        task.last_status != LastStatus::Stopped
            || task.stopped_at.is_none_or(|at| epoch::after(at, STOPPED_TASKS_KEPT) > now)
    });
}
