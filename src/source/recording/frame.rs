//! Where the records of a file lie: a mark, then one frame of zstd, again and again.

use std::io::Read as _;

use ruzstd::decoding::StreamingDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::model::time::Time;

/// A skippable frame, little endian; decoders of zstd pass over it. Source: RFC 8878, 3.1.2.
const MAGIC: [u8; 4] = [0x5e, 0x2a, 0x4d, 0x18];
/// Magic and length of a skippable frame.
const HEAD: usize = 8;
/// What a mark begins with; the number is that of the format.
const TAG: &[u8] = b"ecsplain recording 1 ";
/// A mark is a line of text, and a short one.
const LONGEST_MARK: usize = 256;
/// One capture is a few megabytes at most; a mark that says more is damaged.
const LARGEST: usize = 1 << 30;
/// How a mark writes that the moment of a capture is not known.
const NO_TIME: &str = "-";

/// Whether `bytes` begin as a recording does.
pub fn is_recording(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC) && bytes.get(HEAD..).is_some_and(|mark| mark.starts_with(TAG))
}

/// A record in a file, still compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Framed<'a> {
    /// The moment of the capture.
    pub(super) at: Option<Time>,
    /// Where its mark begins.
    pub(super) start: usize,
    frame: &'a [u8],
    /// Length of the text.
    length: usize,
}

/// What lies in a file, from its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    /// A record.
    Record(Framed<'a>),
    /// Bytes that are none.
    Damaged {
        /// Where they begin.
        start: usize,
    },
    /// A record of which the end is missing, at the end of the file.
    Torn {
        /// Where its mark begins.
        start: usize,
    },
}

/// A record as bytes of a file.
pub(super) fn framed(at: Option<Time>, text: &[u8]) -> Vec<u8> {
    let frame = compressed(text);
    let at = at.map_or_else(|| NO_TIME.to_owned(), |at| at.0.to_string());
    let mark = [TAG, format!("{at} {} {}\n", frame.len(), text.len()).as_bytes()].concat();
    let length = u32::try_from(mark.len()).unwrap_or(u32::MAX).to_le_bytes();
    [&MAGIC, &length[..], &mark, &frame].concat()
}

/// Compresses, and looks whether it can be read again: what is written is read when it is needed, and then it
/// is too late.
fn compressed(text: &[u8]) -> Vec<u8> {
    let frame = compress_to_vec(text, CompressionLevel::Fastest);
    match decompressed(&frame, text.len()) {
        Some(again) if again == text => frame,
        _ => compress_to_vec(text, CompressionLevel::Uncompressed),
    }
}

/// The text of a frame, if it is whole: as long as it was, and with the checksum that it had.
fn decompressed(frame: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut decoder = StreamingDecoder::new(frame).ok()?;
    let mut text = Vec::new();
    decoder.by_ref().take(u64::try_from(length).ok()?.saturating_add(1)).read_to_end(&mut text).ok()?;
    let decoder = decoder.into_frame_decoder();
    let checked = decoder.get_checksum_from_data() == decoder.get_calculated_checksum();
    (text.len() == length && checked).then_some(text)
}

impl Framed<'_> {
    /// The text of the record; nothing when it is damaged.
    pub(super) fn text(&self) -> Option<Vec<u8>> {
        decompressed(self.frame, self.length)
    }
}

/// What lies in `bytes`. After damage it goes on at the next mark.
pub(super) fn stretches(bytes: &[u8]) -> Vec<Stretch<'_>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if let Some((framed, end)) = record_at(bytes, at) {
            found.push(Stretch::Record(framed));
            at = end;
            continue;
        }
        let next = next_mark(bytes, at + 1);
        found.push(match next {
            None if begins_a_mark(&bytes[at..]) => Stretch::Torn { start: at },
            _ => Stretch::Damaged { start: at },
        });
        at = next.unwrap_or(bytes.len());
    }
    found
}

fn record_at(bytes: &[u8], start: usize) -> Option<(Framed<'_>, usize)> {
    let rest = bytes.get(start..).filter(|rest| is_recording(rest))?;
    let length = rest.get(4..HEAD).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= LONGEST_MARK)?;
    let mark = std::str::from_utf8(rest.get(HEAD + TAG.len()..HEAD + length)?).ok()?;
    let mut words = mark.split_whitespace();
    let (at, compressed, plain) = (words.next()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let _: &usize = Some(&plain).filter(|plain| **plain <= LARGEST)?;
    let from = HEAD + length;
    let frame = rest.get(from..from.checked_add(compressed)?)?;
    let framed = Framed { at: Time::from_text(at), start, frame, length: plain };
    Some((framed, start + from + compressed))
}

/// Whether `rest` is the beginning of a mark, be it cut within its first letters.
fn begins_a_mark(rest: &[u8]) -> bool {
    let magic = &rest[..rest.len().min(MAGIC.len())];
    let tag = rest.get(HEAD..).unwrap_or_default();
    MAGIC.starts_with(magic) && tag.iter().zip(TAG).all(|(found, wanted)| found == wanted)
}

fn next_mark(bytes: &[u8], from: usize) -> Option<usize> {
    (from..bytes.len()).find(|at| bytes[*at] == MAGIC[0] && is_recording(&bytes[*at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = [r#"{"n":1}"#, "", r#"{"n":3,"x":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}"#];

    fn file() -> (Vec<u8>, Vec<usize>) {
        let (mut bytes, mut starts) = (Vec::new(), Vec::new());
        for (text, second) in TEXTS.into_iter().zip([1.0, 2.0, 3.0]) {
            starts.push(bytes.len());
            bytes.extend(framed(Time::from_number(second), text.as_bytes()));
        }
        (bytes, starts)
    }

    fn texts(bytes: &[u8]) -> Vec<Option<Vec<u8>>> {
        stretches(bytes)
            .into_iter()
            .map(|stretch| match stretch {
                Stretch::Record(record) => record.text(),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn what_was_written_is_read_with_its_moments() {
        let (bytes, _) = file();
        assert!(is_recording(&bytes) && !is_recording(b"{\"a\":1}") && !is_recording(&bytes[..20]));
        let all = TEXTS.map(|text| Some(text.as_bytes().to_vec()));
        assert_eq!(texts(&bytes), all);
        let Stretch::Record(last) = &stretches(&bytes)[2] else { panic!("no record") };
        assert_eq!(last.at, Time::from_number(3.0));
        let undated = framed(None, b"{}");
        let Stretch::Record(record) = &stretches(&undated)[0] else { panic!("no record") };
        assert_eq!(record.at, None);
    }

    #[test]
    fn wherever_a_file_is_cut_the_records_before_it_are_read() {
        let (bytes, starts) = file();
        for cut in 0..bytes.len() {
            let found = texts(&bytes[..cut]);
            let whole = starts.iter().skip(1).filter(|start| **start <= cut).count();
            assert_eq!(found.iter().flatten().count(), whole, "cut at {cut}");
            let torn = !starts.contains(&cut);
            assert_eq!(found.len(), whole + usize::from(torn), "cut at {cut}");
            if torn {
                let last = stretches(&bytes[..cut]).pop();
                assert!(matches!(last, Some(Stretch::Torn { .. })), "cut at {cut}: {last:?}");
            }
        }
    }

    #[test]
    fn damage_costs_the_record_that_it_is_in_and_is_never_taken_for_one() {
        let (bytes, starts) = file();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            let hit = starts.iter().filter(|start| **start <= at).count() - 1;
            let found: Vec<Vec<u8>> = texts(&damaged).into_iter().flatten().collect();
            for (place, text) in TEXTS.iter().enumerate() {
                let kept = found.iter().any(|one| one == text.as_bytes());
                assert!(kept || place == hit, "damage at {at} lost record {place}");
            }
            let known = |one: &Vec<u8>| TEXTS.iter().any(|text| text.as_bytes() == one);
            assert!(found.iter().all(known), "damage at {at} made another text");
        }
    }

    #[test]
    fn a_length_that_nobody_wrote_allocates_nothing() {
        let mut bytes = framed(None, b"{}");
        let mark = bytes.windows(4).position(|four| four == b" 2\n(").unwrap();
        bytes.splice(mark + 1..mark + 2, *b"99999999999");
        let length = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) + 10;
        bytes[4..8].copy_from_slice(&length.to_le_bytes());
        assert_eq!(texts(&bytes), [None]);
    }
}
