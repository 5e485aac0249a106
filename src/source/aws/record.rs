//! Everything that was heard in one capture.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Action;
use super::stats::Stats;
use crate::model::live::{Call, Refusal};
use crate::source::saved::Answer;

/// What was heard since the capture began.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The answers, in the order in which they came.
    pub(super) answers: Vec<Answered>,
    /// What was not answered.
    pub(super) refused: Vec<(Call, Refusal)>,
    /// What it cost.
    pub(super) stats: Stats,
    /// What the captures before it cost.
    pub(super) before: Stats,
    /// Calls that have no answer yet, by their number.
    pending: BTreeMap<usize, Call>,
    /// Calls so far.
    asked: usize,
    /// What never changes and is among the answers.
    told: BTreeSet<(Action, String)>,
}

/// An answer to a call.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    /// What was asked.
    pub(super) call: Call,
    /// What came.
    pub(super) answer: Answer,
    order: (Action, String, usize),
}

impl Record {
    /// Forgets what was heard, not what it cost.
    pub(super) fn begin(&mut self) {
        let mut before = std::mem::take(&mut self.before);
        before.add(&self.stats);
        *self = Self { before, ..Self::default() };
    }

    /// Notes that `call` is under way; its number.
    pub(super) fn ask(&mut self, call: Call) -> usize {
        self.asked += 1;
        self.pending.insert(self.asked, call);
        self.asked
    }

    /// Keeps the answer to the call of this number.
    pub(super) fn answer(&mut self, number: usize, action: Action, bytes: Vec<u8>) {
        let Some(call) = self.pending.remove(&number) else { return };
        let name = call.to_string();
        let order = (action, name.clone(), number);
        self.answers.push(Answered { call, answer: Answer { name, bytes }, order });
    }

    /// Keeps why the call of this number has no answer.
    pub(super) fn refuse(&mut self, number: usize, refusal: Refusal) {
        if let Some(call) = self.pending.remove(&number) {
            self.refused.push((call, refusal));
        }
    }

    /// Notes that what never changes is among the answers; false when it was before.
    pub(super) fn tell(&mut self, action: Action, arn: &str) -> bool {
        self.told.insert((action, arn.to_owned()))
    }

    /// Calls that have no answer yet.
    pub(super) fn pending(&self) -> Vec<Call> {
        self.pending.values().cloned().collect()
    }

    /// The answers in an order that does not depend on which came first: by action, lists before what they
    /// name, then by what they are about, then as they were asked for.
    pub(super) fn in_order(&self) -> Vec<&Answered> {
        let mut all: Vec<&Answered> = self.answers.iter().collect();
        all.sort_by(|one, other| one.order.cmp(&other.order));
        all
    }
}
