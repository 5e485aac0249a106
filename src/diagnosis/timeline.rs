//! What happened in the last hour, merged by time: events, deployments, stops of tasks.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::Diagnosis;
use super::signature::normalise;
use super::steps::stopped::stop_time;
use crate::model::time::Time;
use crate::model::{Facts, Task, arn};
use crate::msg;
use crate::words::Message;

/// How far back a timeline goes: ECS keeps a stopped task for about as long.
pub const SPAN: SignedDuration = SignedDuration::from_hours(1);

/// What happens so often is one entry, whatever stands between.
const OFTEN: usize = 3;

/// Something that happened, once or again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it happened first.
    pub first: Time,
    /// When it happened last; the same as `first` when it happened once.
    pub last: Time,
    /// How often.
    pub count: usize,
    /// What happened; that of the newest time.
    pub what: Message,
    /// What makes two entries the same.
    signature: String,
}

/// The timeline of the hour before the capture, oldest first; repeats that follow each other are one entry.
/// Where the input states no time there is none.
pub fn of(facts: &Facts<'_>, diagnosis: &Diagnosis) -> Vec<Entry> {
    let Some(now) = facts.captured_at() else { return Vec::new() };
    let mut entries: Vec<Entry> =
        events(facts).chain(deployments(diagnosis)).chain(records(facts)).chain(stops(facts)).collect();
    entries.retain(|entry| now.since(entry.first) <= SPAN && entry.first <= now);
    entries.sort_by(|one, other| (one.first, &one.signature).cmp(&(other.first, &other.signature)));
    merge(entries)
}

/// Repeats that follow each other are one entry, and so is what happens again and again between other things: a
/// loop of starts and stops is two lines, not twenty.
fn merge(entries: Vec<Entry>) -> Vec<Entry> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in &entries {
        *counts.entry(entry.signature.clone()).or_default() += 1;
    }
    let mut merged: Vec<Entry> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for entry in entries {
        let often = counts.get(&entry.signature).is_some_and(|count| *count >= OFTEN);
        let place = places.get(&entry.signature).copied().filter(|place| often || place + 1 == merged.len());
        if let Some(place) = place {
            merged[place].count += 1;
            merged[place].last = entry.first;
            merged[place].what = entry.what;
        } else {
            places.insert(entry.signature.clone(), merged.len());
            merged.push(entry);
        }
    }
    merged
}

fn entry(at: Time, what: Message, signature: String) -> Entry {
    Entry { first: at, last: at, count: 1, what, signature }
}

fn events<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Entry> + 'a {
    facts.events.iter().filter_map(|event| {
        let what = msg!("timeline-event", message = &event.message);
        Some(entry(event.created_at?, what, format!("event {}", normalise(&event.message))))
    })
}

fn deployments(diagnosis: &Diagnosis) -> impl Iterator<Item = Entry> {
    diagnosis.steps.deployments.rows.iter().filter_map(|row| {
        let what = msg!("timeline-deployment", revision = &row.revision, id = &row.id);
        Some(entry(row.created?, what, format!("deployment {}", row.id)))
    })
}

/// Service deployments that ended.
fn records<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Entry> + 'a {
    facts.service_deployments.iter().filter_map(|record| {
        let id = record.service_deployment_arn.as_deref().map(arn::name).unwrap_or_default();
        let status = record.status.as_deref()?;
        let at = record.finished_at.or(record.stopped_at)?;
        let reason = record.status_reason.as_deref().unwrap_or_default();
        let what = msg!("timeline-record", id = id, status = status, reason = reason);
        Some(entry(at, what, format!("record {id}")))
    })
}

fn stops<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Entry> + 'a {
    facts.tasks.iter().filter(|task| task.is_stopping()).filter_map(|task| {
        let reason = task.stopped_reason.as_deref().unwrap_or_default();
        let exits = exits(task);
        let signature = format!("stop {} {exits} {}", revision(task), normalise(reason));
        let (id, code) = (task.id().unwrap_or_default(), task.stop_code.as_deref().unwrap_or_default());
        let revision = revision(task);
        let what = if exits.is_empty() {
            msg!("timeline-stop", task = id, revision = revision, code = code, reason = reason)
        } else {
            msg!(
                "timeline-stop-exits",
                task = id,
                revision = revision,
                code = code,
                reason = reason,
                exits = exits
            )
        };
        Some(entry(stop_time(task)?, what, signature))
    })
}

fn revision(task: &Task) -> &str {
    task.task_definition_arn.as_deref().map(arn::revision).unwrap_or_default()
}

/// `app 1, proxy 143`.
fn exits(task: &Task) -> String {
    let of = task.containers.iter().filter_map(|container| {
        Some(format!("{} {}", container.name.as_deref().unwrap_or("?"), container.exit_code?))
    });
    of.collect::<Vec<_>>().join(", ")
}
