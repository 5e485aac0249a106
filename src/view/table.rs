//! Columns that fit: widths from the cells, the last column takes what is left, and columns of less weight
//! go first where the pane is narrow.

use ratatui::text::Span;

use super::draft::{Draft, span};
use super::{Role, RowId, ViewContext, text};
use crate::words::Message;

/// Cells between two columns.
const GAP: usize = 2;
/// Cells that the last column shall have before another one is left out for it, where the column says nothing else.
const LAST: usize = 16;

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its heading; nothing for a column of marks.
    pub title: Option<Message>,
    /// Whether its cells stand at the right edge: numbers.
    pub right: bool,
    /// 0 stays; of the others the highest goes first.
    pub drop: u8,
    /// Cells that the last column shall have beside it.
    pub beside: usize,
}

impl Column {
    /// A column of text.
    pub fn left(title: Option<Message>, drop: u8) -> Self {
        Self { title, right: false, drop, beside: LAST }
    }

    /// A column of numbers.
    pub fn right(title: Option<Message>, drop: u8) -> Self {
        Self { title, right: true, drop, beside: LAST }
    }

    /// The same column, which goes already when the last one would have less than `cells`.
    #[must_use]
    pub fn beside(self, cells: usize) -> Self {
        Self { beside: cells, ..self }
    }
}

/// A table being filled.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<(RowId, Vec<Span<'static>>)>,
}

impl Table {
    /// An empty table.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row, one cell a column.
    pub fn row(&mut self, id: RowId, cells: Vec<Span<'static>>) {
        self.rows.push((id, cells));
    }

    /// Writes the headings and the rows, one line each.
    pub fn write(self, draft: &mut Draft<'_>) {
        let titles = self.titles(&draft.ctx);
        let natural = self.natural_widths(&titles);
        let widths = self.fit(&natural, draft.width());
        let headings = titles.into_iter().map(|title| span(Role::Dim, title)).collect();
        draft.line(self.cells(headings, &widths));
        draft.end_head();
        for (id, cells) in &self.rows {
            let line = self.cells(cells.clone(), &widths);
            draft.row(id.clone(), |draft| draft.line(line));
        }
    }

    fn titles(&self, ctx: &ViewContext<'_>) -> Vec<String> {
        let said =
            |column: &Column| column.title.as_ref().map(|title| ctx.words.say(title)).unwrap_or_default();
        self.columns.iter().map(said).collect()
    }

    fn natural_widths(&self, titles: &[String]) -> Vec<usize> {
        let cell = |index: usize| {
            let cells = self.rows.iter().filter_map(move |(_, cells)| cells.get(index));
            cells.map(|cell| text::width(&cell.content)).max().unwrap_or(0)
        };
        titles.iter().enumerate().map(|(index, title)| text::width(title).max(cell(index))).collect()
    }

    /// The width of every column, nothing for one that is left out.
    fn fit(&self, natural: &[usize], width: usize) -> Vec<Option<usize>> {
        let mut kept: Vec<Option<usize>> = natural.iter().copied().map(Some).collect();
        let Some(last) = natural.len().checked_sub(1) else { return kept };
        loop {
            let fixed: usize = kept[..last].iter().flatten().map(|cells| cells + GAP).sum();
            let weakest = (0..last)
                .filter(|index| kept[*index].is_some() && self.columns[*index].drop > 0)
                .max_by_key(|index| self.columns[*index].drop);
            match weakest {
                Some(index) if fixed + natural[last].min(self.columns[index].beside) > width => {
                    kept[index] = None;
                }
                _ => {
                    kept[last] = Some(width.saturating_sub(fixed));
                    return kept;
                }
            }
        }
    }

    fn cells(&self, cells: Vec<Span<'static>>, widths: &[Option<usize>]) -> Vec<Span<'static>> {
        let mut spans = Vec::with_capacity(cells.len() * 2);
        let last = widths.len().saturating_sub(1);
        for (index, cell) in cells.into_iter().enumerate() {
            let Some(Some(width)) = widths.get(index) else { continue };
            let style = cell.style;
            let content = match index {
                _ if index == last => text::cut(&cell.content, *width).into_owned(),
                _ if self.columns[index].right => {
                    let missing = width.saturating_sub(text::width(&cell.content));
                    format!("{}{}", " ".repeat(missing), cell.content)
                }
                _ => text::pad(&cell.content, *width),
            };
            spans.push(Span::styled(content, style));
            if index != last {
                spans.push(Span::raw(" ".repeat(GAP)));
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::plain;
    use crate::words::Words;

    fn table(width: u16) -> String {
        let words = Words::english();
        let mut draft = Draft::new(&ViewContext { words: &words, width, now: None });
        let mut table = Table::new(vec![
            Column::left(None, 0),
            Column::right(None, 2),
            Column::left(None, 1),
            Column::left(None, 0),
        ]);
        for (name, count) in [("日本", "7"), ("web", "12")] {
            let cells = [name, count, "middle", "the last one takes what is left"];
            let cells = cells.iter().map(|cell| span(Role::Text, *cell)).collect();
            table.row(RowId::Line(0), cells);
        }
        table.write(&mut draft);
        plain(&draft.finish())
    }

    #[test]
    fn columns_line_up_and_the_weakest_go_first() {
        insta::assert_snapshot!(table(60), @"

        日本   7  middle  the last one takes what is left
        web   12  middle  the last one takes what is left
        ");
        insta::assert_snapshot!(table(30), @"

        日本  middle  the last one ta…
        web   middle  the last one ta…
        ");
        insta::assert_snapshot!(table(22), @"

        日本  the last one ta…
        web   the last one ta…
        ");
    }
}
