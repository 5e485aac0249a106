//! Step 4: how the containers ended.

use ratatui::text::Span;

use crate::diagnosis::steps::exits::{ExitMeaning, ExitRow, ExitStep, Part};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::{Body, Role, RowId, ViewContext};
use crate::words::Message;

/// Columns before the text of a row.
const INDENT: usize = 6;

/// The containers and how they ended, culprits first.
pub fn body(step: &ExitStep, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if step.rows.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-exits-empty"));
    }
    for row in &step.rows {
        draft.row(RowId::Exit(row.id.clone()), |draft| write(draft, row));
    }
    draft.finish()
}

fn write(draft: &mut Draft<'_>, row: &ExitRow) {
    let line = head(&draft.ctx, row);
    draft.line(line);
    if let Some(reason) = &row.reason {
        draft.wrapped(Role::Text, INDENT, reason);
    }
    draft.say(Role::Dim, INDENT, &row.meaning);
    if let Some(health) = &row.health {
        draft.say(Role::Dim, INDENT, &msg!("view-exits-health", health = health));
    }
}

fn head(ctx: &ViewContext<'_>, row: &ExitRow) -> Vec<Span<'static>> {
    let (mark, role) = look(row);
    let code = match row.exit_code {
        Some(code) => ctx.words.say(&msg!("view-exits-code", code = code)),
        None => ctx.words.say(&msg!("view-exits-no-code")),
    };
    let mut spans = vec![
        span(role, format!("{mark} {:<4}", format!("{}× ", row.tasks.len()))),
        outside(Role::Strong, &row.container),
        span(role, format!("  {code}")),
    ];
    if let Some(signal) = row.signal {
        spans.push(span(role, format!(" {signal}")));
    }
    let part = ctx.words.say(&part(row));
    spans.push(span(Role::Dim, format!("  {part}")));
    if row.essential == Some(false) {
        spans.push(span(Role::Dim, format!(" · {}", ctx.words.say(&msg!("view-exits-not-essential")))));
    }
    spans
}

fn look(row: &ExitRow) -> (&'static str, Role) {
    match row.part {
        Part::Done => ("✓", Role::Ok),
        _ if row.harmless => ("–", Role::Dim),
        Part::First if row.exit_code == Some(0) => ("!", Role::Warn),
        Part::First => ("✗", Role::Bad),
        Part::NeverRan => ("!", Role::Warn),
        Part::Collateral | Part::Unknown => ("–", Role::Dim),
    }
}

/// A container that never ran may have ended its task, but it did not end itself.
fn part(row: &ExitRow) -> Message {
    if row.kind == ExitMeaning::NeverRan {
        return msg!("view-part-never-ran");
    }
    match row.part {
        Part::First => msg!("view-part-first"),
        Part::Collateral => msg!("view-part-collateral"),
        Part::Done => msg!("view-part-done"),
        Part::NeverRan => msg!("view-part-never-ran"),
        Part::Unknown => msg!("view-part-unknown"),
    }
}
