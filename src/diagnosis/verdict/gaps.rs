//! What was not saved and could change the verdict, with the command that would fetch it.

use crate::diagnosis::causes::Next;
use crate::diagnosis::commands::Names;
use crate::diagnosis::finding::{State, Unchecked};
use crate::diagnosis::rules::{Case, Found};
use crate::diagnosis::steps::logs::{LogDestination, LogOwner};
use crate::diagnosis::steps::stopped::StopGroup;
use crate::model::live::Refusal;
use crate::model::{Subject, TaskDefinition, arn};
use crate::msg;
use crate::words::Message;

/// The gaps, in the order of the five steps.
pub fn of(given: &Case<'_>, state: State, found: &[Found]) -> Vec<Unchecked> {
    let gaps = [
        service(given),
        events(given),
        record(given, state),
        tasks(given),
        definition(given, found).filter(|_| state != State::Steady),
        undeployed(given, state),
        target_health(given, found),
        target_group(given, found),
        logs(given).filter(|_| state != State::Steady),
    ];
    gaps.into_iter().flatten().chain(failures(given)).chain(refused(given)).collect()
}

fn gap(given: &Case<'_>, what: Message, because: Message, next: Next) -> Unchecked {
    let names = Names { facts: given.facts, steps: given.steps };
    Unchecked { what, because, command: names.commands(next).into_iter().next() }
}

fn service(given: &Case<'_>) -> Option<Unchecked> {
    let known = match &given.facts.subject {
        Subject::Service(_) | Subject::Nothing => return None,
        Subject::TaskGroup(group) => group.starts_with("service:"),
        Subject::Events(_) => true,
    };
    known.then(|| gap(given, msg!("unchecked-service"), msg!("because-not-saved"), Next::Service))
}

fn events(given: &Case<'_>) -> Option<Unchecked> {
    let service = given.facts.service.filter(|_| given.steps.events.groups.is_empty())?;
    // A service of this moment has no events yet.
    let fresh = service.created_at.is_some()
        && service.created_at == service.primary().and_then(|row| row.updated_at);
    (!fresh).then(|| gap(given, msg!("unchecked-events"), msg!("because-empty"), Next::Service))
}

/// The record says whether a rollout waits on purpose; without it a pause looks like a stall.
fn record(given: &Case<'_>, state: State) -> Option<Unchecked> {
    let open = matches!(
        state,
        State::Stuck | State::Progressing | State::RollingBack | State::RolledBack | State::Unknown
    );
    let saved = given.steps.deployments.current.is_some();
    let service = given.facts.service?;
    let has_records = service.current_service_deployment.is_some()
        || service.deployments.iter().any(|row| row.rollout_state.is_some());
    if !open || saved || !has_records {
        return None;
    }
    let what = msg!("unchecked-record");
    if given.facts.has_no_record() {
        return Some(Unchecked { what, because: msg!("because-no-record"), command: None });
    }
    Some(gap(given, what, msg!("because-not-saved"), Next::ServiceDeployments))
}

/// A revision that is newer than the one that runs may have been pushed and taken back: events are forgotten
/// after a hundred others, and a service that was rolled back looks steady.
fn undeployed(given: &Case<'_>, state: State) -> Option<Unchecked> {
    let deployments = &given.steps.deployments;
    let row = deployments.leading().filter(|_| state == State::Steady && deployments.current.is_none())?;
    let (family, runs) = arn::family_and_number(&row.revision);
    let numbers = given.facts.snapshot.task_definitions.iter().filter_map(TaskDefinition::short_name);
    let newest = numbers.filter_map(|name| match arn::family_and_number(&name) {
        (of, Some(number)) if of == family => Some(number),
        _ => None,
    });
    let newer = newest.max().filter(|number| runs.is_some_and(|runs| *number > runs))?;
    let name = format!("{family}:{newer}");
    let what = msg!("unchecked-newer-revision", revision = name);
    Some(gap(given, what, msg!("because-not-saved"), Next::ServiceDeployments))
}

fn tasks(given: &Case<'_>) -> Option<Unchecked> {
    let of_service = given.facts.service.is_some() || matches!(given.facts.subject, Subject::Events(_));
    if !of_service || !given.steps.stopped.groups.is_empty() {
        return None;
    }
    if given.facts.knows_stopped_tasks() {
        let what = msg!("unchecked-stopped-tasks");
        return Some(Unchecked { what, because: msg!("because-none-listed"), command: None });
    }
    let because =
        if given.facts.tasks.is_empty() { msg!("because-not-saved") } else { msg!("because-none-stopped") };
    Some(gap(given, msg!("unchecked-stopped-tasks"), because, Next::StoppedTasks))
}

fn definition(given: &Case<'_>, found: &[Found]) -> Option<Unchecked> {
    let names = Names { facts: given.facts, steps: given.steps };
    let wanted = !found.is_empty() || given.steps.stopped.groups.iter().any(StopGroup::is_trouble);
    (wanted && !names.has_definition())
        .then(|| {
            gap(given, msg!("unchecked-task-definition"), msg!("because-not-saved"), Next::TaskDefinition)
        })
        .filter(|gap| gap.command.is_some())
}

fn target_health(given: &Case<'_>, found: &[Found]) -> Option<Unchecked> {
    let asked = found.iter().any(|one| one.finding.class.starts_with("health.elb_"));
    let balanced = given.facts.service.is_some_and(|service| !service.load_balancers.is_empty());
    (given.facts.snapshot.target_health.is_empty() && (asked || balanced))
        .then(|| gap(given, msg!("unchecked-target-health"), msg!("because-not-saved"), Next::TargetHealth))
        .filter(|gap| gap.command.is_some())
}

/// Path, codes and port of the check, where it fails.
fn target_group(given: &Case<'_>, found: &[Found]) -> Option<Unchecked> {
    let asked = found.iter().any(|one| one.finding.class.starts_with("health.elb_"));
    (given.facts.snapshot.target_groups.is_empty() && asked)
        .then(|| gap(given, msg!("unchecked-target-group"), msg!("because-not-saved"), Next::TargetGroup))
        .filter(|gap| gap.command.is_some())
}

fn logs(given: &Case<'_>) -> Option<Unchecked> {
    let culprit = given.steps.exits.culprit.as_ref()?;
    let ran = culprit.ran(given.facts);
    let trouble = given.steps.stopped.groups.iter().any(StopGroup::is_trouble);
    if !ran || !trouble || given.steps.logs.owner == LogOwner::Culprit {
        return None;
    }
    let because = match (&given.steps.logs.destination, given.steps.logs.owner) {
        (LogDestination::Driver { driver }, _) => msg!("because-driver", driver = driver),
        (_, LogOwner::Unstated) => msg!("because-stream-unstated"),
        (_, LogOwner::Other) => msg!("because-other-stream"),
        (LogDestination::Unknown, _) => msg!("because-no-task-definition"),
        _ => msg!("because-not-saved"),
    };
    let what = msg!("unchecked-logs", container = &culprit.container, task = &culprit.task);
    Some(gap(given, what, because, Next::Logs))
}

/// What ECS was asked for and does not have.
fn failures<'a>(given: &Case<'a>) -> impl Iterator<Item = Unchecked> + 'a {
    given.facts.snapshot.failures.iter().map(|failure| Unchecked {
        what: msg!("unchecked-failure", arn = failure.arn.clone().unwrap_or_default()),
        because: match &failure.detail {
            Some(detail) => msg!(
                "because-failure-detail",
                reason = failure.reason.clone().unwrap_or_default(),
                detail = detail
            ),
            None => msg!("because-failure", reason = failure.reason.clone().unwrap_or_default()),
        },
        command: None,
    })
}

/// Calls to a live account about the subject that were not answered.
fn refused<'a>(given: &Case<'a>) -> impl Iterator<Item = Unchecked> + 'a {
    let refused = given.facts.snapshot.live.iter().flat_map(|live| &live.refused);
    let ours = refused.filter(|(call, _)| given.facts.is_about(call));
    ours.map(|(call, refusal)| Unchecked {
        what: msg!("unchecked-call", call = call.to_string()),
        because: because(refusal),
        command: None,
    })
}

fn because(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::Error { code, message } if message.is_empty() => msg!("because-refused-bare", code = code),
        Refusal::Error { code, message } => msg!("because-refused", code = code, message = message),
        Refusal::Status(status) => msg!("because-status", status = status.to_string()),
        Refusal::Garbled => msg!("because-garbled"),
        Refusal::TimedOut => msg!("because-timed-out"),
        Refusal::Unreachable(why) => msg!("because-unreachable", why = why),
        Refusal::NoCredentials(why) => msg!("because-no-credentials", why = why),
    }
}
