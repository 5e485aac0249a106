//! Selection and scrolling of one list: by the row's id, with its last place for when the row is gone.

use std::collections::HashMap;

use crate::view::{Body, RowId};

/// What is selected in a list and which line is its first in sight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The selected row.
    pub selected: Option<RowId>,
    /// Its place among the rows when last seen.
    pub place: usize,
    /// Lines below the column headings that are scrolled away.
    pub top: usize,
    /// Whether a person moved in it.
    pub moved: bool,
    /// Whether the selection was made from elsewhere, and the list is not scrolled to it yet.
    pub unseen: bool,
}

/// A move through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
}

impl List {
    /// Makes the selection one that `body` has: the same row, else the one that stands in its place.
    pub fn settle(&mut self, body: &Body) {
        let found = self.selected.as_ref().and_then(|id| body.find(id)).map(|(place, _)| place);
        self.select(body, found.unwrap_or(self.place));
    }

    /// Goes over from `old` to `new`, which says the same of a later moment: the selected row stays selected, and
    /// stays where it is on the screen. Of a row that is gone the next one that is still there takes the place.
    /// At the top one stays at the top, to see what is new, as long as the selected row stays in sight.
    pub fn carry(&mut self, old: &Body, new: &Body, height: usize) {
        let room = height.saturating_sub(new.head).max(1);
        let line = |body: &Body, place: usize| body.rows.get(place).map(|row| row.lines.start - body.head);
        let Some(was) = line(old, self.place) else { return self.settle(new) };
        let place = self.survivor(old, new);
        self.select(new, place);
        let Some(is) = line(new, self.place) else { return };
        if self.top > 0 {
            self.top = (is + self.top).saturating_sub(was);
        } else if is >= room && was < room {
            self.reveal(new, height);
        }
        self.clamp(new, height);
    }

    /// The place in `new` of the selected row of `old`, or of the nearest one below it, or above.
    fn survivor(&self, old: &Body, new: &Body) -> usize {
        let places: HashMap<&RowId, usize> =
            new.rows.iter().enumerate().map(|(place, row)| (&row.id, place)).collect();
        let below = self.place..old.rows.len();
        let mut nearest = below.chain((0..self.place.min(old.rows.len())).rev());
        nearest.find_map(|place| places.get(&old.rows[place].id).copied()).unwrap_or(0)
    }

    /// Selects the row at `place`, or the last one.
    pub fn select(&mut self, body: &Body, place: usize) {
        self.place = place.min(body.rows.len().saturating_sub(1));
        self.selected = body.rows.get(self.place).map(|row| row.id.clone());
    }

    /// Keeps the last line at the bottom of the pane and not above it.
    pub fn clamp(&mut self, body: &Body, height: usize) {
        self.top = self.top.min(furthest(body, height));
    }

    /// Scrolls so that the selected row is in sight; of one that is too tall, its first line.
    pub fn reveal(&mut self, body: &Body, height: usize) {
        let room = height.saturating_sub(body.head).max(1);
        if let Some(row) = body.rows.get(self.place) {
            let (start, end) =
                (row.lines.start.saturating_sub(body.head), row.lines.end.saturating_sub(body.head));
            if end > self.top + room {
                self.top = end - room;
            }
            // The first row brings along what stands above it: a sentence, a heading.
            let start = if self.place == 0 && end <= room { 0 } else { start };
            self.top = self.top.min(start);
        }
        self.clamp(body, height);
    }

    /// As [`Self::reveal`], and where it has to scroll, what stands around the row comes along.
    pub fn show(&mut self, body: &Body, height: usize) {
        let room = height.saturating_sub(body.head).max(1);
        self.unseen = false;
        if let Some(row) = body.rows.get(self.place) {
            let (start, end) =
                (row.lines.start.saturating_sub(body.head), row.lines.end.saturating_sub(body.head));
            if start < self.top || end > self.top + room {
                self.top = start.saturating_sub(room / 3).max(end.saturating_sub(room)).min(start);
            }
        }
        self.reveal(body, height);
    }

    /// Moves. A row that is taller than the pane, and text below the last row, are scrolled through.
    pub fn go(&mut self, body: &Body, height: usize, to: Move) {
        self.moved = true;
        let room = height.saturating_sub(body.head).max(1);
        match to {
            Move::Down => self.down(body, height, room),
            Move::Up => self.up(body, height),
            Move::Top => {
                self.top = 0;
                self.select(body, 0);
            }
            Move::Bottom => {
                self.select(body, usize::MAX);
                self.top = furthest(body, height);
            }
            Move::PageDown => self.page(body, height, |line| line.saturating_add(room)),
            Move::PageUp => self.page(body, height, |line| line.saturating_sub(room)),
        }
    }

    /// Selects the next row or the one before, in a ring.
    pub fn turn(&mut self, body: &Body, height: usize, forward: bool) {
        let count = body.rows.len().max(1);
        self.moved = true;
        self.select(body, (self.place + if forward { 1 } else { count - 1 }) % count);
        self.reveal(body, height);
    }

    fn down(&mut self, body: &Body, height: usize, room: usize) {
        let hidden = body.rows.get(self.place).is_some_and(|row| row.lines.end - body.head > self.top + room);
        if hidden || self.place + 1 >= body.rows.len() {
            self.top = (self.top + 1).min(furthest(body, height));
        } else {
            self.select(body, self.place + 1);
            self.show_start(body, height);
        }
    }

    fn up(&mut self, body: &Body, height: usize) {
        let hidden = body.rows.get(self.place).is_some_and(|row| row.lines.start < self.top + body.head);
        if hidden || self.place == 0 {
            self.top = self.top.saturating_sub(1);
        } else {
            self.select(body, self.place - 1);
            self.reveal(body, height);
        }
    }

    /// As [`Self::reveal`], and of a row that is too tall its beginning.
    fn show_start(&mut self, body: &Body, height: usize) {
        self.reveal(body, height);
    }

    fn page(&mut self, body: &Body, height: usize, to: impl Fn(usize) -> usize) {
        let Some(row) = body.rows.get(self.place) else {
            self.top = to(self.top).min(furthest(body, height));
            return;
        };
        let line = to(row.lines.start);
        let after = body.rows.partition_point(|row| row.lines.start <= line);
        self.select(body, after.saturating_sub(1));
        self.top = to(self.top).min(furthest(body, height));
        self.reveal(body, height);
    }
}

/// The largest number of lines that may be scrolled away.
fn furthest(body: &Body, height: usize) -> usize {
    let room = height.saturating_sub(body.head).max(1);
    body.lines.len().saturating_sub(body.head).saturating_sub(room)
}
