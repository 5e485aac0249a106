//! The verdict in words.

use jiff::SignedDuration;

use super::standing;
use crate::diagnosis::finding::State;
use crate::diagnosis::rules::{Case, Found};
use crate::diagnosis::steps::deployments::{RollbackPhase, RowRole, Waiting};
use crate::diagnosis::steps::stopped::{StopGroup, routine};
use crate::diagnosis::wording::span;
use crate::model::{Subject, arn};
use crate::msg;
use crate::words::Message;

/// The verdict for `state`; its cause is the first finding.
pub fn of(given: &Case<'_>, state: State, found: &[Found]) -> Message {
    let cause = found.first().map(|first| first.finding.summary.clone());
    match state {
        State::Steady => steady_again(given, found).unwrap_or_else(|| steady(given)),
        State::Progressing => progressing(given, cause),
        State::Paused => paused(given),
        State::RolledBack => rolled_back(given, cause),
        State::RollingBack => rolling_back(given, cause),
        State::Stuck => stuck(given, cause),
        State::Unknown => unknown(given, cause),
    }
}

/// Revision, running and desired count of the row in question.
fn counts(given: &Case<'_>) -> Option<(String, i64, i64)> {
    let row = given.steps.deployments.pushed().or_else(|| given.steps.deployments.rows.first())?;
    let desired = row.wanted(given.facts.service)?;
    Some((row.revision.clone(), row.running?, desired))
}

/// Steady, and what one task fell of before.
fn steady_again(given: &Case<'_>, found: &[Found]) -> Option<Message> {
    let cause = found.first().filter(|_| standing::is_made_up_for(given, found))?;
    let (revision, running, desired) = counts(given)?;
    let cause = cause.finding.summary.clone();
    Some(msg!(
        "verdict-steady-again",
        cause = cause,
        revision = revision,
        running = running,
        desired = desired
    ))
}

fn steady(given: &Case<'_>) -> Message {
    let Some((revision, running, desired)) = counts(given) else { return msg!("verdict-steady-uncounted") };
    let stated = given.steps.deployments.leading().is_some_and(|row| row.rollout_state.is_some());
    let is_task_set = given.steps.deployments.leading().is_some_and(|row| row.is_task_set);
    match (running, desired, stated) {
        (0, 0, _) => msg!("verdict-scaled-to-zero"),
        (_, _, true) if is_task_set => {
            msg!("verdict-steady-task-set", revision = revision, running = running, desired = desired)
        }
        (_, _, true) => msg!("verdict-steady", revision = revision, running = running, desired = desired),
        // An old API states no rolloutState; the newest event carries it.
        (..) => msg!("verdict-steady-by-event", revision = revision, running = running, desired = desired),
    }
}

/// How long a rollout may take before its sentence says how long it has been.
const LONG: SignedDuration = SignedDuration::from_mins(30);

fn progressing(given: &Case<'_>, cause: Option<Message>) -> Message {
    let Some((revision, running, desired)) = counts(given) else {
        return msg!("verdict-progressing-uncounted");
    };
    let status = given.steps.deployments.current.as_ref().map(|current| current.status.as_str());
    if status == Some("STOP_REQUESTED") {
        return msg!("verdict-stop-requested", revision = revision, running = running, desired = desired);
    }
    if let Some(sentence) = scaling(given) {
        return match cause {
            Some(cause) => msg!("verdict-after-cause", cause = cause, rest = sentence),
            None => sentence,
        };
    }
    if let Some(cause) = cause {
        return msg!(
            "verdict-progressing-despite",
            cause = cause,
            revision = revision,
            running = running,
            desired = desired
        );
    }
    under_way(given, &revision, (running, desired))
}

/// A rollout that nothing speaks against: how far it is, where it moves traffic, and how long it has been when that is
/// long.
fn under_way(given: &Case<'_>, revision: &str, (running, desired): (i64, i64)) -> Message {
    let steps = &given.steps.deployments;
    let current = steps.current.as_deref().filter(|_| steps.strategy != "ROLLING");
    let stage = current.and_then(|current| current.stage.as_deref()).unwrap_or("none");
    let traffic = current.and_then(|current| current.traffic);
    let traffic = traffic.map_or_else(|| "none".to_owned(), |percent| percent.to_string());
    let began = steps.pushed().and_then(|row| row.created);
    let age = given.facts.captured_at().zip(began).map(|(now, began)| now.since(began));
    match age.filter(|age| *age >= LONG) {
        Some(age) => msg!(
            "verdict-progressing-long",
            age = span(age),
            revision = revision,
            running = running,
            desired = desired,
            stage = stage,
            traffic = traffic
        ),
        None => msg!(
            "verdict-progressing",
            revision = revision,
            running = running,
            desired = desired,
            stage = stage,
            traffic = traffic
        ),
    }
}

/// Counts that differ though no rollout is under way: the service scales, or replaces a task.
fn scaling(given: &Case<'_>) -> Option<Message> {
    let (revision, running, desired) = counts(given)?;
    let row = given.steps.deployments.leading()?;
    let settled =
        row.rollout_state.as_deref() == Some("COMPLETED") && given.steps.deployments.is_of_one_generation();
    if !settled {
        return None;
    }
    if running > desired {
        return Some(msg!("verdict-surplus", revision = revision, running = running, desired = desired));
    }
    let pending = row.pending.unwrap_or_default();
    Some(msg!(
        "verdict-scaling",
        revision = revision,
        running = running,
        desired = desired,
        pending = pending
    ))
}

fn paused(given: &Case<'_>) -> Message {
    given.steps.deployments.waiting.as_deref().map_or_else(|| msg!("verdict-baking"), Waiting::sentence)
}

/// The revision that ECS goes back to. Where it moves traffic and not tasks, that is the older row, which never ended.
fn gone_back_to(given: &Case<'_>) -> Option<String> {
    let rows = &given.steps.deployments.rows;
    let of = |role: RowRole| rows.iter().find(|row| row.role == role);
    let row = of(RowRole::RollbackTarget).or_else(|| of(RowRole::Source))?;
    Some(row.revision.clone()).filter(|name| !name.is_empty())
}

/// The revision that was taken back: by its row, its record, or the tasks that it started; `none` where nothing that
/// was captured names it.
fn taken_back(given: &Case<'_>) -> String {
    let steps = given.steps;
    let from = steps.deployments.rollback.as_ref().and_then(|rollback| rollback.from.as_deref());
    let row = || steps.deployments.rows.iter().find(|row| row.role == RowRole::Failed);
    let record = || {
        let id = from.map(arn::name);
        let mut revisions = given.facts.service_revisions.iter();
        let one = revisions.find(|one| one.service_revision_arn.as_deref().map(arn::name) == id)?;
        one.task_definition.as_deref().map(|definition| arn::revision(definition).to_owned())
    };
    let started = || {
        let mut pairs = steps.stopped.groups.iter().flat_map(|group| &group.deployments);
        pairs.find(|(by, _)| Some(by.as_str()) == from).map(|(_, revision)| revision.clone())
    };
    let named = row().map(|row| row.revision.clone()).or_else(record).or_else(started);
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "none".to_owned())
}

/// The consequence is `deploy.circuit_breaker`; as the only finding it explains nothing.
fn rolled_back(given: &Case<'_>, cause: Option<Message>) -> Message {
    let cause = cause.filter(|cause| cause.key != "cause-deploy-circuit-breaker");
    let pushed = taken_back(given);
    match (gone_back_to(given), cause) {
        (Some(to), Some(cause)) => {
            msg!("verdict-rolled-back-because", pushed = pushed, revision = to, cause = cause)
        }
        (Some(to), None) => msg!("verdict-rolled-back", pushed = pushed, revision = to),
        (None, Some(cause)) => msg!("verdict-rolled-back-somewhere-because", cause = cause),
        (None, None) => msg!("verdict-rolled-back-somewhere"),
    }
}

fn rolling_back(given: &Case<'_>, cause: Option<Message>) -> Message {
    let cause = cause.filter(|cause| cause.key != "cause-deploy-circuit-breaker");
    let pushed = taken_back(given);
    match (gone_back_to(given), cause) {
        (Some(to), Some(cause)) => {
            msg!("verdict-rolling-back-because", pushed = pushed, revision = to, cause = cause)
        }
        (Some(to), None) => msg!("verdict-rolling-back", pushed = pushed, revision = to),
        (None, Some(cause)) => msg!("verdict-rolling-back-somewhere-because", cause = cause),
        (None, None) => msg!("verdict-rolling-back-somewhere"),
    }
}

fn stuck(given: &Case<'_>, cause: Option<Message>) -> Message {
    let cause = cause.filter(|cause| cause.key != "cause-deploy-circuit-breaker" || !has_no_way_back(given));
    let Some(cause) = cause.or_else(|| has_no_way_back(given).then(|| msg!("verdict-no-way-back"))) else {
        return msg!("verdict-stuck");
    };
    let Some((revision, running, desired)) = counts(given) else { return cause };
    let failed = failed(given, &revision).filter(|_| running == 0);
    match (failed, old(given)) {
        (Some((failed, started)), Some((old, before))) => msg!(
            "verdict-stuck-failed-beside",
            cause = cause,
            failed = failed,
            revision = revision,
            started = started,
            old = old,
            before = before
        ),
        (Some((failed, started)), None) => msg!(
            "verdict-stuck-failed",
            cause = cause,
            failed = failed,
            revision = revision,
            started = started,
            desired = desired
        ),
        (None, Some((old, before))) => msg!(
            "verdict-stuck-beside",
            cause = cause,
            revision = revision,
            running = running,
            desired = desired,
            old = old,
            before = before
        ),
        (None, None) => msg!(
            "verdict-stuck-because",
            cause = cause,
            revision = revision,
            running = running,
            desired = desired
        ),
    }
}

/// Whether ECS gave the deployment up and could not take it back.
fn has_no_way_back(given: &Case<'_>) -> bool {
    let rollback = given.steps.deployments.rollback.as_ref();
    rollback.is_some_and(|rollback| rollback.phase == RollbackPhase::Impossible)
}

/// How many saved tasks of `revision` failed, and whether any of them ever ran (`yes`, `no`).
fn failed(given: &Case<'_>, revision: &str) -> Option<(usize, &'static str)> {
    let of_revision =
        |group: &&StopGroup| group.deployments.iter().all(|(_, name)| name == revision) && group.is_trouble();
    let (tasks, ran) = given
        .steps
        .stopped
        .groups
        .iter()
        .filter(of_revision)
        .fold((0, 0), |(tasks, ran), group| (tasks + group.tasks.len(), ran + group.ran));
    (tasks > 0).then_some((tasks, if ran == 0 { "no" } else { "yes" }))
}

/// The tasks of the older deployment that still run, where there is exactly one.
fn old(given: &Case<'_>) -> Option<(i64, String)> {
    let mut rows = given.steps.deployments.rows.iter().filter(|row| row.role == RowRole::Source);
    let row = rows.next().filter(|_| rows.next().is_none())?;
    Some((row.running.filter(|running| *running > 0)?, row.revision.clone()))
}

fn unknown(given: &Case<'_>, cause: Option<Message>) -> Message {
    if let Some(cause) = cause {
        return match counts(given) {
            Some((revision, running, desired)) => msg!(
                "verdict-unknown-because",
                cause = cause,
                revision = revision,
                running = running,
                desired = desired
            ),
            None => cause,
        };
    }
    if let Some(status) =
        given.facts.service.and_then(|service| service.status.as_deref()).filter(|one| *one != "ACTIVE")
    {
        return match given.facts.service.and_then(|service| service.running_count) {
            Some(running) if running > 0 => {
                msg!("verdict-not-active-yet", status = status, running = running)
            }
            _ => msg!("verdict-not-active", status = status),
        };
    }
    let tasks = &given.facts.tasks;
    if !tasks.is_empty() && tasks.iter().all(|task| routine::is_finished_job(task)) {
        return msg!("verdict-job-finished", count = tasks.len());
    }
    match given.facts.subject {
        Subject::Service(_) => short(given),
        Subject::Nothing if given.steps.deployments.rows.is_empty() => nothing(given),
        _ if !tasks.is_empty() && tasks.iter().all(|task| !task.is_stopping()) => {
            msg!("verdict-tasks-alive", count = tasks.len())
        }
        _ => msg!("verdict-no-service"),
    }
}

/// ECS may have answered only what it does not have.
fn nothing(given: &Case<'_>) -> Message {
    let failure = given.facts.snapshot.failures.first();
    match failure.and_then(|one| Some((one.arn.as_deref()?, one.reason.as_deref()?))) {
        Some((arn, reason)) => msg!("verdict-failure", arn = arn, reason = reason),
        None => msg!("verdict-nothing"),
    }
}

fn short(given: &Case<'_>) -> Message {
    match counts(given) {
        Some((revision, running, desired)) if running < desired => {
            msg!("verdict-short", revision = revision, running = running, desired = desired)
        }
        _ if has_two_sets(given) => {
            msg!("verdict-other-controller", controller = &given.steps.deployments.controller)
        }
        _ => msg!("verdict-unknown"),
    }
}

/// Two task sets that are both stable: traffic is moved by somebody else, and ECS does not say how far.
fn has_two_sets(given: &Case<'_>) -> bool {
    let deployments = &given.steps.deployments;
    deployments.controller != "ECS" && deployments.rows.iter().filter(|row| row.is_task_set).count() > 1
}
