//! What could not be looked at or read, with the command that would fetch it.

use crate::diagnosis::Unchecked;
use crate::msg;
use crate::source::saved::Problem;
use crate::view::draft::{Draft, outside, span};
use crate::view::panel::next;
use crate::view::{Body, Role, RowId, ViewContext};

/// Columns before the text under a gap.
const INDENT: usize = 2;

/// What could not be looked at.
pub fn body(unchecked: &[Unchecked], ctx: &ViewContext<'_>) -> Body {
    with_problems(unchecked, &[], ctx)
}

/// What could not be looked at, and what could not be read.
pub fn with_problems(unchecked: &[Unchecked], problems: &[Problem], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if unchecked.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-gaps-empty"));
    }
    for (place, gap) in unchecked.iter().enumerate() {
        draft.row(RowId::Line(place), |draft| write(draft, gap));
    }
    if !problems.is_empty() {
        draft.heading(&msg!("view-problems"));
    }
    for (place, problem) in problems.iter().enumerate() {
        draft.row(RowId::Line(unchecked.len() + place), |draft| unread(draft, problem));
    }
    draft.finish()
}

fn write(draft: &mut Draft<'_>, gap: &Unchecked) {
    let what = draft.ctx.words.say(&gap.what);
    draft.hanging(vec![span(Role::Dim, "– ")], INDENT, Role::Strong, &what);
    draft.say(Role::Dim, INDENT, &gap.because);
    if let Some(command) = &gap.command {
        next::write(draft, command, INDENT);
    }
}

fn unread(draft: &mut Draft<'_>, problem: &Problem) {
    let (mark, role) = if problem.broken { ("✗ ", Role::Bad) } else { ("! ", Role::Warn) };
    draft.line(vec![span(role, mark), outside(Role::Strong, &problem.place)]);
    draft.say(Role::Text, INDENT, &problem.what);
}
