//! What a capture cost: calls, retries and bytes by action.

use std::collections::BTreeMap;

use super::action::Action;
use super::tape::Heard;

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
    /// Answers that said: too many requests. Each was waited out and asked again, or counts as refused.
    pub throttled: usize,
    /// Bytes of the answers' bodies.
    pub bytes: usize,
}

impl Stats {
    /// Counts one call.
    pub(super) fn count(&mut self, action: Action, heard: &Heard) {
        let cost = self.by_action.entry(action).or_default();
        cost.add(Cost {
            calls: 1,
            retries: heard.attempts.saturating_sub(1),
            throttled: heard.throttled,
            bytes: heard.body.len(),
        });
    }

    /// Adds what `other` counted.
    pub fn add(&mut self, other: &Self) {
        for (action, cost) in &other.by_action {
            self.by_action.entry(*action).or_default().add(*cost);
        }
    }

    /// All calls together.
    pub fn total(&self) -> Cost {
        let mut sum = Cost::default();
        self.by_action.values().for_each(|cost| sum.add(*cost));
        sum
    }
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.retries += other.retries;
        self.throttled += other.throttled;
        self.bytes += other.bytes;
    }
}
