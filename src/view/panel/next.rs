//! The next commands, for a person to run.

use crate::diagnosis::Command;
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext};

/// The commands, the most telling first; the row of one is [`RowId::Line`] with its place.
pub fn body(commands: &[Command], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if commands.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-next-empty"));
    }
    for (place, command) in commands.iter().enumerate() {
        draft.row(RowId::Line(place), |draft| write(draft, command, 0));
    }
    draft.finish()
}

/// A command and what it is good for. Wrapped and not cut: it is there to be read before it is run.
pub fn write(draft: &mut Draft<'_>, command: &Command, indent: usize) {
    draft.hanging(vec![span(Role::Dim, " ".repeat(indent) + "$ ")], indent + 2, Role::Command, &command.run);
    if command.mutates {
        draft.say(Role::Warn, indent + 2, &msg!("view-mutates-warning"));
    }
    draft.say(Role::Dim, indent + 2, &command.why);
}
