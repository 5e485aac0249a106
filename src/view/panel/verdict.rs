//! The verdict: state, sentence, how sure, and the next command.

use ratatui::style::Modifier;
use ratatui::text::Span;

use crate::diagnosis::{Command, Confidence, Diagnosis, State};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::theme::state_mark;
use crate::view::{Body, Role, RowId, ViewContext, text};
use crate::words::Message;

/// From this width on the sentence stands beside the badge, else it flows around it.
const BESIDE_FROM: usize = 60;

/// The verdict: state, sentence, how sure, and the next command. The rows are the sentence and the command.
pub fn body(diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    draft.row(RowId::Line(0), |draft| sentence(draft, diagnosis));
    if let Some(command) = diagnosis.next.first() {
        draft.row(RowId::Line(1), |draft| draft.line(next(ctx, command)));
    }
    draft.finish()
}

fn sentence(draft: &mut Draft<'_>, diagnosis: &Diagnosis) {
    let badge = badge(&draft.ctx, diagnosis.state);
    let said = draft.ctx.words.say(&diagnosis.verdict);
    let beside = draft.width() >= BESIDE_FROM;
    let indent = if beside { text::spans_width(&badge) + 1 } else { 0 };
    if beside {
        draft.hanging(badge, indent, Role::Strong, &said);
    } else {
        draft.flowing(badge, Role::Strong, &said);
    }
    let Some(confidence) = diagnosis.confidence else { return };
    let sure = draft.ctx.words.say(&confidence_message(confidence));
    draft.append(indent, span(Role::of_confidence(confidence), format!("[{sure}]")));
}

/// The state as a badge, readable without colour: ` ✗ STUCK `.
pub fn badge(ctx: &ViewContext<'_>, state: State) -> Vec<Span<'static>> {
    let word = ctx.words.say(&state_message(state));
    let style = Role::of_state(state).style().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    vec![Span::styled(format!(" {} {word} ", state_mark(state)), style)]
}

fn next(ctx: &ViewContext<'_>, command: &Command) -> Vec<Span<'static>> {
    let mut spans = vec![span(Role::Dim, ctx.words.say(&msg!("view-next"))), Span::raw("  ")];
    if command.mutates {
        spans.push(span(Role::Warn, format!("{}  ", ctx.words.say(&msg!("view-mutates")))));
    }
    spans.push(outside(Role::Command, &command.run));
    spans
}

/// The word for a state.
pub fn state_message(state: State) -> Message {
    match state {
        State::Stuck => msg!("view-state-stuck"),
        State::RollingBack => msg!("view-state-rolling-back"),
        State::RolledBack => msg!("view-state-rolled-back"),
        State::Paused => msg!("view-state-paused"),
        State::Unknown => msg!("view-state-unknown"),
        State::Progressing => msg!("view-state-progressing"),
        State::Steady => msg!("view-state-steady"),
    }
}

/// The word for how sure something is.
pub fn confidence_message(confidence: Confidence) -> Message {
    match confidence {
        Confidence::Certain => msg!("view-certain"),
        Confidence::Likely => msg!("view-likely"),
        Confidence::Possible => msg!("view-possible"),
    }
}
