//! How much is short of what, where container instances and the task definition were saved.

use super::{Case, Found};
use crate::diagnosis::wording::evidence;
use crate::model::{ContainerInstance, TaskDefinition};
use crate::msg;

/// Says in `found`, a placement failure, which container instance is nearest and what it has left; leaves it
/// as it is where that is not known or where an instance has enough by now.
pub(super) fn measure(given: &Case<'_>, found: Found) -> Found {
    measured(given, &found).unwrap_or(found)
}

fn measured(given: &Case<'_>, found: &Found) -> Option<Found> {
    let name = match found.finding.class {
        "place.cpu" => "CPU",
        "place.memory" => "MEMORY",
        _ => return None,
    };
    let needed = needed(definition(given)?, name)?;
    let instances = given.facts.snapshot.container_instances.iter().enumerate();
    let usable = instances.filter(|(_, one)| {
        one.status.as_deref() == Some("ACTIVE") && one.agent_connected != Some(false) && is_here(given, one)
    });
    let (place, (resource, free), nearest) = usable
        .filter_map(|(place, one)| Some((place, left(one, name)?, one)))
        .max_by_key(|(_, (_, free), _)| *free)?;
    if free >= needed {
        return None;
    }
    let mut found = found.clone();
    let field = format!("containerInstances[{place}].remainingResources[{resource}].integerValue");
    let instance = nearest.ec2_instance_id.as_deref()?;
    found.finding.evidence.push(evidence(field, free.to_string(), None));
    Some(found.saying(if name == "CPU" {
        msg!("cause-place-cpu-short", instance = instance, free = free, needed = needed)
    } else {
        msg!("cause-place-memory-short", instance = instance, free = free, needed = needed)
    }))
}

fn definition<'a>(given: &Case<'a>) -> Option<&'a TaskDefinition> {
    given.facts.snapshot.task_definition(&given.steps.deployments.pushed()?.revision)
}

/// Instances of another cluster, where both say theirs, are no place.
fn is_here(given: &Case<'_>, instance: &ContainerInstance) -> bool {
    let theirs = instance.container_instance_arn.as_deref().and_then(crate::model::arn::cluster_in);
    match (theirs, given.facts.cluster()) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => true,
    }
}

/// Place in `remainingResources` and what is left there.
fn left(instance: &ContainerInstance, name: &str) -> Option<(usize, i64)> {
    let mut resources = instance.remaining_resources.iter().enumerate();
    let (place, one) = resources.find(|(_, one)| one.name.as_deref() == Some(name))?;
    Some((place, one.integer_value?))
}

/// CPU units or MiB that a task reserves: the task's own size, else the sum over its containers; of memory the
/// soft limit where there is one. Source: developer guide, `task_definition_parameters`.
fn needed(definition: &TaskDefinition, name: &str) -> Option<i64> {
    let of_task = if name == "CPU" { &definition.cpu } else { &definition.memory };
    if let Some(size) = of_task {
        return size.parse().ok();
    }
    let containers = definition.container_definitions.iter();
    let sum = if name == "CPU" {
        containers.filter_map(|one| one.cpu).fold(0, i64::saturating_add)
    } else {
        containers.filter_map(|one| one.memory_reservation.or(one.memory)).fold(0, i64::saturating_add)
    };
    (sum > 0).then_some(sum)
}
