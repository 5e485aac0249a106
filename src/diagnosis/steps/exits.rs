//! Step 4: how the containers of the stopped tasks ended: which died first, and which only went with it.

mod grouping;
mod headline;
mod meaning;
mod part;
mod windows;

pub use meaning::{ExitMeaning, is_out_of_memory, meaning_of_code};

use super::stopped::StoppedStep;
use crate::diagnosis::finding::{Evidence, Step};
use crate::diagnosis::wording::evidence;
use crate::model::{Container, Facts};
use crate::words::Message;

/// Step 4.
#[derive(Debug, Clone)]
pub struct ExitStep {
    /// Its head.
    pub step: Step,
    /// One row a container and way to end, over all stopped tasks; culprits first.
    pub rows: Vec<ExitRow>,
    /// The container whose log matters most, and the newest task in which it ended so.
    pub culprit: Option<Culprit>,
}

/// How a container ended, in one or more tasks.
#[derive(Debug, Clone)]
pub struct ExitRow {
    /// A stable id: container name, exit code and signature of the reason.
    pub id: String,
    /// Container name.
    pub container: String,
    /// Whether it is essential; absent when the task definition was not saved.
    pub essential: Option<bool>,
    /// Exit code; absent when the container never exited or never ran.
    pub exit_code: Option<i64>,
    /// `SIGKILL`, `SIGTERM`, …, for codes from 129 to 192.
    pub signal: Option<&'static str>,
    /// What the code means, and no more than that.
    pub meaning: Message,
    /// `containers[].reason`, verbatim.
    pub reason: Option<String>,
    /// `healthStatus`, verbatim, when there is a check.
    pub health: Option<String>,
    /// What the way to end is, for rules.
    pub kind: ExitMeaning,
    /// Whether the task's stop is part of a healthy day or of an older deployment.
    pub harmless: bool,
    /// First to die, or only collateral.
    pub part: Part,
    /// The tasks in which it ended so, the newest first.
    pub tasks: Vec<String>,
    /// Place of the newest, e.g. `tasks[2].containers[0].exitCode`.
    pub field: String,
}

impl ExitRow {
    /// What ECS states in a field of the newest of these containers, as the proof of a finding.
    pub fn proof(&self, field: &str, text: impl Into<String>) -> Evidence {
        let container = self.field.rsplit_once('.').map_or(self.field.as_str(), |(place, _)| place);
        evidence(format!("{container}.{field}"), text, self.tasks.first().map(String::as_str))
    }
}

/// A container's part in the end of its task. ECS states no stop time per container, so this is inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// It ended by itself, or was killed, and took the task with it.
    First,
    /// It was stopped because the task was ending.
    Collateral,
    /// It ended on purpose before (an init container, a job that exits 0).
    Done,
    /// It never ran.
    NeverRan,
    /// The facts do not tell.
    Unknown,
}

/// The container whose log matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Culprit {
    /// Task id.
    pub task: String,
    /// Container name.
    pub container: String,
    /// Index of the task in [`Facts::tasks`].
    pub index: usize,
}

impl Culprit {
    /// Whether its container ran, and may have logged: the task was running, or the container has a code of its own,
    /// as one that others wait for has in a task that never gets there.
    pub fn ran(&self, facts: &Facts<'_>) -> bool {
        facts.tasks.get(self.index).is_some_and(|task| {
            let named = |one: &&Container| one.name.as_deref() == Some(self.container.as_str());
            let coded = task.containers.iter().find(named).is_some_and(|one| one.exit_code.is_some());
            task.started_at.is_some() || coded
        })
    }
}

/// Takes step 4.
pub fn take(facts: &Facts<'_>, stopped: &StoppedStep) -> ExitStep {
    let (rows, culprit) = grouping::take(facts, stopped);
    let step = headline::head(facts, stopped, &rows);
    ExitStep { step, rows, culprit }
}
