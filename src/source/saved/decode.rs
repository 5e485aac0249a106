//! From the text of one object to its type, keeping what is right of an object that is partly wrong.

use serde::de::DeserializeOwned;

use super::scan::Span;

/// What is wrong inside an object.
#[derive(Debug, Clone)]
pub(super) struct Flaw {
    /// Byte of the document.
    pub(super) at: usize,
    /// What the decoder says.
    pub(super) error: String,
}

/// Decodes the object at `span` of `text`.
pub(super) fn decode<T: DeserializeOwned>(text: &str, span: Span, flaws: &mut Vec<Flaw>) -> Option<T> {
    let slice = span.of(text);
    match serde_json::from_str(slice) {
        Ok(object) => Some(object),
        Err(error) => {
            flaws.push(Flaw { at: span.start + offset(slice, &error), error: error.to_string() });
            None
        }
    }
}

/// The byte of `slice` that `error` speaks of.
fn offset(slice: &str, error: &serde_json::Error) -> usize {
    let before: usize = slice.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (before + error.column().saturating_sub(1)).min(slice.len())
}
