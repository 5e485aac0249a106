//! `--stats`: what the answers of AWS cost.

use std::fmt::Write as _;

use crate::msg;
use crate::source::aws::{Cost, Stats};
use crate::words::Words;

/// One line an action and one for all.
pub fn text(words: &Words, stats: &Stats) -> String {
    let mut text = String::new();
    let rows = stats.by_action.iter().map(|(action, cost)| (action.name(), *cost));
    for (name, cost) in rows.chain([("", stats.total())]) {
        let Cost { calls, retries, throttled, bytes } = cost;
        let said = words.say(&msg!(
            "live-stats",
            calls = calls,
            retries = retries,
            throttled = throttled,
            bytes = bytes
        ));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:<32} {said}");
    }
    text
}
