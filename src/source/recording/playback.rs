//! Which record of a recording is shown: the newest in which something was seen, or that of a moment.

use crate::model::time::Time;
use crate::msg;
use crate::words::Message;

use super::frame::{Framed, Stretch, stretches};
use super::record::Record;

/// A recording that was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Played {
    /// The file, as the user named it.
    pub name: String,
    /// The moments of its captures, the oldest first.
    pub times: Vec<Time>,
    /// The moment that is shown.
    pub shown: Option<Time>,
}

/// What was found in a recording.
#[derive(Debug, Default)]
pub(in crate::source) struct Found {
    pub(in crate::source) played: Played,
    /// The record that is shown.
    pub(in crate::source) record: Option<Record>,
    /// What is wrong with the file, and whether it is broken for that.
    pub(in crate::source) problems: Vec<(Message, bool)>,
}

/// Opens the recording in `bytes` at the newest capture, or at the newest of those that were made up to `at`.
pub(in crate::source) fn played(name: &str, bytes: &[u8], at: Option<Time>) -> Found {
    let mut found = Found::default();
    let mut framed = Vec::new();
    for stretch in stretches(bytes) {
        match stretch {
            Stretch::Record(record) => framed.push(record),
            Stretch::Torn { .. } => found.problems.push((msg!("recording-torn"), false)),
            Stretch::Damaged { .. } => found.problems.push((msg!("recording-damaged"), true)),
        }
    }
    // Recordings may have been put one behind the other.
    framed.sort_by_key(|record| record.at);
    let times: Vec<Time> = framed.iter().filter_map(|record| record.at).collect();
    found.played = Played { name: name.to_owned(), times, shown: None };
    choose(&mut found, &framed, at);
    found.played.shown = found.record.as_ref().and_then(Record::at);
    found
}

fn choose(found: &mut Found, framed: &[Framed<'_>], at: Option<Time>) {
    let mut blind: Vec<Record> = Vec::new();
    for framed in framed.iter().rev().filter(|one| is_until(one.at, at)) {
        match framed.text().as_deref().and_then(Record::from_json) {
            None => found.problems.push((msg!("recording-damaged"), true)),
            // Who names a moment wants to see what was seen then, even if that was nothing.
            Some(record) if record.failure().is_some() && at.is_none() => blind.push(record),
            Some(record) => {
                found.record = Some(record);
                break;
            }
        }
    }
    let why = blind.first().and_then(Record::failure).map(str::to_owned);
    if let (Some(_), Some(why)) = (&found.record, why) {
        found.problems.push((msg!("recording-blind", count = blind.len(), why = why), false));
    }
    if found.record.is_none() {
        found.record = blind.into_iter().next();
    }
    if found.record.is_none() {
        let first = framed.iter().find_map(|one| one.at);
        let missing = match at.zip(first) {
            Some((at, first)) => msg!("recording-none-at", at = moment(at), first = moment(first)),
            None => msg!("recording-no-record"),
        };
        found.problems.push((missing, true));
    }
}

/// Moments are said without fractions, so a capture within the second that was named is one of it.
fn is_until(captured: Option<Time>, at: Option<Time>) -> bool {
    let Some(at) = at else { return true };
    captured.is_none_or(|captured| captured.0.as_second() <= at.0.as_second())
}

/// `2026-11-22T14:02:11Z`, as `--at` takes it.
pub fn moment(at: Time) -> String {
    at.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
