//! What the last log lines of a container say about its exit. A line points there and no more: programs log
//! errors that they get over.

use crate::diagnosis::steps::logs::{LogOwner, LogTailLine};

use super::Case;
use crate::diagnosis::text;

/// How many of the last lines count: what was logged long before the end had no part in it.
const LAST: usize = 20;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The port to listen on is taken.
    PortTaken,
    /// A module or class is missing.
    ModuleMissing,
    /// A connection was refused.
    Refused,
    /// A permission is missing.
    Denied,
    /// A stack trace.
    Trace,
}

/// Folded texts, the more telling first.
const WORDS: [(Word, &[&str]); 5] = [
    (Word::PortTaken, &["eaddrinuse", "address already in use"]),
    (
        Word::ModuleMissing,
        &[
            "cannot find module",
            "modulenotfounderror",
            "no module named",
            "classnotfoundexception",
            "could not find or load main class",
        ],
    ),
    (Word::Refused, &["connection refused", "econnrefused"]),
    (Word::Denied, &["permission denied", "eacces"]),
    (
        Word::Trace,
        &["traceback (most recent call last)", "exception in thread \"main\"", "goroutine 1 [running]"],
    ),
];

/// The most telling of the last lines of the container that matters, where its stream is known.
pub(super) fn read<'a>(given: &Case<'a>, container: &str) -> Option<(Word, &'a LogTailLine)> {
    let logs = &given.steps.logs;
    let culprit = given.steps.exits.culprit.as_ref()?;
    if logs.owner != LogOwner::Culprit || culprit.container != container {
        return None;
    }
    let last = &logs.lines[logs.lines.len().saturating_sub(LAST)..];
    let folded: Vec<String> = last.iter().map(|line| text::fold(&line.text)).collect();
    WORDS.iter().find_map(|(word, texts)| {
        let place = folded.iter().rposition(|line| texts.iter().any(|words| line.contains(words)))?;
        // The exception itself stands below its trace.
        let place = if *word == Word::Trace { last.len() - 1 } else { place };
        Some((*word, &last[place]))
    })
}
