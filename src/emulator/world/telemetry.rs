//! Log streams, alarms and metric values.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::{Service, Task, World};

/// How many lines of a stream are kept: an emulator needs a tail, no archive.
const KEPT: usize = 2000;

/// Points that one question is answered with at most. Source: API reference, `GetMetricData`.
const MOST_POINTS: usize = 100_800;

/// A log stream of CloudWatch Logs.
#[derive(Debug, Clone, Default)]
pub struct LogStream {
    /// Oldest first.
    pub lines: VecDeque<LogLine>,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When it was written.
    pub at: Timestamp,
    /// What.
    pub message: String,
}

/// A CloudWatch alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Its name.
    pub name: String,
    /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
    pub state: &'static str,
    /// Why, in CloudWatch's words.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

/// One value of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataPoint {
    /// The start of its minute.
    pub at: Timestamp,
    /// Percent of what the tasks reserve.
    pub value: f64,
}

impl LogStream {
    /// Adds a line and lets go of the oldest beyond what is kept.
    pub fn write(&mut self, at: Timestamp, message: String) {
        self.lines.push_back(LogLine { at, message });
        if self.lines.len() > KEPT {
            self.lines.pop_front();
        }
    }
}

impl World {
    /// Values of `CPUUtilization` or `MemoryUtilization` of a service between two moments, one a `period`
    /// (the mean over its running tasks, in percent of what they reserve); minutes without a task have none.
    pub fn metric(
        &self,
        service: &Service,
        name: &str,
        (from, to): (Timestamp, Timestamp),
        period: SignedDuration,
    ) -> Vec<DataPoint> {
        let memory = name == "MemoryUtilization";
        if (!memory && name != "CPUUtilization") || period < SignedDuration::from_secs(1) {
            return Vec::new();
        }
        let mut points = Vec::new();
        let mut at = from;
        while at < to.min(self.now) && points.len() < MOST_POINTS {
            let values: Vec<f64> =
                service.tasks.iter().filter_map(|task| self.used(task, memory, at)).collect();
            if !values.is_empty() {
                #[expect(clippy::cast_precision_loss, reason = "a service has few tasks")]
                let value = values.iter().sum::<f64>() / values.len() as f64;
                points.push(DataPoint { at, value });
            }
            let Ok(next) = at.checked_add(period) else { break };
            at = next;
        }
        points
    }

    /// Percent that a task used of its memory or CPU at a moment; nothing when it did not run then.
    fn used(&self, task: &Task, memory: bool, at: Timestamp) -> Option<f64> {
        let started = task.started_at.filter(|started| *started <= at)?;
        if task.execution_stopped_at.is_some_and(|stopped| stopped <= at) {
            return None;
        }
        let definition = self.account.definitions.find(&task.task_definition_arn)?;
        let zone = task.availability_zone.as_deref();
        let mut does = definition
            .facts
            .container_definitions
            .iter()
            .map(|one| self.account.behaviours.of(&definition.name(), &one.name, &one.image, zone));
        let curve = does.find_map(|does| if memory { does.memory } else { does.cpu });
        let (first, last, over) = curve.unwrap_or(if memory { (31.0, 34.0, 3600) } else { (6.0, 9.0, 600) });
        #[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^52")]
        let share = at.duration_since(started).as_secs() as f64 / over.max(1) as f64;
        Some(first + (last - first) * share.clamp(0.0, 1.0))
    }
}
