//! `ecsplain services`: every service of the input, the most stuck first.

use super::Input;
use super::output::Output;
use crate::view::{self, ViewContext};

/// The list as a table.
pub fn text(input: &Input<'_>, output: Output) -> String {
    let context = ViewContext { words: input.words, width: output.width, now: input.snapshot.captured.at };
    output.body(&view::panel::services::body(input.snapshot, input.diagnoses, &context))
}
