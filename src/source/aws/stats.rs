//! What a capture cost: calls, retries and bytes by action.

use std::collections::BTreeMap;
use std::time::Duration;

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
    /// When the first of them was sent, since the capture began.
    pub began: Option<Duration>,
    /// When the last of them was answered, since the capture began.
    pub ended: Duration,
}

impl Stats {
    /// Counts one call, which began and ended at these times since the capture began.
    pub(super) fn count(&mut self, action: Action, heard: &Heard, (began, ended): (Duration, Duration)) {
        let cost = Cost {
            calls: 1,
            retries: heard.attempts.saturating_sub(1),
            throttled: 0,
            bytes: heard.body.len(),
            began: Some(began),
            ended,
        };
        self.by_action.entry(action).or_default().add(cost);
    }

    /// Notes how often each action was throttled.
    pub(super) fn throttled(&mut self, throttles: &BTreeMap<Action, usize>) {
        for (action, count) in throttles {
            self.by_action.entry(*action).or_default().throttled = *count;
        }
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
        self.began = self.began.into_iter().chain(other.began).min();
        self.ended = self.ended.max(other.ended);
    }
}
