//! Facts as they go into sentences: spans of time, and places in what ECS said.

use jiff::SignedDuration;

use super::finding::Evidence;
use crate::msg;
use crate::words::Message;

/// A span of time as `kubectl` writes an age: one unit, rounded down, two while it is short.
pub fn span(duration: SignedDuration) -> Message {
    let seconds = duration.as_secs().max(0);
    match seconds {
        0..120 => msg!("span-seconds", seconds = seconds),
        120..7200 => msg!("span-minutes", minutes = seconds / 60),
        7200..172_800 => msg!("span-hours", hours = seconds / 3600),
        _ => msg!("span-days", days = seconds / 86_400),
    }
}

/// A place and the text there.
pub fn evidence(field: impl Into<String>, text: impl Into<String>, object: Option<&str>) -> Evidence {
    Evidence { field: field.into(), text: text.into(), object: object.map(str::to_owned) }
}
