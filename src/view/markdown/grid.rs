//! A Markdown table: columns as wide as they need to be, the widest narrowed until all fit, cells wrapped.

use ratatui::text::Span;

use super::flow::Flow;
use crate::view::draft::span;
use crate::view::{Role, text};

/// Cells between two columns.
const GAP: usize = 2;

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Which columns hold numbers.
    right: Vec<bool>,
    /// The rows, the heading first.
    rows: Vec<Vec<Flow>>,
    row: Vec<Flow>,
}

/// The lines of a row, and its words for copying.
pub(super) type Drawn = (Vec<Vec<Span<'static>>>, String);

impl Grid {
    /// An empty table; whether each column stands at the right.
    pub(super) fn new(right: Vec<bool>) -> Self {
        Self { right, ..Self::default() }
    }

    /// Adds a cell to the row.
    pub(super) fn cell(&mut self, cell: Flow) {
        self.row.push(cell);
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        self.rows.push(std::mem::take(&mut self.row));
    }

    /// The rows in at most `width` cells.
    pub(super) fn lines(&self, width: usize) -> Vec<Drawn> {
        let widths = self.widths(width);
        self.rows.iter().enumerate().map(|(place, row)| self.drawn(place == 0, row, &widths)).collect()
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let natural = |column: usize| {
            let cells = self.rows.iter().filter_map(move |row| row.get(column));
            cells.map(|cell| text::width(cell.text())).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.right.len()).map(natural).collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            let Some(widest) = widths.iter_mut().max_by_key(|cells| **cells).filter(|cells| **cells > 1)
            else {
                break;
            };
            *widest -= 1;
        }
        widths
    }

    fn drawn(&self, heading: bool, row: &[Flow], widths: &[usize]) -> Drawn {
        let cells: Vec<Vec<Vec<Span<'static>>>> =
            row.iter().zip(widths).map(|(cell, width)| cell.wrapped(*width)).collect();
        let tall = cells.iter().map(Vec::len).max().unwrap_or(0);
        let lines = (0..tall).map(|at| self.line(heading, &cells, at, widths)).collect();
        let words: Vec<&str> = row.iter().map(Flow::text).collect();
        (lines, words.join("  "))
    }

    fn line(
        &self,
        heading: bool,
        cells: &[Vec<Vec<Span<'static>>>],
        at: usize,
        widths: &[usize],
    ) -> Vec<Span<'static>> {
        let mut line = Vec::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let spans = cell.get(at).cloned().unwrap_or_default();
            let missing = " ".repeat(width.saturating_sub(text::spans_width(&spans)));
            let spans = if heading { dimmed(spans) } else { spans };
            let right = self.right.get(column).copied().unwrap_or(false);
            let (before, after) = if right { (missing, String::new()) } else { (String::new(), missing) };
            line.push(Span::raw(before));
            line.extend(spans);
            line.push(Span::raw(after + &" ".repeat(GAP)));
        }
        // The last column needs no space after it.
        line.pop();
        line
    }
}

fn dimmed(spans: Vec<Span<'static>>) -> Vec<Span<'static>> {
    spans.into_iter().map(|one| span(Role::Dim, one.content.into_owned())).collect()
}
