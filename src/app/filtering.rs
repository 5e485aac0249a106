//! The filter: what is typed and pasted into it, and when it stays.

use super::Effect;
use super::key::{Key, KeyCode};
use super::state::{Filter, ListId, Overlay, Page, Pane, State};
use crate::msg;
use crate::view::text::clean_line;

/// Characters of a paste that a filter takes: more than any line of an error has.
const PASTED: usize = 1000;

impl State {
    /// Whether there is anything to narrow.
    pub(super) fn can_filter(&self) -> bool {
        let pane = self.active();
        let rows = self.shown(pane).is_some_and(|shown| !shown.body.rows.is_empty());
        pane != Pane::Steps && (rows || self.filter_of(pane).is_some())
    }

    /// Begins to write a filter, or goes on.
    pub(super) fn begin_filter(&mut self) {
        let list = self.list_of(self.active());
        let text = self.filter.take().filter(|filter| filter.list == list).map(|filter| filter.text);
        self.filter = Some(Filter { list, text: text.unwrap_or_default(), editing: true });
    }

    /// Takes a text into the filter that is being written, and nowhere else: as keys it would save, charge or
    /// quit.
    pub(super) fn pasted(&mut self, text: &str) -> Vec<Effect> {
        let Some(filter) = self.filter.as_mut().filter(|filter| filter.editing) else {
            return self.say(msg!("app-pasted-nowhere"));
        };
        filter.text.extend(clean_line(text).trim_start().chars().take(PASTED));
        self.filter_changed();
        Vec::new()
    }

    /// Takes a key into the filter that is being written; tells whether it was one for it.
    pub(super) fn edit_filter(&mut self, key: Key) -> bool {
        let choosing = self.is_choosing();
        let Some(filter) = self.filter.as_mut().filter(|filter| filter.editing) else { return false };
        match key.code {
            // While one chooses, return takes the choice, and escape leaves the list with what was typed.
            KeyCode::Enter | KeyCode::Esc if choosing => {
                filter.editing = false;
                return false;
            }
            KeyCode::Char(letter) if !key.ctrl => filter.text.push(letter),
            // A shell's keys for "all of it", "the last word" and, on some terminals, the backspace key.
            KeyCode::Char('u') => filter.text.clear(),
            KeyCode::Char('w') => filter.text.truncate(last_word(&filter.text)),
            KeyCode::Backspace | KeyCode::Char('h') => {
                filter.text.pop();
            }
            KeyCode::Enter if filter.text.is_empty() => self.filter = None,
            KeyCode::Enter => filter.editing = false,
            KeyCode::Esc => self.filter = None,
            _ => return false,
        }
        self.filter_changed();
        true
    }

    /// What was typed puts the pages in another order: one looks at the best.
    fn filter_changed(&mut self) {
        if self.overlay == Some(Overlay::Pages) {
            self.lists.remove(&ListId::Overlay(Overlay::Pages));
        }
    }

    /// Drops the filter for something else to look at. That of the services waits until one is back at them.
    pub(super) fn lay_filter_aside(&mut self) {
        let filter = self.filter.take().filter(|filter| filter.list == ListId::Services);
        if let Some(filter) = filter.filter(|filter| !filter.text.is_empty()) {
            self.aside = Some(Filter { editing: false, ..filter });
        }
    }

    /// Back at the services, takes up their filter again.
    pub(super) fn take_up_filter(&mut self) {
        if self.page == Page::Services && self.overlay.is_none() && self.filter.is_none() {
            self.filter = self.aside.take();
        }
    }
}

/// Where the last word of `text` begins.
fn last_word(text: &str) -> usize {
    let words = text.trim_end();
    words
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_whitespace())
        .map_or(0, |(at, gap)| at + gap.len_utf8())
}
