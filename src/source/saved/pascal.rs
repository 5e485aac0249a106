//! Answers with keys in PascalCase, as Step Functions and the AWS SDK for Java hand them on, rewritten
//! with the keys of the AWS CLI.

use serde_json::{Map, Value};

use super::ends::Ends;
use super::scan::{self, Member, Piece};
use super::shape::{self, Shape};

/// Maps whose keys are chosen by people, not by the API.
const FREE_MAPS: [&str; 4] = ["DockerLabels", "Options", "DriverOpts", "Labels"];

/// Arrays looked into for the first object.
const DEEPEST_LIST: usize = 4;

/// The document in camelCase, if it is in PascalCase and known then.
pub(super) fn rewritten(text: &str, piece: Piece, ends: &Ends) -> Option<String> {
    let object = first_object(text, piece, 0)?;
    let key = scan::skip_space(text.as_bytes(), object.span.start + 1) + 1;
    if !text.as_bytes().get(key)?.is_ascii_uppercase() {
        return None;
    }
    let members = scan::members(text, object, ends).items;
    if shape::of(text, &members) != Shape::Unknown {
        return None;
    }
    let lowered: Vec<Member<'_>> =
        members.into_iter().map(|member| Member { key: lower_first(&member.key).into(), ..member }).collect();
    if shape::of(text, &lowered) == Shape::Unknown {
        return None;
    }
    let value: Value = serde_json::from_str(piece.span.of(text)).ok()?;
    serde_json::to_string_pretty(&lowered_keys(value)).ok()
}

fn first_object(text: &str, piece: Piece, depth: usize) -> Option<Piece> {
    match text.as_bytes().get(piece.span.start)? {
        b'{' => Some(piece),
        b'[' if depth < DEEPEST_LIST => {
            let start = scan::skip_space(text.as_bytes(), piece.span.start + 1);
            let span = scan::Span { start, end: piece.span.end };
            first_object(text, Piece { span, whole: piece.whole }, depth + 1)
        }
        _ => None,
    }
}

fn lowered_keys(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().map(lowered_member).collect::<Map<_, _>>())
        }
        Value::Array(elements) => Value::Array(elements.into_iter().map(lowered_keys).collect()),
        scalar => scalar,
    }
}

fn lowered_member((key, value): (String, Value)) -> (String, Value) {
    let value = if FREE_MAPS.contains(&key.as_str()) { value } else { lowered_keys(value) };
    (lower_first(&key), value)
}

fn lower_first(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + letters.as_str())
}
