//! `--stats`: what the answers of AWS cost.

use std::fmt::Write as _;
use std::time::Duration;

use crate::msg;
use crate::source::aws::{Cost, Stats};
use crate::words::Words;

/// One line an action and one for all.
pub fn text(words: &Words, stats: &Stats) -> String {
    let mut text = String::new();
    let rows = stats.by_action.iter().map(|(action, cost)| (action.name(), *cost));
    for (name, cost) in rows.chain([("", stats.total())]) {
        let Cost { calls, retries, throttled, bytes, began, ended } = cost;
        let said = words.say(&msg!(
            "live-stats",
            calls = calls,
            retries = retries,
            throttled = throttled,
            bytes = bytes,
            from = milliseconds(began.unwrap_or_default()),
            to = milliseconds(ended)
        ));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:<32} {said}");
    }
    text
}

fn milliseconds(time: Duration) -> String {
    time.as_millis().to_string()
}
