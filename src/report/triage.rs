//! `ecsplain triage`: the panels of the screen, one under the other.

use super::Input;
use super::choice::full_name;
use super::output::Output;
use crate::diagnosis::{Diagnosis, StepId};
use crate::model::{CaptureBasis, Captured};
use crate::msg;
use crate::view::{self, Body, ViewContext};
use crate::words::Message;

/// Columns before the evidence of a step.
const INDENT_WIDTH: u16 = 4;

/// The verdict, the five steps with their evidence, what could not be checked, what to do next.
pub fn text(input: &Input<'_>, chosen: &Diagnosis, others: &[&Diagnosis], output: Output) -> String {
    let context = ViewContext { words: input.words, width: output.width, now: chosen.captured.at };
    let head = format!("{}  {}\n", full_name(chosen), input.words.say(&captured(chosen.captured)));
    let overview = view::panel::steps::body(&chosen.steps, &context);
    let mut parts = vec![
        head + &output.body(&view::panel::verdict::body(chosen, None, &context)),
        output.body(&overview),
        output.body(&view::panel::findings::body(chosen, &context)),
    ];
    parts.extend(StepId::ALL.map(|id| section(chosen, id, output, &context)));
    parts.push(output.body(&view::panel::gaps::body(&chosen.unchecked, &context)));
    parts.push(output.body(&view::panel::next::body(&chosen.next, &context)));
    if !others.is_empty() {
        parts.push(input.words.say(&other_subjects(others)) + "\n");
    }
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n")
}

/// The evidence of one step under its name; nothing where the step has none to draw.
fn section(chosen: &Diagnosis, id: StepId, output: Output, context: &ViewContext<'_>) -> String {
    let inner = ViewContext { width: context.width.saturating_sub(INDENT_WIDTH), ..*context };
    let body = step_body(chosen, id, &inner);
    if body.lines.is_empty() {
        return String::new();
    }
    let name = context.words.say(&view::panel::steps::name(id));
    format!("{}. {name}\n{}", id.number(), indent(&output.body(&body)))
}

/// The evidence of one step.
pub fn step_body(diagnosis: &Diagnosis, id: StepId, context: &ViewContext<'_>) -> Body {
    let steps = &diagnosis.steps;
    match id {
        StepId::ServiceEvents => view::panel::events::body(&steps.events, context),
        StepId::Deployments => view::panel::deployments::body(&steps.deployments, context),
        StepId::StoppedTasks => view::panel::stopped::body(&steps.stopped, context),
        StepId::ExitCodes => view::panel::exits::body(&steps.exits, context),
        StepId::LogsMetrics => view::panel::logs::body(&steps.logs, context),
    }
}

/// The moment that ages are counted from, and what says so.
pub fn captured(captured: Captured) -> Message {
    let Some(at) = captured.at else { return msg!("report-captured-nothing") };
    let at = view::age::moment(at);
    match captured.basis {
        CaptureBasis::Live => msg!("report-captured-live", at = at),
        CaptureBasis::Model | CaptureBasis::RecordedModel => msg!("report-captured-model", at = at),
        CaptureBasis::Envelope => msg!("report-captured-envelope", at = at),
        _ => msg!("report-captured-inside", at = at),
    }
}

/// One sentence that names the other subjects of the input, with their states.
pub fn other_subjects(others: &[&Diagnosis]) -> Message {
    let names: Vec<String> = others
        .iter()
        .take(12)
        .map(|other| format!("{} ({})", full_name(other), other.state.word()))
        .collect();
    msg!(
        "report-others",
        count = others.len(),
        names = names.join(", "),
        more = others.len().saturating_sub(12)
    )
}

fn indent(text: &str) -> String {
    text.lines().fold(String::new(), |all, line| {
        let line = if line.is_empty() { String::new() } else { format!("    {line}") };
        all + &line + "\n"
    })
}
