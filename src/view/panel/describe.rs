//! What `kubectl describe` prints, with a mark a line for where the value comes from.
//!
//! kubectl does not wrap, and its columns carry meaning, so the text is cut with an ellipsis and scrolls
//! to the side; wrapping is there for who asks for it.

use std::borrow::Cow;

use ratatui::text::Span;

use crate::kube::{Described, DescribedLine, Provenance};
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext, text};
use crate::words::Message;

/// Columns that kubectl indents a key by, at most.
const DEEPEST_KEY: usize = 10;

/// How the text meets the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fit {
    /// Whether every line has its mark of provenance before it.
    pub marks: bool,
    /// Whether lines that are too long are wrapped; else they are cut.
    pub wrap: bool,
    /// Cells left out at the left of every line that is cut.
    pub skip: usize,
}

impl Default for Fit {
    fn default() -> Self {
        Self { marks: true, wrap: false, skip: 0 }
    }
}

/// The description with its marks, cut to the width; with a width of [`u16::MAX`] nothing is cut.
pub fn body(described: &Described, ctx: &ViewContext<'_>) -> Body {
    fitted(described, Fit::default(), ctx)
}

/// The description, fitted as `fit` says. The row of a line is [`RowId::Line`] with its place.
pub fn fitted(described: &Described, fit: Fit, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if described.lines.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-describe-empty"));
    }
    for (place, line) in described.lines.iter().enumerate() {
        // However it is cut, scrolled or marked, the line is copied as kubectl prints it.
        draft.row_to_copy(RowId::Line(place), line.text.trim(), |draft| write(draft, line, fit));
    }
    draft.finish()
}

fn write(draft: &mut Draft<'_>, line: &DescribedLine, fit: Fit) {
    let (mark, role) = mark(&line.provenance);
    let gutter = || if fit.marks { vec![span(role, format!("{mark} "))] } else { Vec::new() };
    let room = draft.width().saturating_sub(if fit.marks { 2 } else { 0 });
    let clean = text::clean_line(&line.text);
    if fit.wrap && text::width(&clean) > room {
        return wrapped(draft, &clean, gutter(), line);
    }
    let mut spans = gutter();
    spans.extend(coloured(&scrolled(&clean, fit.skip), line, fit.skip));
    draft.line(spans);
}

/// The rest of a long line stands under the value; where the value begins too far to the right, under the key.
fn wrapped(draft: &mut Draft<'_>, clean: &str, gutter: Vec<Span<'static>>, line: &DescribedLine) {
    let marks = text::spans_width(&gutter);
    let value_at = value_column(clean);
    if marks + value_at < draft.width() / 2 {
        let (key, value) = text::head(clean, value_at);
        let mut lead = gutter;
        lead.extend(coloured(key, line, 0));
        return draft.hanging(lead, marks + value_at, value_role(line), value);
    }
    let depth = (clean.len() - clean.trim_start().len()).min(4);
    let words: Vec<&str> = clean.split_whitespace().collect();
    draft.hanging(gutter, marks + depth, value_role(line), &words.join(" "));
}

fn scrolled(clean: &str, skip: usize) -> Cow<'_, str> {
    let rest = text::skip(clean, skip);
    if skip == 0 || clean.trim().is_empty() || text::width(clean) == 0 {
        return Cow::Borrowed(rest);
    }
    // The cell that is lost to the ellipsis is one of those that were scrolled away.
    Cow::Owned(format!("{}{}", text::ELLIPSIS, text::skip(rest, 1)))
}

/// The key of `Key:   value` apart from its value, as long as the line begins at its beginning.
fn coloured(shown: &str, line: &DescribedLine, skip: usize) -> Vec<Span<'static>> {
    let key = if skip == 0 { key_end(shown) } else { None };
    let (key, value) = shown.split_at(key.unwrap_or(0));
    vec![span(Role::Accent, key), span(value_role(line), value)]
}

fn value_role(line: &DescribedLine) -> Role {
    match line.provenance {
        Provenance::Absent(_) | Provenance::NotSaved(_) => Role::Dim,
        Provenance::Layout if line.text.trim_start().starts_with("--") => Role::Dim,
        _ if line.text.trim_start().starts_with("Warning ") => Role::Warn,
        _ => Role::Text,
    }
}

/// Where the value of `Key:   value` begins, in bytes, which are cells in a key; 0 without a key.
fn value_column(clean: &str) -> usize {
    let Some(end) = key_end(clean) else { return clean.len() - clean.trim_start().len() };
    end + (clean[end..].len() - clean[end..].trim_start().len())
}

/// One past the colon of a leading `Key:`; a key has letters, digits and few signs, and is short.
fn key_end(shown: &str) -> Option<usize> {
    let colon = shown.find(':')?;
    // What stands further in is a value that goes on from the line above.
    if shown.len() - shown.trim_start().len() > DEEPEST_KEY {
        return None;
    }
    let key = shown[..colon].trim_start();
    let named = !key.is_empty()
        && key.len() <= 32
        && key.chars().all(|one| one.is_ascii_alphanumeric() || " -_./()".contains(one));
    let ends = shown[colon + 1..].chars().next().is_none_or(|next| next == ' ');
    (named && ends && !key.contains("  ")).then_some(colon + 1)
}

/// The mark of a provenance and its role.
pub fn mark(provenance: &Provenance) -> (&'static str, Role) {
    match provenance {
        Provenance::Layout => (" ", Role::Dim),
        Provenance::Stated(_) => ("•", Role::Ok),
        Provenance::Computed(_) => ("~", Role::Accent),
        Provenance::Absent(_) => ("∅", Role::Dim),
        Provenance::NotSaved(_) => ("?", Role::Warn),
    }
}

/// Where the value of a line comes from, in a sentence.
pub fn provenance(provenance: &Provenance) -> Message {
    match provenance {
        Provenance::Layout => msg!("view-from-layout"),
        Provenance::Stated(field) => msg!("view-from-stated", field = field),
        Provenance::Computed(how) => msg!("view-from-computed", how = how.clone()),
        Provenance::Absent(why) => msg!("view-from-absent", why = why.clone()),
        Provenance::NotSaved(how) => msg!("view-from-not-saved", how = how.clone()),
    }
}
