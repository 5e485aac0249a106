//! What a capture cost: calls, retries and bytes by action.

use std::collections::BTreeMap;

use super::action::Action;

/// Calls by action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// One entry for each action that was called.
    pub by_action: BTreeMap<Action, Cost>,
}

/// What the calls of one action cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Calls.
    pub calls: usize,
    /// Requests beyond the first of a call.
    pub retries: usize,
    /// Bytes of the answers' bodies.
    pub bytes: usize,
}

impl Stats {
    /// Counts one call.
    pub(super) fn count(&mut self, action: Action, attempts: usize, bytes: usize) {
        let cost = self.by_action.entry(action).or_default();
        cost.calls += 1;
        cost.retries += attempts.saturating_sub(1);
        cost.bytes += bytes;
    }

    /// All calls together.
    pub fn total(&self) -> Cost {
        self.by_action.values().fold(Cost::default(), |sum, cost| Cost {
            calls: sum.calls + cost.calls,
            retries: sum.retries + cost.retries,
            bytes: sum.bytes + cost.bytes,
        })
    }
}
