//! Saved answers: files, directories, NDJSON and standard input, read into one [`Snapshot`].

use std::path::PathBuf;

use crate::model::Snapshot;
use crate::words::Message;

/// What was read, and what could not be.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Everything that could be read.
    pub snapshot: Snapshot,
    /// Everything that could not, in the order of the input.
    pub problems: Vec<Problem>,
}

/// A piece of input that could not be read.
#[derive(Debug, Clone)]
pub struct Problem {
    /// File, with line and column where there is one: `tasks.json:12:5`.
    pub place: String,
    /// What is wrong, and what was expected.
    pub what: Message,
    /// Whether the input is broken (exit code 2), or only holds something that is not known (a note).
    pub broken: bool,
}

/// Reads `paths`; `-` is standard input, a directory is walked.
pub fn load(_paths: &[PathBuf]) -> Loaded {
    Loaded::default()
}

/// Reads one document from memory; `name` is what problems call it.
pub fn load_bytes(_name: &str, _bytes: Vec<u8>) -> Loaded {
    Loaded::default()
}
