//! The last lines that were saved, and whose they are.

use super::{LogDestination, LogOwner, LogTailLine};
use crate::diagnosis::steps::exits::{Culprit, ExitRow, ExitStep};
use crate::model::{Facts, LogStream};

/// How many lines a tail keeps.
const TAIL: usize = 200;

/// The lines to show.
pub struct Tail {
    /// The stream's name, as far as the answer states it.
    pub stream: Option<String>,
    /// Its last lines.
    pub lines: Vec<LogTailLine>,
    /// Whose they are.
    pub owner: LogOwner,
}

/// Looks for the stream of the container that matters, also in a task in which it ended the same way, then for one
/// without a name, then for any other.
pub fn find(facts: &Facts<'_>, exits: &ExitStep, destination: &LogDestination) -> Tail {
    let streams = || facts.snapshot.logs.iter().enumerate().filter(|(_, stream)| !stream.lines.is_empty());
    let culprit = exits.culprit.as_ref();
    let theirs = streams().find(|(_, stream)| is_theirs(stream, culprit, destination));
    let theirs = theirs.or_else(|| streams().find(|(_, stream)| is_of_alike(stream, exits)));
    if let Some((index, stream)) = theirs {
        return tail(index, stream, LogOwner::Culprit);
    }
    if let Some((index, stream)) = streams().find(|(_, stream)| stream.stream.is_none()) {
        return tail(index, stream, LogOwner::Unstated);
    }
    let newest =
        streams().max_by_key(|(_, stream)| stream.lines.iter().filter_map(|line| line.timestamp).max());
    match newest {
        Some((index, stream)) => tail(index, stream, LogOwner::Other),
        None => Tail { stream: None, lines: Vec::new(), owner: LogOwner::Nobody },
    }
}

fn is_theirs(stream: &LogStream, culprit: Option<&Culprit>, destination: &LogDestination) -> bool {
    let Some(name) = stream.stream.as_deref() else { return false };
    if let LogDestination::CloudWatch { group, stream: Some(wanted), .. } = destination {
        return name == wanted && stream.group.as_ref().is_none_or(|stated| stated == group);
    }
    // Without the task definition the prefix is not known; container and task id are ids enough.
    culprit.is_some_and(|culprit| {
        !culprit.task.is_empty() && name.ends_with(&format!("/{}/{}", culprit.container, culprit.task))
    })
}

/// Whether the stream is of the same container in another task in which it ended the same way.
fn is_of_alike(stream: &LogStream, exits: &ExitStep) -> bool {
    let Some(culprit) = &exits.culprit else { return false };
    let mut parts = stream.stream.as_deref().unwrap_or_default().rsplit('/');
    let (Some(task), Some(container)) = (parts.next(), parts.next()) else { return false };
    let alike = |row: &&ExitRow| row.container == culprit.container && row.tasks.contains(&culprit.task);
    let row = exits.rows.iter().find(alike).filter(|_| container == culprit.container);
    row.is_some_and(|row| row.tasks.iter().any(|id| id == task))
}

fn tail(index: usize, stream: &LogStream, owner: LogOwner) -> Tail {
    let mut lines: Vec<_> = stream.lines.iter().enumerate().collect();
    // Stable: lines of one moment keep their order, lines without a time stay in front.
    lines.sort_by_key(|(_, line)| line.timestamp);
    let kept = &lines[lines.len().saturating_sub(TAIL)..];
    Tail {
        stream: stream.stream.clone(),
        lines: kept
            .iter()
            .map(|(place, line)| LogTailLine {
                field: format!("logs[{index}].events[{place}].message"),
                at: line.timestamp,
                text: line.message.clone(),
            })
            .collect(),
        owner,
    }
}
