//! Which moments a recording holds beside the one that is shown.

use crate::msg;
use crate::source::recording::{Played, moment};
use crate::words::Message;

/// Moments that are named, the newest.
const NAMED: usize = 12;

/// A sentence with the moments of a recording; nothing when there is only one.
pub fn hint(played: &Played) -> Option<Message> {
    let shown = played.shown.filter(|_| played.times.len() > 1)?;
    let mut times: Vec<String> = played.times.iter().rev().map(|at| moment(*at)).collect();
    let more = times.len().saturating_sub(NAMED);
    times.truncate(NAMED);
    Some(msg!(
        "recording-hint",
        name = played.name.as_str(),
        count = played.times.len(),
        shown = moment(shown),
        times = times.join(", "),
        more = more
    ))
}
