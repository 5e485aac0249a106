//! Following the log of the container that matters.

use super::Effect;
use super::list::List;
use super::state::{ListId, Page, Pane, State};
use crate::diagnosis::StepId;
use crate::diagnosis::steps::logs::LogDestination;
use crate::msg;
use crate::words::Message;

impl State {
    /// Begins to follow the log, or ends it; where there is none, says why.
    pub(super) fn follow_log(&mut self) -> Vec<Effect> {
        let why = self.diagnosis().and_then(|diagnosis| unfollowable(&diagnosis.steps.logs.destination));
        let Some(watch) = &mut self.watch else { return Vec::new() };
        if watch.following {
            watch.following = false;
            return Vec::new();
        }
        watch.following = why.is_none();
        self.message = why;
        self.overlay = None;
        self.filter = None;
        self.go_to_step(StepId::LogsMetrics);
        self.enter(Pane::Evidence);
        self.lists.insert(ListId::Step(StepId::LogsMetrics), List::default());
        if self.watch.as_ref().is_some_and(|watch| watch.following) { self.refresh() } else { Vec::new() }
    }

    /// Who looks at something else follows no longer.
    pub(super) fn end_following(&mut self) {
        let looks = self.page == Page::Triage && self.step == StepId::LogsMetrics;
        if let Some(watch) = self.watch.as_mut().filter(|_| !looks) {
            watch.following = false;
        }
    }
}

/// Why the log cannot be followed, in plain words; nothing when it can.
fn unfollowable(destination: &LogDestination) -> Option<Message> {
    match destination {
        LogDestination::CloudWatch { stream: Some(_), .. } => None,
        LogDestination::CloudWatch { group, .. } => Some(msg!("watch-follow-no-stream", group = group)),
        LogDestination::Driver { driver } => Some(msg!("watch-follow-driver", driver = driver)),
        LogDestination::None => Some(msg!("watch-follow-none")),
        LogDestination::Unknown => Some(msg!("watch-follow-nobody")),
    }
}
