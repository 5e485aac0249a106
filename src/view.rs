//! Panels: pure functions from data to styled text, the same for the screen and for stdout.
//!
//! A panel's `body` knows the width it may fill and nothing of height, focus, selection or scrolling: the
//! screen lays these over the lines, `report` prints the lines as they are. Colours stand in
//! [`theme`] by role, text from outside is cleaned in [`text`] alone.

use std::ops::Range;

use ratatui::text::Line;

use crate::handbook::PageId;
use crate::model::time::Time;
use crate::words::Words;

pub mod age;
pub mod draft;
pub mod markdown;
pub mod panel;
pub mod print;
pub mod table;
pub mod text;
pub mod theme;

pub use print::{ansi, plain};
pub use theme::Role;

/// What a panel needs to know beside its data.
#[derive(Debug, Clone, Copy)]
pub struct ViewContext<'a> {
    /// The language.
    pub words: &'a Words,
    /// Columns that the panel may fill.
    pub width: u16,
    /// The moment that ages are counted from.
    pub now: Option<Time>,
}

/// A panel's text, as tall as it needs to be, without focus or selection.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Its lines, none wider than the context's width.
    pub lines: Vec<Line<'static>>,
    /// Which lines belong to which selectable row, top to bottom.
    pub rows: Vec<Row>,
    /// How many of the first lines are column headings, which stay in sight when the rest is scrolled.
    pub head: usize,
}

/// A selectable row of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for; selection is kept by it, never by its place.
    pub id: RowId,
    /// Its lines in [`Body::lines`].
    pub lines: Range<usize>,
    /// What copying it gives, where its id and its lines do not say so.
    pub copy: Option<String>,
}

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowId {
    /// A service of the list, by the key that it keeps from one capture to the next.
    Subject(String),
    /// A group of events.
    Event(String),
    /// A deployment or task set, by its id.
    Deployment(String),
    /// A group of stopped tasks, by its signature.
    StopGroup(String),
    /// A task, by its id.
    Task(String),
    /// A container's way to end.
    Exit(String),
    /// A log line: its moment, and which of the lines of that moment it is.
    LogLine(Option<Time>, usize),
    /// A metric, by its label.
    Metric(String),
    /// The rules by which a rollout moves.
    Rules,
    /// The service deployment under way, or just ended.
    Record,
    /// A finding, by its class.
    Finding(&'static str),
    /// A piece of evidence of a finding, by the finding's class and its place there.
    Proof(&'static str, usize),
    /// A command of a finding, by the finding's class and its place there.
    Advice(&'static str, usize),
    /// A page of the handbook.
    Page(PageId),
    /// One of several to choose from, by its name.
    Choice(String),
    /// A line of a text that is only scrolled.
    Line(usize),
}

impl Body {
    /// The row that stands for `id`, and its place among the rows.
    pub fn find(&self, id: &RowId) -> Option<(usize, &Row)> {
        self.rows.iter().enumerate().find(|(_, row)| row.id == *id)
    }

    /// Only the rows whose text holds `needle`, in either case, and the column headings.
    #[must_use]
    pub fn filtered(&self, needle: &str) -> Self {
        let needle = needle.to_lowercase();
        let mut kept = Self {
            lines: self.lines[..self.head.min(self.lines.len())].to_vec(),
            rows: Vec::new(),
            head: self.head,
        };
        for row in &self.rows {
            let lines = self.lines.get(row.lines.clone()).unwrap_or_default();
            if text::holds(lines, &needle) {
                let start = kept.lines.len();
                kept.lines.extend_from_slice(lines);
                kept.rows.push(Row { lines: start..kept.lines.len(), ..row.clone() });
            }
        }
        kept
    }
}
