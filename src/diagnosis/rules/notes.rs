//! What else the facts say about a finding: what is the same in all cases, whose role it is, which part of the
//! network, which subnet.

mod network;
mod pattern;
mod principal;

use super::{Case, Found, listening, load};
use crate::words::Message;

/// Adds to each finding what the capture says about it.
pub(super) fn annotate(given: &Case<'_>, found: &mut [Found]) {
    for one in found.iter_mut() {
        let notes: Vec<Message> = pattern::of(given, one)
            .into_iter()
            .chain(network::of(given, one))
            .chain(principal::of(given, one))
            .chain(load::check_of(given, one))
            .chain(listening::refuses_host(given, one))
            .collect();
        for note in notes {
            if !one.finding.notes.contains(&note) {
                one.finding.notes.push(note);
            }
        }
    }
}
