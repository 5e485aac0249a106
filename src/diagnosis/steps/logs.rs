//! Step 5: the last words of the container that matters, and what CPU and memory did.

use super::exits::ExitStep;
use crate::diagnosis::finding::{Status, Step, StepId};
use crate::model::Facts;
use crate::model::time::Time;
use crate::msg;

/// Step 5.
#[derive(Debug, Clone)]
pub struct LogStep {
    /// Its head.
    pub step: Step,
    /// Where the lines of the container that matters go, by its task definition.
    pub destination: LogDestination,
    /// The stream that `lines` come from, as far as the answer states it.
    pub stream: Option<String>,
    /// Saved log lines, the newest last.
    pub lines: Vec<LogTailLine>,
    /// CPU, memory and whatever else was saved.
    pub metrics: Vec<Metric>,
}

/// Where a container's log goes. Derived from the task definition, never guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogDestination {
    /// No container matters, or its task definition was not saved.
    Unknown,
    /// CloudWatch Logs: group, stream and Region.
    CloudWatch {
        /// `awslogs-group`.
        group: String,
        /// `prefix/container/task-id`; on EC2 without a prefix the Docker container id (`runtimeId`).
        stream: Option<String>,
        /// `awslogs-region`, which need not be the cluster's.
        region: Option<String>,
    },
    /// Another driver; ECS does not know where its lines end up.
    Driver {
        /// `awsfirelens`, `splunk`, `json-file`, …
        driver: String,
    },
    /// The task definition configures no log driver.
    None,
}

/// A log line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogTailLine {
    /// When, as CloudWatch Logs states it.
    pub at: Option<Time>,
    /// The text, control sequences and all; a front end must strip them.
    pub text: String,
}

/// A saved metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its label.
    pub label: String,
    /// Values in the order of time, with the moment of each.
    pub points: Vec<(Time, f64)>,
}

/// Takes step 5.
pub fn take(_facts: &Facts<'_>, _exits: &ExitStep) -> LogStep {
    LogStep {
        step: Step {
            id: StepId::LogsMetrics,
            status: Status::Unknown,
            headline: msg!("unknown"),
            evidence: Vec::new(),
        },
        destination: LogDestination::Unknown,
        stream: None,
        lines: Vec::new(),
        metrics: Vec::new(),
    }
}
