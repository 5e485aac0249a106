//! Step 3: the tasks that stopped, grouped by what they died of.

use jiff::SignedDuration;

use crate::diagnosis::finding::{Status, Step, StepId};
use crate::model::Facts;
use crate::model::time::Time;
use crate::msg;

/// Step 3.
#[derive(Debug, Clone)]
pub struct StoppedStep {
    /// Its head.
    pub step: Step,
    /// Groups of tasks with one signature, the most telling first.
    pub groups: Vec<StopGroup>,
    /// All tasks that were saved, of every state, by last status: what the groups are a part of.
    pub by_status: Vec<(String, usize)>,
}

/// Tasks that stopped with one signature: stopCode and stoppedReason, ids and numbers taken out.
#[derive(Debug, Clone)]
pub struct StopGroup {
    /// The signature; stable from one capture to the next.
    pub signature: String,
    /// `stopCode`, verbatim, absent when ECS states none.
    pub stop_code: Option<String>,
    /// `stoppedReason` of the newest, verbatim.
    pub reason: Option<String>,
    /// Whether the stop is part of a healthy day: scale-in, replacement by a deployment, a finished job.
    pub routine: bool,
    /// The tasks, the newest first.
    pub tasks: Vec<StoppedTask>,
    /// The oldest and the newest stop.
    pub first: Option<Time>,
    /// The newest stop.
    pub last: Option<Time>,
    /// Shortest and longest life (startedAt, else createdAt, to stoppingAt, else stoppedAt).
    pub lived: Option<(SignedDuration, SignedDuration)>,
    /// How many of them ever ran (`startedAt` is there).
    pub ran: usize,
    /// Deployments that started them, with their revisions: `(ecs-svc/N, web:42)`.
    pub deployments: Vec<(String, String)>,
}

/// A stopped, or stopping, task.
#[derive(Debug, Clone)]
pub struct StoppedTask {
    /// Task id.
    pub id: String,
    /// Index in [`Facts::tasks`].
    pub index: usize,
    /// When it stopped, else when it began to.
    pub at: Option<Time>,
}

/// Takes step 3.
pub fn take(_facts: &Facts<'_>) -> StoppedStep {
    StoppedStep {
        step: Step {
            id: StepId::StoppedTasks,
            status: Status::Unknown,
            headline: msg!("unknown"),
            evidence: Vec::new(),
        },
        groups: Vec::new(),
        by_status: Vec::new(),
    }
}
