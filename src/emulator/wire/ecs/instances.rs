//! Reading container instances.

use serde_json::json;

use super::{Answer, cluster, missing, most};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{ContainerInstance, Refused, World};
use crate::model::arn;

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let known = ["ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED"];
    let status = input.word("status", &known)?;
    let listed = cluster.instances.iter().filter(|one| status.is_none_or(|status| one.status == status));
    let (page, token) = Pages::read(input, 100)?.of(listed.map(|one| &one.container_instance_arn));
    Ok(json!({"containerInstanceArns": page, "nextToken": token}))
}

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let names = input.texts("containerInstances");
    if names.is_empty() {
        return Err(Refused::new("ClientException", "Container Instances cannot be empty."));
    }
    most("containerInstances", &names, 100)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match cluster.instances.iter().find(|one| one.id() == arn::name(name)) {
            Some(instance) => found.push(ContainerInstance::describe(instance)),
            None if name.starts_with("arn:") => failures.push(missing(name)),
            None => {
                let path = format!("container-instance/{}/{name}", cluster.cluster_name);
                failures.push(missing(&world.account.identity.ecs(&path)));
            }
        }
    }
    Ok(json!({"containerInstances": found, "failures": failures}))
}
