//! Everything that was heard in one capture.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::SignedDuration;

use super::action::Action;
use super::stats::Stats;
use crate::model::live::{Call, Refusal};
use crate::model::{Origin, Service, ServiceEvent};
use crate::source::saved::{self, Answer};

/// Bytes of pages of a list that are kept whole: a hundred services with all their events. Of a longer list
/// only what it shows is kept, for there may be thousands.
const WHOLE_PAGES: usize = 2 << 20;
/// Of a service of a long list the events of this time before its newest one are kept: in a crash loop or a rollout
/// that is one story, where nothing happens a line or two.
const STORY: SignedDuration = SignedDuration::from_mins(30);
/// So many of them at most.
const MOST_EVENTS: usize = 40;
/// So many are kept however old they are.
const LEAST_EVENTS: usize = 3;

/// What was heard since the capture began.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The answers, in the order in which they came.
    answers: Vec<Answered>,
    /// Calls that were answered.
    pub(super) answered: Vec<Call>,
    /// Services of a long list, with their newest events alone and without the text they were read from.
    listed: Vec<Service>,
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
    /// Bytes of the pages of a list.
    page_bytes: usize,
    /// What never changes and is among the answers.
    told: BTreeSet<(Action, String)>,
}

/// What a look at a record decodes.
#[derive(Debug)]
pub(super) struct Kept {
    answers: Vec<Answered>,
    listed: Vec<Service>,
}

/// An answer to a call.
#[derive(Debug, Clone)]
struct Answered {
    answer: Answer,
    order: (Action, String, usize),
    /// Whether it is a page of a list of services.
    is_page: bool,
}

impl Record {
    /// The record of a new capture, after those that cost `before`.
    pub(super) fn after(before: Stats) -> Self {
        Self { before, ..Self::default() }
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
        self.answered.push(call.clone());
        let is_page = action == Action::DescribeServices && call.service.is_none();
        self.page_bytes += if is_page { bytes.len() } else { 0 };
        let name = call.to_string();
        let order = (action, name.clone(), number);
        self.answers.push(Answered { answer: Answer { name, bytes }, order, is_page });
        if is_page && self.page_bytes > WHOLE_PAGES {
            self.shorten();
        }
    }

    /// The list is a long one: of its pages only what a list shows is kept.
    fn shorten(&mut self) {
        let pages = self.answers.extract_if(.., |one| one.is_page);
        self.listed.extend(pages.flat_map(|page| short(page.answer.bytes)));
    }

    /// What was heard so far, copied: there is more to come.
    pub(super) fn so_far(&self) -> Kept {
        Kept { answers: self.answers.clone(), listed: self.listed.clone() }
    }

    /// What was heard in all, handed over: of a long list there is one copy, not two.
    pub(super) fn hand_over(&mut self) -> Kept {
        Kept { answers: std::mem::take(&mut self.answers), listed: std::mem::take(&mut self.listed) }
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
}

impl Kept {
    /// The answers in an order that does not depend on which came first: by action, lists before what they
    /// name, then by what they are about, then as they were asked for.
    pub(super) fn in_order(&mut self) -> Vec<Answer> {
        self.answers.sort_by(|one, other| one.order.cmp(&other.order));
        self.answers.drain(..).map(|one| one.answer).collect()
    }

    /// The services of a long list that no answer which is kept holds, by their ARN and not as they came.
    pub(super) fn listed_beside(self, whole: &[Service]) -> Vec<Service> {
        let known: HashSet<Option<&str>> = whole.iter().map(|one| one.service_arn.as_deref()).collect();
        let mut listed = self.listed;
        listed.retain(|one| !known.contains(&one.service_arn.as_deref()));
        listed.sort_unstable_by(|one, other| one.service_arn.cmp(&other.service_arn));
        listed
    }
}

/// The services of a page, as short as a list needs them.
fn short(page: Vec<u8>) -> Vec<Service> {
    let mut services = saved::load_bytes("", page).snapshot.services;
    for service in &mut services {
        let told = story(&service.events);
        service.events.truncate(told);
        service.events.iter_mut().for_each(|event| event.id = None);
        service.origin = Origin::default();
    }
    // A copy has no spare room, and the memory of the page is given back in one piece.
    services.clone()
}

/// How many of `events`, the newest first, belong to what happens now.
fn story(events: &[ServiceEvent]) -> usize {
    let newest = events.iter().find_map(|event| event.created_at);
    let belongs = |event: &&ServiceEvent| match (newest, event.created_at) {
        (Some(newest), Some(at)) => newest.since(at) <= STORY,
        _ => false,
    };
    events.iter().take(MOST_EVENTS).take_while(belongs).count().max(LEAST_EVENTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Time;

    #[test]
    fn a_crash_loop_is_kept_and_of_quiet_hours_three_lines() {
        let event = |minutes: i32| ServiceEvent {
            created_at: Time::from_number(1.7e9 - f64::from(minutes) * 60.0),
            ..ServiceEvent::default()
        };
        let all = |minutes: &[i32]| minutes.iter().copied().map(event).collect::<Vec<_>>();
        assert_eq!(story(&all(&[0, 1, 2, 9, 20, 30, 31, 400])), 6);
        assert_eq!(story(&all(&[0, 360, 720, 1080])), 3);
        assert_eq!(story(&all(&(0..100).map(|number| number / 10).collect::<Vec<_>>())), 40);
        assert_eq!(story(&[ServiceEvent::default()]), 3, "more than there are, which a list may be cut to");
    }
}
