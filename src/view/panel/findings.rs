//! What is wrong, with the evidence, and what was ruled out.

use crate::diagnosis::{Confidence, Diagnosis, Evidence, Finding, KubernetesReason, RuledOut};
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::panel::{next, verdict};
use crate::view::{Body, Role, RowId, ViewContext};
use crate::words::Message;

/// Columns before the text under a finding.
const INDENT: usize = 2;

/// The findings, the root cause first, and what was ruled out.
pub fn body(diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if diagnosis.findings.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-findings-empty"));
    }
    for (place, finding) in diagnosis.findings.iter().enumerate() {
        if place > 0 {
            draft.blank();
        }
        write(&mut draft, finding);
    }
    if !diagnosis.ruled_out.is_empty() {
        draft.heading(&msg!("view-ruled-out"));
    }
    for (place, one) in diagnosis.ruled_out.iter().enumerate() {
        draft.row_to_copy(RowId::Line(place), one.class, |draft| ruled_out(draft, one));
    }
    draft.finish()
}

/// A finding with its evidence and its commands, a row each.
pub fn write(draft: &mut Draft<'_>, finding: &Finding) {
    let class = finding.class;
    draft.row_to_copy(RowId::Finding(class), class, |draft| head(draft, finding));
    for (place, one) in finding.evidence.iter().enumerate() {
        draft.row_to_copy(RowId::Proof(class, place), &one.text, |draft| evidence(draft, one));
    }
    for (place, command) in finding.next.iter().enumerate() {
        let row = RowId::Advice(class, place);
        draft.row_to_copy(row, &command.run, |draft| next::write(draft, command, INDENT));
    }
}

fn head(draft: &mut Draft<'_>, finding: &Finding) {
    let sure = draft.ctx.words.say(&verdict::confidence_message(finding.confidence));
    draft.say(Role::Strong, 0, &finding.summary);
    let mut about = vec![span(Role::Dim, "  "), span(Role::of_confidence(finding.confidence), sure)];
    about.push(span(Role::Dim, format!(" · {}", finding.class)));
    if let Some(word) = finding.kubernetes {
        about.push(span(Role::Dim, format!(" · {}", draft.ctx.words.say(&in_kubernetes(word)))));
    }
    draft.line(about);
    if finding.confidence != Confidence::Certain {
        draft.say(Role::Dim, INDENT, &finding.because);
    }
    for note in &finding.notes {
        draft.say(Role::Text, INDENT, note);
    }
}

/// What Kubernetes calls a finding.
pub fn in_kubernetes(word: KubernetesReason) -> Message {
    if word.exact {
        msg!("view-in-kubernetes", reason = word.reason)
    } else {
        msg!("view-in-kubernetes-nearest", reason = word.reason)
    }
}

fn evidence(draft: &mut Draft<'_>, evidence: &Evidence) {
    draft.wrapped(Role::Dim, INDENT, &evidence.field);
    draft.wrapped(Role::Text, INDENT * 2, &evidence.text);
}

fn ruled_out(draft: &mut Draft<'_>, one: &RuledOut) {
    draft.line(vec![span(Role::Ok, "✓ "), span(Role::Text, one.class)]);
    draft.say(Role::Dim, INDENT, &one.because);
}
