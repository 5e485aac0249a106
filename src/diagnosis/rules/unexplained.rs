//! Failures that no rule explains: tasks that fell, events that say that something failed. What ECS says of them is
//! told in its own words; a rollout is never called well because nobody has seen the text before.

use super::{Case, Found, Source};
use crate::diagnosis::causes::{self, Role};
use crate::diagnosis::finding::{Confidence, StepId};
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::steps::events::EventKind;
use crate::diagnosis::steps::stopped::{StopGroup, routine};
use crate::diagnosis::wording::evidence;
use crate::msg;

/// How much of a text a sentence quotes; the evidence holds all of it.
const QUOTED: usize = 160;

/// That it fails is sure; what it fails of is not, and that is what the word beside a finding is about.
const NAMED: Confidence = Confidence::Possible;

/// Adds the largest group of such stops, else of such events, where no other finding says why. It stands first, so
/// that it leads what only counts the same failures.
pub(super) fn add(given: &Case<'_>, found: &mut Vec<Found>) {
    if found.iter().any(|one| matches!(one.role, Role::Cause | Role::Check)) {
        return;
    }
    let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble() && fell(given, group));
    let largest = groups.max_by_key(|group| (group.tasks.len(), group.last));
    let stop = largest.and_then(|group| unexplained(given, group));
    if let Some(one) = stop.or_else(|| event(given)) {
        found.insert(0, one);
    }
}

/// The most frequent event that says that something failed, and not what any other rule looks at.
fn event(given: &Case<'_>) -> Option<Found> {
    let groups = given.steps.events.groups.iter().filter(|group| {
        group.is_trouble()
            && matches!(group.kind, EventKind::Placement | EventKind::OtherFailure)
            && given.read(&group.message, Place::Event).is_none()
    });
    let group = groups.max_by_key(|group| (group.count, group.last))?;
    let place = (StepId::ServiceEvents, Source::Event);
    let cause = causes::find("deploy.impaired")?;
    let found = given.found(cause, NAMED, place, group.proof.clone());
    let said = msg!("cause-deploy-unexplained-event", reason = quoted(&group.message));
    Some(found.saying(said).at(group.last).sure(NAMED, msg!("because-words-unknown")))
}

/// Whether the tasks ended by themselves, or never began. What the scheduler, a person or the host stops has its
/// reason elsewhere.
fn fell(given: &Case<'_>, group: &StopGroup) -> bool {
    let task = group.tasks.first().map(|newest| given.facts.tasks[newest.index]);
    group.reason.is_some() && task.is_some_and(|task| !routine::is_from_outside(task))
}

fn unexplained(given: &Case<'_>, group: &StopGroup) -> Option<Found> {
    let newest = group.tasks.first()?;
    let reason = group.reason.as_deref()?;
    let proof = evidence(format!("tasks[{}].stoppedReason", newest.index), reason, Some(&newest.id));
    let (_, revision) = group.deployments.first()?;
    let place = (StepId::StoppedTasks, Source::Task);
    let found = given.found(causes::find("deploy.impaired")?, NAMED, place, vec![proof]);
    let said = msg!(
        "cause-deploy-unexplained",
        count = group.tasks.len(),
        revision = revision,
        reason = quoted(reason)
    );
    let because = msg!("because-words-unknown");
    Some(found.saying(said).at(group.last).sure(NAMED, because))
}

/// The head of a text, without the full stop that the sentence has of its own.
fn quoted(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
