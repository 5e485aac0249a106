//! The rhythm of starts: a crash loop writes only `has started 1 tasks` and `has reached a steady state`.
//!
//! Source of the measure: captured services; more than three starts in ten minutes without a deployment,
//! a scaling or a rebalancing were a crash loop each time (fifty in 41 minutes in one of them).

use jiff::SignedDuration;

use super::EventKind;
use super::kind::kind_of;
use crate::diagnosis::steps::stopped::stop_time;
use crate::diagnosis::text;
use crate::model::Facts;
use crate::model::time::Time;

/// Starts that more than fill the window are a loop.
const STARTS: usize = 3;

/// The window.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// A rhythm of starts.
#[derive(Debug, Clone)]
pub struct Rhythm {
    /// How many starts the loop shows.
    pub starts: usize,
    /// The oldest of them.
    pub first: Time,
    /// The newest of them.
    pub last: Time,
    /// Place of the newest one.
    pub field: String,
    /// Its text.
    pub message: String,
}

/// Looks for more than three starts within ten minutes, each of them neither asked for by a deployment, by
/// a scaling nor by a rebalancing, and up to the end of what was captured.
pub fn find(facts: &Facts<'_>) -> Option<Rhythm> {
    let excused = excuses(facts);
    let starts: Vec<(usize, Time)> = facts
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| is_replacement_start(&event.message))
        .filter_map(|(index, event)| Some((index, event.created_at?)))
        .filter(|(_, at)| !excused.iter().any(|(from, to)| from <= at && at <= to))
        .collect();
    let (index, last) = *starts.iter().max_by_key(|(_, at)| *at)?;
    let newest = facts.events.iter().filter_map(|event| event.created_at).max()?;
    if newest.since(last) > WINDOW || facts.captured_at().is_some_and(|now| now.since(last) > WINDOW * 3) {
        return None;
    }
    let within = starts.iter().filter(|(_, at)| last.since(*at) <= WINDOW).count();
    if within <= STARTS {
        return None;
    }
    let chain = chain(&starts);
    // Scaling out starts each wanted task once, and what it started may be stopped again; a loop starts more than there are places for.
    let desired = facts.service.and_then(|service| service.desired_count).unwrap_or_default();
    let asked =
        desired.saturating_add(stopped_since(facts, chain.0)).saturating_add(taken_since(facts, chain.0));
    if i64::try_from(chain.1).is_ok_and(|count| count <= asked) {
        return None;
    }
    let event = &facts.events[index];
    Some(Rhythm {
        starts: chain.1,
        first: chain.0,
        last,
        field: format!("events[{index}].message"),
        message: event.message.clone(),
    })
}

/// Tasks that the scheduler stopped since: a scaling in after a scaling out, or a replacement.
fn stopped_since(facts: &Facts<'_>, since: Time) -> i64 {
    let events = facts.events.iter().filter(|event| event.created_at.is_some_and(|at| at >= since));
    let stopped = events.filter_map(|event| {
        let folded = text::fold(&event.message);
        let rest = text::predicate(&folded).strip_prefix("has stopped ")?;
        rest.split(' ').next()?.parse::<i64>().ok()
    });
    stopped.fold(0, |sum, count| sum.saturating_add(count.max(0)))
}

/// Tasks whose host, Spot capacity or operator took them since: what replaces them replaces nothing that died, and no
/// event of the service tells of it.
fn taken_since(facts: &Facts<'_>, since: Time) -> i64 {
    const TAKEN: [&str; 4] =
        ["TerminationNotice", "SpotInterruption", "InfrastructureHealth", "UserInitiated"];
    // The one whose replacement begins the chain was taken before it.
    let since = shifted(since, -WINDOW);
    let taken = facts.tasks.iter().filter(|task| {
        task.stop_code.as_deref().is_some_and(|code| TAKEN.contains(&code))
            && stop_time(task).is_some_and(|at| at >= since)
    });
    i64::try_from(taken.count()).unwrap_or(i64::MAX)
}

/// The unbroken run of starts that ends at the newest one: no two further apart than the window.
fn chain(starts: &[(usize, Time)]) -> (Time, usize) {
    let mut times: Vec<Time> = starts.iter().map(|(_, at)| *at).collect();
    times.sort_unstable();
    times.reverse();
    let mut count = 1;
    while count < times.len() && times[count - 1].since(times[count]) <= WINDOW {
        count += 1;
    }
    (times[count - 1], count)
}

/// When the scheduler last said that it started tasks.
pub fn newest_start(facts: &Facts<'_>) -> Option<Time> {
    let started = facts.events.iter().filter(|event| is_start(text::predicate(&text::fold(&event.message))));
    started.filter_map(|event| event.created_at).max()
}

fn is_start(predicate: &str) -> bool {
    predicate.starts_with("has started ")
}

/// A start that replaces what died: one task at a time, and no rebalancing.
fn is_replacement_start(message: &str) -> bool {
    let folded = text::fold(message);
    is_start(text::predicate(&folded))
        && !folded.contains("az rebalance")
        && !folded.contains("availability zone")
}

/// Spans in which starts are expected: from a deployment's row to its completion, and a minute and a half
/// around a stop by the scheduler (`has stopped N running tasks`), which replaces or scales.
fn excuses(facts: &Facts<'_>) -> Vec<(Time, Time)> {
    let slack = SignedDuration::from_secs(90);
    let mut spans = Vec::new();
    for event in facts.events {
        let Some(at) = event.created_at else { continue };
        let folded = text::fold(&event.message);
        let stopped = text::predicate(&folded).starts_with("has stopped ");
        if stopped {
            spans.push((shifted(at, -slack), shifted(at, slack)));
        }
    }
    let completed = facts
        .events
        .iter()
        .filter(|event| kind_of(&event.message) == EventKind::DeploymentCompleted)
        .filter_map(|event| event.created_at);
    let rows = facts.service.map_or(&[][..], |service| &service.deployments);
    let ends: Vec<Time> = completed.collect();
    for row in rows {
        let Some(created) = row.created_at else { continue };
        let finished = ends.iter().filter(|end| **end >= created).min().copied();
        let desired = row.desired_count.unwrap_or(1).max(1);
        // A rollout starts each wanted task once; what is started after that replaces something.
        let allowance = SignedDuration::from_mins(2) + SignedDuration::from_secs(desired.min(600));
        spans.push((created, finished.unwrap_or(shifted(created, allowance))));
    }
    spans
}

/// A time moved by a span; at the ends of the calendar it stays where it is.
fn shifted(at: Time, by: SignedDuration) -> Time {
    at.0.checked_add(by).map_or(at, Time)
}
