//! `health.container_slow`: tasks that live as long as a container check takes to fail never passed one. That
//! fits an application that starts too slowly as well as a check that cannot pass. A check that fails in a task
//! which still runs is `health.container_cmd_fails`, before any text says so.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source, readiness};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, RuledOut, StepId};
use crate::diagnosis::steps::stopped::StopGroup;
use crate::diagnosis::text;
use crate::diagnosis::wording::{evidence, span};
use crate::model::{HealthCheck, Task, TaskDefinition};
use crate::msg;

/// Seconds between the verdict of a check and the stop that follows it.
const REACTION: i64 = 30;

/// Compares how long tasks lived with what the container's check allows.
#[derive(Debug)]
pub struct ContainerChecks;

/// The times of a check, in seconds; defaults from the API reference, `HealthCheck`.
struct Times {
    interval: i64,
    timeout: i64,
    retries: i64,
    start: i64,
    grace: i64,
}

impl Rule for ContainerChecks {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
        let mut failed = groups.filter(|group| {
            let reason = group.reason.as_deref().map(text::fold).unwrap_or_default();
            reason.contains("failed container health checks") && group.ran == group.tasks.len()
        });
        let slow = failed.next().and_then(|group| judge(given, group));
        slow.into_iter().chain(unhealthy(given).map(Judgement::Present)).collect()
    }
}

/// ECS stops such a task at once, unless its grace period lasts or that would leave too few.
fn unhealthy(given: &Case<'_>) -> Option<Found> {
    const UNHEALTHY: Option<&str> = Some("UNHEALTHY");
    let running = |task: &Task| task.last_status.as_deref() == Some("RUNNING") && !task.is_stopping();
    // The task's own status leaves out containers that are not essential.
    let counts = |task: &Task| task.health_status.as_deref().is_none_or(|status| Some(status) == UNHEALTHY);
    let mut tasks = given.facts.tasks.iter().enumerate().filter(|(_, task)| running(task) && counts(task));
    let (index, task, place) = tasks.find_map(|(index, task)| {
        let place = task.containers.iter().position(|one| one.health_status.as_deref() == UNHEALTHY)?;
        (!given.is_replaced(task)).then_some((index, task, place))
    })?;
    let field = format!("tasks[{index}].containers[{place}].healthStatus");
    let proof = vec![evidence(field, "UNHEALTHY", task.id())];
    let class = causes::find("health.container_cmd_fails")?;
    Some(given.found(class, Confidence::Certain, (StepId::StoppedTasks, Source::Container), proof))
}

fn judge(given: &Case<'_>, group: &StopGroup) -> Option<Judgement> {
    let newest = group.tasks.first()?;
    let task = given.facts.tasks[newest.index];
    let definition = given.facts.definition_of(task)?;
    let (place, check) =
        check(definition, given.steps.exits.culprit.as_ref().map(|one| one.container.as_str()))?;
    let grace = given.facts.service.and_then(|one| one.health_check_grace_period_seconds);
    let times = Times::of(check, grace.unwrap_or_default());
    let (least, most) = group.lived?;
    let (from, to) = times.window();
    if least > to {
        let because = msg!("ruled-out-container-slow", lived = span(least), window = span(to));
        return Some(Judgement::Absent(RuledOut { class: "health.container_slow", because }));
    }
    if least < from || most > to {
        return None;
    }
    let ready = |after, lived| msg!("cause-health-container-slow-ready", after = after, lived = lived);
    Some(readiness::timed(given, found(given, group, place, &times)?, ready))
}

fn found(given: &Case<'_>, group: &StopGroup, place: usize, times: &Times) -> Option<Found> {
    let newest = group.tasks.first()?;
    let field = |name: &str| format!("taskDefinition.containerDefinitions[{place}].healthCheck.{name}");
    let reason =
        evidence(format!("tasks[{}].stoppedReason", newest.index), group.reason.clone()?, Some(&newest.id));
    let mut proof: Vec<Evidence> = vec![
        reason,
        evidence(field("interval"), times.interval.to_string(), None),
        evidence(field("retries"), times.retries.to_string(), None),
        evidence(field("startPeriod"), times.start.to_string(), None),
    ];
    if times.grace > 0 {
        proof.push(evidence("service.healthCheckGracePeriodSeconds", times.grace.to_string(), None));
    }
    let at = (StepId::StoppedTasks, Source::Task);
    let found =
        given.found(causes::find("health.container_slow")?, Confidence::Possible, at, proof).at(group.last);
    Some(found.saying(msg!(
        "cause-health-container-slow-of",
        start = times.start,
        interval = times.interval,
        retries = times.retries
    )))
}

/// The check of the container that matters, else the only one there is.
fn check<'a>(definition: &'a TaskDefinition, culprit: Option<&str>) -> Option<(usize, &'a HealthCheck)> {
    let checks = definition.container_definitions.iter().enumerate();
    let mut checks =
        checks.filter_map(|(place, one)| Some((place, one.name.as_deref(), one.health_check.as_ref()?)));
    let all: Vec<_> = checks.by_ref().collect();
    let named = all.iter().find(|(_, name, _)| name.is_some() && *name == culprit);
    let (place, _, check) = named.or_else(|| all.first().filter(|_| all.len() == 1))?;
    Some((*place, *check))
}

impl Times {
    fn of(check: &HealthCheck, grace: i64) -> Self {
        let bounded = |value: Option<i64>, default: i64| value.unwrap_or(default).clamp(0, 86_400);
        Self {
            interval: bounded(check.interval, 30),
            timeout: bounded(check.timeout, 5),
            retries: bounded(check.retries, 3).max(1),
            start: bounded(check.start_period, 0),
            grace: grace.clamp(0, 86_400),
        }
    }

    /// The shortest and the longest life of a task none of whose checks passed: failures count after the start
    /// period, one each interval, each up to its timeout; the grace period may cover them.
    fn window(&self) -> (SignedDuration, SignedDuration) {
        let from = self.start + self.interval * (self.retries - 1);
        let to = self.start.max(self.grace) + (self.interval + self.timeout) * (self.retries + 1) + REACTION;
        (SignedDuration::from_secs(from), SignedDuration::from_secs(to))
    }
}
