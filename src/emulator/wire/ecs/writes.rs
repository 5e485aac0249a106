//! Changing the world: enough for a rehearsal with the AWS CLI.

use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::{Answer, checks, definitions, fleet, providers, rehearsal, settings, tags, task_sets, tasks};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::refusal;
use crate::emulator::world::{Refused, Service, World};

pub(super) fn answer(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    let now = world.now;
    match operation {
        "CreateService" => {
            checks::launch(input)?;
            checks::network(world, input)?;
            let service = world.create_service(now, parameters(input)?)?;
            Ok(json!({"service": with_tags(service)}))
        }
        "UpdateService" => {
            let service = world.update_service(now, parameters(input)?)?;
            Ok(json!({"service": with_tags(service)}))
        }
        "DeleteService" => {
            let service = world.delete_service(now, &parameters(input)?)?;
            Ok(json!({"service": with_tags(service)}))
        }
        "RunTask" => {
            checks::count(input)?;
            start_tasks(world, input)
        }
        "StartTask" => {
            if input.texts("containerInstances").is_empty() {
                return Err(Refused::parameter("Container Instances cannot be empty."));
            }
            start_tasks(world, input)
        }
        "StopTask" => {
            let task = world.stop_task(now, &parameters(input)?)?;
            Ok(json!({"task": task.describe()}))
        }
        _ => deployments(world, operation, input),
    }
}

/// How the deployments of services go: what a person says to those of ECS, and the task sets of the others.
fn deployments(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    let now = world.now;
    match operation {
        "ContinueServiceDeployment" => {
            let record = world.continue_service_deployment(now, &parameters(input)?)?;
            Ok(json!({"serviceDeploymentArn": record.service_deployment_arn}))
        }
        "StopServiceDeployment" => {
            let record = world.stop_service_deployment(now, &parameters(input)?)?;
            Ok(json!({"serviceDeploymentArn": record.service_deployment_arn}))
        }
        "CreateTaskSet" | "UpdateTaskSet" | "DeleteTaskSet" | "UpdateServicePrimaryTaskSet" => {
            task_sets::write(world, operation, input)
        }
        _ => ground(world, operation, input),
    }
}

/// What services stand on: clusters and task definitions.
fn ground(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    let now = world.now;
    match operation {
        "CreateCluster" => {
            let cluster = world.create_cluster(now, parameters(input)?)?;
            Ok(json!({"cluster": cluster.describe()}))
        }
        "UpdateCluster" => {
            let cluster = world.update_cluster(now, parameters(input)?)?;
            Ok(json!({"cluster": cluster.describe()}))
        }
        "DeleteCluster" => {
            let cluster = world.delete_cluster(now, input.need("cluster")?)?;
            Ok(json!({"cluster": cluster.describe()}))
        }
        "PutClusterCapacityProviders" => {
            let cluster = world.put_cluster_capacity_providers(now, parameters(input)?)?;
            Ok(json!({"cluster": cluster.describe()}))
        }
        "RegisterTaskDefinition" => {
            checks::definition(input)?;
            rehearsal::prepare(world, input.0);
            let definition = world.register_task_definition(now, input.0)?;
            Ok(json!({"taskDefinition": definition.document, "tags": definition.tags}))
        }
        "DeregisterTaskDefinition" => {
            let reference = input.need("taskDefinition")?;
            checks::revision(reference)?;
            let definition = world.deregister_task_definition(now, reference)?;
            Ok(json!({"taskDefinition": definition.document}))
        }
        "DeleteTaskDefinitions" => definitions::delete(world, input),
        _ => around(world, operation, input),
    }
}

/// What stands around services: tags, capacity providers, container instances.
fn around(world: &mut World, operation: &str, input: Input<'_>) -> Answer {
    match operation {
        "PutAccountSetting" => settings::put(world, input),
        "DeleteAccountSetting" => settings::delete(world, input),
        "TagResource" => tags::add(world, input),
        "UntagResource" => tags::remove(world, input),
        "CreateCapacityProvider" => providers::create(world, input),
        "UpdateCapacityProvider" => providers::update(world, input),
        "DeleteCapacityProvider" => providers::delete(world, input),
        "RegisterContainerInstance" => fleet::register(world, input),
        "DeregisterContainerInstance" => fleet::deregister(world, input),
        "UpdateContainerInstancesState" => fleet::update(world, input),
        "PutAttributes" => fleet::put_attributes(world, input),
        "DeleteAttributes" => fleet::delete_attributes(world, input),
        _ => Err(refusal::unknown_operation(operation)),
    }
}

fn start_tasks(world: &mut World, input: Input<'_>) -> Answer {
    checks::launch(input)?;
    checks::network(world, input)?;
    let started = world.run_task(world.now, &parameters(input)?)?;
    let cluster = world.cluster(input.text("cluster"))?;
    let of = |arn: &String| tasks::find(cluster, arn).map(|task| tasks::described(task, true));
    let tasks: Vec<Json> = started.tasks.iter().filter_map(of).collect();
    Ok(json!({"tasks": tasks, "failures": started.failures}))
}

fn with_tags(service: &Service) -> Json {
    let mut described = service.describe();
    described["tags"] = json!(service.tags);
    described
}

/// The parameters of a write.
///
/// # Errors
/// `SerializationException` when one is of the wrong kind.
pub(super) fn parameters<T: DeserializeOwned>(input: Input<'_>) -> Result<T, Refused> {
    serde_json::from_value(input.0.clone()).map_err(|error| refusal::unreadable(&error.to_string()))
}
