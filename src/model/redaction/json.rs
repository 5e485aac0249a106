//! Redaction of a document's text: values are replaced where they stand, and every other byte stays, so that
//! what is read from it later is what ECS said. Broken JSON is walked as far as it goes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::IgnoredAny;

use super::secrets::{cleaned, is_secret_name};
use super::{MASK, secrets};

/// A document inside a text inside a document: SNS to SQS to a log line is three.
const DEEPEST: usize = 4;

/// The document `text` without the values of any `environment` and without what looks like a secret.
pub fn redacted(text: &str) -> String {
    at_depth(text, 0)
}

fn at_depth(text: &str, depth: usize) -> String {
    let mut walk = Walk { text, depth, frames: Vec::new(), edits: BTreeMap::new() };
    walk.run();
    let (mut clean, mut at) = (String::with_capacity(text.len()), 0);
    for (start, (end, replacement)) in walk.edits {
        clean.push_str(&text[at..start]);
        clean.push_str(&replacement);
        at = end;
    }
    clean.push_str(&text[at..]);
    clean
}

/// What is done with the values of an object or array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They are looked at one by one.
    Plain,
    /// It is an `environment`.
    Environment,
    /// It is a pair in one: everything but its name is masked.
    Pair,
    /// It lies in a value that is masked.
    Masked,
}

/// An object or array that is open.
#[derive(Debug)]
struct Frame {
    is_object: bool,
    mode: Mode,
    /// The key of the value that comes next.
    key: Option<String>,
    /// What `name` or `key` says: the name of what `value` holds.
    label: Option<String>,
    /// Where the `value`s are.
    values: Vec<Range<usize>>,
    /// Whether the element before was a flag that takes a secret: `--password`.
    after_flag: bool,
}

#[derive(Debug)]
struct Walk<'a> {
    text: &'a str,
    depth: usize,
    frames: Vec<Frame>,
    /// Ends and replacements by start.
    edits: BTreeMap<usize, (usize, String)>,
}

impl Walk<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => {
                    self.open(*byte == b'{');
                    at += 1;
                }
                b'}' | b']' => {
                    self.close();
                    at += 1;
                }
                b',' => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.key = None;
                    }
                    at += 1;
                }
                b'"' => {
                    let end = string_end(bytes, at);
                    self.string(at..end);
                    at = end;
                }
                b':' => at += 1,
                _ if byte.is_ascii_whitespace() => at += 1,
                _ => {
                    let end = scalar_end(bytes, at);
                    self.scalar(at..end);
                    at = end;
                }
            }
        }
        while !self.frames.is_empty() {
            self.close();
        }
    }

    fn open(&mut self, is_object: bool) {
        let mode = match self.frames.last() {
            None => Mode::Plain,
            Some(frame) => frame.mode_inside(is_object),
        };
        let (key, label, values) = (None, None, Vec::new());
        self.frames.push(Frame { is_object, mode, key, label, values, after_flag: false });
    }

    /// Closes an object or array. The name of a pair may stand behind its value, so that is judged here.
    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.label.as_deref().is_some_and(is_secret_name) {
            for span in frame.values {
                self.mask(span);
            }
        }
    }

    fn mask(&mut self, span: Range<usize>) {
        self.edits.insert(span.start, (span.end, format!("\"{MASK}\"")));
    }

    fn string(&mut self, span: Range<usize>) {
        let is_key = self.frames.last().is_some_and(|frame| frame.is_object && frame.key.is_none())
            && next_byte(self.text.as_bytes(), span.end) == Some(b':');
        let said = content(&self.text[span.clone()]).into_owned();
        if is_key {
            if let Some(frame) = self.frames.last_mut() {
                frame.key = Some(said);
            }
            return;
        }
        self.value(span, &said);
    }

    fn value(&mut self, span: Range<usize>, said: &str) {
        let reference = said.starts_with("arn:");
        let mut masked = false;
        if let Some(frame) = self.frames.last_mut() {
            let key = frame.key.as_deref().unwrap_or_default();
            masked = frame.masks() || (!reference && (is_secret_name(key) || frame.after_flag));
            match key {
                "name" | "Name" | "key" | "Key" => frame.label = Some(said.to_owned()),
                "value" | "Value" if !reference => frame.values.push(span.clone()),
                _ => {}
            }
            frame.after_flag = !frame.is_object && is_bare_flag(said);
        }
        if masked {
            return self.mask(span);
        }
        if let Cow::Owned(clean) = self.inside(said) {
            let quoted = serde_json::to_string(&clean).unwrap_or_else(|_| format!("\"{MASK}\""));
            self.edits.insert(span.start, (span.end, quoted));
        }
    }

    /// A text without the secrets in it; a document in it is walked as such.
    fn inside<'s>(&self, said: &'s str) -> Cow<'s, str> {
        let is_document = said.trim_start().starts_with(['{', '['])
            && self.depth < DEEPEST
            && serde_json::from_str::<IgnoredAny>(said).is_ok();
        if !is_document {
            return cleaned(said);
        }
        let clean = at_depth(said, self.depth + 1);
        if clean == said { Cow::Borrowed(said) } else { Cow::Owned(clean) }
    }

    /// A number, a word of JSON, or what stands in broken JSON.
    fn scalar(&mut self, span: Range<usize>) {
        let said = &self.text[span.clone()];
        let Some(frame) = self.frames.last_mut() else { return };
        if said == "null" {
            return;
        }
        if frame.masks() {
            return self.mask(span);
        }
        if matches!(frame.key.as_deref(), Some("value" | "Value")) {
            frame.values.push(span.clone());
        }
        if let Cow::Owned(clean) = cleaned(said) {
            self.edits.insert(span.start, (span.end, clean));
        }
    }
}

impl Frame {
    fn is_environment(&self) -> bool {
        self.key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case("environment"))
    }

    fn is_name(&self) -> bool {
        self.key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case("name"))
    }

    /// Whether the scalar that comes next is masked.
    fn masks(&self) -> bool {
        match self.mode {
            Mode::Plain => self.is_environment(),
            Mode::Environment | Mode::Masked => true,
            Mode::Pair => !self.is_name(),
        }
    }

    /// The mode of the object or array that comes next.
    fn mode_inside(&self, is_object: bool) -> Mode {
        match self.mode {
            Mode::Plain if self.is_environment() => Mode::Environment,
            Mode::Plain => Mode::Plain,
            Mode::Environment if self.is_object => Mode::Masked,
            Mode::Environment if is_object => Mode::Pair,
            Mode::Environment => Mode::Environment,
            Mode::Pair | Mode::Masked => Mode::Masked,
        }
    }
}

/// Whether an element of a command line is a flag whose value is the next element, and a secret.
fn is_bare_flag(said: &str) -> bool {
    said.starts_with('-') && !said.contains(['=', ' ']) && secrets::is_secret_name(said)
}

/// What stands between the quotes, unescaped where that is possible.
fn content(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str::<String>(quoted).map_or(Cow::Borrowed(inner), Cow::Owned)
}

/// One past the closing quote of the string that begins at `start`, or the end of the text.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let stops =
        |byte: &u8| matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"') || byte.is_ascii_whitespace();
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(stops).unwrap_or(rest.len()).max(1)
}

fn next_byte(bytes: &[u8], from: usize) -> Option<u8> {
    bytes.get(from..)?.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_environment_go_and_every_other_byte_stays() {
        let text = "{ \"environment\" : [ {\"value\":\"s\",\"name\":\"A\"},\n{\"Name\":\"B\",\"Value\":5} ],\"n\":1.50 ,\"x\":\"\\u00e9\"}";
        let expected = "{ \"environment\" : [ {\"value\":\"<masked>\",\"name\":\"A\"},\n{\"Name\":\"B\",\"Value\":\"<masked>\"} ],\"n\":1.50 ,\"x\":\"\\u00e9\"}";
        assert_eq!(redacted(text), expected);
        assert_eq!(
            redacted(r#"{"environment":{"A":"s","B":["s"]}}"#),
            r#"{"environment":{"A":"<masked>","B":["<masked>"]}}"#
        );
        assert_eq!(
            redacted(r#"{"environment":null,"Environment":"s"}"#),
            r#"{"environment":null,"Environment":"<masked>"}"#
        );
        assert_eq!(redacted(r#"{"environment":["A=s"]}"#), r#"{"environment":["<masked>"]}"#);
    }

    #[test]
    fn a_telling_name_masks_the_value_beside_it_and_references_stay() {
        for (text, expected) in [
            (r#"{"value":"s","key":"db-password"}"#, r#"{"value":"<masked>","key":"db-password"}"#),
            (
                r#"{"options":{"splunk-token":"s","splunk-url":"u"}}"#,
                r#"{"options":{"splunk-token":"<masked>","splunk-url":"u"}}"#,
            ),
            (r#"{"command":["run","--token","s","x"]}"#, r#"{"command":["run","--token","<masked>","x"]}"#),
        ] {
            assert_eq!(redacted(text), expected);
        }
        for kept in [
            r#"{"secrets":[{"name":"DB_PASSWORD","valueFrom":"/prod/db"}],"nextToken":"abc"}"#,
            r#"{"name":"SECRET","value":"arn:aws:ssm:us-east-1:1:parameter/x"}"#,
            r#"{"repositoryCredentials":{"credentialsParameter":"prod/registry"}}"#,
        ] {
            assert_eq!(redacted(kept), kept);
        }
    }

    #[test]
    fn a_document_inside_a_text_is_walked_as_one() {
        let inner = r#"{"environment":[{"name":"A","value":"s3cret"}],"n":1}"#;
        let text = serde_json::json!({"events": [{"message": inner}]}).to_string();
        let clean = redacted(&text);
        assert!(!clean.contains("s3cret") && clean.contains(r#"\"n\":1"#), "{clean}");
    }

    #[test]
    fn broken_json_is_walked_as_far_as_it_goes() {
        for text in [
            "{\"environment\":[{\"name\":\"A\",\"value\":\"s3cret",
            "{\"environment\":[\"s3cret\"",
            "{\"m\":\"password=s3cret\\",
        ] {
            assert!(!redacted(text).contains("s3cret"), "{text}");
        }
        for text in ["", "\"", "{\"a\\", "]]}}", "{\"a\":\"é\\"] {
            assert_eq!(redacted(text), text);
        }
    }
}
