//! ECS facts as Kubernetes objects that an API server would accept.
//!
//! A service becomes a Deployment, a row of `deployments[]` or a task set a ReplicaSet, a task a Pod. What
//! ECS does not have stays absent; what would not be legal goes into annotations whose keys begin with
//! `ecs/`. Each object comes with the sources of the lines that it is printed as.

pub mod conditions;
pub mod container;
pub mod event;
pub mod generation;
pub mod health;
pub mod metadata;
pub mod pod;
pub mod reason;
pub mod replica_set;
pub mod service;
pub mod state;
pub mod template;
pub mod volume;

use std::collections::HashMap;

pub use generation::Generation;

use super::names;
use super::provenance::Sources;
use crate::model::{Facts, Service, Task, TaskDefinition, arn};

/// An object, and where the lines that it is printed as come from.
#[derive(Debug, Clone)]
pub struct Translated<T> {
    /// The object.
    pub object: T,
    /// The sources of its lines.
    pub sources: Sources,
}

/// What was captured, joined once for all objects of one call.
#[derive(Debug)]
pub struct World<'a> {
    /// The facts.
    pub facts: &'a Facts<'a>,
    /// Cluster, as a namespace.
    pub namespace: String,
    /// Name of the service; absent for tasks without one.
    pub service_name: Option<String>,
    /// Deployments and task sets, in the order of the answer.
    pub generations: Vec<Generation<'a>>,
    by_starter: HashMap<&'a str, Vec<usize>>,
    by_id: HashMap<&'a str, usize>,
    definitions: HashMap<String, &'a TaskDefinition>,
    /// Whether the target with this address is healthy in every target group that was saved.
    targets: HashMap<&'a str, bool>,
}

impl<'a> World<'a> {
    /// Joins `facts`.
    pub fn new(facts: &'a Facts<'a>) -> Self {
        let service_name = facts
            .service
            .and_then(|service| service.name().map(str::to_owned))
            .or_else(|| facts.tasks.iter().find_map(|task| task.service()).map(str::to_owned));
        let mut by_starter: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, task) in facts.tasks.iter().enumerate() {
            if let Some(id) = starter(facts, task) {
                by_starter.entry(id).or_default().push(index);
            }
        }
        Self {
            facts,
            namespace: facts
                .cluster()
                .map(names::name)
                .filter(|name| !name.is_empty())
                .unwrap_or_else(default_namespace),
            generations: generation::all(facts, service_name.as_deref()),
            service_name,
            by_starter,
            by_id: indexed(facts),
            definitions: definitions(facts),
            targets: targets(facts),
        }
    }

    /// The service, when it was saved and has a name.
    pub fn service(&self) -> Option<&'a Service> {
        self.facts.service.filter(|_| self.service_name.is_some())
    }

    /// The generation with this id.
    pub fn generation(&self, id: &str) -> Option<&Generation<'a>> {
        self.generations.iter().find(|one| one.id == id)
    }

    /// The tasks that a generation started, with their places in the list of tasks.
    pub fn tasks_of(&self, id: &str) -> impl Iterator<Item = (usize, &'a Task)> + '_ {
        self.by_starter.get(id).into_iter().flatten().map(|&index| (index, self.facts.tasks[index]))
    }

    /// The task with this id, and its place.
    pub fn task(&self, id: &str) -> Option<(usize, &'a Task)> {
        let index = *self.by_id.get(id)?;
        Some((index, self.facts.tasks[index]))
    }

    /// The task definition of `task`, when it was saved.
    pub fn definition_of(&self, task: &Task) -> Option<&'a TaskDefinition> {
        self.definition(arn::revision(task.task_definition_arn.as_deref()?))
    }

    /// The task definition called `revision`, when it was saved.
    pub fn definition(&self, revision: &str) -> Option<&'a TaskDefinition> {
        self.definitions.get(revision).copied()
    }

    /// What the saved target health says of an address; nothing when it is not in it.
    pub fn target_is_healthy(&self, ip: &str) -> Option<bool> {
        self.targets.get(ip).copied()
    }
}

/// The id of the deployment or task set that started `task`.
pub fn starter<'a>(facts: &Facts<'a>, task: &'a Task) -> Option<&'a str> {
    let by_row = facts.deployment_of(task).and_then(|row| row.id.as_deref());
    by_row.or_else(|| task.started_by.as_deref().filter(|by| by.starts_with("ecs-svc/")))
}

fn indexed<'a>(facts: &Facts<'a>) -> HashMap<&'a str, usize> {
    let ids = facts.tasks.iter().enumerate().filter_map(|(index, task)| Some((task.id()?, index)));
    // Of two with one id the first stands, as it does in the list.
    ids.rev().collect()
}

fn definitions<'a>(facts: &Facts<'a>) -> HashMap<String, &'a TaskDefinition> {
    let all = facts.snapshot.task_definitions.iter().rev();
    all.filter_map(|definition| Some((definition.short_name()?, definition))).collect()
}

fn targets<'a>(facts: &Facts<'a>) -> HashMap<&'a str, bool> {
    let mut targets = HashMap::new();
    for one in facts.snapshot.target_health.iter().flat_map(|set| &set.targets) {
        let Some(address) = one.target.as_ref().and_then(|target| target.id.as_deref()) else { continue };
        let healthy =
            one.target_health.as_ref().and_then(|health| health.state.as_deref()) == Some("healthy");
        *targets.entry(address).or_insert(true) &= healthy;
    }
    targets
}

fn default_namespace() -> String {
    "default".to_owned()
}
