//! From bytes to text: UTF-8 and UTF-16, with a byte order mark or without.

use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file's bytes as text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: Arc<str>,
    /// The first byte of the text that stands for something which was no text, if there is one.
    pub(super) damaged_at: Option<usize>,
}

/// What bytes are that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoText {
    /// gzip, zstd, zip, bzip2 or xz.
    Compressed,
    /// Anything else.
    Binary,
}

/// How many bytes tell whether a file is text.
pub(super) const HEAD: usize = 8192;

/// What the first bytes of a file are, if they are no text.
pub(super) fn no_text(head: &[u8]) -> Option<NoText> {
    const MAGIC: [&[u8]; 5] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"BZh", b"\xfd7zXZ"];
    if MAGIC.iter().any(|magic| head.starts_with(magic)) {
        return Some(NoText::Compressed);
    }
    let head = &head[..head.len().min(HEAD)];
    (encoding(head) == UTF_8 && starts_with_other_than_json(head) && head.contains(&0))
        .then_some(NoText::Binary)
}

/// A NUL inside JSON is damage to be pointed at; a NUL in anything else says that it is no text.
fn starts_with_other_than_json(head: &[u8]) -> bool {
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    !matches!(first, Some(b'{' | b'['))
}

/// Decodes the bytes of a file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    let encoding = encoding(&bytes);
    if encoding == UTF_8 {
        return from_utf8(bytes);
    }
    let (text, damaged) = encoding.decode_with_bom_removal(&bytes);
    let damaged_at = damaged.then(|| text.find(char::REPLACEMENT_CHARACTER)).flatten();
    Decoded { text: text.into(), damaged_at }
}

fn from_utf8(mut bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.into(), damaged_at: None },
        Err(error) => {
            let damaged_at = Some(error.utf8_error().valid_up_to());
            Decoded { text: String::from_utf8_lossy(error.as_bytes()).into(), damaged_at }
        }
    }
}

/// UTF-16 without a mark is told by the zero halves of its first letters: JSON and YAML begin in ASCII.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    match bytes {
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => UTF_16LE,
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => UTF_16BE,
        _ => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_of_one_text_is_the_same_text() {
        let text = "{\"é\": \"😀\"}";
        let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let mut spellings = vec![text.as_bytes().to_vec(), with_mark];
        for mark in [false, true] {
            spellings.push(utf16(text, mark, u16::to_le_bytes));
            spellings.push(utf16(text, mark, u16::to_be_bytes));
        }
        for bytes in spellings {
            let decoded = decode(bytes.clone());
            assert_eq!((&*decoded.text, decoded.damaged_at), (text, None), "{bytes:?}");
        }
    }

    #[test]
    fn damage_is_pointed_at_and_the_rest_is_kept() {
        let decoded = decode(b"{\"a\": \"\xff\"}".to_vec());
        assert_eq!((&*decoded.text, decoded.damaged_at), ("{\"a\": \"\u{fffd}\"}", Some(7)));
        let mut odd = utf16("{}", true, u16::to_le_bytes);
        odd.push(b'x');
        assert_eq!(decode(odd).damaged_at, Some(2));
    }

    #[test]
    fn compressed_and_binary_files_are_told_from_damaged_text() {
        assert_eq!(no_text(b"\x1f\x8b\x08"), Some(NoText::Compressed));
        assert_eq!(no_text(b"\x7fELF\0\0\0"), Some(NoText::Binary));
        assert_eq!(no_text(b"{\"a\": \"\0\"}"), None);
        assert_eq!(no_text(&utf16("{}", false, u16::to_le_bytes)), None);
    }
}
