//! The five steps, each with its headline, its mark, its evidence and the data its panel draws.

pub mod deployments;
pub mod events;
pub mod exits;
pub mod logs;
pub mod stopped;

use super::finding::{Step, StepId};
use super::forecast;
use crate::model::Facts;

/// The five steps of one subject.
#[derive(Debug, Clone)]
pub struct Steps {
    /// 1 Service events.
    pub events: events::EventStep,
    /// 2 Deployments.
    pub deployments: deployments::DeploymentStep,
    /// 3 Stopped tasks.
    pub stopped: stopped::StoppedStep,
    /// 4 Exit codes.
    pub exits: exits::ExitStep,
    /// 5 Logs and metrics.
    pub logs: logs::LogStep,
}

impl Steps {
    /// Takes the five steps in their order.
    pub fn take(facts: &Facts<'_>) -> Self {
        let mut deployments = deployments::take(facts);
        let events = events::take(facts, &deployments);
        let stopped = stopped::take(facts, &deployments);
        deployments.forecast = forecast::of(facts, &deployments, &stopped).map(Box::new);
        let exits = exits::take(facts, &stopped);
        let logs = logs::take(facts, &exits);
        Self { events, deployments, stopped, exits, logs }
    }

    /// The heads of the five, in order.
    pub fn heads(&self) -> [&Step; 5] {
        [&self.events.step, &self.deployments.step, &self.stopped.step, &self.exits.step, &self.logs.step]
    }

    /// The head of one.
    pub fn head(&self, id: StepId) -> &Step {
        self.heads()[usize::from(id.number() - 1)]
    }
}
