//! Recordings among the input: their answers are read like files, and what they state besides comes after.

use std::ops::Range;

use crate::model::live::Live;
use crate::model::time::Time;
use crate::model::{Captured, Origin, Snapshot};
use crate::msg;
use crate::source::aws::Action;
use crate::source::recording::{self, Gone, Played, Record};

use super::problems::Problems;

/// What the recordings state besides their answers.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    at: Option<Time>,
    /// Which documents are of which moment.
    moments: Vec<(Range<usize>, Captured)>,
    live: Option<Live>,
    gone: Vec<Gone>,
    played: Vec<Played>,
}

impl Recorded {
    /// Opens recordings at the moment `at`.
    pub(super) fn at(at: Option<Time>) -> Self {
        Self { at, ..Self::default() }
    }

    /// Opens the recording called `name` and answers one capture of it.
    pub(super) fn open(&mut self, name: &str, bytes: &[u8], problems: &mut Problems) -> Option<Record> {
        let found = recording::played(name, bytes, self.at);
        for (what, broken) in found.problems {
            problems.add(|| name.to_owned(), what, broken);
        }
        self.played.push(found.played);
        let mut record = found.record?;
        self.gone.extend(record.take_gone());
        if let Some(why) = record.failure() {
            problems.note(|| name.to_owned(), msg!("recording-note", text = why));
        }
        let action = |name: &str| Action::ALL.into_iter().map(Action::name).find(|known| *known == name);
        if let Some(live) = record.live(action) {
            self.join(live);
        }
        Some(record)
    }

    /// Notes that the documents `numbers` are those of `record`.
    pub(super) fn read(&mut self, record: &Record, numbers: Range<usize>) {
        self.moments.extend(record.stated().map(|captured| (numbers, captured)));
    }

    /// Several recordings may hold several services.
    fn join(&mut self, live: Live) {
        let Some(all) = &mut self.live else {
            self.live = Some(live);
            return;
        };
        if all.region != live.region {
            all.region = None;
        }
        all.answered.extend(live.answered);
        all.refused.extend(live.refused);
        all.pending.extend(live.pending);
        all.stands_in = [all.stands_in, live.stands_in].into_iter().flatten().min();
    }

    /// Puts what they state over what was read.
    pub(super) fn settle(self, snapshot: &mut Snapshot) -> Vec<Played> {
        let newest = self.moments.iter().map(|(_, captured)| *captured).max_by_key(|captured| captured.at);
        if let Some(newest) = newest.filter(|newest| newest.at >= snapshot.captured.at) {
            snapshot.captured = newest;
        }
        for service in &mut snapshot.services {
            service.captured_at = self.moment(service.origin).or(service.captured_at);
        }
        for task in &mut snapshot.tasks {
            task.captured_at = self.moment(task.origin).or(task.captured_at);
        }
        for gone in self.gone {
            gone.mark(snapshot);
        }
        snapshot.live = self.live;
        self.played
    }

    fn moment(&self, origin: Origin) -> Option<Time> {
        let document = usize::try_from(origin.document).ok()?;
        self.moments
            .iter()
            .find(|(numbers, _)| numbers.contains(&document))
            .and_then(|(_, captured)| captured.at)
    }
}
