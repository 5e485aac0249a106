//! `ecsplain triage -o markdown`: for a ticket or a chat.

use std::fmt::Write as _;

use super::Input;
use super::choice::full_name;
use super::output::Output;
use super::triage::{captured, other_subjects, step_body};
use crate::diagnosis::{Command, Diagnosis, StepId};
use crate::msg;
use crate::view::{self, ViewContext};

/// Columns of the evidence, which stands in code blocks.
const WIDTH: u16 = 100;

/// The triage as Markdown.
pub fn triage(input: &Input<'_>, chosen: &Diagnosis, others: &[&Diagnosis]) -> String {
    let words = input.words;
    let mut page = String::new();
    let title = msg!("report-markdown-title", name = escape(&full_name(chosen)), state = chosen.state.word());
    push(&mut page, &format!("# {}\n", words.say(&title)));
    push(&mut page, &format!("**{}**\n", escape(&words.say(&chosen.verdict))));
    let context = ViewContext { words, width: WIDTH, now: chosen.captured.at };
    push(&mut page, &format!("{}\n", escape(&words.say(&captured(chosen.captured)))));
    for id in StepId::ALL {
        step(&mut page, chosen, id, &context);
    }
    findings(&mut page, input, chosen);
    gaps(&mut page, input, chosen);
    commands(&mut page, input, &chosen.next);
    if !others.is_empty() {
        push(&mut page, &escape(&words.say(&other_subjects(others))));
    }
    page
}

fn step(page: &mut String, chosen: &Diagnosis, id: StepId, context: &ViewContext<'_>) {
    let head = chosen.steps.head(id);
    let name = context.words.say(&view::panel::steps::name(id));
    let headline = escape(&context.words.say(&head.headline));
    push(page, &format!("## {}. {name} {} {headline}\n", id.number(), head.status.mark()));
    let plain = Output { color: false, width: WIDTH }.body(&step_body(chosen, id, context));
    if !plain.trim().is_empty() {
        fence(page, plain.trim_end());
    }
}

fn findings(page: &mut String, input: &Input<'_>, chosen: &Diagnosis) {
    if chosen.findings.is_empty() {
        return;
    }
    push(page, &format!("## {}\n", input.words.say(&msg!("report-findings"))));
    for finding in &chosen.findings {
        let summary = escape(&input.words.say(&finding.summary));
        push(page, &format!("- **{}** ({}): {summary}", finding.class, finding.confidence.word()));
        push(page, &format!("  - {}", escape(&input.words.say(&finding.because))));
        for note in &finding.notes {
            push(page, &format!("  - {}", escape(&input.words.say(note))));
        }
        for evidence in &finding.evidence {
            push(page, &format!("  - `{}`: {}", evidence.field, escape(&view::text::clean(&evidence.text))));
        }
    }
    page.push('\n');
}

pub(super) fn gaps(page: &mut String, input: &Input<'_>, chosen: &Diagnosis) {
    if chosen.unchecked.is_empty() {
        return;
    }
    push(page, &format!("## {}\n", input.words.say(&msg!("report-unchecked"))));
    for gap in &chosen.unchecked {
        let (what, because) = (input.words.say(&gap.what), input.words.say(&gap.because));
        push(page, &format!("- {}: {}", escape(&what), escape(&because)));
        if let Some(command) = &gap.command {
            push(page, &format!("  `{}`", command.run));
        }
    }
    page.push('\n');
}

pub(super) fn commands(page: &mut String, input: &Input<'_>, next: &[Command]) {
    if next.is_empty() {
        return;
    }
    push(page, &format!("## {}\n", input.words.say(&msg!("report-next"))));
    for command in next {
        let mark = if command.mutates { input.words.say(&msg!("report-mutates")) } else { String::new() };
        push(page, &format!("- {} {mark}", escape(&input.words.say(&command.why))));
        push(page, &format!("  ```sh\n  {}\n  ```", command.run));
    }
    page.push('\n');
}

/// A code block whose fence is longer than any run of backticks inside it.
pub(super) fn fence(page: &mut String, text: &str) {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let bar = "`".repeat(longest.max(2) + 1);
    push(page, &format!("{bar}text\n{text}\n{bar}\n"));
}

fn push(page: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{line}");
}

/// Takes the meaning from what Markdown would read as markup, and the newlines from what ECS said.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => {
                safe.push('\\');
                safe.push(letter);
            }
            '\n' | '\r' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_ecs_cannot_become_markup_or_leave_its_fence() {
        assert_eq!(escape("a_b <c>\n*d*"), "a\\_b \\<c\\> \\*d\\*");
        let mut page = String::new();
        fence(&mut page, "say ``` twice");
        assert_eq!(page, "````text\nsay ``` twice\n````\n\n");
    }
}
