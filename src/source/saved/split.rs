//! One text, several documents: NDJSON, concatenated answers, and answers among other lines.

use super::ends::Ends;
use super::scan::{self, Piece, Span};

/// A stretch of a text.
#[derive(Debug)]
pub(super) enum Part {
    /// An object or array, perhaps cut, and where the values in it end.
    Value(Piece, Ends),
    /// Lines that are neither.
    Other(Span),
}

/// Cuts `text` into its top-level objects and arrays, and what stands between them.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Part> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at = scan::skip_space(bytes, at);
            match bytes.get(at)? {
                b'{' | b'[' => {
                    let mut ends = Ends::keeping();
                    let (start, end) = (at, scan::value_end(bytes, at, &mut ends));
                    at = end.at().max(start + 1);
                    let span = Span { start, end: end.at() };
                    return Some(Part::Value(Piece { span, whole: end.is_whole() }, ends));
                }
                // A comma between pasted documents, a record separator of JSON text sequences.
                b',' | 0x1e => at += 1,
                _ => {
                    let span = Span { start: at, end: next_document(bytes, at) };
                    at = span.end;
                    return Some(Part::Other(span));
                }
            }
        }
    })
}

/// The start of the next line that begins with an object or an array, else the end of the text.
fn next_document(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(length) = bytes[at..].iter().position(|byte| *byte == b'\n') {
        at += length + 1;
        if matches!(bytes.get(at), Some(b'{' | b'[')) {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, bool)> {
        parts(text)
            .map(|part| match part {
                Part::Value(piece, _) => (piece.span.of(text), piece.whole),
                Part::Other(span) => (span.of(text), false),
            })
            .collect()
    }

    #[test]
    fn lines_and_concatenated_documents_are_told_apart() {
        assert_eq!(shown("{\"a\":1}\n[2]\n"), [("{\"a\":1}", true), ("[2]", true)]);
        assert_eq!(shown("{\n \"a\": {\n}\n}\n{\n}"), [("{\n \"a\": {\n}\n}", true), ("{\n}", true)]);
    }

    #[test]
    fn a_broken_line_does_not_take_the_next_one_with_it() {
        let text = "{\"a\":[1\n{\"b\":2}\nnoise\n{\"c\":3}";
        let expected = [("{\"a\":[1", false), ("{\"b\":2}", true), ("noise\n", false), ("{\"c\":3}", true)];
        assert_eq!(shown(text), expected);
        assert_eq!(shown("{\"a\":\"x\n{\"b\":2}"), [("{\"a\":\"x", false), ("{\"b\":2}", true)]);
    }

    #[test]
    fn an_array_with_an_object_a_line_is_one_document() {
        assert_eq!(shown("[\n{\"a\":1},\n{\"b\":2}\n]").len(), 1);
        assert_eq!(shown("[{\"a\":1}\n,\n{\"b\":2}]").len(), 1);
    }
}
