//! A list to choose from: profiles, Regions.

use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::{Body, Role, RowId, ViewContext, text};

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub name: String,
    /// What else there is to know of it.
    pub note: Option<String>,
    /// Whether it is in use.
    pub current: bool,
}

/// The choices whose name holds `typed`; where none is just that and `open` lets it, what was typed is one.
pub fn body(choices: &[Choice], typed: &str, open: bool, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let needle = typed.trim().to_lowercase();
    let fitting: Vec<&Choice> =
        choices.iter().filter(|choice| choice.name.to_lowercase().contains(&needle)).collect();
    let column = fitting.iter().map(|choice| text::width(&choice.name)).max().unwrap_or(0) + 2;
    for choice in &fitting {
        draft.row(RowId::Choice(choice.name.clone()), |draft| {
            let mark = if choice.current { "✓ " } else { "  " };
            let name = text::pad(&text::clean_line(&choice.name), column);
            let note = choice.note.as_deref().unwrap_or_default();
            draft.line(vec![span(Role::Ok, mark), span(Role::Text, name), outside(Role::Dim, note)]);
        });
    }
    let exact = fitting.iter().any(|choice| choice.name == needle);
    if open && !exact && !needle.is_empty() {
        let said = ctx.words.say(&msg!("watch-choose-typed", name = &needle));
        draft.row(RowId::Choice(needle.clone()), |draft| {
            draft.line(vec![span(Role::Ok, "  "), outside(Role::Accent, &said)]);
        });
    } else if fitting.is_empty() {
        draft.say(Role::Dim, 0, &msg!("watch-choose-none"));
    }
    draft.finish()
}
