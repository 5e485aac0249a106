//! A generation of tasks: a row of `deployments[]`, or a task set of a service that another controller
//! deploys. Both are a ReplicaSet in Kubernetes.

use crate::kube::names;
use crate::model::time::Time;
use crate::model::{Deployment, Facts, TaskSet, arn};

/// A deployment or task set in common words.
#[derive(Debug, Clone)]
pub struct Generation<'a> {
    /// `ecs-svc/N`; the revision where an endpoint gives no id.
    pub id: String,
    /// Name of the ReplicaSet.
    pub name: String,
    /// Where it was read: `service.deployments[0]`.
    pub field: String,
    /// Task definition, `family:number`.
    pub revision: Option<&'a str>,
    /// `PRIMARY`, `ACTIVE`, …
    pub status: Option<&'a str>,
    /// Desired count; a task set's is computed by ECS from its scale.
    pub desired: Option<i64>,
    /// Pending tasks.
    pub pending: Option<i64>,
    /// Running tasks.
    pub running: Option<i64>,
    /// When it was created.
    pub created_at: Option<Time>,
    /// Whether it is the one that is being rolled out.
    pub is_new: bool,
    /// The row, when it is a deployment of ECS's own controller.
    pub row: Option<&'a Deployment>,
    /// The task set, when it is one.
    pub set: Option<&'a TaskSet>,
}

impl Generation<'_> {
    /// Tasks that run or are about to.
    pub fn current(&self) -> i64 {
        self.running.unwrap_or(0).saturating_add(self.pending.unwrap_or(0))
    }
}

/// Every generation of the service, in the order of the answer.
pub fn all<'a>(facts: &Facts<'a>, service: Option<&str>) -> Vec<Generation<'a>> {
    let service = service.unwrap_or_default();
    let rows = facts.service.map_or(&[][..], |service| &service.deployments);
    let mut all: Vec<Generation<'a>> =
        rows.iter().enumerate().map(|(index, row)| from_row(service, index, row)).collect();
    let newest = newest_set(&facts.task_sets);
    for (index, set) in facts.task_sets.iter().copied().enumerate() {
        let generation = from_set(service, index, set, newest == Some(index));
        if !all.iter().any(|known| known.id == generation.id) {
            all.push(generation);
        }
    }
    all
}

fn from_row<'a>(service: &str, index: usize, row: &'a Deployment) -> Generation<'a> {
    let revision = row.task_definition.as_deref().map(arn::revision);
    let id = identity(row.id.as_deref(), revision, index);
    Generation {
        name: names::replica_set(service, revision, &id),
        id,
        field: format!("service.deployments[{index}]"),
        revision,
        status: row.status.as_deref(),
        desired: row.desired_count,
        pending: row.pending_count,
        running: row.running_count,
        created_at: row.created_at,
        is_new: row.status.as_deref() == Some("PRIMARY"),
        row: Some(row),
        set: None,
    }
}

fn from_set<'a>(service: &str, index: usize, set: &'a TaskSet, is_new: bool) -> Generation<'a> {
    let revision = set.task_definition.as_deref().map(arn::revision);
    let id = identity(set.id.as_deref(), revision, index);
    Generation {
        name: names::replica_set(service, revision, &id),
        id,
        field: format!("taskSets[{index}]"),
        revision,
        status: set.status.as_deref(),
        desired: set.computed_desired_count,
        pending: set.pending_count,
        running: set.running_count,
        created_at: set.created_at,
        is_new,
        row: None,
        set: Some(set),
    }
}

fn identity(id: Option<&str>, revision: Option<&str>, index: usize) -> String {
    id.or(revision).map_or_else(|| format!("row-{index}"), str::to_owned)
}

/// The set that is being rolled out. `PRIMARY` is the one that serves production, which during a
/// blue/green deployment is the old one; so the newest it is, and `PRIMARY` where no age is stated.
fn newest_set(sets: &[&TaskSet]) -> Option<usize> {
    if sets.iter().all(|set| set.created_at.is_some()) {
        return (0..sets.len()).max_by_key(|&index| sets[index].created_at);
    }
    sets.iter().position(|set| set.status.as_deref() == Some("PRIMARY"))
}

/// The generations that are being replaced and the one that replaces them, each the oldest first, as
/// kubectl lists them.
pub fn by_age<'a, 'b>(all: &'b [Generation<'a>]) -> (Vec<&'b Generation<'a>>, Vec<&'b Generation<'a>>) {
    let mut sorted: Vec<&Generation<'a>> = all.iter().collect();
    sorted.sort_by(|one, other| {
        let second = |one: &Generation<'_>| one.created_at.map(names::seconds);
        second(one).cmp(&second(other)).then_with(|| one.name.cmp(&other.name))
    });
    sorted.into_iter().partition(|one| !one.is_new)
}
