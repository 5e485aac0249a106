//! The help: keys and what they do, in the order of the table of actions.

use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext, text};
use crate::words::Message;

/// One line of the help.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The keys: `j, ↓`.
    pub keys: String,
    /// What they do.
    pub what: Message,
    /// Whether they do anything now.
    pub applies: bool,
}

/// The help; keys that do nothing here are dimmed.
pub fn body(entries: &[Entry], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let column = entries.iter().map(|entry| text::width(&entry.keys)).max().unwrap_or(0) + 2;
    for (place, entry) in entries.iter().enumerate() {
        let (keys, what) = if entry.applies { (Role::Accent, Role::Text) } else { (Role::Dim, Role::Dim) };
        let said = draft.ctx.words.say(&entry.what);
        let lead = vec![span(keys, entry.keys.clone())];
        draft.row(RowId::Line(place), |draft| draft.hanging(lead, column, what, &said));
    }
    draft.finish()
}
