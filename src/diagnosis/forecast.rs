//! What becomes of a rollout that keeps failing: when its breaker trips, or that nothing ends it.
//!
//! The counter of the service deployment is preferred; without it the row's `failedTasks` and the documented
//! formula stand in. Source: developer guide, `deployment-circuit-breaker` and `service-throttle-logic`.

use jiff::SignedDuration;

use super::steps::deployments::{DeploymentRow, DeploymentStep, RowRole};
use super::steps::stopped::{StopGroup, StoppedStep};
use super::wording::span;
use crate::model::Facts;
use crate::model::time::Time;
use crate::msg;
use crate::words::Message;

/// Longest wait before the scheduler tries again when tasks never reach RUNNING.
/// Source: developer guide, `service-throttle-logic` (it names no shorter bound and may change).
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(27);

/// Stops that a pace is taken from, at least.
const PACE: usize = 3;

/// What happens if nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// What ends the rollout, or that nothing does.
    pub end: End,
    /// The latest moment of the next attempt, where tasks never ran and so the scheduler waits between attempts.
    pub next_try_by: Option<Time>,
}

/// What ends a failing rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// So many more failures trip the breaker.
    Trips {
        /// Failures that are still needed.
        left: i64,
        /// Failures so far.
        failures: i64,
        /// Failures at which it trips.
        threshold: i64,
        /// Whether ECS states both numbers; else they are computed.
        stated: bool,
        /// Whether it then rolls back.
        rollback: bool,
        /// About how long that takes at the pace of the captured failures.
        within: Option<SignedDuration>,
    },
    /// The breaker is on and has counted none of the failures that were captured: they are not of the kind that it counts.
    NotCounted {
        /// How many tasks failed.
        failed: usize,
    },
    /// The breaker is off: ECS tries again for ever.
    Never,
}

/// The forecast of a rollout under way whose tasks fail.
pub fn of(facts: &Facts<'_>, step: &DeploymentStep, stopped: &StoppedStep) -> Option<Forecast> {
    let row = step.leading().filter(|row| row.role == RowRole::Target && !row.is_task_set)?;
    // The breaker belongs to the rolling update of ECS itself. Source: API reference, DeploymentCircuitBreaker.
    let rolling = step.controller == "ECS" && step.strategy == "ROLLING";
    if !rolling || row.rollout_state.as_deref() != Some("IN_PROGRESS") || step.waiting.is_some() {
        return None;
    }
    let groups: Vec<&StopGroup> = stopped.groups.iter().filter(|group| group.is_trouble()).collect();
    let failed: usize = groups.iter().map(|group| group.tasks.len()).sum();
    if failed == 0 && row.failed.unwrap_or_default() == 0 {
        return None;
    }
    let end = end(step, row, &groups, failed)?;
    Some(Forecast { end, next_try_by: next_try(facts, row, &groups) })
}

fn end(step: &DeploymentStep, row: &DeploymentRow, groups: &[&StopGroup], failed: usize) -> Option<End> {
    let breaker = step.breaker?;
    if !breaker.enabled {
        return Some(End::Never);
    }
    let threshold = breaker.threshold?;
    let failures = breaker.failures.or(row.failed)?;
    if failures == 0 {
        return (failed > 1).then_some(End::NotCounted { failed });
    }
    let left = threshold.saturating_sub(failures).max(0);
    let within = pace(groups).and_then(|pace| pace.checked_mul(i32::try_from(left).ok()?));
    let stated = breaker.stated && breaker.failures.is_some();
    Some(End::Trips { left, failures, threshold, stated, rollback: breaker.rollback, within })
}

/// The mean time between failures of the captured stops.
fn pace(groups: &[&StopGroup]) -> Option<SignedDuration> {
    let stops = groups.iter().flat_map(|group| &group.tasks).filter_map(|task| task.at);
    let mut times: Vec<Time> = stops.collect();
    times.sort_unstable();
    let (first, last) = (*times.first()?, *times.last()?);
    if times.len() < PACE || first == last {
        return None;
    }
    last.since(first).checked_div(i32::try_from(times.len() - 1).ok()?)
}

/// Tasks that reached RUNNING are replaced without a wait.
fn next_try(facts: &Facts<'_>, row: &DeploymentRow, groups: &[&StopGroup]) -> Option<Time> {
    let waits = row.pending == Some(0) && !groups.is_empty() && groups.iter().all(|group| group.ran == 0);
    let last = groups.iter().filter_map(|group| group.last).max().filter(|_| waits)?;
    let by = last.0.checked_add(LONGEST_WAIT).ok().map(Time)?;
    // A moment that has passed is no forecast.
    facts.captured_at().is_some_and(|now| by > now).then_some(by)
}

impl Forecast {
    /// The forecast in words: what ends it, then when the next attempt comes.
    pub fn messages(&self) -> Vec<Message> {
        let next =
            self.next_try_by.map(|by| msg!("forecast-next-try", by = by.0.strftime("%H:%M UTC").to_string()));
        std::iter::once(self.end.message()).chain(next).collect()
    }
}

impl End {
    /// The word of the triage schema.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Trips { .. } => "breaker-trips",
            Self::NotCounted { .. } => "not-counted",
            Self::Never => "retries-forever",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Trips { left, failures, threshold, stated, rollback, within } => msg!(
                "forecast-trips",
                left = *left,
                failures = *failures,
                threshold = *threshold,
                counted = if *stated { msg!("forecast-counted") } else { msg!("forecast-computed") },
                within = within.map_or_else(
                    || msg!("forecast-no-pace"),
                    |time| msg!("forecast-pace", time = span(time))
                ),
                then = if *rollback { msg!("forecast-rolls-back") } else { msg!("forecast-stops") },
            ),
            Self::NotCounted { failed } => msg!("forecast-not-counted", count = *failed),
            Self::Never => msg!("forecast-never"),
        }
    }
}
