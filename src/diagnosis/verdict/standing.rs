//! Where the service stands. Waiting on purpose is looked at before anything is called broken, and nothing
//! is called steady while something that was saved speaks against it.

use jiff::SignedDuration;

use crate::diagnosis::causes::Role;
use crate::diagnosis::finding::{State, Status, StepId};
use crate::diagnosis::rules::{Case, Found};
use crate::diagnosis::steps::deployments::{DeploymentRow, RollbackPhase};
use crate::diagnosis::steps::events::EventKind;
use crate::diagnosis::steps::stopped::StopGroup;
use crate::model::CaptureBasis;
use crate::model::time::Time;

/// The state of the subject.
pub fn of(given: &Case<'_>, found: &[Found]) -> State {
    let deployments = &given.steps.deployments;
    if deployments.waiting_hook().is_some() {
        return State::Paused;
    }
    match deployments.rollback.as_ref().map(|rollback| rollback.phase) {
        Some(RollbackPhase::Running) => return State::RollingBack,
        Some(RollbackPhase::Done) => return State::RolledBack,
        Some(RollbackPhase::Impossible) => return State::Stuck,
        None => {}
    }
    let Some(service) = given.facts.service else { return without_service(given) };
    if service.status.as_deref().is_some_and(|status| status != "ACTIVE") {
        return State::Unknown;
    }
    let Some(row) = deployments.leading().or_else(|| deployments.rows.first()) else { return State::Unknown };
    if row.rollout_state.as_deref() == Some("FAILED") || deployments.is_deadlocked() || has_loop(given) {
        return State::Stuck;
    }
    if deployments.waiting.is_some() && !is_failing(found) {
        return State::Paused;
    }
    if is_failing(found) && is_accident(given, row, found) {
        return State::Progressing;
    }
    if is_failing(found) && (is_unfinished(given, row) || keeps_failing(given)) {
        return State::Stuck;
    }
    if is_unfinished(given, row) {
        return unfinished(given, row, found);
    }
    if has_surplus(given, row) && (is_quiet(given, found) || is_protected(found)) {
        return State::Progressing;
    }
    let is_well = is_quiet(given, found) || is_made_up_for(given, found);
    if is_well && is_complete(given, row) { State::Steady } else { State::Unknown }
}

/// A service deployment's record alone still says where it stands.
fn without_service(given: &Case<'_>) -> State {
    match given.steps.deployments.current.as_ref().map(|current| current.status.as_str()) {
        Some("PENDING" | "IN_PROGRESS") => State::Progressing,
        _ => State::Unknown,
    }
}

fn has_loop(given: &Case<'_>) -> bool {
    given.steps.events.rhythm.is_some()
}

/// Findings that keep tasks from running. Throttling, an interrupted Spot task or a stop by a person delay
/// and do not break.
fn is_failing(found: &[Found]) -> bool {
    found.iter().any(|one| {
        one.role != Role::Normal
            && !only_delays(one)
            && !matches!(
                one.finding.class,
                "deploy.throttled" | "health.replacement_notice" | "place.stopping_resources"
            )
    })
}

/// The host was lost, a person stopped the task, a container did not obey SIGTERM: that ends a task, and
/// the next one is started all the same.
fn only_delays(one: &Found) -> bool {
    one.finding.class.starts_with("infra.") || one.finding.class == "run.sigkill_after_stop"
}

fn failed_tasks(given: &Case<'_>) -> usize {
    let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
    groups.map(|group| group.tasks.len()).sum()
}

/// Two failed tasks of the deployment in question are no accident, unless each was made up for long before the next.
fn keeps_failing(given: &Case<'_>) -> bool {
    failed_tasks(given) >= 2 && !is_sparse(given)
}

/// Failures of tasks that ran are no loop when they are further apart than this: ECS replaces such tasks at once. Only
/// with those that never ran it waits, up to 27 minutes. Source: developer guide, `service-throttle-logic`.
const APART: SignedDuration = SignedDuration::from_mins(15);

/// Whether all that failed had run, and any two failures are far apart. One without a time may have been at any.
fn is_sparse(given: &Case<'_>) -> bool {
    let groups: Vec<&StopGroup> =
        given.steps.stopped.groups.iter().filter(|group| group.is_trouble()).collect();
    if groups.iter().any(|group| group.ran < group.tasks.len()) {
        return false;
    }
    let times: Option<Vec<Time>> = groups.iter().flat_map(|group| &group.tasks).map(|task| task.at).collect();
    let Some(mut times) = times else { return false };
    times.sort_unstable();
    times.windows(2).all(|pair| pair[1].since(pair[0]) > APART)
}

/// One failure in a rollout whose other tasks run, or start while nothing says that they must fail as well:
/// the scheduler tries again.
fn is_accident(given: &Case<'_>, row: &DeploymentRow, found: &[Found]) -> bool {
    // That a task was replaced is told beside what it was replaced for.
    let events = given.steps.events.groups.iter().filter(|group| group.is_trouble());
    let events = events
        .filter(|group| group.kind != EventKind::Replaced)
        .fold(0_i64, |sum, group| sum.saturating_add(group.count));
    let runs = row.running.is_some_and(|running| running > 0);
    let starts = row.pending.is_some_and(|pending| pending > 0);
    let explained = found.iter().any(|one| one.role == Role::Cause);
    let goes_on = match row.rollout_state.as_deref() {
        Some("IN_PROGRESS") => runs || (starts && !explained),
        Some("COMPLETED") => (runs || !explained) && is_replaced(given, row),
        _ => false,
    };
    goes_on && row.failed.is_none_or(|failed| failed < 2) && failed_tasks(given) < 2 && events < 2
}

/// Whether as many tasks run or start as are wanted, or the scheduler has had no time yet to start one.
fn is_replaced(given: &Case<'_>, row: &DeploymentRow) -> bool {
    let alive =
        running(given, row).zip(row.pending).map(|(running, pending)| running.saturating_add(pending));
    let short = alive.zip(row.wanted(given.facts.service)).is_none_or(|(alive, wanted)| alive < wanted);
    let pending = row.pending.is_some_and(|pending| pending > 0);
    (pending && !short) || is_fresh(given, row)
}

/// How many tasks run: of the service, or of the task set alone, for others may run beside it.
fn running(given: &Case<'_>, row: &DeploymentRow) -> Option<i64> {
    let whole = given.facts.service.and_then(|service| service.running_count);
    if row.is_task_set { row.running.or(whole) } else { whole.or(row.running) }
}

/// More tasks run than are wanted, and no rollout asks for them: the scheduler has yet to stop some.
fn has_surplus(given: &Case<'_>, row: &DeploymentRow) -> bool {
    let wanted = row.wanted(given.facts.service);
    let running = running(given, row);
    matches!((running, wanted), (Some(running), Some(wanted)) if running > wanted)
        && given.steps.deployments.is_of_one_generation()
}

/// Whether nothing is found but tasks that asked not to be stopped: they are, once their work is done.
fn is_protected(found: &[Found]) -> bool {
    !found.is_empty()
        && found.iter().all(|one| one.finding.class == "deploy.task_protection" || only_delays(one))
}

/// Whether the rollout is under way, or fewer tasks run than are wanted.
fn is_unfinished(given: &Case<'_>, row: &DeploymentRow) -> bool {
    let wanted = row.wanted(given.facts.service);
    let running = running(given, row);
    let moving = matches!(row.rollout_state.as_deref(), Some("IN_PROGRESS" | "STABILIZING"));
    let pending = row.pending.is_some_and(|pending| pending > 0);
    let short = matches!((running, wanted), (Some(running), Some(wanted)) if running < wanted);
    moving || pending || short || (given.steps.deployments.has_old_rows() && !row.is_task_set)
}

/// Under way and nothing speaks against it, or fewer than wanted and nothing says why.
fn unfinished(given: &Case<'_>, row: &DeploymentRow, found: &[Found]) -> State {
    let moving = row.rollout_state.as_deref() != Some("COMPLETED")
        || row.pending.is_some_and(|pending| pending > 0)
        || is_fresh(given, row);
    if moving && !is_failing(found) { State::Progressing } else { State::Unknown }
}

/// How long the scheduler may take from a change of the counts to the first task.
const REACTION: SignedDuration = SignedDuration::from_secs(60);

/// Whether the counts changed just now: a scaling that nobody has acted on yet. A saved answer is as old as it is, and
/// tells only how old it is at least.
fn is_fresh(given: &Case<'_>, row: &DeploymentRow) -> bool {
    let timed =
        !matches!(given.facts.snapshot.captured.basis, CaptureBasis::Nothing | CaptureBasis::NewestInside);
    let age = given.facts.captured_at().zip(row.updated).map(|(now, updated)| now.since(updated));
    timed && age.is_some_and(|age| age < REACTION)
}

/// Whether nothing speaks against a steady state. An interrupted Spot task, a lost host or a stop by a person
/// that was made up for is part of a healthy day.
fn is_quiet(given: &Case<'_>, found: &[Found]) -> bool {
    let steps = given.steps;
    let events = matches!(steps.events.step.status, Status::Ok | Status::Unknown);
    let tasks = steps.stopped.step.status != Status::Bad && steps.exits.step.status != Status::Bad;
    events && tasks && found.iter().all(only_delays)
}

/// Whether the one failure that was captured is over: a single task fell, and ECS has called the service steady
/// since. What it fell of stays to be told.
pub fn is_made_up_for(given: &Case<'_>, found: &[Found]) -> bool {
    let steps = given.steps;
    let fell = steps.stopped.groups.iter().filter(|group| group.is_trouble()).find_map(|group| group.last);
    let steady = steps.events.groups.last().filter(|group| group.kind == EventKind::SteadyState);
    let since =
        matches!((fell, steady.and_then(|group| group.last)), (Some(fell), Some(steady)) if fell < steady);
    let of_the_task = |one: &Found| {
        matches!(one.finding.step, StepId::StoppedTasks | StepId::ExitCodes | StepId::LogsMetrics)
    };
    since
        && failed_tasks(given) == 1
        && steps.events.step.status == Status::Ok
        && found.iter().all(|one| only_delays(one) || of_the_task(one))
}

/// As many tasks run as are wanted, of one generation, and ECS calls it complete; where an old API states no
/// rolloutState, its newest event must.
fn is_complete(given: &Case<'_>, row: &DeploymentRow) -> bool {
    // A query may have left the service's own counts out; the row's say the same.
    let desired = row.wanted(given.facts.service);
    let counted = desired.is_some() && running(given, row) == desired;
    let stated = match row.rollout_state.as_deref() {
        Some("COMPLETED" | "STEADY_STATE") => true,
        None => newest_is_steady(given),
        Some(_) => false,
    };
    counted && stated && given.steps.deployments.is_of_one_generation()
}

fn newest_is_steady(given: &Case<'_>) -> bool {
    given.steps.events.groups.last().is_some_and(|group| group.kind == EventKind::SteadyState)
}
