//! The skeleton of JSON text: where values, members and elements begin and end.
//!
//! The scanner looks at brackets and quotes alone and leaves checking to the decoder, so that one pass
//! finds every whole object of a document that is cut or damaged elsewhere. It never recurses, and what
//! one pass over a document finds out is kept in [`Ends`], so that no byte need be looked at twice.

use std::borrow::Cow;

use super::ends::Ends;

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

/// The end of the value that starts at `start`; `ends` learns where the values inside it end.
pub(super) fn value_end(bytes: &[u8], start: usize, ends: &mut Ends) -> End {
    match bytes.get(start) {
        Some(b'"') => string_end(bytes, start),
        Some(b'{' | b'[') => container_end(bytes, start, ends),
        _ => End::Whole(scalar_end(bytes, start)),
    }
}

/// The end of the value that starts at `start`, from `ends` where it is known.
fn known_end(bytes: &[u8], start: usize, ends: &Ends) -> End {
    let is_container = matches!(bytes.get(start), Some(b'{' | b'['));
    let known = if is_container { ends.of(start).filter(|end| *end <= bytes.len()) } else { None };
    known.map_or_else(|| value_end(bytes, start, &mut Ends::none()), End::Whole)
}

/// The end of a string. A line break inside one is not JSON: where the next line goes on with JSON the
/// closing quote was lost, and the string ends with its line; else the text was only wrapped.
fn string_end(bytes: &[u8], start: usize) -> End {
    let mut at = start + 1;
    loop {
        at = plain_end(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return End::Whole(at + 1),
            Some(b'\\') => at += 2,
            Some(b'\n') if quote_was_lost(bytes, at) => return End::Whole(at),
            Some(_) => at += 1,
            None => return End::Cut(bytes.len()),
        }
    }
}

/// The first quote, backslash or line break from `at` on. Most bytes of an answer stand in strings, so
/// eight are looked at together: a zero byte in `word ^ pattern` is a hit.
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zero_in = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let of = |letter: u8| ONES * u64::from(letter);
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let hits = zero_in(word ^ of(b'"')) | zero_in(word ^ of(b'\\')) | zero_in(word ^ of(b'\n'));
        if hits != 0 {
            // The lowest hit is sure, and it is the first byte.
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n')).unwrap_or(rest.len())
}

fn quote_was_lost(bytes: &[u8], line_break: usize) -> bool {
    // Only the next line is looked at, so that a text of nothing but line breaks is still read in one pass.
    let next = bytes[line_break + 1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    matches!(next, Some(b'"' | b'{' | b'}' | b'[' | b']'))
}

fn container_end(bytes: &[u8], start: usize, ends: &mut Ends) -> End {
    const INDENT: [u8; 8] = [b' '; 8];
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' if bytes[at..].starts_with(&INDENT) => at += INDENT.len(),
            b'"' => match string_end(bytes, at) {
                End::Whole(end) => at = end,
                cut @ End::Cut(_) => return cut,
            },
            b'{' | b'[' => {
                ends.open(depth, at);
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth -= 1;
                at += 1;
                ends.close(depth, at);
                if depth == 0 {
                    return End::Whole(at);
                }
            }
            b'\n' if begins_a_document(bytes, start, at) => return End::Cut(at),
            _ => at += 1,
        }
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
pub(super) fn members<'a>(text: &'a str, piece: Piece, ends: &Ends) -> Parts<Member<'a>> {
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
                    let value = value_at(bytes, skip_space(bytes, colon + 1), ends);
                    parts.items.push(Member { key: key_text(text, key_span), value });
                    at = value.span.end;
                } else {
                    parts.stray.get_or_insert(at);
                    at = colon;
                }
            }
            _ => {
                parts.stray.get_or_insert(at);
                at = known_end(bytes, at, ends).at().max(at + 1);
            }
        }
        at = skip_space(bytes, at);
    }
    parts
}

/// The elements of the array that starts at `piece`; a cut one gives those before the cut, and the cut
/// one as such.
pub(super) fn elements(text: &str, piece: Piece, ends: &Ends) -> Parts<Piece> {
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
                let value = value_at(bytes, at, ends);
                parts.items.push(value);
                after_value = true;
                at = value.span.end.max(at + 1);
            }
        }
        at = skip_space(bytes, at);
    }
    parts
}

fn value_at(bytes: &[u8], start: usize, ends: &Ends) -> Piece {
    let end = known_end(bytes, start, ends);
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
