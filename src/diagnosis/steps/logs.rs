//! Step 5: the last words of the container that matters, and what CPU and memory did.

mod destination;
mod headline;
mod tail;

use super::exits::ExitStep;
use crate::diagnosis::finding::Step;
use crate::model::time::Time;
use crate::model::{Facts, MetricSeries};

/// Step 5.
#[derive(Debug, Clone)]
pub struct LogStep {
    /// Its head.
    pub step: Step,
    /// Where the lines of the container that matters go, by its task definition.
    pub destination: LogDestination,
    /// The stream that `lines` come from, as far as the answer states it.
    pub stream: Option<String>,
    /// Saved log lines, the newest last; the last 200 of the stream.
    pub lines: Vec<LogTailLine>,
    /// Whose lines they are.
    pub owner: LogOwner,
    /// CPU, memory and whatever else was saved.
    pub metrics: Vec<Metric>,
}

/// Whose log lines were saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogOwner {
    /// None were saved.
    Nobody,
    /// The stream is that of the container that matters.
    Culprit,
    /// The answer names another stream than that of the container that matters.
    Other,
    /// The answer does not name its stream, so the lines may be anybody's.
    Unstated,
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
    /// Its place in the answers, e.g. `logs[0].events[7].message`.
    pub field: String,
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
pub fn take(facts: &Facts<'_>, exits: &ExitStep) -> LogStep {
    let destination = destination::of(facts, exits.culprit.as_ref());
    let found = tail::find(facts, exits, &destination);
    let ours = facts.snapshot.metrics.iter().filter(|series| is_ours(facts, series));
    let metrics = ours.filter_map(metric).collect();
    let mut step = LogStep {
        step: headline::empty(),
        destination,
        stream: found.stream,
        lines: found.lines,
        owner: found.owner,
        metrics,
    };
    step.step = headline::head(facts, exits, &step);
    step
}

impl Metric {
    /// The newest value and the highest one; absent when the series is empty.
    pub fn last_and_highest(&self) -> Option<(f64, f64)> {
        let last = self.points.last()?.1;
        Some((last, self.points.iter().map(|(_, value)| *value).fold(last, f64::max)))
    }
}

/// Whether a series is about this subject; one that does not say whose it is may be.
fn is_ours(facts: &Facts<'_>, series: &MetricSeries) -> bool {
    series.owner.as_ref().is_none_or(|(cluster, service)| {
        *service == facts.name() && facts.cluster().is_none_or(|ours| ours == cluster)
    })
}

/// A series in the order of time; CloudWatch answers newest first as a rule. A value without a time is left out.
fn metric(series: &MetricSeries) -> Option<Metric> {
    let label = series.label.clone().or_else(|| series.id.clone())?;
    let mut points: Vec<(Time, f64)> =
        series.timestamps.iter().copied().zip(series.values.iter().copied()).collect();
    points.sort_by_key(|(at, _)| *at);
    Some(Metric { label, points })
}
