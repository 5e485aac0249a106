//! Crash signatures: many deaths that are one, and what they have in common.

use jiff::SignedDuration;

use crate::diagnosis::finding::StepId;
use crate::diagnosis::rules::{Case, Found};
use crate::diagnosis::signature::normalise;
use crate::diagnosis::steps::stopped::StopGroup;
use crate::diagnosis::wording::span;
use crate::msg;
use crate::words::Message;

/// Deaths that make a pattern.
const SEVERAL: usize = 3;

/// Share of a life by which lives may differ and still be called equal.
const SPREAD: i32 = 5;

/// What the stops behind a finding have in common.
pub(super) fn of(given: &Case<'_>, found: &Found) -> Vec<Message> {
    if !matches!(found.finding.step, StepId::StoppedTasks | StepId::ExitCodes | StepId::LogsMetrics) {
        return Vec::new();
    }
    let Some(group) = group(given, found).filter(|group| group.tasks.len() >= SEVERAL) else {
        return Vec::new();
    };
    lives(group).into_iter().chain(exits(given, group)).chain(last_line(given)).collect()
}

/// The group of stops that the finding's evidence names a task of.
fn group<'a>(given: &'a Case<'_>, found: &Found) -> Option<&'a StopGroup> {
    let ids: Vec<&str> = found.finding.evidence.iter().filter_map(|one| one.object.as_deref()).collect();
    let mut groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
    groups.find(|group| group.tasks.iter().any(|task| ids.contains(&task.id.as_str())))
}

/// `37 tasks, all died 31 s after their start, give or take 2 s`.
fn lives(group: &StopGroup) -> Option<Message> {
    let (least, most) = group.lived?;
    let count = group.tasks.len();
    let spread = (most - least) / 2;
    let middle = least + spread;
    let close = spread <= SignedDuration::from_secs(5) || spread * SPREAD <= middle;
    let ran = group.ran == count;
    if !close || (!ran && group.ran > 0) {
        return None;
    }
    let (middle, spread) = (span(middle), span(spread));
    Some(if ran {
        msg!("note-died-alike", count = count, lived = middle, spread = spread)
    } else {
        msg!("note-never-ran-alike", count = count, lived = middle, spread = spread)
    })
}

/// One container ended in one way in every task.
fn exits(given: &Case<'_>, group: &StopGroup) -> Option<Message> {
    let rows = given.steps.exits.rows.iter().filter(|row| !row.harmless);
    let mut all = rows.filter(|row| row.tasks.len() == group.tasks.len());
    let row = all.next()?;
    let code = row.exit_code?;
    Some(msg!("note-same-exit", container = &row.container, code = code))
}

/// The streams that were captured of the same container end in the same line.
fn last_line(given: &Case<'_>) -> Option<Message> {
    let container = &given.steps.exits.culprit.as_ref()?.container;
    let streams = given.facts.snapshot.logs.iter().filter(|stream| {
        let name = stream.stream.as_deref().unwrap_or_default();
        name.split('/').rev().nth(1) == Some(container.as_str()) && !stream.lines.is_empty()
    });
    let newest = |stream: &crate::model::LogStream| {
        stream.lines.iter().max_by_key(|line| line.timestamp).map(|line| line.message.clone())
    };
    let lines: Vec<String> = streams.filter_map(newest).collect();
    let first = lines.first()?;
    let same = lines.iter().all(|line| normalise(line) == normalise(first));
    (same && lines.len() > 1).then(|| msg!("note-same-line", count = lines.len(), line = first.trim()))
}
