//! What the table of actions says: the help, the footer, the table of the README.

use std::fmt::Write as _;

use super::{BINDINGS, Binding};
use crate::app::state::State;
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

/// The keys of the footer that apply: how they are written, and what they do.
pub fn footer(state: &State) -> Vec<(&'static str, Message)> {
    let shown = BINDINGS.iter().filter(|binding| !binding.brief.is_empty() && (binding.applies)(state));
    shown.map(|binding| (binding.brief, (binding.short)())).collect()
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
