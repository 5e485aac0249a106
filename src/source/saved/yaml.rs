//! `--output yaml` and `--output yaml-stream` of the AWS CLI, rewritten as JSON.

use serde_json::Value;

use super::shape;

/// A document of the size of the largest answers has millions of nodes; the parser's own limits are made
/// for configuration files.
const MOST_NODES: usize = 10_000_000;

/// Where YAML is broken: line and column, from 1, when the parser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken(pub(super) Option<(u64, u64)>);

/// Whether the first line that says something could be YAML: a key, a list or a document mark.
pub(super) fn is_likely(text: &str) -> bool {
    let Some(line) = first_line(text) else { return false };
    line.starts_with("- ") || line == "---" || line.starts_with("--- ") || key(line).is_some()
}

/// Whether the first line names what an AWS answer holds, so that an error in it is worth telling.
pub(super) fn is_an_answer(text: &str) -> bool {
    let line = text.lines().find(|line| first_line(line).is_some_and(|line| line != "---"));
    let key = line.and_then(|line| key(line.trim_start_matches("- "))).unwrap_or_default();
    let camel = key[..key.len().min(1)].to_ascii_lowercase() + key.get(1..).unwrap_or_default();
    [key, &camel]
        .into_iter()
        .any(|key| shape::answer_member(key).is_some() || shape::lists_arns(key) || key == "events")
}

fn first_line(text: &str) -> Option<&str> {
    let says = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    text.lines().find(says).map(str::trim_end)
}

fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let key = key.trim_matches(['"', '\'']);
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let named = key.starts_with(|letter: char| letter.is_ascii_alphabetic()) && key.chars().all(is_name);
    (named && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))).then_some(key)
}

/// The documents of a YAML stream, each as JSON text.
///
/// # Errors
/// When the text is not YAML.
pub(super) fn documents(text: &str) -> Result<Vec<String>, Broken> {
    let budget = serde_saphyr::budget! {
        max_nodes: MOST_NODES,
        max_events: 2 * MOST_NODES,
        max_total_scalar_bytes: usize::MAX,
    };
    // Booleans other than true and false are words in the YAML 1.2 that the AWS CLI writes.
    let options = serde_saphyr::options! { budget: budget, strict_booleans: true };
    let values: Vec<Value> = serde_saphyr::from_multiple_with_options(text, options)
        .map_err(|error| Broken(error.location().map(|location| (location.line(), location.column()))))?;
    let holds_objects = |value: &&Value| value.is_object() || value.is_array();
    Ok(values
        .iter()
        .filter(holds_objects)
        .filter_map(|value| serde_json::to_string_pretty(value).ok())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_from_prose() {
        for yes in ["services:\n- serviceName: web\n", "---\ntasks: []\n", "- services:\n", "\"a\": 1"] {
            assert!(is_likely(yes), "{yes}");
        }
        for no in ["An error occurred (X) when calling", "https://example.com", "hello", "", "12:30 x"] {
            assert!(!is_likely(no), "{no}");
        }
        assert!(is_an_answer("---\nservices:\n  - a"));
        assert!(!is_an_answer("source: a book"));
    }

    #[test]
    fn a_stream_gives_every_document_and_an_error_its_place() {
        assert_eq!(documents("a: 'on'\nb: on\n---\n- 1\n").unwrap().len(), 2);
        assert!(documents("b: on\n").unwrap()[0].contains("\"on\""));
        let broken = documents("services:\n- a: [1\n").unwrap_err();
        assert!(broken.0.is_some_and(|(line, _)| line >= 2), "{broken:?}");
    }
}
