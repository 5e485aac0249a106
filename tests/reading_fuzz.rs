//! Whatever is done to real documents, reading them ends, without a panic, and points into its own text.
//!
//! The normal run tries a few hundred; `PROPTEST_CASES=1000000 PROPTEST_RNG_SEED=$RANDOM cargo test --release
//! --test reading_fuzz` tries as many as one has time for.

#[path = "properties/draw.rs"]
mod draw;

use std::path::Path;
use std::sync::LazyLock;

use ecsplain::source::saved::{Loaded, load_bytes};
use proptest::prelude::*;
use proptest::sample::Index;

/// Documents larger than this are left out: many small ones are more worth than few large ones.
const LARGEST: u64 = 9000;

static DOCUMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading");
    let files = walkdir::WalkDir::new(fixtures).sort_by_file_name().into_iter().filter_map(Result::ok);
    let small =
        files.filter(|entry| entry.metadata().is_ok_and(|meta| meta.is_file() && meta.len() < LARGEST));
    small.filter_map(|entry| std::fs::read(entry.path()).ok()).collect()
});

/// Pieces that turn one type into another, or break what surrounds them.
const PIECES: [&str; 24] = [
    "null",
    "true",
    "-1",
    "1e999",
    "\"",
    "\"\\ud800\"",
    "[",
    "]",
    "{",
    "}",
    "{}",
    "[]",
    ",",
    ":",
    "\n{",
    "\\",
    "\0",
    "\u{feff}",
    "[[[[[[",
    "\"detail-type\":",
    "\"events\":[",
    "\"Message\":\"{}\",",
    "- a: &x [*x]\n",
    "99999999999999999999",
];

/// One change to a document.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Cut(Index),
    DropFront(Index),
    Remove(Index, Index),
    Repeat(Index, Index),
    Insert(Index, usize),
    ReplaceValue(Index, usize),
    Splice(Index, Index, Index),
    Widen,
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        at().prop_map(Change::Cut),
        at().prop_map(Change::DropFront),
        (at(), at()).prop_map(|(from, to)| Change::Remove(from, to)),
        (at(), at()).prop_map(|(from, to)| Change::Repeat(from, to)),
        (at(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at(), 0..PIECES.len()).prop_map(|(at, piece)| Change::ReplaceValue(at, piece)),
        (at(), at(), at()).prop_map(|(at, other, from)| Change::Splice(at, other, from)),
        Just(Change::Widen),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let length = bytes.len();
    if length == 0 {
        return;
    }
    let span = |one: &Index, other: &Index| {
        let (one, other) = (one.index(length), other.index(length));
        one.min(other)..one.max(other)
    };
    match change {
        Change::Flip(at, byte) => bytes[at.index(length)] = *byte,
        Change::Cut(at) => bytes.truncate(at.index(length)),
        Change::DropFront(at) => drop(bytes.drain(..at.index(length))),
        Change::Remove(from, to) => drop(bytes.drain(span(from, to))),
        Change::Repeat(from, to) => {
            let copy = bytes[span(from, to)].to_vec();
            let at = to.index(length);
            bytes.splice(at..at, copy);
        }
        Change::Insert(at, piece) => {
            let at = at.index(length);
            bytes.splice(at..at, PIECES[*piece].bytes());
        }
        Change::ReplaceValue(at, piece) => {
            let from = at.index(length);
            let Some(colon) = bytes[from..].iter().position(|byte| *byte == b':') else { return };
            let start = from + colon + 1;
            let stop = |byte: &u8| matches!(byte, b',' | b'}' | b'\n');
            let end = bytes[start..].iter().position(stop).map_or(length, |end| start + end);
            bytes.splice(start..end, PIECES[*piece].bytes());
        }
        Change::Splice(at, other, from) => {
            let other = &DOCUMENTS[other.index(DOCUMENTS.len())];
            let tail = &other[from.index(other.len())..];
            bytes.truncate(at.index(length));
            bytes.extend_from_slice(tail);
        }
        Change::Widen => *bytes = bytes.iter().flat_map(|byte| [*byte, 0]).collect(),
    }
}

/// What must hold of anything that was read.
fn check(loaded: &Loaded) {
    let snapshot = &loaded.snapshot;
    let services = snapshot.services.iter().map(|service| service.origin);
    let tasks = snapshot.tasks.iter().chain(&snapshot.superseded.tasks).map(|task| task.origin);
    for origin in services.chain(tasks) {
        assert!(snapshot.raw(origin).is_some(), "{origin:?}");
    }
    for problem in &loaded.problems {
        assert!(problem.place.starts_with("fuzz"), "{problem:?}");
    }
}

proptest! {
    #![proptest_config(draw::cases(400))]

    #[test]
    fn a_changed_document_is_read_to_its_end(
        document in any::<Index>(),
        changes in prop::collection::vec(change(), 1..5),
    ) {
        let mut bytes = DOCUMENTS[document.index(DOCUMENTS.len())].clone();
        for change in &changes {
            apply(&mut bytes, change);
        }
        check(&load_bytes("fuzz", bytes));
    }
}

#[test]
fn time_grows_with_the_input_and_no_faster() {
    // Each of these made some scanner quadratic once; 2 MB of it would then run for minutes.
    for unit in [
        "\"\n",
        "{\"a\":[1\n",
        "[",
        "{\"a\":",
        "\\\"",
        "{\"tasks\":[",
        "[1,\n",
        ",",
        "}\n",
        "{\"tasks\":[{\"cpu\":{",
    ] {
        check(&load_bytes("fuzz", unit.repeat(2_000_000 / unit.len()).into_bytes()));
    }
}
