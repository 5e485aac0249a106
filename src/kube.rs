//! The same in Kubernetes words: ECS facts become Kubernetes API objects, and those are printed as
//! `kubectl describe` (v1.32) prints them.

pub mod describe;
pub mod names;
pub mod provenance;
pub mod translate;
pub mod twin;

use serde::Serialize;
use serde_json::Value;

use crate::model::{Facts, Task, time::Time};
use crate::words::Message;
use describe::Line;
use provenance::Sources;
use translate::event::Split;
use translate::{World, pod, replica_set, service, state};

pub use twin::{find_twin, twins};

/// Which Kubernetes object stands for what is selected.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Twin {
    /// The service, as a Deployment.
    Deployment,
    /// A deployment or task set, by its id `ecs-svc/N`, as a ReplicaSet.
    ReplicaSet(String),
    /// A task, by its id, as a Pod.
    Pod(String),
}

/// What `kubectl describe` prints for an object, and where each line comes from.
#[derive(Debug, Clone, Default)]
pub struct Described {
    /// The lines, without their line ends.
    pub lines: Vec<DescribedLine>,
}

/// One line and its provenance.
#[derive(Debug, Clone)]
pub struct DescribedLine {
    /// The text, byte for byte kubectl's.
    pub text: String,
    /// Where its value comes from.
    pub provenance: Provenance,
}

/// Where the value of a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// A heading or a table rule: no value.
    Layout,
    /// ECS states it in this field.
    Stated(String),
    /// ecsplain computed it.
    Computed(Message),
    /// ECS has no such thing; kubectl's default stands in the text.
    Absent(Message),
    /// It was not saved; the message says what would fetch it.
    NotSaved(Message),
}

/// Describes `twin` as kubectl would; no lines when nothing that was saved stands for it.
pub fn describe(facts: &Facts<'_>, twin: &Twin) -> Described {
    let world = World::new(facts);
    let described = match twin {
        Twin::Deployment => describe_deployment(&world),
        Twin::ReplicaSet(id) => describe_replica_set(&world, id),
        Twin::Pod(id) => describe_pod(&world, id),
    };
    described.unwrap_or_default()
}

fn describe_deployment(world: &World<'_>) -> Option<Described> {
    let mut made = service::deployment(world)?;
    let sets = |all: Vec<&translate::Generation<'_>>| -> Vec<_> {
        all.into_iter().map(|one| replica_set::replica_set(world, one).object).collect()
    };
    let (old, new) = translate::generation::by_age(&world.generations);
    let (old, new) = (sets(old), sets(new));
    let seen = Split::new(world).of_deployment(world, &mut made.sources);
    let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    Some(sourced(describe::deployment(&made.object, &old, &new, &seen, now(world)), &made.sources))
}

fn describe_replica_set(world: &World<'_>, id: &str) -> Option<Described> {
    let one = world.generation(id)?;
    let mut made = replica_set::replica_set(world, one);
    let counts = replica_set::pod_counts(world, one);
    let seen = Split::new(world).of_replica_set(world, id, &one.name, &mut made.sources);
    Some(sourced(describe::replica_set(&made.object, counts, &seen, now(world)), &made.sources))
}

fn describe_pod(world: &World<'_>, id: &str) -> Option<Described> {
    let (index, task) = world.task(id)?;
    let mut made = pod::pod(world, index, task);
    let seen = Split::new(world).of_pod(world, index, &mut made.sources);
    Some(sourced(describe::pod(&made.object, &seen, now(world)), &made.sources))
}

fn now(world: &World<'_>) -> Option<jiff::Timestamp> {
    world.facts.captured_at().map(|Time(stamp)| stamp)
}

fn sourced(lines: Vec<Line>, sources: &Sources) -> Described {
    let lines = lines.into_iter().map(|line| {
        let provenance = sources.of(&line);
        DescribedLine { text: line.text, provenance }
    });
    Described { lines: lines.collect() }
}

/// The Kubernetes objects themselves: a `List` of the object, what it owns, and its events.
pub fn objects(facts: &Facts<'_>, twin: &Twin) -> Value {
    let world = World::new(facts);
    let mut list = List { split: Split::new(&world), world: &world, items: Vec::new() };
    match twin {
        Twin::Deployment => list.deployment(),
        Twin::ReplicaSet(id) => list.replica_set(id),
        Twin::Pod(id) => list.pod(id),
    }
    // Objects before events, so that a person finds them; each part keeps its order.
    let (events, objects): (Vec<Value>, Vec<Value>) =
        list.items.into_iter().partition(|item| item["kind"] == "Event");
    let items = [objects, events].concat();
    serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items})
}

/// The objects that are collected.
struct List<'a> {
    world: &'a World<'a>,
    split: Split,
    items: Vec<Value>,
}

impl List<'_> {
    fn deployment(&mut self) {
        let Some(mut made) = service::deployment(self.world) else { return };
        self.push(&made.object);
        let seen = self.split.of_deployment(self.world, &mut made.sources);
        self.extend(&seen);
        for one in &self.world.generations {
            self.set(one);
        }
        for index in 0..self.world.facts.tasks.len() {
            self.task(index);
        }
    }

    fn replica_set(&mut self, id: &str) {
        let Some(one) = self.world.generation(id) else { return };
        self.set(one);
        let tasks: Vec<usize> = self.world.tasks_of(id).map(|(index, _)| index).collect();
        for index in tasks {
            self.task(index);
        }
    }

    fn pod(&mut self, id: &str) {
        if let Some((index, _)) = self.world.task(id) {
            self.task(index);
        }
    }

    fn set(&mut self, one: &translate::Generation<'_>) {
        let mut made = replica_set::replica_set(self.world, one);
        self.push(&made.object);
        let seen = self.split.of_replica_set(self.world, &one.id, &one.name, &mut made.sources);
        self.extend(&seen);
    }

    fn task(&mut self, index: usize) {
        let task = self.world.facts.tasks[index];
        if task.id().is_none() {
            return;
        }
        let mut made = pod::pod(self.world, index, task);
        self.push(&made.object);
        let seen = self.split.of_pod(self.world, index, &mut made.sources);
        self.extend(&seen);
    }

    /// The types of the crate serialise without failing: their keys are texts.
    fn push(&mut self, object: &impl Serialize) {
        self.items.push(serde_json::to_value(object).unwrap_or_default());
    }

    fn extend(&mut self, objects: &[impl Serialize]) {
        for object in objects {
            self.push(object);
        }
    }
}

/// The Kubernetes phase of a task, for lists. Without the task definition every container counts as
/// essential; [`phase_in`] knows better.
pub fn phase(task: &Task) -> &'static str {
    state::phase(task, None)
}

/// The Kubernetes phase of a task whose task definition may have been saved.
pub fn phase_in(facts: &Facts<'_>, task: &Task) -> &'static str {
    state::phase(task, facts.definition_of(task))
}
