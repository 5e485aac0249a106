//! Placement arithmetic: which container instance is nearest to taking the task, and exactly what it lacks.
//!
//! Said beside the words of ECS, and by itself where a service on instances is short of tasks and no event says
//! why. It needs the container instances and the task definition; what is not in them is not guessed.

mod needs;

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, RuledOut, StepId};
use crate::diagnosis::wording::evidence;
use crate::model::{ContainerInstance, TaskDefinition, arn};
use crate::msg;
use crate::words::Message;
use needs::{Needs, Short};

/// Compares what a task needs with what instances have left.
#[derive(Debug)]
pub struct Placement;

/// An instance and what it lacks.
struct Candidate<'a> {
    place: usize,
    instance: &'a ContainerInstance,
    short: Vec<Short>,
}

impl Rule for Placement {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        silent(given).into_iter().collect()
    }
}

/// Says in `found`, a placement failure, which instance is nearest and what it lacks; leaves it as it is where
/// that is not known or where an instance has enough by now.
pub(super) fn measure(given: &Case<'_>, found: Found) -> Found {
    let class = found.finding.class;
    if !matches!(
        class,
        "place.cpu"
            | "place.memory"
            | "place.port"
            | "place.attribute"
            | "place.gpu"
            | "place.agent_disconnected"
    ) {
        return found;
    }
    let Some(nearest) = nearest(given) else { return found };
    let Some(short) = nearest.short.iter().find(|short| short.class() == class) else { return found };
    let (proof, sentence) = (nearest.proof(short), nearest.sentence(short));
    let mut found = found.saying(sentence);
    found.finding.evidence.extend(proof);
    let others: Vec<Message> =
        nearest.short.iter().filter(|one| one.class() != class).map(|one| nearest.sentence(one)).collect();
    others.into_iter().fold(found, Found::noting)
}

/// No event says that placing fails, and yet no task is there and no instance could take one.
fn silent(given: &Case<'_>) -> Option<Judgement> {
    let service = given.facts.service.filter(|service| !service.on_fargate())?;
    let (running, desired) = (service.running_count?, service.desired_count?);
    if running >= desired || service.pending_count != Some(0) {
        return None;
    }
    let nearest = nearest(given)?;
    let Some(short) = nearest.short.first() else {
        let because = msg!("ruled-out-placement", instance = nearest.name());
        return Some(Judgement::Absent(RuledOut { class: "place.cpu", because }));
    };
    let place = (StepId::ServiceEvents, Source::Deployment);
    let found = given.found(causes::find(short.class())?, Confidence::Possible, place, nearest.proof(short));
    let found =
        found.saying(nearest.sentence(short)).sure(Confidence::Possible, msg!("because-placement-computed"));
    Some(Judgement::Present(found))
}

/// The instance that lacks the fewest things, then the one with the least missing.
fn nearest<'a>(given: &Case<'a>) -> Option<Candidate<'a>> {
    let definition = definition(given)?;
    let needs = Needs::of(definition);
    let instances = given.facts.snapshot.container_instances.iter().enumerate();
    let here = instances
        .filter(|(_, one)| matches!(one.status.as_deref(), Some("ACTIVE") | None) && is_here(given, one));
    here.map(|(place, instance)| Candidate { place, instance, short: needs.short_on(instance) })
        .min_by_key(|one| (one.short.len(), one.short.iter().map(Short::missing).sum::<i64>()))
}

fn definition<'a>(given: &Case<'a>) -> Option<&'a TaskDefinition> {
    given.facts.snapshot.task_definition(&given.steps.deployments.pushed()?.revision)
}

/// Instances of another cluster, where both say theirs, are no place.
fn is_here(given: &Case<'_>, instance: &ContainerInstance) -> bool {
    let theirs = instance.container_instance_arn.as_deref().and_then(arn::cluster_in);
    match (theirs, given.facts.cluster()) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => true,
    }
}

impl Candidate<'_> {
    fn name(&self) -> String {
        let arn = self.instance.container_instance_arn.as_deref().map(arn::name);
        self.instance.ec2_instance_id.as_deref().or(arn).unwrap_or_default().to_owned()
    }

    fn proof(&self, short: &Short) -> Vec<Evidence> {
        let place = |field: &str| format!("containerInstances[{}].{field}", self.place);
        let index = |name: &str| {
            self.instance.remaining_resources.iter().position(|one| one.name.as_deref() == Some(name))
        };
        match short {
            Short::Units { name, free, .. } => index(name)
                .map(|index| {
                    let field = place(&format!("remainingResources[{index}].integerValue"));
                    evidence(field, free.to_string(), None)
                })
                .into_iter()
                .collect(),
            Short::Port(port) => index("PORTS")
                .map(|index| {
                    let field = place(&format!("remainingResources[{index}].stringSetValue"));
                    evidence(field, port.to_string(), None)
                })
                .into_iter()
                .collect(),
            Short::Attribute(name) => vec![evidence("taskDefinition.requiresAttributes", name, None)],
            Short::Agent => vec![evidence(place("agentConnected"), "false", None)],
        }
    }

    fn sentence(&self, short: &Short) -> Message {
        let instance = self.name();
        match short {
            Short::Units { name: "CPU", needed, free } => {
                msg!("cause-place-cpu-short", instance = instance, free = *free, needed = *needed)
            }
            Short::Units { needed, free, .. } => {
                msg!("cause-place-memory-short", instance = instance, free = *free, needed = *needed)
            }
            Short::Port(port) => msg!("cause-place-port-taken", instance = instance, port = port.to_string()),
            Short::Attribute(name) => {
                msg!("cause-place-attribute-of", instance = instance, attribute = name)
            }
            Short::Agent => msg!("cause-place-agent-of", instance = instance),
        }
    }
}
