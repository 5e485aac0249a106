//! Tasks that a person starts or stops.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::emulator::scheduler;
use crate::emulator::world::input::{RunTask, StopTask};
use crate::emulator::world::{Cluster, Refused, StopCode, Task, World};
use crate::model::arn;

/// Most tasks of one RunTask. Source: API reference, `RunTask`.
const MOST: usize = 10;

/// What RunTask answers.
#[derive(Debug, Clone, Default)]
pub struct RunTaskAnswer {
    /// ARNs of the tasks that were started.
    pub tasks: Vec<String>,
    /// `failures[]`: what could not be placed, and why (`RESOURCE:MEMORY`, …).
    pub failures: Vec<Value>,
}

impl World {
    /// RunTask, and StartTask where the input names container instances.
    ///
    /// # Errors
    /// When the cluster, the task definition or a named container instance does not exist, or a value cannot be.
    pub fn run_task(&mut self, now: Timestamp, input: &RunTask) -> Result<RunTaskAnswer, Refused> {
        self.advance(now);
        let cluster = self.cluster(input.cluster.as_deref())?;
        // Neither a launch type nor a strategy: the cluster's own strategy counts (API reference, RunTask).
        let strategy = &cluster.default_capacity_provider_strategy;
        let input = &if is_free(input) && !strategy.is_empty() {
            RunTask { capacity_provider_strategy: strategy.clone(), ..input.clone() }
        } else {
            input.clone()
        };
        let definition =
            self.account.definitions.find(&input.task_definition).ok_or_else(Refused::definition)?;
        let definition = Arc::clone(definition);
        let places = places(cluster, input)?;
        let now = self.now;
        let name = arn::name(input.cluster.as_deref().unwrap_or("default"));
        let cluster = self.clusters.get_mut(name).ok_or_else(Refused::cluster)?;
        let mut answer = RunTaskAnswer::default();
        for place in places {
            match scheduler::run(cluster, &mut self.account, (input, &definition, place), now) {
                Ok(arn) => answer.tasks.push(arn),
                Err((arn, reason)) => answer.failures.push(json!({ "arn": arn, "reason": reason })),
            }
        }
        Ok(answer)
    }

    /// StopTask: SIGTERM, and SIGKILL after the stop timeout. A service replaces it.
    ///
    /// # Errors
    /// When there is no such cluster or task.
    pub fn stop_task(&mut self, now: Timestamp, input: &StopTask) -> Result<&Task, Refused> {
        self.advance(now);
        let now = self.now;
        let name = arn::name(input.cluster.as_deref().unwrap_or("default")).to_owned();
        let id = arn::name(&input.task).to_owned();
        let reason = input.reason.clone().unwrap_or_else(|| "Task stopped by user".to_owned());
        let cluster = self.clusters.get_mut(&name).ok_or_else(Refused::cluster)?;
        let why = (StopCode::UserInitiated, reason);
        scheduler::stop_task(cluster, &mut self.account, (&id, why), now);
        let tasks = self.cluster(Some(&name))?.all_tasks();
        let mut tasks = tasks.filter(|task| task.id() == id);
        tasks.next().ok_or_else(|| Refused::parameter("The referenced task was not found."))
    }
}

/// Whether the caller says nothing of where its tasks run.
fn is_free(input: &RunTask) -> bool {
    input.launch_type.is_none()
        && input.capacity_provider_strategy.is_empty()
        && input.container_instances.is_empty()
}

/// One entry a task to start: the container instance that it must run on, or none where ECS may choose.
fn places(cluster: &Cluster, input: &RunTask) -> Result<Vec<Option<usize>>, Refused> {
    let count = input.count.unwrap_or(1);
    if input.container_instances.is_empty() {
        let count = usize::try_from(count).ok().filter(|count| (1..=MOST).contains(count));
        let count = count.ok_or_else(|| Refused::parameter("Count should be between 1 and 10."))?;
        return Ok(vec![None; count]);
    }
    let place = |name: &String| {
        let place = cluster.instances.iter().position(|one| one.id() == arn::name(name));
        place.ok_or_else(|| Refused::parameter("Referenced container instance was not found.")).map(Some)
    };
    input.container_instances.iter().map(place).collect()
}
