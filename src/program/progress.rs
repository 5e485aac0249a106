//! What a command that takes its time says meanwhile: a line that changes on a terminal, lines in a pipe.
//! It goes to stderr, so that stdout has the result alone.

use std::io::{IsTerminal, Write as _, stderr};

use std::time::Duration;

use jiff::SignedDuration;

use crate::model::time::Time;
use crate::tui;
use crate::view::{ViewContext, age, text};
use crate::words::Words;

/// The line that is shown.
#[derive(Debug)]
pub(super) struct Progress {
    is_terminal: bool,
    shown: String,
    what: String,
}

impl Progress {
    /// Nothing is shown yet.
    pub(super) fn new() -> Self {
        Self { is_terminal: stderr().is_terminal(), shown: String::new(), what: String::new() }
    }

    /// Shows what is going on; in a pipe only `news` are a line.
    pub(super) fn state(&mut self, line: &str, news: bool) {
        if self.is_terminal {
            self.rewrite(line);
        } else if news {
            self.line(line);
        }
    }

    /// Shows what is going on; in a pipe it is a line when `what` is not what it was.
    pub(super) fn changing(&mut self, line: &str, what: &str) {
        let news = self.what != what;
        what.clone_into(&mut self.what);
        self.state(line, news);
    }

    /// Says something that stays.
    pub(super) fn line(&mut self, line: &str) {
        let line = text::clean_line(line);
        let end = if self.is_terminal { "\x1b[K\n" } else { "\n" };
        let start = if self.shown.is_empty() { "" } else { "\r" };
        self.shown.clear();
        write(&format!("{start}{line}{end}"));
    }

    /// Takes the line that changes away.
    pub(super) fn clear(&mut self) {
        if !std::mem::take(&mut self.shown).is_empty() {
            write("\r\x1b[K");
        }
    }

    /// The line is written over the last one, and only if it says something else: nothing flickers.
    fn rewrite(&mut self, line: &str) {
        let width = usize::from(tui::width().unwrap_or(80)).saturating_sub(1);
        let line = text::cut(&text::clean_line(line), width).into_owned();
        if line != self.shown {
            write(&format!("\r{line}\x1b[K"));
            self.shown = line;
        }
    }
}

/// `5s`, `2m`.
pub(super) fn pause_in_words(words: &Words, pause: Duration) -> String {
    let context = ViewContext { words, width: u16::MAX, now: None };
    let seconds = i64::try_from(pause.as_secs().max(1)).unwrap_or(i64::MAX);
    age::duration(&context, SignedDuration::from_secs(seconds))
}

/// `14:02:11`, in UTC.
pub(super) fn time_of_day(at: Time) -> String {
    at.0.strftime("%H:%M:%S").to_string()
}

/// A stderr that is closed is nobody's loss.
fn write(text: &str) {
    let mut stderr = stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
