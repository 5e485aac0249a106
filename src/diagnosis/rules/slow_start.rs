//! `health.elb_slow_start`: tasks that live exactly as long as the first failing checks take never passed one.
//! That fits an application that starts too slowly as well as one that never answers; when its log says that it
//! is ready tells the two apart.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source, readiness};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, StepId};
use crate::diagnosis::steps::stopped::StopGroup;
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::TargetGroup;
use crate::msg;

/// Seconds between a verdict of the load balancer and the stop that follows it.
const REACTION: i64 = 30;

/// Compares how long tasks lived with what the target group allows.
#[derive(Debug)]
pub struct SlowStart;

/// The times of a target group's check, in seconds, and how many checks must fail.
struct Checks {
    interval: i64,
    count: i64,
    grace: i64,
}

impl Rule for SlowStart {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
        let mut failed = groups.filter(|group| {
            group
                .reason
                .as_deref()
                .is_some_and(|reason| text::fold(reason).contains("failed elb health checks"))
        });
        let found = failed.next().filter(|_| !is_answered(given)).and_then(|group| found(given, group));
        let ready = |after, lived| msg!("cause-health-elb-slow-start-ready", after = after, lived = lived);
        found.map(|found| readiness::timed(given, found, ready)).into_iter().collect()
    }
}

/// A code means that the application answered, and so was up.
fn is_answered(given: &Case<'_>) -> bool {
    let mut events = given.steps.events.groups.iter().filter(|group| group.is_trouble());
    events.any(|group| group.message.contains("with these codes"))
}

fn found(given: &Case<'_>, group: &StopGroup) -> Option<Found> {
    let (place, target) = target_group(given, group.reason.as_deref()?)?;
    let checks = Checks {
        interval: target.health_check_interval_seconds?,
        count: target.unhealthy_threshold_count?,
        grace: given.facts.service.and_then(|one| one.health_check_grace_period_seconds).unwrap_or_default(),
    };
    if group.ran < group.tasks.len() || !fits(group.lived?, &checks) {
        return None;
    }
    let newest = group.tasks.first()?;
    let field = |name: &str| format!("targetGroups[{place}].{name}");
    let mut proof: Vec<Evidence> = vec![
        evidence(field("UnhealthyThresholdCount"), checks.count.to_string(), None),
        evidence(field("HealthCheckIntervalSeconds"), checks.interval.to_string(), None),
    ];
    if checks.grace > 0 {
        proof.push(evidence("service.healthCheckGracePeriodSeconds", checks.grace.to_string(), None));
    }
    let reason = evidence(
        format!("tasks[{}].stoppedReason", newest.index),
        group.reason.clone()?,
        Some(newest.id.as_str()),
    );
    proof.insert(0, reason);
    let place = (StepId::StoppedTasks, Source::Task);
    let found = given
        .found(causes::find("health.elb_slow_start")?, Confidence::Possible, place, proof)
        .at(group.last);
    Some(found.saying(msg!(
        "cause-health-elb-slow-start-of",
        checks = checks.count,
        interval = checks.interval
    )))
}

/// Whether the shortest and the longest life are those of a task none of whose checks passed: within one
/// interval of all the checks that must fail, after the grace period.
fn fits((least, most): (SignedDuration, SignedDuration), checks: &Checks) -> bool {
    if checks.interval <= 0 || checks.count <= 0 {
        return false;
    }
    let whole = checks.interval.saturating_mul(checks.count).clamp(0, 86_400);
    let window = whole.max(checks.grace.clamp(0, 86_400));
    let from = (window - checks.interval).max(0);
    let to = checks.grace.clamp(0, 86_400) + whole + checks.interval + REACTION;
    least >= SignedDuration::from_secs(from) && most <= SignedDuration::from_secs(to)
}

/// The saved target group that the reason names, else the service's only one.
fn target_group<'a>(given: &Case<'a>, reason: &str) -> Option<(usize, &'a TargetGroup)> {
    let balancers = given.facts.service.map_or(&[][..], |service| &service.load_balancers);
    let only = balancers.first().filter(|_| balancers.len() == 1);
    let ours = only.and_then(|balancer| balancer.target_group_arn.as_deref());
    let mut groups = given.facts.snapshot.target_groups.iter().enumerate();
    groups.find(|(_, group)| {
        let arn = group.target_group_arn.as_deref();
        arn.is_some_and(|arn| reason.contains(&format!("{arn})"))) || (arn.is_some() && arn == ours)
    })
}
