//! Tasks that a person starts or stops.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::emulator::scheduler;
use crate::emulator::world::input::{RunTask, StopTask};
use crate::emulator::world::{Refused, StopCode, Task, World};
use crate::model::arn;

/// Most tasks of one RunTask. Source: API reference, `RunTask`.
const MOST: i64 = 10;

/// What RunTask answers.
#[derive(Debug, Clone, Default)]
pub struct RunTaskAnswer {
    /// ARNs of the tasks that were started.
    pub tasks: Vec<String>,
    /// `failures[]`: what could not be placed, and why (`RESOURCE:MEMORY`, …).
    pub failures: Vec<Value>,
}

impl World {
    /// RunTask.
    ///
    /// # Errors
    /// When the cluster or the task definition does not exist, or a value cannot be.
    pub fn run_task(&mut self, now: Timestamp, input: &RunTask) -> Result<RunTaskAnswer, Refused> {
        self.advance(now);
        self.cluster(input.cluster.as_deref())?;
        let definition =
            self.account.definitions.find(&input.task_definition).ok_or_else(Refused::definition)?;
        let definition = Arc::clone(definition);
        let count = input.count.unwrap_or(1);
        if !(1..=MOST).contains(&count) {
            return Err(Refused::parameter("Count should be between 1 and 10."));
        }
        let now = self.now;
        let name = arn::name(input.cluster.as_deref().unwrap_or("default"));
        let cluster = self.clusters.get_mut(name).ok_or_else(Refused::cluster)?;
        let mut answer = RunTaskAnswer::default();
        for _ in 0..count {
            match scheduler::run(cluster, &mut self.account, (input, &definition), now) {
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
