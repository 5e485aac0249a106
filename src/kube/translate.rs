//! ECS facts as Kubernetes objects that an API server would accept.
//!
//! A service becomes a Deployment, a row of `deployments[]` or a task set a ReplicaSet, a task a Pod. What
//! ECS does not have stays absent; what would not be legal goes into annotations whose keys begin with
//! `ecs/`. Each object comes with the sources of the lines that it is printed as.

pub mod conditions;
pub mod container;
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
use crate::model::{Facts, Service, Task};

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
        self.facts.tasks.iter().copied().enumerate().find(|(_, task)| task.id() == Some(id))
    }
}

/// The id of the deployment or task set that started `task`.
pub fn starter<'a>(facts: &Facts<'a>, task: &'a Task) -> Option<&'a str> {
    let by_row = facts.deployment_of(task).and_then(|row| row.id.as_deref());
    by_row.or_else(|| task.started_by.as_deref().filter(|by| by.starts_with("ecs-svc/")))
}

fn default_namespace() -> String {
    "default".to_owned()
}
