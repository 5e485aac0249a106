//! The hand-off: what somebody who takes over has to know, as one Markdown page.
//!
//! Verdict, evidence, the last hour, what changed, what could not be checked, and what it was made with.
//! Secrets are taken out: see `redaction`.

mod redaction;

use std::fmt::Write as _;

use super::Input;
use super::choice::full_name;
use super::markdown::{commands, escape, fence, gaps};
use super::triage::captured;
use crate::diagnosis::timeline::{self, Entry};
use crate::diagnosis::{Changes, Diagnosis, Finding, Suspicion};
use crate::model::Facts;
use crate::model::time::Time;
use crate::msg;
use crate::view;
use crate::words::Message;
use redaction::Redaction;

/// Last log lines that are handed over.
const LINES: usize = 20;
/// Entries of the timeline, the newest.
const ENTRIES: usize = 60;
/// Changes that are handed over.
const CHANGES: usize = 30;

/// The page for `chosen`; pure, so that a file and a terminal hold the same.
pub fn page(input: &Input<'_>, chosen: &Diagnosis) -> String {
    let facts = Facts::gather(input.snapshot, &chosen.subject);
    let redaction = Redaction::of(input.snapshot);
    let mut page = Page { input, redaction: &redaction, text: String::new() };
    page.head(chosen);
    page.findings(&chosen.findings);
    page.standing(chosen);
    page.changes(chosen.changes());
    page.timeline(&timeline::of(&facts, chosen));
    page.log(chosen);
    page.ruled_out(chosen);
    let mut commands_of = String::new();
    gaps(&mut commands_of, input, chosen);
    commands(&mut commands_of, input, &chosen.next);
    page.text.push_str(&redaction.apply(&commands_of));
    page.made_with(chosen);
    page.text
}

/// A page as it grows.
struct Page<'a> {
    input: &'a Input<'a>,
    redaction: &'a Redaction,
    text: String,
}

impl Page<'_> {
    fn say(&self, message: &Message) -> String {
        self.outside(&self.input.words.say(message))
    }

    /// Text from outside: secrets are taken out first, so that the mask itself is escaped.
    fn outside(&self, text: &str) -> String {
        escape(&view::text::clean(&self.redaction.apply(text)))
    }

    fn push(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn heading(&mut self, message: &Message) {
        let heading = self.say(message);
        self.push(&format!("## {heading}\n"));
    }

    fn head(&mut self, chosen: &Diagnosis) {
        let name = full_name(chosen);
        let title = self.say(&msg!("report-markdown-title", name = name, state = chosen.state.word()));
        let verdict = self.say(&chosen.verdict);
        self.push(&format!("# {title}\n\n**{verdict}**\n"));
        if let (Some(confidence), Some(first)) = (chosen.confidence, chosen.findings.first()) {
            let because = self.say(&first.because);
            self.push(&format!("{}: {because}\n", confidence.word()));
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        self.heading(&msg!("report-findings"));
        for finding in findings {
            let summary = self.say(&finding.summary);
            self.push(&format!("- **{}** ({}): {summary}", finding.class, finding.confidence.word()));
            for note in &finding.notes {
                let note = self.say(note);
                self.push(&format!("  - {note}"));
            }
            for evidence in &finding.evidence {
                let text = self.outside(&evidence.text);
                let object = evidence.object.as_deref().map(|id| format!(" ({})", escape(id)));
                self.push(&format!("  - `{}`{}: {text}", evidence.field, object.unwrap_or_default()));
            }
        }
        self.push("");
    }

    /// The rows of step 2, what is waited for and what becomes of it.
    fn standing(&mut self, chosen: &Diagnosis) {
        let step = &chosen.steps.deployments;
        if step.rows.is_empty() {
            return;
        }
        self.heading(&msg!("view-step-deployments"));
        let count = |count: Option<i64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        self.push("| deployment | revision | status | desired | running | pending | failed | rolloutState |");
        self.push("|---|---|---|---|---|---|---|---|");
        for row in &step.rows {
            let words = [&row.id, &row.revision, &row.status].map(|word| escape(word));
            let numbers = [row.desired, row.running, row.pending, row.failed].map(count);
            let state = escape(row.rollout_state.as_deref().unwrap_or_default());
            self.push(&format!("| {} | {} | {state} |", words.join(" | "), numbers.join(" | ")));
        }
        self.push("");
        let forecast = step.forecast.iter().flat_map(|forecast| forecast.messages());
        let past =
            step.past.iter().take(5).map(crate::diagnosis::steps::deployments::PastDeployment::message);
        for message in forecast.chain(past) {
            let said = self.say(&message);
            self.push(&format!("- {said}"));
        }
        self.push("");
    }

    fn changes(&mut self, changes: Option<&Changes>) {
        let Some(changes) = changes else { return };
        self.heading(&msg!("view-changes", from = &changes.from, to = &changes.to));
        if let Some(missing) = &changes.missing {
            let said = self.say(&msg!("view-changes-missing", revision = missing));
            self.push(&said);
        } else if changes.list.is_empty() {
            let said = self.say(&msg!("view-changes-none"));
            self.push(&said);
        }
        for change in changes.list.iter().take(CHANGES) {
            let said = self.say(&change.message());
            let bold = if change.suspicion == Suspicion::Likely { "**" } else { "" };
            self.push(&format!("- {bold}{said}{bold}"));
        }
        let more = changes.list.len().saturating_sub(CHANGES);
        if more > 0 {
            let said = self.say(&msg!("view-changes-more", count = more));
            self.push(&format!("- {said}"));
        }
        self.push("");
    }

    fn timeline(&mut self, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        self.heading(&msg!("handoff-timeline"));
        for entry in &entries[entries.len().saturating_sub(ENTRIES)..] {
            let what = self.say(&entry.what);
            let clock = |at: Time| at.0.strftime("%H:%M:%S").to_string();
            let when = if entry.count > 1 {
                format!("{}–{} ×{}", clock(entry.first), clock(entry.last), entry.count)
            } else {
                clock(entry.first)
            };
            self.push(&format!("- {when} {what}"));
        }
        self.push("");
    }

    fn log(&mut self, chosen: &Diagnosis) {
        let logs = &chosen.steps.logs;
        if logs.lines.is_empty() {
            return;
        }
        self.heading(&msg!("handoff-log"));
        let head = self.say(&logs.step.headline);
        self.push(&format!("{head}\n"));
        let last = &logs.lines[logs.lines.len().saturating_sub(LINES)..];
        let lines: Vec<String> =
            last.iter().map(|line| self.redaction.apply(&view::text::clean(&line.text))).collect();
        fence(&mut self.text, &lines.join("\n"));
    }

    fn ruled_out(&mut self, chosen: &Diagnosis) {
        if chosen.ruled_out.is_empty() {
            return;
        }
        self.heading(&msg!("view-ruled-out"));
        for one in &chosen.ruled_out {
            let because = self.say(&one.because);
            self.push(&format!("- {}: {because}", one.class));
        }
        self.push("");
    }

    fn made_with(&mut self, chosen: &Diagnosis) {
        self.heading(&msg!("handoff-made-with"));
        let version = env!("CARGO_PKG_VERSION");
        let made = self.say(&msg!("handoff-version", version = version));
        let when = self.say(&captured(chosen.captured));
        self.push(&format!("- {made}\n- {when}"));
        let documents = self.input.snapshot.documents.iter().take(20);
        let names: Vec<String> = documents.map(|document| escape(&document.name)).collect();
        if !names.is_empty() {
            self.push(&format!("- {}", names.join(", ")));
        }
        let redacted = self.say(&msg!("handoff-redacted"));
        self.push(&format!("- {redacted}"));
    }
}
