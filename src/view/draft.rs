//! A body being written: every line that goes in is fitted to the width, so no panel can be too wide.

use ratatui::text::{Line, Span};

use super::{Body, Role, Row, RowId, ViewContext, text};
use crate::words::Message;

/// A piece of text in a role. The text is taken as clean; what ECS said goes through [`outside`].
pub fn span(role: Role, content: impl Into<String>) -> Span<'static> {
    Span::styled(content.into(), role.style())
}

/// A piece of text from outside, cleaned, on one line.
pub fn outside(role: Role, content: &str) -> Span<'static> {
    Span::styled(text::clean_line(content), role.style())
}

/// A body being written.
#[derive(Debug)]
pub struct Draft<'a> {
    /// What it is written for.
    pub ctx: ViewContext<'a>,
    body: Body,
}

impl<'a> Draft<'a> {
    /// An empty body.
    pub fn new(ctx: &ViewContext<'a>) -> Self {
        Self { ctx: *ctx, body: Body::default() }
    }

    /// Goes on below what is there.
    pub fn below(body: Body, ctx: &ViewContext<'a>) -> Self {
        Self { ctx: *ctx, body }
    }

    /// Columns that may be filled.
    pub fn width(&self) -> usize {
        usize::from(self.ctx.width)
    }

    /// Adds a line, cut to the width.
    pub fn line(&mut self, spans: Vec<Span<'static>>) {
        let fitted = text::fit(spans, self.width());
        self.body.lines.push(Line::from(fitted));
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.body.lines.push(Line::default());
    }

    /// Adds a heading, after an empty line when something stands above.
    pub fn heading(&mut self, message: &Message) {
        if !self.body.lines.is_empty() {
            self.blank();
        }
        let said = self.ctx.words.say(message);
        self.line(vec![span(Role::Title, said)]);
    }

    /// Adds a sentence, wrapped.
    pub fn say(&mut self, role: Role, indent: usize, message: &Message) {
        let said = self.ctx.words.say(message);
        self.wrapped(role, indent, &said);
    }

    /// Adds text, cleaned and wrapped, all of it `indent` columns in.
    pub fn wrapped(&mut self, role: Role, indent: usize, content: &str) {
        self.hanging(Vec::new(), indent, role, content);
    }

    /// Adds text, cleaned and wrapped; `lead` stands before its first line, in the indent.
    pub fn hanging(&mut self, lead: Vec<Span<'static>>, indent: usize, role: Role, content: &str) {
        let indent = indent.min(self.width().saturating_sub(1) / 2);
        let clean = text::clean(content);
        let mut lead = Some(text::fit(lead, indent));
        for part in text::wrap(&clean, self.width().saturating_sub(indent)) {
            let mut spans = lead.take().unwrap_or_default();
            let missing = indent.saturating_sub(text::spans_width(&spans));
            spans.push(Span::raw(" ".repeat(missing)));
            spans.push(span(role, part));
            self.line(spans);
        }
    }

    /// Adds text, cleaned and wrapped, that begins on one line with `lead` and goes on at the left edge.
    pub fn flowing(&mut self, lead: Vec<Span<'static>>, role: Role, content: &str) {
        let cells = text::spans_width(&lead);
        // Stands for the lead while the text is broken into lines; no break is allowed inside it.
        let place = "x".repeat(cells);
        let mut lines = text::wrap(&format!("{place} {}", text::clean(content)), self.width()).into_iter();
        let first = lines.next().unwrap_or_default();
        let mut spans = lead;
        spans.push(span(role, first.get(cells..).unwrap_or_default().to_owned()));
        self.line(spans);
        for line in lines {
            self.line(vec![span(role, line)]);
        }
    }

    /// Adds to the last line what still fits there, else a line of its own.
    pub fn append(&mut self, indent: usize, content: Span<'static>) {
        let wide = text::width(&content.content);
        let room = self.width();
        match self.body.lines.last_mut() {
            Some(last) if text::spans_width(&last.spans) + 2 + wide <= room => {
                last.push_span(Span::raw("  "));
                last.push_span(content);
            }
            _ => self.line(vec![Span::raw(" ".repeat(indent.min(room / 2))), content]),
        }
    }

    /// Adds a selectable row: the lines that `write` adds.
    pub fn row(&mut self, id: RowId, write: impl FnOnce(&mut Self)) {
        let start = self.body.lines.len();
        write(self);
        self.body.rows.push(Row { id, lines: start..self.body.lines.len(), copy: None });
    }

    /// As [`Self::row`]; `copy` is what copying it gives.
    pub fn row_to_copy(&mut self, id: RowId, copy: &str, write: impl FnOnce(&mut Self)) {
        self.row(id, write);
        if let Some(row) = self.body.rows.last_mut() {
            row.copy = Some(copy.to_owned());
        }
    }

    /// Takes the lines so far for column headings.
    pub fn end_head(&mut self) {
        self.body.head = self.body.lines.len();
    }

    /// The body.
    pub fn finish(self) -> Body {
        self.body
    }
}
