//! One input after another: bytes become text, text becomes documents, documents go into the collection.

use std::sync::Arc;

use crate::model::time::Time;
use crate::msg;
use crate::source::recording;

use super::Loaded;
use super::collection::Collection;
use super::document::Reader;
use super::dress;
use super::encoding;
use super::ends::Ends;
use super::input::{Found, Input};
use super::problems::{Problems, Site, excerpt, line_and_column};
use super::recorded::Recorded;
use super::scan::{Piece, Span};
use super::split::{self, Part};
use super::{decode, pascal, prose, tail, yaml};

/// A message inside a message inside a message: SNS to SQS is two.
const DEEPEST_CARRIED: usize = 4;

/// Everything read so far, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Loading {
    pub(super) problems: Problems,
    collection: Collection,
    recorded: Recorded,
}

impl Loading {
    /// Opens recordings at the moment `at`.
    pub(super) fn at(at: Option<Time>) -> Self {
        Self { recorded: Recorded::at(at), ..Self::default() }
    }

    /// The snapshot, and the problems in the order of the input.
    pub(super) fn finish(self) -> Loaded {
        let mut snapshot = self.collection.into_snapshot();
        let recordings = self.recorded.settle(&mut snapshot);
        Loaded { snapshot, problems: self.problems.into_list(), recordings }
    }

    /// Reads one input; tells whether it is a document at all. A file that the user named is held to be
    /// one, a file found in a directory may be anything.
    pub(super) fn read(&mut self, input: Input) -> bool {
        let Input { name, bytes, found } = input;
        let is_document = self.bytes(&name, bytes, found);
        self.problems.end_input(&name);
        is_document
    }

    fn bytes(&mut self, name: &str, bytes: Vec<u8>, found: Found) -> bool {
        if bytes.is_empty() {
            self.problems.broken(|| name.to_owned(), msg!("reading-empty"));
            return true;
        }
        if recording::is_recording(&bytes) {
            self.recording(name, &bytes);
            return true;
        }
        self.text(name, bytes, found)
    }

    /// Reads the answers of one capture as if each stood in a file of its own.
    fn recording(&mut self, name: &str, bytes: &[u8]) {
        let Some(mut record) = self.recorded.open(name, bytes, &mut self.problems) else { return };
        let first = self.collection.documents();
        for (name, bytes) in record.take_documents() {
            self.text(&name, bytes, Found::Named);
            self.problems.end_input(&name);
        }
        self.recorded.read(&record, first..self.collection.documents());
        for note in record.take_notes() {
            self.problems.add(|| note.place, msg!("recording-note", text = note.what), note.broken);
        }
    }

    fn text(&mut self, name: &str, bytes: Vec<u8>, found: Found) -> bool {
        if let Some(no_text) = encoding::no_text(&bytes) {
            let what = match no_text {
                encoding::NoText::Compressed => msg!("reading-compressed"),
                encoding::NoText::Binary => msg!("reading-binary"),
            };
            self.problems.broken(|| name.to_owned(), what);
            return true;
        }
        let decoded = encoding::decode(bytes);
        let is_document = self.whole_text(name, &dress::taken_off(&decoded.text), found);
        if let Some(at) = decoded.damaged_at.filter(|_| is_document) {
            self.problems.broken(|| Site::file(name).place(&decoded.text, at), msg!("reading-damaged"));
        }
        is_document
    }

    fn whole_text(&mut self, name: &str, text: &Arc<str>, found: Found) -> bool {
        let begins_as_json = text.trim_start().starts_with(['{', '[']);
        if begins_as_json {
            self.parts(name, text);
            return true;
        }
        if let Some(answer) = tail::as_answer(text) {
            self.rewritten(name, vec![answer]);
            return true;
        }
        let told = prose::told(text);
        if !told.known && yaml::is_likely(text) {
            let known = yaml::is_an_answer(text);
            match yaml::documents(text) {
                Ok(_) if found == Found::InDirectory && !known => return false,
                Ok(documents) if !documents.is_empty() => {
                    self.rewritten(name, documents);
                    return true;
                }
                Err(broken) if known => {
                    self.problems.broken(|| yaml_place(name, broken), msg!("reading-bad-yaml"));
                    return true;
                }
                _ => {}
            }
        }
        let holds_json = split::parts(text).any(|part| matches!(part, Part::Value(..)));
        if found == Found::InDirectory && !told.known && !told.output && !holds_json {
            return false;
        }
        self.parts(name, text);
        true
    }

    fn rewritten(&mut self, name: &str, documents: Vec<String>) {
        for document in documents {
            let piece = decode::all_of(&document);
            self.document(name, &document.into(), (piece, &Ends::none()), &Site::whole(name));
        }
    }

    /// Reads all documents of a text.
    fn parts(&mut self, name: &str, text: &Arc<str>) {
        let mut parts = split::parts(text).peekable();
        let mut first = true;
        let (mut line, mut counted) = (1, 0);
        while let Some(part) = parts.next() {
            let is_first = std::mem::take(&mut first);
            let alone = is_first && parts.peek().is_none();
            match part {
                Part::Other(span) => self.other(name, text, span, is_first),
                Part::Value(piece, ends) if alone => {
                    self.document(name, text, (piece, &ends), &Site::file(name));
                }
                Part::Value(piece, ends) => {
                    line += line_and_column(&text[counted..], piece.span.start - counted).0 - 1;
                    counted = piece.span.start;
                    let site = Site { file: name.to_owned(), line: Some(line) };
                    let ends = ends.from(piece.span.start);
                    let own: Arc<str> = piece.span.of(text).into();
                    let span = Span { start: 0, end: own.len() };
                    self.document(&format!("{name}:{line}"), &own, (Piece { span, ..piece }, &ends), &site);
                }
            }
        }
    }

    /// Lines that hold no document. Those before the first document say what they are; later ones may be
    /// the rest of a broken one, with secrets in it, and only one character of them is shown.
    fn other(&mut self, name: &str, text: &str, span: Span, is_first: bool) {
        let other = span.of(text);
        if serde_json::from_str::<String>(other).is_ok() {
            let quoted: Arc<str> = other.trim_end().into();
            self.document(name, &quoted, (decode::all_of(&quoted), &Ends::none()), &Site::file(name));
            return;
        }
        let told = prose::told(other);
        let place = || Site::file(name).place(text, span.start);
        if told.known {
            self.problems.note(place, told.what);
        } else if is_first {
            self.problems.broken(place, told.what);
        } else {
            self.problems.broken(place, decode::syntax(text, span.start));
        }
    }

    fn document(&mut self, name: &str, text: &Arc<str>, (piece, ends): (Piece, &Ends), site: &Site) {
        if let Some(camel) = pascal::rewritten(text, piece, ends) {
            let whole = decode::all_of(&camel);
            self.objects(name, &camel.into(), (whole, &Ends::none()), &Site::whole(&site.file), 0);
        } else {
            self.objects(name, text, (piece, ends), site, 0);
        }
    }

    fn objects(
        &mut self,
        name: &str,
        text: &Arc<str>,
        (piece, ends): (Piece, &Ends),
        site: &Site,
        depth: usize,
    ) {
        let Some(number) = self.collection.add_document(name, text) else { return };
        let reader = Reader::new(text, ends, number, site, &mut self.problems);
        let (batch, carried) = reader.read(piece);
        self.collection.add(batch);
        if depth == DEEPEST_CARRIED {
            return;
        }
        for carried in carried {
            let text: Arc<str> = carried.into();
            let parts: Vec<Part> = split::parts(&text).collect();
            for part in parts {
                let Part::Value(piece, ends) = part else { continue };
                let site = Site::whole(&site.file);
                if let Some(camel) = pascal::rewritten(&text, piece, &ends) {
                    let whole = decode::all_of(&camel);
                    self.objects(name, &camel.into(), (whole, &Ends::none()), &site, depth + 1);
                } else {
                    self.objects(name, &text, (piece, &ends), &site, depth + 1);
                }
            }
        }
    }
}

fn yaml_place(name: &str, broken: yaml::Broken) -> String {
    broken.0.map_or_else(|| name.to_owned(), |(line, column)| format!("{name}:{line}:{column}"))
}

/// Says which files of a directory were left out.
pub(super) fn left_out(problems: &mut Problems, directory: &str, names: &[String]) {
    const NAMED: usize = 10;
    if names.is_empty() {
        return;
    }
    let list: Vec<String> = names.iter().take(NAMED).map(|name| excerpt(name)).collect();
    let (count, names) = (names.len(), list.join(", "));
    problems.note(|| directory.to_owned(), msg!("reading-left-out", count = count, names = names));
}
