//! The skeleton of JSON text: where values, members and elements begin and end.
//!
//! The scanner looks at brackets and quotes alone and leaves checking to the decoder, so that one pass
//! finds every whole object of a document that is cut or damaged elsewhere. It never recurses and looks
//! at every byte once.

use std::borrow::Cow;

/// The bytes `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

impl Span {
    /// The text of the span; empty when the span does not lie on character borders.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// How a value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// One past its last byte.
    Whole(usize),
    /// It is cut: the text ends, or another document begins, at this byte.
    Cut(usize),
}

impl End {
    /// The byte where the value stops, whole or not.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Whole(at) | Self::Cut(at) => at,
        }
    }

    /// Whether the value is whole.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Self::Whole(_))
    }
}

/// A value inside an array or behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) span: Span,
    /// Whether its end was found.
    pub(super) whole: bool,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    /// The key, unescaped.
    pub(super) key: Cow<'a, str>,
    /// The value.
    pub(super) value: Piece,
}

/// What an object or array holds, and how it ends.
#[derive(Debug, Clone)]
pub(super) struct Parts<T> {
    /// Its members or elements.
    pub(super) items: Vec<T>,
    /// Its end.
    pub(super) end: End,
    /// Where something stands that is not JSON, if so: the first such byte.
    pub(super) stray: Option<usize>,
}

/// The first byte from `at` on that is no white space, or the text's length.
pub(super) fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).unwrap_or(rest.len())
}

/// The end of the value that starts at `start`.
pub(super) fn value_end(bytes: &[u8], start: usize) -> End {
    match bytes.get(start) {
        Some(b'"') => string_end(bytes, start),
        Some(b'{' | b'[') => container_end(bytes, start),
        _ => End::Whole(scalar_end(bytes, start)),
    }
}

/// The end of a string. A line break inside one is not JSON: where the next line goes on with JSON the
/// closing quote was lost, and the string ends with its line; else the text was only wrapped.
fn string_end(bytes: &[u8], start: usize) -> End {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return End::Cut(bytes.len()),
            Some(b'"') => return End::Whole(at + 1),
            Some(b'\\') => at += 2,
            Some(b'\n') if quote_was_lost(bytes, at) => return End::Whole(at),
            Some(_) => at += 1,
        }
        if at > bytes.len() {
            return End::Cut(bytes.len());
        }
    }
}

fn quote_was_lost(bytes: &[u8], line_break: usize) -> bool {
    // Only the next line is looked at, so that a text of nothing but line breaks is still read in one pass.
    let next = bytes[line_break + 1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next, Some(b'"' | b'{' | b'}' | b'[' | b']'))
}

fn container_end(bytes: &[u8], start: usize) -> End {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => match string_end(bytes, at) {
                End::Whole(end) => {
                    at = end;
                    continue;
                }
                cut @ End::Cut(_) => return cut,
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return End::Whole(at + 1);
                }
            }
            b'\n' if begins_a_document(bytes, start, at) => return End::Cut(at),
            _ => {}
        }
        at += 1;
    }
    End::Cut(bytes.len())
}

/// Whether the line after `line_break` begins another document: inside one, every `{` follows `[`, `,`
/// or `:`.
fn begins_a_document(bytes: &[u8], start: usize, line_break: usize) -> bool {
    if bytes.get(line_break + 1) != Some(&b'{') {
        return false;
    }
    let before = bytes[start..line_break].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    !matches!(before, Some(b'[' | b',' | b':'))
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let stops = |byte: &u8| {
        matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"' | b':') || byte.is_ascii_whitespace()
    };
    start + rest.iter().position(stops).unwrap_or(rest.len())
}

/// The members of the object that starts at `piece`; a cut one gives those before the cut.
pub(super) fn members(text: &str, piece: Piece) -> Parts<Member<'_>> {
    let bytes = &text.as_bytes()[..piece.span.end];
    let mut parts = Parts { items: Vec::new(), end: End::Cut(bytes.len()), stray: None };
    let mut at = skip_space(bytes, piece.span.start + 1);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'}' => {
                parts.end = End::Whole(at + 1);
                return parts;
            }
            b',' => at += 1,
            b'"' => {
                let key_span = Span { start: at, end: string_end(bytes, at).at() };
                let colon = skip_space(bytes, key_span.end);
                if bytes.get(colon) == Some(&b':') {
                    let value = value_at(bytes, skip_space(bytes, colon + 1));
                    parts.items.push(Member { key: key_text(text, key_span), value });
                    at = value.span.end;
                } else {
                    parts.stray.get_or_insert(at);
                    at = colon;
                }
            }
            _ => {
                parts.stray.get_or_insert(at);
                at = value_end(bytes, at).at().max(at + 1);
            }
        }
        at = skip_space(bytes, at);
    }
    parts
}

/// The elements of the array that starts at `piece`; a cut one gives those before the cut, and the cut
/// one as such.
pub(super) fn elements(text: &str, piece: Piece) -> Parts<Piece> {
    let bytes = &text.as_bytes()[..piece.span.end];
    let mut parts = Parts { items: Vec::new(), end: End::Cut(bytes.len()), stray: None };
    let mut at = skip_space(bytes, piece.span.start + 1);
    let mut after_value = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b']' => {
                parts.end = End::Whole(at + 1);
                return parts;
            }
            b',' => {
                after_value = false;
                at += 1;
            }
            b'}' | b':' => {
                parts.stray.get_or_insert(at);
                at += 1;
            }
            _ => {
                if after_value {
                    parts.stray.get_or_insert(at);
                }
                let value = value_at(bytes, at);
                parts.items.push(value);
                after_value = true;
                at = value.span.end.max(at + 1);
            }
        }
        at = skip_space(bytes, at);
    }
    parts
}

fn value_at(bytes: &[u8], start: usize) -> Piece {
    let end = value_end(bytes, start);
    Piece { span: Span { start, end: end.at() }, whole: end.is_whole() && end.at() > start }
}

fn key_text(text: &str, span: Span) -> Cow<'_, str> {
    let quoted = span.of(text);
    if quoted.contains('\\')
        && let Ok(unescaped) = serde_json::from_str::<String>(quoted)
    {
        return Cow::Owned(unescaped);
    }
    Cow::Borrowed(quoted.trim_matches('"'))
}
