//! Panels: pure functions from data to styled text, the same for the screen and for stdout.

use std::ops::Range;

use ratatui::text::Line;

use crate::model::time::Time;
use crate::words::Words;

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
}

/// A selectable row of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for; selection is kept by it, never by its place.
    pub id: RowId,
    /// Its lines in [`Body::lines`].
    pub lines: Range<usize>,
}

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RowId {
    /// A service of the list: its subject's place in the list of subjects.
    Subject(usize),
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
    /// A log line, by its place in the step's lines.
    LogLine(usize),
    /// A metric, by its label.
    Metric(String),
    /// A line of a text that is only scrolled.
    Line(usize),
}
