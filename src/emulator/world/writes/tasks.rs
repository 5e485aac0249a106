//! Tasks that a person starts or stops.

use jiff::Timestamp;
use serde_json::Value;

use crate::emulator::world::input::{RunTask, StopTask};
use crate::emulator::world::{Refused, Task, World};

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
        self.account.definitions.find(&input.task_definition).ok_or_else(Refused::definition)?;
        Ok(RunTaskAnswer::default())
    }

    /// StopTask: SIGTERM, and SIGKILL after the stop timeout. A service replaces it.
    ///
    /// # Errors
    /// When there is no such cluster or task.
    pub fn stop_task(&mut self, now: Timestamp, input: &StopTask) -> Result<&Task, Refused> {
        self.advance(now);
        let cluster = self.cluster(input.cluster.as_deref())?;
        let id = crate::emulator::world::last_part(&input.task);
        cluster
            .all_tasks()
            .find(|task| task.id() == id)
            .ok_or_else(|| Refused::parameter("The referenced task was not found."))
    }
}
