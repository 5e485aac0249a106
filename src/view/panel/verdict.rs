//! The verdict: state, sentence, how sure, and the next command.

use ratatui::style::Modifier;
use ratatui::text::Span;

use crate::diagnosis::{Command, Confidence, Diagnosis, Evidence, State};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::theme::state_mark;
use crate::view::{Body, Role, RowId, ViewContext, text};
use crate::words::Message;

/// From this width on the sentence stands beside the badge, else it flows around it.
const BESIDE_FROM: usize = 60;
/// Columns of the words before proof and command.
const LABEL: usize = 7;

/// The verdict: state, sentence, how sure; the text that it rests on, where that stands nowhere else in sight; and
/// the next command. Each is a row, wrapped and not cut: all of it is to be read before anything is done.
pub fn body(diagnosis: &Diagnosis, proof: Option<&Evidence>, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    draft.row(RowId::Line(0), |draft| sentence(draft, diagnosis));
    if let Some(proof) = proof {
        let label = vec![span(Role::Dim, ctx.words.say(&msg!("view-proof")))];
        draft.row(RowId::Line(1), |draft| {
            draft.hanging(label, LABEL, Role::Text, proof.text.trim());
            draft.append(LABEL, outside(Role::Dim, &proof.field));
        });
    }
    if let Some(command) = diagnosis.next.first() {
        draft.row(RowId::Line(2), |draft| next(draft, command));
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

fn next(draft: &mut Draft<'_>, command: &Command) {
    let label = vec![span(Role::Dim, draft.ctx.words.say(&msg!("view-next")))];
    if command.mutates {
        let warning = draft.ctx.words.say(&msg!("view-mutates"));
        draft.line([label, vec![span(Role::Warn, format!("  {warning}"))]].concat());
        return draft.wrapped(Role::Command, LABEL, &command.run);
    }
    draft.hanging(label, LABEL, Role::Command, &command.run);
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
