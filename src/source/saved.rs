//! Saved answers: files, directories, NDJSON and standard input, read into one [`Snapshot`].
//!
//! ```text
//! input       paths -> bytes              encoding          bytes -> text
//! dress       what was put around the text   python        one of its spellings
//! loading     text -> documents           split, scan       where documents, members, elements lie
//! yaml, pascal  other spellings -> JSON   prose             what a text is that is no document
//! tail        lines of a log -> JSON
//! document    one document -> batch       shape             what an object is, told by its keys
//! decode      one object, mended          bridge, wrapper   what stands in EventBridge, SNS and SQS
//! collection  all batches -> snapshot     shelf, object     the newest capture of each object
//! recorded    one record of a recording   named             what the name of a live answer tells
//! problems    what could not be read, and where
//! ```

mod batch;
mod bridge;
mod collection;
mod decode;
mod document;
mod dress;
mod encoding;
mod ends;
mod input;
mod loading;
mod logs;
mod loose;
mod named;
mod object;
mod pascal;
mod problems;
mod prose;
mod python;
mod recorded;
mod scan;
mod seen;
mod settle;
mod shape;
mod shelf;
mod split;
mod tail;
mod wrapper;
mod yaml;

use std::path::PathBuf;

use crate::model::Snapshot;
use crate::model::time::Time;
use crate::words::Message;

use super::recording::Played;

use input::{Found, Input};
use loading::Loading;

/// What was read, and what could not be.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Everything that could be read.
    pub snapshot: Snapshot,
    /// Everything that could not, in the order of the input.
    pub problems: Vec<Problem>,
    /// The recordings among the input.
    pub recordings: Vec<Played>,
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
pub fn load(paths: &[PathBuf]) -> Loaded {
    load_at(paths, None)
}

/// The same; of a recording the newest capture of those that were made up to `at`.
pub fn load_at(paths: &[PathBuf], at: Option<Time>) -> Loaded {
    let mut loading = Loading::at(at);
    for path in paths {
        input::each(path, &mut loading);
    }
    loading.finish()
}

/// One answer of an AWS operation, as it came over the wire.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What problems and reports call it: the action and what it was about.
    pub name: String,
    /// Its body.
    pub bytes: Vec<u8>,
}

/// Reads answers as if each had been saved in a file of its own.
pub fn load_answers(answers: Vec<Answer>) -> Loaded {
    let mut loading = Loading::default();
    for Answer { name, bytes } in answers {
        loading.read(Input { name, bytes, found: Found::Named });
    }
    loading.finish()
}

/// Bytes as text, whatever they are encoded in.
pub fn text(bytes: &[u8]) -> std::sync::Arc<str> {
    encoding::decode(bytes.to_vec()).text
}

/// Reads one document from memory; `name` is what problems call it.
pub fn load_bytes(name: &str, bytes: Vec<u8>) -> Loaded {
    let mut loading = Loading::default();
    loading.read(Input { name: name.to_owned(), bytes, found: Found::Named });
    loading.finish()
}
