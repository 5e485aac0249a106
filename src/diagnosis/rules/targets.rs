//! `health.elb_*` as the load balancer itself states it, where its target health was saved.
//!
//! The answer does not say which target group was asked, so a target counts when something around the answer
//! names a group of the service, or when its address is that of a task that is not stopping.

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, StepId};
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::wording::evidence;
use crate::model::service::LoadBalancer;
use crate::model::{TargetDescription, TargetHealthSet, Task, arn};

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
        let targets = sets.flat_map(|(index, set)| unhealthy(given, index, set));
        targets.filter_map(|target| found(given, &target)).map(Judgement::Present).collect()
    }
}

fn unhealthy<'a>(given: &Case<'a>, index: usize, set: &'a TargetHealthSet) -> Vec<Unhealthy<'a>> {
    let named = set.target_group_arn.as_deref().map(|group| is_ours(given, group));
    let targets = set.targets.iter().enumerate().filter(|(_, one)| state(one) == Some("unhealthy"));
    targets
        .filter_map(|(place, one)| {
            let task = task_of(given, one);
            let confidence = match (named, task) {
                (Some(true), _) | (None, Some(_)) => Confidence::Certain,
                (None, None) if is_only_group(given) => Confidence::Possible,
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

/// The living task behind a target: by its own address, or by its instance and host port.
fn task_of<'a>(given: &Case<'a>, target: &TargetDescription) -> Option<&'a Task> {
    let address = target.target.as_ref()?;
    let id = address.id.as_deref()?;
    let living = given.facts.tasks.iter().copied().filter(|task| !task.is_stopping());
    let mut behind = living.filter(|task| {
        task.private_ip() == Some(id) || (instance(given, task) == Some(id) && binds(task, address.port))
    });
    behind.next()
}

fn instance<'a>(given: &Case<'a>, task: &Task) -> Option<&'a str> {
    let wanted = arn::name(task.container_instance_arn.as_deref()?);
    let mut instances = given.facts.snapshot.container_instances.iter();
    let host = instances.find(|one| one.container_instance_arn.as_deref().map(arn::name) == Some(wanted))?;
    host.ec2_instance_id.as_deref()
}

fn binds(task: &Task, port: Option<i64>) -> bool {
    let mut bindings = task.containers.iter().flat_map(|container| &container.network_bindings);
    port.is_some() && bindings.any(|binding| binding.host_port == port)
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
    Some(given.found(class, target.confidence, place, proof))
}
