//! What could not be read, and where: file, line and column.

use crate::msg;
use crate::words::Message;

use super::Problem;

/// Problems of one input that are said one by one; what follows is only counted, so that a file of the
/// wrong kind does not bury the rest.
const SAID_PER_INPUT: usize = 20;

/// Where a text stands in the file that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// The file as the user named it.
    pub(super) file: String,
    /// Line of the text's first byte, from 1; absent when the text was rewritten and has no places.
    pub(super) line: Option<usize>,
}

impl Site {
    /// The beginning of a file.
    pub(super) fn file(file: &str) -> Self {
        Self { file: file.to_owned(), line: Some(1) }
    }

    /// The same file, of which no line can be named.
    pub(super) fn whole(file: &str) -> Self {
        Self { file: file.to_owned(), line: None }
    }

    /// `file:line:column` of byte `at` of `text`.
    pub(super) fn place(&self, text: &str, at: usize) -> String {
        let Some(first) = self.line else { return self.file.clone() };
        let (line, column) = line_and_column(text, at);
        format!("{}:{}:{column}", self.file, first + line - 1)
    }
}

/// Line and column of byte `at`, both from 1; columns count characters, as editors do.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    (lines + 1, before[line_start..].chars().count() + 1)
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    said: usize,
    unsaid: usize,
    unsaid_broken: bool,
}

impl Problems {
    /// Input that is broken.
    pub(super) fn broken(&mut self, place: impl FnOnce() -> String, what: Message) {
        self.add(place, what, true);
    }

    /// Input that is whole, but not what ecsplain explains.
    pub(super) fn note(&mut self, place: impl FnOnce() -> String, what: Message) {
        self.add(place, what, false);
    }

    /// Either of the two.
    pub(super) fn add(&mut self, place: impl FnOnce() -> String, what: Message, broken: bool) {
        if self.said < SAID_PER_INPUT {
            self.said += 1;
            self.list.push(Problem { place: place(), what, broken });
        } else {
            self.unsaid += 1;
            self.unsaid_broken |= broken;
        }
    }

    /// Ends the count of the input called `name`.
    pub(super) fn end_input(&mut self, name: &str) {
        if self.unsaid > 0 {
            let what = msg!("reading-more", count = self.unsaid);
            self.list.push(Problem { place: name.to_owned(), what, broken: self.unsaid_broken });
        }
        (self.said, self.unsaid, self.unsaid_broken) = (0, 0, false);
    }

    /// All of them, in the order of the input.
    pub(super) fn into_list(self) -> Vec<Problem> {
        self.list
    }
}

/// A short, printable piece of `text`: its first line without control characters.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.trim_start().lines().next().unwrap_or_default();
    let clean: String = line.chars().filter(|letter| !letter.is_control()).take(LONGEST + 1).collect();
    match clean.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &clean[..cut]),
        None => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("é{\nab", 2), (1, 2));
        assert_eq!(line_and_column("é{\nab", 1), (1, 1));
        assert_eq!(line_and_column("é{\nab", 99), (2, 3));
    }

    #[test]
    fn an_excerpt_is_one_clean_line() {
        assert_eq!(excerpt("\n  a\u{1b}[31mb\nc"), "a[31mb");
        assert_eq!(excerpt(&"x".repeat(61)).chars().count(), 61);
    }
}
