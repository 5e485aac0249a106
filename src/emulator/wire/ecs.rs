//! Amazon ECS: every operation of this model, by its name.
//!
//! Source of names, parameters, defaults and limits: API reference of ECS, 2014-11-13.

mod checks;
mod clusters;
mod definitions;
mod fleet;
mod instances;
mod providers;
mod rehearsal;
mod rollouts;
mod services;
mod settings;
mod tags;
mod task_sets;
mod tasks;
mod writes;

use serde_json::{Value as Json, json};

use super::input::Input;
use crate::emulator::world::{Cluster, Refused, World};

/// An answer as ECS shapes it.
type Answer = Result<Json, Refused>;

/// Answers one call.
pub(super) fn answer(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    match operation {
        "ListClusters" => clusters::list(world, input),
        "DescribeClusters" => clusters::describe(world, input),
        "ListServices" => services::list(world, input),
        "DescribeServices" => services::describe(world, input),
        "ListTasks" => tasks::list(world, input),
        "DescribeTasks" => tasks::describe(world, input),
        "GetTaskProtection" => tasks::protection(world, input),
        "DescribeTaskDefinition" => definitions::describe(world, input),
        "ListTaskDefinitions" => definitions::list(world, input),
        "ListTaskDefinitionFamilies" => definitions::families(world, input),
        "ListServiceDeployments" => rollouts::list(world, input),
        "DescribeServiceDeployments" => rollouts::describe(world, input),
        "DescribeServiceRevisions" => rollouts::describe_revisions(world, input),
        "DescribeTaskSets" => task_sets::describe(world, input),
        "ListContainerInstances" => instances::list(world, input),
        "DescribeContainerInstances" => instances::describe(world, input),
        "DescribeCapacityProviders" => providers::describe(world, input),
        "ListAttributes" => fleet::list_attributes(world, input),
        "ListTagsForResource" => tags::list(world, input),
        "ListAccountSettings" => settings::list(world, input),
        _ => writes::answer(world, operation, input),
    }
}

/// The cluster that a call is about: `default` when it does not say.
fn cluster<'a>(world: &'a World, input: Input<'_>) -> Result<&'a Cluster, Refused> {
    world.cluster(input.text("cluster"))
}

/// An entry of `failures[]`. Source: developer guide, `api_failures_messages`.
fn missing(arn: &str) -> Json {
    json!({"arn": arn, "reason": "MISSING"})
}

/// Holds a list to the most that a call may name.
fn most(name: &str, list: &[&str], most: usize) -> Result<(), Refused> {
    if list.len() > most {
        return Err(Refused::parameter(format!("{name} can have at most {most} items.")));
    }
    Ok(())
}
