//! What ECS states in words: reasons of containers and tasks, events, states of deployments.

use super::{Case, Found, Judgement, READ, Rule, Source, placement};
use crate::diagnosis::causes::Role;
use crate::diagnosis::finding::{Confidence, Evidence, StepId};
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::naming;
use crate::diagnosis::steps::deployments::RowRole;
use crate::diagnosis::steps::events::{EventGroup, EventKind, newest_start};
use crate::diagnosis::steps::stopped::StopGroup;
use crate::diagnosis::wording::evidence;
use crate::model::time::Time;
use crate::msg;

/// Reads every text that is neither routine nor history.
#[derive(Debug)]
pub struct Texts;

impl Rule for Texts {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let found =
            containers(given).into_iter().chain(tasks(given)).chain(events(given)).chain(deployments(given));
        found.map(Judgement::Present).collect()
    }
}

fn reading(given: &Case<'_>, stood: Place, proof: Evidence, at: Option<Time>) -> Option<Found> {
    let reading = given.read(&proof.text, stood)?;
    if reading.cause.role == Role::Normal {
        return None;
    }
    let named = naming::sentence(reading.cause.class, &proof.text);
    let login = reading.cause.class == "image.auth_denied" && is_foreign(&proof.text);
    let found = given.found(reading.cause, reading.confidence, weight(stood), vec![proof]).at(at);
    let found = if login { with_own_login(found) } else { found };
    Some(match named {
        Some(sentence) => found.saying(sentence),
        None => found,
    })
}

/// Whether a refused pull was from a registry that knows nothing of IAM.
fn is_foreign(text: &str) -> bool {
    naming::image(text).is_some_and(|image| !image.contains(".dkr.ecr.") && !image.starts_with("public.ecr."))
}

/// Other registries take the login that the task definition names: rights of a role open only the secret that holds it.
fn with_own_login(mut found: Found) -> Found {
    found.finding.next.retain(|command| !command.run.starts_with("aws iam "));
    found.noting(msg!("note-own-login"))
}

/// The step that a place belongs to, and how near it is to the container.
fn weight(stood: Place) -> (StepId, Source) {
    match stood {
        Place::ContainerReason => (StepId::ExitCodes, Source::Container),
        Place::Log => (StepId::LogsMetrics, Source::Container),
        Place::StoppedReason | Place::FailureReason => (StepId::StoppedTasks, Source::Task),
        Place::Event => (StepId::ServiceEvents, Source::Event),
        Place::TargetHealth => (StepId::Deployments, Source::Event),
        Place::RolloutStateReason | Place::StatusReason => (StepId::Deployments, Source::Deployment),
    }
}

fn containers(given: &Case<'_>) -> Vec<Found> {
    let rows = given.steps.exits.rows.iter().filter(|row| !row.harmless).take(READ);
    rows.filter_map(|row| {
        let reason = row.reason.as_deref()?;
        reading(given, Place::ContainerReason, row.proof("reason", reason), None)
    })
    .collect()
}

fn tasks(given: &Case<'_>) -> Vec<Found> {
    let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble()).take(READ);
    groups.flat_map(|group| task_texts(given, group)).collect()
}

fn task_texts(given: &Case<'_>, group: &StopGroup) -> Vec<Found> {
    let Some(newest) = group.tasks.first() else { return Vec::new() };
    let task = given.facts.tasks[newest.index];
    let object = Some(newest.id.as_str());
    // Who stops a task by hand words the reason: it may quote any text of ECS, and is none.
    let reason =
        task.stopped_reason.as_deref().filter(|_| task.stop_code.as_deref() != Some("UserInitiated"));
    let reason = reason.map(|reason| (format!("tasks[{}].stoppedReason", newest.index), reason));
    let attached = task.attachments.iter().enumerate().filter_map(|(place, attachment)| {
        let mut details = attachment.details.iter().enumerate();
        let (index, detail) = details.find(|(_, detail)| detail.name.as_deref() == Some("statusReason"))?;
        Some((
            format!("tasks[{}].attachments[{place}].details[{index}].value", newest.index),
            detail.value.as_deref()?,
        ))
    });
    reason
        .into_iter()
        .chain(attached)
        .filter_map(|(field, text)| {
            reading(given, Place::StoppedReason, evidence(field, text, object), group.last)
        })
        .collect()
}

fn events(given: &Case<'_>) -> Vec<Found> {
    // A text that is no event of the scheduler may have been put among them by a relay.
    let foreign =
        |group: &EventGroup| group.kind == EventKind::Other && !group.before_deployment && !group.recovered;
    let groups = given.steps.events.groups.iter();
    let groups = groups.filter(|group| (group.is_trouble() && counts(given, group)) || foreign(group));
    groups
        .filter_map(|group| {
            let mut found = event_reading(given, group)?;
            if found.finding.class.starts_with("place.") && is_placed_since(given, group) {
                return None;
            }
            weaken(given, group, &mut found);
            Some(placement::measure(given, found))
        })
        .collect()
}

/// Whether a place was found after all: a task was started later, and none is missing that is neither running nor
/// starting.
fn is_placed_since(given: &Case<'_>, group: &EventGroup) -> bool {
    let Some((last, row)) = group.last.zip(given.steps.deployments.pushed()) else { return false };
    let started = newest_start(given.facts).is_some_and(|at| at > last);
    let placed = row.running.zip(row.pending).map(|(running, pending)| running.saturating_add(pending));
    let wanted = row.wanted(given.facts.service);
    started && row.failed == Some(0) && placed.zip(wanted).is_some_and(|(placed, wanted)| placed >= wanted)
}

/// What an event says; the text of a notice stands in two fields, which are read as one.
fn event_reading(given: &Case<'_>, group: &EventGroup) -> Option<Found> {
    let reading =
        given.read(&group.message, Place::Event).filter(|reading| reading.cause.role != Role::Normal)?;
    let place = (StepId::ServiceEvents, Source::Event);
    let found = given.found(reading.cause, reading.confidence, place, group.proof.clone()).at(group.last);
    Some(match naming::sentence(reading.cause.class, &group.message) {
        Some(sentence) => found.saying(sentence),
        None => found,
    })
}

/// A failed health check heals by itself as a rule; it counts once it repeats, once a rollout waits for it,
/// or once a task died of it.
fn counts(given: &Case<'_>, group: &EventGroup) -> bool {
    if !matches!(group.kind, EventKind::Unhealthy | EventKind::Replaced) {
        return true;
    }
    let repeats = group.first.is_some() && group.count >= 3;
    let blocks = given
        .steps
        .deployments
        .pushed()
        .is_some_and(|row| !row.is_full() || given.steps.deployments.has_old_rows());
    let killed = given
        .steps
        .stopped
        .groups
        .iter()
        .filter(|group| group.is_trouble())
        .any(|group| group.reason.as_deref().is_some_and(|reason| reason.contains("health checks")));
    repeats || blocks || killed
}

/// What the words state is not certain when nothing says that it is of now, or when arithmetic speaks
/// against it.
fn weaken(given: &Case<'_>, group: &EventGroup, found: &mut Found) {
    let has_room = given.steps.deployments.band.is_some_and(|band| !band.is_deadlocked());
    let because = if group.last.is_none() {
        msg!("because-undated")
    } else if group.kind == EventKind::Deadlock && has_room {
        msg!("because-band-has-room")
    } else {
        return;
    };
    found.finding.confidence = Confidence::Possible;
    found.finding.because = because;
}

fn deployments(given: &Case<'_>) -> Vec<Found> {
    let rows = given
        .steps
        .deployments
        .rows
        .iter()
        .filter(|row| matches!(row.role, RowRole::Target | RowRole::Failed));
    let reasons = rows.filter_map(|row| {
        let proof = evidence(row.place("rolloutStateReason"), row.rollout_reason.as_deref()?, Some(&row.id));
        Some((Place::RolloutStateReason, proof))
    });
    let record = given.steps.deployments.current.as_ref().and_then(|current| {
        let field = format!("serviceDeployments[{}].statusReason", current.index);
        Some((Place::StatusReason, evidence(field, current.reason.as_deref()?, Some(&current.id))))
    });
    reasons.chain(record).filter_map(|(stood, proof)| reading(given, stood, proof, None)).collect()
}
