//! The same panels on stdout: text, Markdown and JSON.

pub mod choice;
pub mod describe;
pub mod explain;
pub mod handbook;
pub mod handoff;
pub mod json;
pub mod markdown;
pub mod output;
pub mod recordings;
pub mod services;
pub mod stats;
pub mod triage;

use crate::diagnosis::Diagnosis;
use crate::model::Snapshot;
use crate::source::saved::Problem;
use crate::words::Words;

/// What every report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The language.
    pub words: &'a Words,
    /// What ECS said.
    pub snapshot: &'a Snapshot,
    /// Every subject, the most stuck first.
    pub diagnoses: &'a [Diagnosis],
    /// What could not be read.
    pub problems: &'a [Problem],
}
