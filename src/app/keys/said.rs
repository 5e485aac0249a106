//! What the table of actions says: the help, the footer, the table of the README.

use std::fmt::Write as _;

use super::{Action, BINDINGS, Binding};
use crate::app::state::{Page, State};
use crate::diagnosis::{Status, StepId};
use crate::view::panel::help::Entry;
use crate::words::{Message, Words};

/// The lines of the help, as they apply now.
pub fn help(state: &State) -> Vec<Entry> {
    let entry = |binding: &Binding| Entry {
        keys: binding.shown.to_owned(),
        what: (binding.long)(),
        applies: (binding.applies)(state),
    };
    BINDINGS.iter().map(entry).collect()
}

/// The keys of the footer that apply: how they are written, and what they do. In the order of the table, but for
/// those that the selected step asks for: on a narrow screen the others would push them out.
pub fn footer(state: &State) -> Vec<(&'static str, Message)> {
    let shown = BINDINGS.iter().filter(|binding| !binding.brief.is_empty() && (binding.applies)(state));
    let mut shown: Vec<&Binding> = shown.collect();
    shown.sort_by_key(|binding| match binding.action {
        Action::Down | Action::Open | Action::Back => 0,
        action if suggests(state, action) => 1,
        _ => 2,
    });
    shown.into_iter().map(|binding| (binding.brief, (binding.short)())).collect()
}

/// Whether the selected step has nothing to say before this was done.
fn suggests(state: &State, action: Action) -> bool {
    let looks = state.page == Page::Triage && state.overlay.is_none();
    let Some(diagnosis) = state.diagnosis().filter(|_| looks) else { return false };
    match action {
        Action::Follow | Action::Metrics => state.step == StepId::LogsMetrics,
        Action::Gaps => diagnosis.steps.head(state.step).status == Status::Unknown,
        _ => false,
    }
}

/// The table of keys for the README, in Markdown.
pub fn markdown_table(words: &Words) -> String {
    let mut table = "| Keys | What they do |\n|---|---|\n".to_owned();
    for binding in BINDINGS {
        let keys: Vec<String> = binding.shown.split(' ').map(|key| format!("`{key}`")).collect();
        let _ = writeln!(table, "| {} | {} |", keys.join(" "), words.say(&(binding.long)()));
    }
    table
}
