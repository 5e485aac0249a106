//! One input after another: bytes become text, text becomes documents, documents go into the collection.

use std::sync::Arc;

use crate::msg;

use super::Loaded;
use super::collection::Collection;
use super::document::Reader;
use super::input::Input;
use super::pascal;
use super::problems::{Problems, Site, excerpt, line_and_column};
use super::scan::{Piece, Span};
use super::split::{self, Part};

/// Everything read so far, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Loading {
    pub(super) problems: Problems,
    collection: Collection,
}

impl Loading {
    /// The snapshot, and the problems in the order of the input.
    pub(super) fn finish(self) -> Loaded {
        Loaded { snapshot: self.collection.into_snapshot(), problems: self.problems.into_list() }
    }

    /// Reads one input.
    pub(super) fn read(&mut self, input: Input) {
        let Input { name, bytes } = input;
        if bytes.is_empty() {
            self.problems.broken(|| name.clone(), msg!("reading-empty"));
        } else {
            let text: Arc<str> = String::from_utf8_lossy(&bytes).into_owned().into();
            drop(bytes);
            self.text(&name, &text);
        }
        self.problems.end_input(&name);
    }

    /// Reads all documents of a text.
    fn text(&mut self, name: &str, text: &Arc<str>) {
        let mut parts = split::parts(text).peekable();
        let mut first = true;
        let (mut line, mut counted) = (1, 0);
        while let Some(part) = parts.next() {
            let alone = std::mem::take(&mut first) && parts.peek().is_none();
            match part {
                Part::Other(span) => self.other(name, text, span),
                Part::Value(piece) if alone => {
                    self.document(name.to_owned(), text, piece, &Site::file(name));
                }
                Part::Value(piece) => {
                    line += line_and_column(&text[counted..], piece.span.start - counted).0 - 1;
                    counted = piece.span.start;
                    let site = Site { file: name.to_owned(), line: Some(line) };
                    let own: Arc<str> = piece.span.of(text).into();
                    let span = Span { start: 0, end: own.len() };
                    self.document(format!("{name}:{line}"), &own, Piece { span, ..piece }, &site);
                }
            }
        }
    }

    /// Lines that hold no document.
    fn other(&mut self, name: &str, text: &str, span: Span) {
        let found = excerpt(span.of(text));
        let place = || Site::file(name).place(text, span.start);
        self.problems.broken(place, msg!("reading-no-json", found = found));
    }

    fn document(&mut self, name: String, text: &Arc<str>, piece: Piece, site: &Site) {
        if let Some(camel) = pascal::rewritten(text, piece) {
            let span = Span { start: 0, end: camel.len() };
            self.objects(name, &camel.into(), Piece { span, whole: true }, &Site::whole(&site.file));
        } else {
            self.objects(name, text, piece, site);
        }
    }

    fn objects(&mut self, name: String, text: &Arc<str>, piece: Piece, site: &Site) {
        let number = self.collection.add_document(name, Arc::clone(text));
        let reader = Reader::new(text, number, site, &mut self.problems);
        let (batch, _carried) = reader.read(piece);
        self.collection.add(batch);
    }
}
