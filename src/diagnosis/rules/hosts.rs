//! A host and not a task: `health.host_unresponsive`, `infra.draining`.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::{Case, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId};
use crate::diagnosis::steps::events::{EventKind, kind_of, newest_start};
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::ServiceEvent;
use crate::model::time::Time;
use crate::msg;

/// Checks that fail on one host within this time of each other fail together.
const TOGETHER: SignedDuration = SignedDuration::from_secs(60);

/// Tasks that make a host suspicious.
const SEVERAL: usize = 3;

/// Groups failed checks by the instance that they name, over all captured services.
#[derive(Debug)]
pub struct Hosts;

/// A failed check on an instance.
struct Failed<'a> {
    at: Time,
    task: &'a str,
    place: String,
    message: &'a str,
}

impl Rule for Hosts {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        unresponsive(given).into_iter().chain(draining(given)).collect()
    }
}

fn unresponsive(given: &Case<'_>) -> Option<Judgement> {
    // All services are looked at only for one whose own checks fail on an instance: there may be thousands.
    given.facts.events.iter().find_map(failed_on)?;
    let mut hosts: HashMap<&str, Vec<Failed<'_>>> = HashMap::new();
    for (service, one) in given.facts.snapshot.services.iter().enumerate() {
        for (index, event) in one.events.iter().enumerate() {
            let Some((instance, failed)) = failed(given, service, index, event) else { continue };
            hosts.entry(instance).or_default().push(failed);
        }
    }
    // One host alone, while the checks on others pass.
    let alone = hosts.len() == 1;
    let (instance, mut checks) = hosts.into_iter().next().filter(|_| alone)?;
    checks.sort_by_key(|one| one.at);
    let mut tasks: Vec<&str> = checks.iter().map(|one| one.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let together = checks.last()?.at.since(checks.first()?.at) <= TOGETHER;
    let ours = checks.iter().any(|one| given.facts.events.iter().any(|event| event.message == one.message));
    if tasks.len() < SEVERAL || !together || !ours {
        return None;
    }
    let proof =
        checks.iter().take(SEVERAL).map(|one| evidence(&one.place, one.message, Some(one.task))).collect();
    let at = (StepId::ServiceEvents, Source::Event);
    let found = given.found(causes::find("health.host_unresponsive")?, Confidence::Likely, at, proof);
    let said = msg!("cause-health-host-of", count = tasks.len(), instance = instance);
    Some(Judgement::Present(found.saying(said).at(checks.last().map(|one| one.at))))
}

fn failed<'a>(
    given: &Case<'_>,
    service: usize,
    index: usize,
    event: &'a ServiceEvent,
) -> Option<(&'a str, Failed<'a>)> {
    let instance = failed_on(event)?;
    let task = text::named(&event.message, "task").first().copied().unwrap_or_default();
    let own = given.facts.subject == crate::model::Subject::Service(service);
    let place = if own {
        format!("events[{index}].message")
    } else {
        format!("services[{service}].events[{index}].message")
    };
    Some((instance, Failed { at: event.created_at?, task, place, message: &event.message }))
}

/// The instance on which a check failed.
fn failed_on(event: &ServiceEvent) -> Option<&str> {
    let instance = text::named(&event.message, "instance").first().copied()?;
    (kind_of(&event.message) == EventKind::Unhealthy).then_some(instance)
}

/// How long a replacement may take from its start event to running before it is said not to start.
const STARTING: SignedDuration = SignedDuration::from_mins(5);

/// Whether a task was started just now: replacements come, one after the other.
fn starts(given: &Case<'_>) -> bool {
    newest_start(given.facts).zip(given.facts.captured_at()).is_some_and(|(at, now)| now.since(at) < STARTING)
}

/// An instance that drains keeps its tasks until their replacement runs; where that cannot start it drains for ever.
fn draining(given: &Case<'_>) -> Option<Judgement> {
    let service = given.facts.service.filter(|service| !service.on_fargate())?;
    let short = matches!((service.running_count, service.desired_count), (Some(running), Some(desired)) if running < desired);
    let waits = (service.pending_count.is_some_and(|pending| pending > 0) || short) && !starts(given);
    let instances = given.facts.snapshot.container_instances.iter().enumerate();
    let (index, one) = instances
        .filter(|(_, one)| one.status.as_deref() == Some("DRAINING"))
        .find(|(_, one)| one.running_tasks_count.is_some_and(|count| count > 0))
        .filter(|_| waits)?;
    let name = one.ec2_instance_id.as_deref().or(one.container_instance_arn.as_deref())?;
    let proof = vec![evidence(format!("containerInstances[{index}].status"), "DRAINING", Some(name))];
    let at = (StepId::StoppedTasks, Source::Task);
    let found = given.found(causes::find("infra.draining")?, Confidence::Possible, at, proof);
    Some(Judgement::Present(found.saying(msg!("cause-infra-draining-of", instance = name))))
}
