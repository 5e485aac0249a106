//! What a scenario lets happen, and when.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::behaviour::Behaviour;
use super::input::{CreateService, CreateTaskSet, DeleteTaskSet, UpdateService, UpdateServicePrimaryTaskSet};
use super::{Alarm, ContainerInstance, World};
use crate::emulator::scheduler;

/// Happenings to come, soonest first.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// Each with its moment.
    pub lines: VecDeque<(Timestamp, Happening)>,
}

/// Something that happens to a world from outside.
#[derive(Debug, Clone)]
pub enum Happening {
    /// Somebody registers a task definition, in a document as RegisterTaskDefinition takes it.
    Define(Box<serde_json::Value>),
    /// Somebody creates a service.
    Create(Box<CreateService>),
    /// Somebody updates a service. What is refused is passed over: a script cannot be told.
    Update(Box<UpdateService>),
    /// Somebody makes a task set.
    CreateTaskSet(Box<CreateTaskSet>),
    /// Somebody makes the newest task set of a service the primary one and deletes the others.
    Promote(Target),
    /// Containers behave otherwise from now on; comes before the rules that stand.
    Behave(Box<Behaviour>),
    /// The rules of one task definition go.
    Recover(String),
    /// An alarm changes its state.
    Alarm(Alarm),
    /// So many tasks of a service are interrupted by Spot.
    Interrupt(Target, usize),
    /// A person stops so many tasks of a service, for this reason.
    StopTasks(Target, usize, String),
    /// All tasks of a service are protected from scale-in for so many seconds.
    Protect(Target, i64),
    /// Fargate refuses every start with these words, or accepts again.
    Fargate(Option<String>),
    /// So many Fargate tasks may run, or as many as one likes.
    Quota(Option<usize>),
    /// A role can no longer be taken on by ECS.
    Role(String),
    /// A Lambda function fails whenever a hook calls it.
    Hook(String),
    /// A Lambda function never says whether its hook succeeded.
    SilentHook(String),
    /// A container instance joins a cluster.
    Join(String, Box<ContainerInstance>),
    /// The container instance at this place drains.
    Drain(String, usize),
    /// Its agent is no longer connected.
    Disconnect(String, usize),
}

/// Cluster and service by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Cluster.
    pub cluster: String,
    /// Service.
    pub service: String,
}

impl Script {
    /// Adds a happening at its place.
    pub fn add(&mut self, at: Timestamp, happening: Happening) {
        let place = self.lines.partition_point(|(other, _)| *other <= at);
        self.lines.insert(place, (at, happening));
    }

    fn take(&mut self, now: Timestamp) -> Option<Happening> {
        self.lines
            .front()
            .is_some_and(|(at, _)| *at <= now)
            .then(|| self.lines.pop_front())?
            .map(|(_, what)| what)
    }
}

/// Lets happen what the script has for now.
pub fn play(world: &mut World) {
    while let Some(happening) = world.script.take(world.now) {
        happen(world, happening);
    }
}

fn happen(world: &mut World, happening: Happening) {
    let now = world.now;
    match happening {
        Happening::Define(document) => {
            let account = &mut world.account;
            let _ = account.definitions.register(&account.identity, now, &document);
        }
        Happening::Create(input) => {
            let _ = world.create_service(now, *input);
        }
        Happening::Update(input) => {
            let _ = world.update_service(now, *input);
        }
        Happening::CreateTaskSet(input) => {
            let _ = world.create_task_set(now, *input);
        }
        Happening::Promote(target) => promote(world, &target),
        Happening::Behave(behaviour) => world.account.behaviours.rules.insert(0, *behaviour),
        Happening::Recover(definition) => {
            world.account.behaviours.rules.retain(|rule| rule.definition.as_ref() != Some(&definition));
        }
        Happening::Alarm(alarm) => alarm_changes(world, alarm),
        Happening::Fargate(words) => world.account.obstacles.fargate = words,
        Happening::Quota(quota) => world.account.obstacles.quota = quota,
        Happening::Role(arn) => world.account.obstacles.roles.push(arn),
        Happening::Hook(arn) => world.account.obstacles.hooks.push(arn),
        Happening::SilentHook(arn) => world.account.obstacles.silent_hooks.push(arn),
        Happening::Protect(target, seconds) => protect(world, &target, seconds),
        Happening::Interrupt(target, count) => end_tasks(world, &target, count, None),
        Happening::StopTasks(target, count, reason) => end_tasks(world, &target, count, Some(&reason)),
        Happening::Join(cluster, instance) => {
            if let Some(cluster) = world.clusters.get_mut(&cluster) {
                cluster.instances.push(*instance);
            }
        }
        Happening::Drain(cluster, place) => drain(world, &cluster, place),
        Happening::Disconnect(cluster, place) => disconnect(world, &cluster, place),
    }
}

fn promote(world: &mut World, target: &Target) {
    let now = world.now;
    let Ok(service) = world.service(Some(&target.cluster), &target.service) else { return };
    let mut ids: Vec<String> = service.task_sets.iter().map(|set| set.id.clone()).collect();
    let Some(newest) = ids.pop() else { return };
    let (cluster, service) = (Some(target.cluster.clone()), target.service.clone());
    let primary = UpdateServicePrimaryTaskSet {
        cluster: cluster.clone(),
        service: service.clone(),
        primary_task_set: newest,
    };
    let _ = world.update_service_primary_task_set(now, &primary);
    for task_set in ids {
        let input =
            DeleteTaskSet { cluster: cluster.clone(), service: service.clone(), task_set, force: true };
        let _ = world.delete_task_set(now, &input);
    }
}

/// An alarm is seen by every rollout at once.
fn alarm_changes(world: &mut World, alarm: Alarm) {
    world.account.alarms.retain(|one| one.name != alarm.name);
    world.account.alarms.push(alarm);
    let now = world.now;
    for service in world.clusters.values_mut().flat_map(|cluster| cluster.services.values_mut()) {
        if service.deployment_configuration.watched_alarms().is_some() {
            service.wake(now);
        }
    }
}

fn protect(world: &mut World, target: &Target, seconds: i64) {
    let until = super::epoch::after(world.now, seconds);
    let cluster = world.clusters.get_mut(&target.cluster);
    if let Some(service) = cluster.and_then(|cluster| cluster.services.get_mut(&target.service)) {
        for task in service.tasks.iter_mut().filter(|task| task.is_wanted()) {
            task.inside.protected_until = Some(until);
        }
    }
}

/// A reason means that a person stops them; none, that Spot takes them back.
fn end_tasks(world: &mut World, target: &Target, count: usize, reason: Option<&str>) {
    let now = world.now;
    let Some(cluster) = world.clusters.get_mut(&target.cluster) else { return };
    let Some(service) = cluster.services.get(&target.service) else { return };
    let spot = |provider: Option<&str>| reason.is_some() || provider == Some("FARGATE_SPOT");
    let tasks =
        service.tasks.iter().filter(|task| task.is_wanted() && spot(task.capacity_provider_name.as_deref()));
    let ids: Vec<String> = tasks.take(count).map(|task| task.id().to_owned()).collect();
    for id in ids {
        match reason {
            Some(reason) => {
                let why = (super::StopCode::UserInitiated, reason.to_owned());
                scheduler::stop_task(cluster, &mut world.account, (&id, why), now);
            }
            None => scheduler::interrupt(cluster, &mut world.account, &id, now),
        }
    }
}

fn drain(world: &mut World, cluster: &str, place: usize) {
    let now = world.now;
    let Some(cluster) = world.clusters.get_mut(cluster) else { return };
    let Some(instance) = cluster.instances.get_mut(place) else { return };
    instance.status = "DRAINING";
    let arn = instance.container_instance_arn.clone();
    for service in cluster.services.values_mut() {
        scheduler::drain(service, &arn, now);
    }
}

/// What runs there runs on; its tasks keep their last state and are called DISCONNECTED.
fn disconnect(world: &mut World, cluster: &str, place: usize) {
    let Some(cluster) = world.clusters.get_mut(cluster) else { return };
    let Some(instance) = cluster.instances.get_mut(place) else { return };
    instance.agent_connected = false;
    let arn = Some(instance.container_instance_arn.clone());
    let tasks = cluster.services.values_mut().flat_map(|service| service.tasks.iter_mut());
    for task in tasks.filter(|task| task.container_instance_arn == arn && task.is_wanted()) {
        task.connectivity = Some("DISCONNECTED");
    }
}
