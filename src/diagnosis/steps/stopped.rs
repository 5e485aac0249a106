//! Step 3: the tasks that stopped, grouped by what they died of.

mod grouping;
mod headline;
pub mod routine;

use jiff::SignedDuration;

use super::deployments::DeploymentStep;
use crate::diagnosis::finding::Step;
use crate::model::time::Time;
use crate::model::{Facts, Task};

pub use grouping::is_before;

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
    /// Whether none of them was started by the deployment in question: history, not the cause.
    pub before_deployment: bool,
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
    /// How long ECS answers with it; absent where the answers were saved.
    pub memory: Option<Memory>,
}

/// How long ECS answers with a stopped task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// It does; from this moment on it may not.
    Until(Time),
    /// It does not since this moment: only this capture has it.
    GoneSince(Time),
}

/// Takes step 3.
pub fn take(facts: &Facts<'_>, deployments: &DeploymentStep) -> StoppedStep {
    let groups = grouping::take(facts, deployments);
    let by_status = by_status(facts);
    let step = headline::head(facts, &groups, &by_status);
    StoppedStep { step, groups, by_status }
}

impl StopGroup {
    /// Whether the group says that something is wrong with the deployment in question.
    pub fn is_trouble(&self) -> bool {
        !self.routine && !self.before_deployment
    }
}

/// When a task stopped, else when it began to.
pub fn stop_time(task: &Task) -> Option<Time> {
    task.stopped_at.or(task.stopping_at).or(task.execution_stopped_at).or(task.updated_at)
}

/// How long a task lived: from running (else from its creation) to the moment it was told to stop.
fn life(task: &Task) -> Option<SignedDuration> {
    let end = match (task.stopping_at, task.execution_stopped_at) {
        // A container that ends by itself ends before ECS notices.
        (Some(told), Some(ended)) => Some(told.min(ended)),
        (told, ended) => told.or(ended).or(task.stopped_at),
    };
    let lived = end?.since(task.started_at.or(task.created_at)?);
    (!lived.is_negative()).then_some(lived)
}

fn by_status(facts: &Facts<'_>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for task in &facts.tasks {
        let status = task.last_status.as_deref().unwrap_or("?");
        match counts.iter_mut().find(|(known, _)| known == status) {
            Some((_, count)) => *count += 1,
            None => counts.push((status.to_owned(), 1)),
        }
    }
    counts
}
