//! What ECS refuses at the door, in its own words, before anything is changed.
//!
//! Source of the words: answers of ECS that the tests of moto 5.2 and the issues of AWS tools hold.

use crate::emulator::wire::input::Input;
use crate::emulator::world::{Refused, World};
use crate::model::arn;

fn client(message: impl Into<String>) -> Refused {
    Refused::new("ClientException", message)
}

/// RegisterTaskDefinition: each container has a name, an image and, on EC2, memory.
pub(super) fn definition(input: Input<'_>) -> Result<(), Refused> {
    let fargate = input.texts("requiresCompatibilities").contains(&"FARGATE");
    if fargate && input.text("pidMode") == Some("host") {
        return Err(client(
            "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is \
             'task'.",
        ));
    }
    for container in input.items("containerDefinitions") {
        for part in ["name", "image"] {
            if container.text(part).is_none() {
                return Err(client(format!("Container.{part} should not be null or empty.")));
            }
        }
        let sized = container.integer("memory").or(container.integer("memoryReservation")).is_some();
        if !fargate && !sized && input.0.get("memory").is_none() {
            let name = container.text("name").unwrap_or_default();
            return Err(client(format!(
                "Invalid setting for container '{name}'. At least one of 'memory' or 'memoryReservation' must be \
                 specified."
            )));
        }
    }
    Ok(())
}

/// DeregisterTaskDefinition takes `family:revision` and nothing shorter.
pub(super) fn revision(reference: &str) -> Result<(), Refused> {
    match arn::name(reference).rsplit_once(':') {
        None => Err(client("Revision is missing.")),
        Some((_, number)) if number.parse::<u32>().is_err() => {
            Err(client(format!("Invalid revision number. Number: {number}")))
        }
        Some(_) => Ok(()),
    }
}

/// CreateService, CreateTaskSet and RunTask: a launch type that there is, or a capacity provider strategy, not both.
pub(super) fn launch(input: Input<'_>) -> Result<(), Refused> {
    let known = ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"];
    let Some(named) = input.text("launchType") else { return Ok(()) };
    if !known.contains(&named) {
        return Err(Refused::parameter("launch type should be one of [EC2,FARGATE,EXTERNAL]"));
    }
    if input.items("capacityProviderStrategy").next().is_some() {
        return Err(Refused::parameter(
            "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
        ));
    }
    Ok(())
}

/// CreateService, CreateTaskSet, RunTask and StartTask: tasks with a network interface of their own need subnets.
pub(super) fn network(world: &World, input: Input<'_>) -> Result<(), Refused> {
    let stated = input.object("networkConfiguration").and_then(|one| one.object("awsvpcConfiguration"));
    if stated.is_some_and(|one| one.texts("subnets").is_empty()) {
        return Err(Refused::parameter("subnets can not be empty."));
    }
    let named = input.text("taskDefinition").and_then(|name| world.account.definitions.find(name));
    if stated.is_none() && named.is_some_and(|definition| definition.is_awsvpc()) {
        return Err(Refused::parameter(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ));
    }
    Ok(())
}

/// RunTask starts from one to ten tasks. Source: API reference, RunTask.
pub(super) fn count(input: Input<'_>) -> Result<(), Refused> {
    match input.integer("count") {
        None | Some(1..=10) => Ok(()),
        Some(_) => Err(Refused::parameter("count must be between 1 and 10.")),
    }
}
