//! From the text of one object to its type, keeping what is right of an object that is partly wrong.

use std::collections::HashMap;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::msg;
use crate::words::Message;

use super::ends::Ends;
use super::scan::{self, Piece, Span};

/// Values inside values that are mended; the API's own types are not deeper.
const DEEPEST: usize = 10;
/// Longer keys are no keys of the API. The limit keeps mending linear.
const LONGEST_KEY: usize = 128;
/// More members than any type of the API has; only up to here are members tried one by one.
const MOST_MEMBERS: usize = 200;

/// Something wrong inside an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// Byte of the document.
    pub(super) at: usize,
    /// What is wrong, and what was done about it.
    pub(super) what: Message,
}

/// Decodes the object at `piece` of `text`. What is wrong in it costs as little as possible: a field that
/// is not what ECS writes is left out, the rest is kept. Nothing is left of an object of wrong fields only.
pub(super) fn decode<T: DeserializeOwned>(text: &str, piece: Piece, flaws: &mut Vec<Flaw>) -> Option<T> {
    let slice = piece.span.of(text);
    match serde_json::from_str(slice) {
        Ok(object) => Some(object),
        Err(error) => mended(text, piece, &error, flaws),
    }
}

fn mended<T: DeserializeOwned>(
    text: &str,
    piece: Piece,
    error: &serde_json::Error,
    flaws: &mut Vec<Flaw>,
) -> Option<T> {
    let mut mender = Mender::<T> { text, flaws: Vec::new(), target: PhantomData };
    let result = mender.container(piece, &Frame::default());
    if mender.flaws.is_empty() && error.classify() != Category::Data {
        let at = piece.span.start + offset(piece.span.of(text), error);
        mender.flaws.push(Flaw { at, what: syntax(text, at) });
    }
    flaws.append(&mut mender.flaws);
    if result.len() > "{}".len() { serde_json::from_str(&result).ok() } else { None }
}

/// Says that the text is not JSON at byte `at`. Only one character is shown: it may stand in a secret.
pub(super) fn syntax(text: &str, at: usize) -> Message {
    match text.get(at..).and_then(|rest| rest.chars().next()).filter(|letter| !letter.is_control()) {
        Some(letter) => msg!("reading-syntax", found = letter.to_string()),
        None => msg!("reading-syntax-end"),
    }
}

/// The byte of `slice` that `error` speaks of.
fn offset(slice: &str, error: &serde_json::Error) -> usize {
    let before: usize = slice.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (before + error.column().saturating_sub(1)).min(slice.len())
}

/// What stands around a value on the way to it, so that the value can be tried alone in its place.
#[derive(Debug, Default)]
struct Frame {
    before: String,
    after: String,
    path: String,
    depth: usize,
}

impl Frame {
    fn around(&self, value: &str) -> String {
        [&self.before, value, &self.after].concat()
    }

    fn member(&self, key: &str) -> Self {
        let quoted = serde_json::Value::from(key).to_string();
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            before: format!("{}{{{quoted}:", self.before),
            after: format!("}}{}", self.after),
            path: format!("{}{dot}{key}", self.path),
            depth: self.depth + 1,
        }
    }

    fn element(&self, index: usize) -> Self {
        Self {
            before: format!("{}[", self.before),
            after: format!("]{}", self.after),
            path: format!("{}[{index}]", self.path),
            depth: self.depth + 1,
        }
    }
}

/// Tries every part of an object by itself in the place where it stands.
struct Mender<'a, T> {
    text: &'a str,
    flaws: Vec<Flaw>,
    target: PhantomData<T>,
}

impl<T: DeserializeOwned> Mender<'_, T> {
    fn fits(frame: &Frame, value: &str) -> Result<(), serde_json::Error> {
        serde_json::from_str::<T>(&frame.around(value)).map(drop)
    }

    /// The object or array at `piece`, without what does not fit.
    fn container(&mut self, piece: Piece, frame: &Frame) -> String {
        if self.text.as_bytes().get(piece.span.start) == Some(&b'[') {
            self.array(piece, frame)
        } else {
            self.object(piece, frame)
        }
    }

    fn object(&mut self, piece: Piece, frame: &Frame) -> String {
        let members = scan::members(self.text, piece, &Ends::none());
        self.stray(members.stray);
        let mut last: HashMap<&str, usize> = HashMap::new();
        for (index, member) in members.items.iter().enumerate() {
            if let Some(earlier) = last.insert(&member.key, index) {
                let what = msg!("reading-repeated", field = frame.member(&member.key).path);
                self.flaws.push(Flaw { at: members.items[earlier].value.span.start, what });
            }
        }
        let mut kept: Vec<String> = Vec::new();
        for (index, member) in members.items.iter().enumerate() {
            if last.get(member.key.as_ref()) != Some(&index) || member.key.len() > LONGEST_KEY {
                continue;
            }
            if let Some(value) = self.value(member.value, &frame.member(&member.key)) {
                kept.push(format!("{}:{value}", serde_json::Value::from(member.key.as_ref())));
            }
        }
        Self::together(kept, frame)
    }

    /// Members that fit one by one may not fit together: two spellings of one field.
    fn together(kept: Vec<String>, frame: &Frame) -> String {
        let all = format!("{{{}}}", kept.join(","));
        if Self::fits(frame, &all).is_ok() {
            return all;
        }
        let mut so_far = String::new();
        for member in kept.into_iter().take(MOST_MEMBERS) {
            let comma = if so_far.is_empty() { "" } else { "," };
            let longer = format!("{so_far}{comma}{member}");
            if Self::fits(frame, &format!("{{{longer}}}")).is_ok() {
                so_far = longer;
            }
        }
        format!("{{{so_far}}}")
    }

    fn array(&mut self, piece: Piece, frame: &Frame) -> String {
        let elements = scan::elements(self.text, piece, &Ends::none());
        self.stray(elements.stray);
        let mut kept = Vec::new();
        for (index, element) in elements.items.into_iter().enumerate() {
            kept.extend(self.value(element, &frame.element(index)));
        }
        format!("[{}]", kept.join(","))
    }

    /// The value as far as it fits, or nothing.
    fn value(&mut self, piece: Piece, frame: &Frame) -> Option<String> {
        let slice = piece.span.of(self.text);
        let Err(error) = Self::fits(frame, slice) else { return Some(slice.to_owned()) };
        let empty = match slice.as_bytes().first() {
            Some(b'{') => "{}",
            Some(b'[') => "[]",
            Some(b'"') => return self.string(piece, frame, &error),
            _ => "",
        };
        if !empty.is_empty() && frame.depth < DEEPEST && Self::fits(frame, empty).is_ok() {
            let known = self.flaws.len();
            let mended = self.container(piece, frame);
            if Self::fits(frame, &mended).is_ok() {
                return Some(mended);
            }
            self.flaws.truncate(known);
        }
        self.drop_field(piece, frame, &error);
        None
    }

    /// A text with line breaks or half characters in it is kept without them.
    fn string(&mut self, piece: Piece, frame: &Frame, error: &serde_json::Error) -> Option<String> {
        let cleaned = clean_string(piece.span.of(self.text));
        if Self::fits(frame, &cleaned).is_err() {
            self.drop_field(piece, frame, error);
            return None;
        }
        let what = msg!("reading-bad-text", field = &frame.path);
        self.flaws.push(Flaw { at: piece.span.start, what });
        Some(cleaned)
    }

    fn drop_field(&mut self, piece: Piece, frame: &Frame, error: &serde_json::Error) {
        let found = kind_of(piece.span.of(self.text));
        let what = if error.classify() == Category::Data {
            let expected = expected(&error.to_string());
            msg!("reading-bad-field", field = &frame.path, found = found, expected = expected)
        } else {
            msg!("reading-bad-value", field = &frame.path)
        };
        self.flaws.push(Flaw { at: piece.span.start, what });
    }

    fn stray(&mut self, at: Option<usize>) {
        self.flaws.extend(at.map(|at| Flaw { at, what: syntax(self.text, at) }));
    }
}

/// A string in which what JSON forbids is replaced: control characters by blanks, half of a UTF-16 pair
/// by the replacement character.
fn clean_string(quoted: &str) -> String {
    let blank = |letter: char| if letter < ' ' { ' ' } else { letter };
    let mut clean: String = quoted.chars().map(blank).collect();
    if !clean.ends_with('"') || clean.len() < 2 {
        clean.push('"');
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(&clean).is_err() || !clean.contains("\\u") {
        return clean;
    }
    whole_pairs(&clean)
}

fn whole_pairs(quoted: &str) -> String {
    let half = |from: usize| {
        let digits = quoted.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut whole = String::with_capacity(quoted.len());
    let mut at = 0;
    while let Some(letter) = quoted[at..].chars().next() {
        let step = match (letter, half(at)) {
            ('\\', Some(0xd800..0xdc00)) if matches!(half(at + 6), Some(0xdc00..0xe000)) => 12,
            ('\\', Some(0xd800..0xe000)) => {
                whole.push_str("\\ufffd");
                at += 6;
                continue;
            }
            ('\\', Some(_)) => 6,
            ('\\', None) => 2,
            _ => letter.len_utf8(),
        };
        let end = (at + step).min(quoted.len());
        whole.push_str(quoted.get(at..end).unwrap_or_default());
        at = end;
    }
    whole
}

fn kind_of(value: &str) -> Message {
    match value.as_bytes().first() {
        Some(b'"') => msg!("reading-kind-text"),
        Some(b'{') => msg!("reading-kind-object"),
        Some(b'[') => msg!("reading-kind-list"),
        Some(b't' | b'f') => msg!("reading-kind-boolean"),
        Some(b'n') => msg!("reading-kind-null"),
        Some(_) => msg!("reading-kind-number"),
        None => msg!("reading-kind-nothing"),
    }
}

/// What the decoder expected, from its own words.
fn expected(error: &str) -> Message {
    let expected = error.rsplit_once("expected ").map_or("", |(_, rest)| rest);
    let starts = |words: &[&str]| words.iter().any(|word| expected.starts_with(word));
    if starts(&["a time"]) {
        msg!("reading-kind-time")
    } else if starts(&["a whole number", "i64", "f64", "u64"]) {
        msg!("reading-kind-number")
    } else if starts(&["a boolean"]) {
        msg!("reading-kind-boolean")
    } else if starts(&["a sequence"]) {
        msg!("reading-kind-list")
    } else if starts(&["struct", "a map"]) {
        msg!("reading-kind-object")
    } else {
        msg!("reading-kind-text")
    }
}

/// A cut object as far as it goes: its whole members, and of a cut list of `events` the whole ones.
/// Other lists are left out when they are cut: half of them would be taken for all.
pub(super) fn closed(text: &str, piece: Piece) -> String {
    let mut members = Vec::new();
    for member in scan::members(text, piece, &Ends::none()).items {
        let key = serde_json::Value::from(member.key.as_ref());
        if member.value.whole {
            members.push(format!("{key}:{}", member.value.span.of(text)));
        } else if member.key == "events" && text.as_bytes().get(member.value.span.start) == Some(&b'[') {
            let whole = scan::elements(text, member.value, &Ends::none())
                .items
                .into_iter()
                .filter(|event| event.whole);
            let events: Vec<&str> = whole.map(|event| event.span.of(text)).collect();
            members.push(format!("{key}:[{}]", events.join(",")));
        }
    }
    format!("{{{}}}", members.join(","))
}

/// A span of all of `text`.
pub(super) fn all_of(text: &str) -> Piece {
    Piece { span: Span { start: 0, end: text.len() }, whole: true }
}
