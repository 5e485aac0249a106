//! Doing what was decided: tasks come and go, and the events say so.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::action::{Action, StopCause, Wait};
use super::birth::{self, Order};
use super::{draft, ending, outcome, placement, shifting, wording};
use crate::emulator::world::{
    Account, ContainerInstance, DeploymentStatus, RolloutState, Service, StopCode, Task, TaskDefinition,
    epoch,
};

/// After a refusal the next start is tried so many seconds later.
const TRIED_AGAIN: i64 = 60;

/// Does it.
pub fn apply(
    service: &mut Service,
    account: &mut Account,
    instances: &mut [ContainerInstance],
    action: Action,
    now: Timestamp,
) {
    match action {
        Action::Start { deployment, count, replaced } => {
            start(service, account, instances, (&deployment, count, replaced), now);
        }
        Action::Stop { tasks, why } => stop(service, account, &tasks, &why, now),
        Action::Enter(stage) => shifting::enter(service, account, stage, now),
        Action::Shift(percent) => shifting::shift(service, percent, now),
        Action::Complete => outcome::complete(service, account, now),
        Action::Fail(failure) => outcome::fail(service, account, &failure, now),
        Action::Steady => outcome::steady(service, account, now),
        Action::Compute { set, count } => outcome::compute(service, account, (&set, count), now),
        Action::Stabilize(set) => outcome::stabilize(service, account, &set, now),
        Action::Remove(set) => service.task_sets.retain(|one| one.id != set),
        Action::Close => close(service),
        Action::Wait(what, until) => wait(service, account, (what, until), now),
    }
}

fn start(
    service: &mut Service,
    account: &mut Account,
    instances: &mut [ContainerInstance],
    (deployment, count, replaced): (&str, usize, usize),
    now: Timestamp,
) {
    let Some(name) = service.workload(deployment).map(|workload| workload.task_definition) else { return };
    let Some(definition) = account.definitions.find(name).cloned() else { return };
    let mut started = Vec::new();
    let mut refusal = None;
    for _ in 0..count {
        match launch(service, account, instances, (deployment, &definition), now) {
            Ok(task) => {
                started.push(task.id().to_owned());
                service.tasks.push(task);
            }
            Err(words) => {
                refusal = Some(words);
                break;
            }
        }
    }
    service.memory.steady = false;
    if !started.is_empty() {
        say_started(service, account, (deployment, &started, replaced), now);
    }
    if let Some(words) = refusal {
        refuse(service, account, (deployment, &words), now);
    }
}

fn say_started(
    service: &mut Service,
    account: &mut Account,
    (deployment, started, replaced): (&str, &[String], usize),
    now: Timestamp,
) {
    let list: Vec<String> = started.iter().map(|id| format!("(task {id})")).collect();
    let sentence = format!("has started {} tasks: {}.", started.len(), list.join(" "));
    let sentence = match replaced {
        0 => sentence,
        _ => format!("{sentence} Amazon ECS replaced {replaced} tasks due to an unhealthy status."),
    };
    wording::say_of(service, account, Some(deployment), now, &sentence);
}

/// Nothing could be started: the event, the failure, and the delay before the next try.
fn refuse(service: &mut Service, account: &mut Account, (deployment, words): (&str, &str), now: Timestamp) {
    wording::complain(service, account, now, words);
    let until = epoch::after(now, TRIED_AGAIN);
    for row in service.deployments.iter_mut().filter(|row| row.id == deployment) {
        row.memory.not_before = Some(until);
        if row.rollout_state == RolloutState::InProgress {
            row.failed_tasks += 1;
        }
    }
    if let Some(set) = service.task_set_mut(deployment) {
        set.memory.not_before = Some(until);
    }
    service.wake(until);
}

/// Makes one task, or says why not.
fn launch(
    service: &Service,
    account: &mut Account,
    instances: &mut [ContainerInstance],
    (deployment, definition): (&str, &Arc<TaskDefinition>),
    now: Timestamp,
) -> Result<Task, String> {
    let workload = service.workload(deployment).ok_or_else(|| wording::unplaced("it is gone"))?;
    let (launch_type, provider) = placement::compute(&workload, account);
    obstacle(account, definition, (&launch_type, service))?;
    let place = match launch_type.as_str() {
        "FARGATE" => None,
        _ => match placement::choose(service, account, instances, (definition, provider.as_deref())) {
            Ok(place) => Some(place),
            Err(_) if placement::is_scaled(account, provider.as_deref()) => None,
            Err(words) => return Err(words),
        },
    };
    let provisions = place.is_none() && launch_type != "FARGATE";
    let place = place.map(|place| placement::reserve(&mut instances[place], definition));
    let order = Order {
        cluster_arn: &service.cluster_arn,
        group: format!("service:{}", service.service_name),
        started_by: Some(deployment.to_owned()),
        definition: Arc::clone(definition),
        launch_type,
        provider,
        network: workload.network,
        balancer: account.balancers_of(service).take(workload.number),
        grace: service.health_check_grace_period_seconds.unwrap_or(0),
        host_ports: place.as_ref().map(|place| place.ports.clone()).unwrap_or_default(),
        instance: place.map(|place| (place.arn, place.zone)),
        execute_command: service.enable_execute_command,
        overrides: None,
        tags: propagated(service, definition),
    };
    let task = birth::task(&order, account, now);
    Ok(if provisions { birth::unplaced(task, now) } else { task })
}

/// The tags that a task gets. Source: API reference, CreateService, `propagateTags`.
fn propagated(service: &Service, definition: &TaskDefinition) -> Vec<Value> {
    match service.propagate_tags.as_str() {
        "SERVICE" => service.tags.clone(),
        "TASK_DEFINITION" => definition.tags.clone(),
        _ => Vec::new(),
    }
}

fn obstacle(account: &Account, definition: &TaskDefinition, on: (&str, &Service)) -> Result<(), String> {
    let (launch_type, service) = on;
    let roles = [&definition.facts.task_role_arn, &definition.facts.execution_role_arn];
    if let Some(role) = roles.into_iter().flatten().find(|role| account.obstacles.roles.contains(role)) {
        return Err(wording::role(role));
    }
    if launch_type != "FARGATE" {
        return Ok(());
    }
    if let Some(words) = &account.obstacles.fargate {
        return Err(wording::unplaced(words));
    }
    let living = service.tasks.iter().filter(|task| !task.is_stopped()).count();
    match account.obstacles.quota {
        Some(quota) if living >= quota => Err(wording::unplaced(&format!(
            "You've reached the limit on the number of tasks you can run concurrently. {}",
            wording::MORE
        ))),
        _ => Ok(()),
    }
}

fn stop(service: &mut Service, account: &mut Account, places: &[usize], why: &StopCause, now: Timestamp) {
    let balancers = account.balancers_of(service);
    let said = announce(service, places, why);
    // What one action stops is of one generation where that is a task set.
    let generation = places.first().and_then(|place| service.tasks[*place].started_by.clone());
    for place in places {
        let reason = stopped_reason(service, &service.tasks[*place], why);
        let deployment = service.tasks[*place].started_by.clone();
        let task = &mut service.tasks[*place];
        let balancer = balancers.of(task.inside.deployment);
        ending::begin(task, account, balancer, (StopCode::ServiceSchedulerInitiated, reason), now);
        note_stop(service, deployment.as_deref(), why);
    }
    for sentence in said {
        wording::say_of(service, account, generation.as_deref(), now, &sentence);
    }
}

/// What the events say of a stop, in their order.
fn announce(service: &Service, places: &[usize], why: &StopCause) -> Vec<String> {
    let tasks: Vec<&Task> = places.iter().map(|place| &service.tasks[*place]).collect();
    let mut said = match why {
        StopCause::Scaling => Vec::new(),
        StopCause::ContainerCheck => {
            tasks.iter().map(|task| format!("(task {}) failed container health checks.", task.id())).collect()
        }
        StopCause::TargetCheck => tasks.iter().map(|task| unhealthy(service, task)).collect(),
    };
    let registered = tasks.iter().filter(|task| task.inside.target.is_some()).count();
    let group = tasks.first().and_then(|task| target_group(service, task));
    if let Some(group) = group.filter(|_| registered > 0) {
        said.push(format!("has begun draining connections on {registered} tasks."));
        said.push(format!("deregistered {registered} targets in (target-group {group})"));
    }
    let running: Vec<&Task> = tasks.iter().copied().filter(|task| task.is_running()).collect();
    if !running.is_empty() {
        let list = wording::task_list(running.iter().copied());
        said.push(format!("has stopped {} running tasks: {list}.", running.len()));
    }
    let pending = tasks.len() - running.len();
    if pending > 0 {
        said.push(format!("stopped {pending} pending tasks."));
    }
    said
}

fn unhealthy(service: &Service, task: &Task) -> String {
    let balancer = service.load_balancers_of(task.inside.deployment).first();
    let group = target_group(service, task).unwrap_or_default();
    let port = balancer.and_then(|one| one.container_port).unwrap_or(80);
    let text = task.inside.target.as_ref().and_then(|target| target.description.clone());
    let reason = text.unwrap_or_else(|| "Health checks failed".to_owned());
    format!(
        "(task {}) (port {port}) is unhealthy in (target-group {group}) due to (reason {reason}).",
        task.id()
    )
}

/// The target group that a task of `service` is registered with.
fn target_group<'a>(service: &'a Service, task: &Task) -> Option<&'a str> {
    let mut balancers = service.load_balancers_of(task.inside.deployment).iter();
    balancers.find_map(|one| one.target_group_arn.as_deref())
}

fn stopped_reason(service: &Service, task: &Task, why: &StopCause) -> String {
    match why {
        StopCause::Scaling => {
            let row = service.primary().map(|row| row.id.as_str());
            let id = row.or(task.started_by.as_deref()).unwrap_or_default();
            format!("Scaling activity initiated by (deployment {id})")
        }
        StopCause::ContainerCheck => "Task failed container health checks".to_owned(),
        StopCause::TargetCheck => {
            let group = target_group(service, task).unwrap_or_default();
            format!("Task failed ELB health checks in (target-group {group})")
        }
    }
}

/// A failed check counts against a rollout; a task that made room is no longer wanted of its row.
fn note_stop(service: &mut Service, deployment: Option<&str>, why: &StopCause) {
    service.memory.steady = false;
    let Some(row) = service.deployments.iter_mut().find(|row| Some(row.id.as_str()) == deployment) else {
        return;
    };
    match why {
        StopCause::Scaling if row.status != DeploymentStatus::Primary => {
            row.desired_count = (row.desired_count - 1).max(0);
        }
        StopCause::Scaling => {}
        StopCause::ContainerCheck | StopCause::TargetCheck => {
            if row.rollout_state == RolloutState::InProgress {
                row.failed_tasks += 1;
            }
        }
    }
}

fn close(service: &mut Service) {
    service.status = "INACTIVE";
    service.deployments.clear();
    service.task_sets.clear();
}

fn say_protected(service: &mut Service, account: &mut Account, now: Timestamp) {
    let protected = || service.tasks.iter().filter(|task| task.is_wanted() && draft::is_protected(task, now));
    let count = protected().count();
    let of_set = || protected().next().and_then(|task| task.started_by.clone());
    let id = service.primary().map(|row| row.id.clone()).or_else(of_set).unwrap_or_default();
    wording::complain(service, account, now, &wording::protected(&id, count));
}

fn wait(
    service: &mut Service,
    account: &mut Account,
    (what, until): (Wait, Option<Timestamp>),
    now: Timestamp,
) {
    match what {
        Wait::Deadlock => wording::complain(service, account, now, wording::DEADLOCK),
        Wait::Protection => say_protected(service, account, now),
        _ => {}
    }
    if let Some(until) = until {
        service.memory.look_again = Some(service.memory.look_again.map_or(until, |at| at.min(until)));
    }
}
