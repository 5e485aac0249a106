//! Markdown as styled lines: headings, paragraphs, lists, tables and code, wrapped to the width.
//!
//! Every block is a row, and so is every line of code, so that each can be copied whole. A fence `sh read` holds
//! commands that only read; `sh change` is marked, for it changes something.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::draft::{Draft, span};
use super::{Body, Role, RowId, ViewContext, text};
use crate::msg;

mod flow;
mod grid;

use flow::Flow;
use grid::Grid;

/// Columns before a line of code.
const CODE_INDENT: usize = 2;

/// A page as it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// Its lines; the row of a block is [`RowId::Line`] with its place in `copies`.
    pub body: Body,
    /// What copying each row gives: a command as it is typed, the words of a paragraph.
    pub copies: Vec<String>,
}

/// Draws Markdown. Control sequences in it are left out.
pub fn rendered(markdown: &str, ctx: &ViewContext<'_>) -> Rendered {
    let clean = text::clean(markdown);
    let mut writer = Writer::new(ctx);
    for event in Parser::new_ext(&clean, Options::ENABLE_TABLES) {
        writer.take(event);
    }
    writer.end_block();
    Rendered { body: writer.draft.finish(), copies: writer.copies }
}

/// What is open while the events come in.
struct Writer<'a> {
    draft: Draft<'a>,
    copies: Vec<String>,
    /// The words of the paragraph or cell so far.
    flow: Flow,
    /// Roles of the inline elements that are open.
    roles: Vec<Role>,
    /// The lists that are open: the number of the next item, nothing for bullets.
    lists: Vec<Option<u64>>,
    /// The mark before the next paragraph: that of a list item.
    mark: Option<String>,
    table: Option<Grid>,
    code: Option<(Fence, String)>,
    /// Whether a heading stands right above.
    headed: bool,
}

/// What the lines of a fence are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fence {
    Read,
    Change,
    Other,
}

impl<'a> Writer<'a> {
    fn new(ctx: &ViewContext<'a>) -> Self {
        Self {
            draft: Draft::new(ctx),
            copies: Vec::new(),
            flow: Flow::default(),
            roles: Vec::new(),
            lists: Vec::new(),
            mark: None,
            table: None,
            code: None,
            headed: false,
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match &mut self.code {
                Some((_, code)) => code.push_str(&words),
                None => self.flow.push(self.role(), &words),
            },
            Event::Code(words) => self.flow.push(Role::Accent, &words),
            Event::SoftBreak => self.flow.push(self.role(), " "),
            Event::HardBreak => self.flow.push(self.role(), "\n"),
            Event::Html(words) | Event::InlineHtml(words) => self.flow.push(self.role(), &words),
            _ => {}
        }
    }

    fn role(&self) -> Role {
        self.roles.last().copied().unwrap_or(Role::Text)
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.gap();
                self.roles.push(Role::Title);
            }
            Tag::Paragraph if self.lists.is_empty() => self.gap(),
            Tag::Emphasis | Tag::Strong => self.roles.push(Role::Strong),
            Tag::Link { .. } => self.roles.push(Role::Link),
            Tag::List(first) => {
                self.end_block();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(*first);
            }
            Tag::Item => self.mark = Some(self.item_mark()),
            Tag::CodeBlock(kind) => {
                self.end_block();
                self.gap();
                self.code = Some((Fence::of(kind), String::new()));
            }
            Tag::Table(alignments) => {
                self.gap();
                self.table = Some(Grid::new(alignments.iter().map(|one| *one == Alignment::Right).collect()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {
                self.roles.pop();
                if matches!(tag, TagEnd::Heading(_)) {
                    self.end_block();
                    self.headed = true;
                }
            }
            TagEnd::Paragraph | TagEnd::Item => self.end_block(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell | TagEnd::TableHead | TagEnd::TableRow | TagEnd::Table => {
                self.end_in_table(tag);
            }
            _ => {}
        }
    }

    fn end_in_table(&mut self, tag: TagEnd) {
        let Some(mut table) = self.table.take() else { return };
        match tag {
            TagEnd::TableCell => table.cell(self.flow.take()),
            TagEnd::Table => {
                for (lines, words) in table.lines(self.draft.width()) {
                    self.row(words, |draft| lines.into_iter().for_each(|line| draft.line(line)));
                }
                return;
            }
            _ => table.end_row(),
        }
        self.table = Some(table);
    }

    /// An empty line between blocks, none before the first and under a heading.
    fn gap(&mut self) {
        if !self.copies.is_empty() && !self.headed {
            self.draft.blank();
        }
        self.headed = false;
    }

    fn row(&mut self, copy: String, write: impl FnOnce(&mut Draft<'a>)) {
        self.draft.row(RowId::Line(self.copies.len()), write);
        self.copies.push(copy);
    }

    fn item_mark(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        }
    }

    /// Columns before the mark of an item, none outside lists.
    fn indent(&self) -> usize {
        self.lists.len().saturating_sub(1) * 2
    }

    /// Writes the paragraph that has come in so far.
    fn end_block(&mut self) {
        let words = self.flow.take();
        if words.is_empty() {
            return;
        }
        let mark = self.mark.take();
        let hang = if self.lists.is_empty() { 0 } else { self.indent() + 2 };
        let lead = " ".repeat(self.indent()) + mark.as_deref().unwrap_or_default();
        let hang = hang.max(text::width(&lead));
        let width = self.draft.width().saturating_sub(hang);
        self.row(words.text().to_owned(), |draft| {
            for (place, line) in words.wrapped(width).into_iter().enumerate() {
                let lead = if place == 0 { text::pad(&lead, hang) } else { " ".repeat(hang) };
                draft.line([vec![span(Role::Dim, lead)], line].concat());
            }
        });
    }

    fn end_code(&mut self) {
        let Some((fence, code)) = self.code.take() else { return };
        let indent = self.indent() + CODE_INDENT;
        if fence == Fence::Change {
            self.draft.say(Role::Warn, indent, &msg!("view-mutates-warning"));
        }
        let (role, mark) = if fence == Fence::Other { (Role::Text, "") } else { (Role::Command, "$ ") };
        for line in code.lines() {
            let inner = indent + line.len() - line.trim_start().len();
            self.row(line.trim_start().to_owned(), |draft| {
                let lead = vec![span(Role::Dim, " ".repeat(inner) + mark)];
                draft.hanging(lead, inner + mark.len(), role, line.trim_start());
            });
        }
    }
}

impl Fence {
    fn of(kind: &CodeBlockKind<'_>) -> Self {
        let CodeBlockKind::Fenced(info) = kind else { return Self::Other };
        let mut words = info.split_whitespace();
        match (words.next(), words.next()) {
            (Some("sh"), Some("read")) => Self::Read,
            (Some("sh"), Some("change")) => Self::Change,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::plain;
    use crate::words::Words;

    fn draw(markdown: &str, width: u16) -> Rendered {
        let words = Words::english();
        rendered(markdown, &ViewContext { words: &words, width, now: None })
    }

    #[test]
    fn all_that_a_page_holds_is_drawn() {
        let page = "## Why\nOne `code` and **more**,\nwrapped.\n\n- first item of the list\n- second\n  1. inner\n\n| says | means |\n|---|---|\n| `a` | a long explanation of it |\n\n```sh read\naws ecs list-clusters\n```\n```sh change\naws ecs delete-service --cluster prod --service web\n```\n";
        let drawn = draw(page, 26);
        insta::assert_snapshot!(plain(&drawn.body), @"
        Why
        One code and more,
        wrapped.

        • first item of the list
        • second
          1. inner

        says  means
        a     a long explanation
              of it

          $ aws ecs list-clusters

          This changes something
          in AWS.
          $ aws ecs delete-service
            --cluster prod
            --service web
        ");
        assert!(drawn.copies.contains(&"aws ecs delete-service --cluster prod --service web".to_owned()));
        assert_eq!(drawn.copies.len(), drawn.body.rows.len());
    }

    #[test]
    fn no_line_is_wider_than_the_pane() {
        let page = "# 日本語の見出し\nA word_that_is_longer_than_the_pane here.\n\n| a | b | c |\n|---|--:|---|\n| one two | 3 | four five six |\n";
        for width in [1, 2, 5, 8, 13, 40] {
            for line in &draw(page, width).body.lines {
                assert!(text::spans_width(&line.spans) <= usize::from(width), "{width}: {line:?}");
            }
        }
    }
}
