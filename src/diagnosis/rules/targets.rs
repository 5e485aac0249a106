//! `health.elb_*` as the load balancer itself states it, where its target health was saved.
//!
//! The answer does not say which target group was asked, so a target counts when something around the answer
//! names a group of the service, or when its address is that of a task that is not stopping.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, RuledOut, StepId};
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::wording::{evidence, span};
use crate::model::service::LoadBalancer;
use crate::model::{TargetDescription, TargetHealthSet, Task, arn};
use crate::msg;
use crate::words::Message;

/// How many targets that say the same are told: a group may hold a thousand, and evidence keeps a few.
const ALIKE: usize = 2;

/// Reads saved target health.
#[derive(Debug)]
pub struct Targets;

/// A target that the load balancer calls unhealthy.
struct Unhealthy<'a> {
    /// `targetHealth[0].TargetHealthDescriptions[2]`.
    place: String,
    reason: Option<&'a str>,
    description: Option<&'a str>,
    state: &'a str,
    task: Option<&'a str>,
    confidence: Confidence,
}

impl Rule for Targets {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let sets = given.facts.snapshot.target_health.iter().enumerate();
        if given.facts.snapshot.target_health.is_empty() {
            return Vec::new();
        }
        let behind = Behind::of(given);
        let mut starting = None;
        let mut targets: Vec<Unhealthy<'_>> = Vec::new();
        for target in sets.flat_map(|(index, set)| unhealthy(given, &behind, index, set)) {
            if let Some(because) = excused(given, &target) {
                starting = Some(RuledOut { class: "health.elb_unknown", because });
                continue;
            }
            let alike = targets.iter().filter(|known| known.says() == target.says()).count();
            if alike < ALIKE {
                targets.push(target);
            }
        }
        let found = targets.iter().filter_map(|target| found(given, target)).map(Judgement::Present);
        found.chain(starting.map(Judgement::Absent)).collect()
    }
}

/// ECS disregards the checks of a task until its grace period ends, and a target that does not answer yet may start
/// all the same. One that answers with a wrong code is up, and will not answer otherwise later.
fn excused(given: &Case<'_>, target: &Unhealthy<'_>) -> Option<Message> {
    let grace = given.facts.service?.health_check_grace_period_seconds.filter(|grace| *grace > 0)?;
    let task = given.facts.tasks.iter().find(|task| task.id().is_some() && task.id() == target.task)?;
    let age = given.facts.captured_at()?.since(task.started_at?);
    let grace = SignedDuration::from_secs(grace);
    let silent = target.state == "unhealthy" && target.reason != Some("Target.ResponseCodeMismatch");
    (age < grace && silent).then(|| msg!("ruled-out-elb-grace", age = span(age), grace = span(grace)))
}

impl Unhealthy<'_> {
    /// What the load balancer says of it, and how sure it is that it is the service's.
    fn says(&self) -> (Option<&str>, Option<&str>, Confidence) {
        (self.reason, self.description, self.confidence)
    }
}

fn unhealthy<'a>(
    given: &Case<'a>,
    behind: &Behind<'a>,
    index: usize,
    set: &'a TargetHealthSet,
) -> Vec<Unhealthy<'a>> {
    let named = set.target_group_arn.as_deref().map(|group| is_ours(given, group));
    let only = is_only_group(given);
    let rolls = given.steps.deployments.strategy == "ROLLING" && given.steps.deployments.controller == "ECS";
    // Where traffic is shifted, the new targets are without any until it is.
    let broken = |one: &TargetDescription| match state(one) {
        Some("unhealthy") => true,
        Some("unused") => rolls && behind.task(one).is_some(),
        _ => false,
    };
    let targets = set.targets.iter().enumerate().filter(|(_, one)| broken(one));
    targets
        .filter_map(|(place, one)| {
            let task = behind.task(one);
            if task.is_some_and(|task| given.is_replaced(task)) {
                return None;
            }
            let confidence = match (named, task) {
                (Some(true), _) | (None, Some(_)) => Confidence::Certain,
                (None, None) if only => Confidence::Possible,
                _ => return None,
            };
            let health = one.target_health.as_ref()?;
            Some(Unhealthy {
                place: format!("targetHealth[{index}].TargetHealthDescriptions[{place}].TargetHealth"),
                reason: health.reason.as_deref(),
                description: health.description.as_deref(),
                state: health.state.as_deref()?,
                task: task.and_then(Task::id),
                confidence,
            })
        })
        .collect()
}

fn state(target: &TargetDescription) -> Option<&str> {
    target.target_health.as_ref()?.state.as_deref()
}

fn groups<'a>(given: &Case<'a>) -> impl Iterator<Item = &'a str> {
    let of_service = given.facts.service.into_iter().flat_map(|service| &service.load_balancers);
    let of_sets = given.facts.task_sets.clone().into_iter().flat_map(|set| &set.load_balancers);
    of_service.chain(of_sets).flat_map(LoadBalancer::target_groups)
}

fn is_ours(given: &Case<'_>, group: &str) -> bool {
    groups(given).any(|one| one == group)
}

/// One service with one target group, one answer, and no living task to join by: it can hardly be another's.
fn is_only_group(given: &Case<'_>) -> bool {
    let mut ours: Vec<&str> = groups(given).collect();
    ours.dedup();
    let snapshot = given.facts.snapshot;
    ours.len() == 1
        && snapshot.services.len() == 1
        && snapshot.target_health.len() == 1
        && given.facts.tasks.iter().all(|task| task.is_stopping())
}

/// The living tasks behind targets: by their own address, or by their instance and host port.
struct Behind<'a> {
    addresses: HashMap<&'a str, &'a Task>,
    ports: HashMap<(&'a str, i64), &'a Task>,
}

impl<'a> Behind<'a> {
    fn of(given: &Case<'a>) -> Self {
        let mut behind = Self { addresses: HashMap::new(), ports: HashMap::new() };
        let instances = &given.facts.snapshot.container_instances;
        let hosts: HashMap<&str, &str> = instances
            .iter()
            .filter_map(|one| {
                Some((arn::name(one.container_instance_arn.as_deref()?), one.ec2_instance_id.as_deref()?))
            })
            .collect();
        for task in given.facts.tasks.iter().copied().filter(|task| !task.is_stopping()) {
            if let Some(address) = task.private_ip() {
                behind.addresses.entry(address).or_insert(task);
            }
            let host = task.container_instance_arn.as_deref().map(arn::name);
            let Some(host) = host.and_then(|name| hosts.get(name)) else { continue };
            let bindings = task.containers.iter().flat_map(|container| &container.network_bindings);
            for port in bindings.filter_map(|binding| binding.host_port) {
                behind.ports.entry((host, port)).or_insert(task);
            }
        }
        behind
    }

    fn task(&self, target: &TargetDescription) -> Option<&'a Task> {
        let address = target.target.as_ref()?;
        let id = address.id.as_deref()?;
        let by_port = || self.ports.get(&(id, address.port?));
        self.addresses.get(id).or_else(by_port).copied()
    }
}

fn found(given: &Case<'_>, target: &Unhealthy<'_>) -> Option<Found> {
    let texts = [target.description, target.reason];
    let class = texts
        .into_iter()
        .flatten()
        .filter_map(|text| given.read(text, Place::TargetHealth))
        .map(|reading| reading.cause)
        .find(|cause| cause.class.starts_with("health."))
        .or_else(|| causes::find("health.elb_unknown"))?;
    let field = |name: &str, text: Option<&str>| {
        text.map(|text| evidence(format!("{}.{name}", target.place), text, target.task))
    };
    let proof: Vec<Evidence> = [
        field("State", Some(target.state)),
        field("Reason", target.reason),
        field("Description", target.description),
    ]
    .into_iter()
    .flatten()
    .collect();
    let place = (StepId::Deployments, Source::Event);
    let found = given.found(class, target.confidence, place, proof);
    let words = target.description.or(target.reason).filter(|_| target.state == "unused");
    Some(match words {
        Some(words) => found.saying(msg!("cause-health-elb-unused", words = words.trim_end_matches('.'))),
        None => found,
    })
}
