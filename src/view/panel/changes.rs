//! What changed since the revision that last worked, the most suspicious first.

use crate::diagnosis::{Change, Changes, Suspicion};
use crate::msg;
use crate::view::draft::Draft;
use crate::view::{Body, Role, ViewContext, text};

/// Columns before a change.
const INDENT: usize = 2;
/// Changes that are shown.
const SHOWN: usize = 12;
/// Most cells of a value; commands and ARNs can be long.
const VALUE: usize = 60;

/// The changes alone, for a report; nothing where nothing is known of them.
pub fn body(changes: Option<&Changes>, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if let Some(changes) = changes {
        write(&mut draft, changes);
    }
    draft.finish()
}

/// The changes under a heading of their own.
pub fn write(draft: &mut Draft<'_>, changes: &Changes) {
    draft.heading(&msg!("view-changes", from = &changes.from, to = &changes.to));
    if let Some(missing) = &changes.missing {
        draft.say(Role::Dim, INDENT, &msg!("view-changes-missing", revision = missing));
    } else if changes.list.is_empty() {
        draft.say(Role::Text, INDENT, &msg!("view-changes-none"));
    }
    for change in changes.list.iter().take(SHOWN) {
        line(draft, change);
    }
    let more = changes.list.len().saturating_sub(SHOWN);
    if more > 0 {
        draft.say(Role::Dim, INDENT, &msg!("view-changes-more", count = more));
    }
}

fn line(draft: &mut Draft<'_>, change: &Change) {
    let (mark, role) = match change.suspicion {
        Suspicion::Likely => ("!", Role::Warn),
        Suspicion::Possible => ("?", Role::Text),
        Suspicion::Unlikely => ("·", Role::Dim),
    };
    let short =
        |value: &Option<String>| value.as_deref().map(|value| text::cut_middle(value, VALUE).into_owned());
    let shown = Change { before: short(&change.before), after: short(&change.after), ..change.clone() };
    let said = draft.ctx.words.say(&shown.message());
    draft.wrapped(role, INDENT, &format!("{mark} {said}"));
}
