//! Which tasks ECS counts as healthy, as far as what was saved tells.

use super::World;
use crate::model::{Container, ContainerDefinition, Task, TaskDefinition};

/// A task without any check counts as healthy after so many seconds of RUNNING. Source: API reference,
/// `DeploymentConfiguration`.
const UNCHECKED_SECONDS: i64 = 40;

/// Whether a container is ready: running, and healthy where it has a check; one that runs first is, once it
/// has ended well. ECS says `UNKNOWN` both of a check that has not answered and of a container without one,
/// so it counts only where a check is known.
pub fn is_ready(
    task: &Task,
    definition: Option<&TaskDefinition>,
    container: &Container,
    first: bool,
) -> bool {
    if first && container.exit_code.is_some() {
        return container.exit_code == Some(0);
    }
    let status = container.last_status.as_deref().or(task.last_status.as_deref());
    let own = definition.and_then(|definition| definition.container(container.name.as_deref()?));
    status == Some("RUNNING") && is_healthy(container.health_status.as_deref(), own.is_some_and(has_check))
}

/// Whether a task runs and its health, which ECS takes from the essential containers, is not known to be bad.
/// A container that has ended inside a running task was not an essential one.
pub fn containers_are_ready(task: &Task, definition: Option<&TaskDefinition>) -> bool {
    let checked = definition.is_some_and(|definition| {
        definition.container_definitions.iter().any(|one| one.is_essential() && has_check(one))
    });
    task.last_status.as_deref() == Some("RUNNING") && is_healthy(task.health_status.as_deref(), checked)
}

fn is_healthy(health: Option<&str>, checked: bool) -> bool {
    match health {
        Some("HEALTHY") => true,
        Some("UNHEALTHY") => false,
        _ => !checked,
    }
}

/// `["NONE"]` switches off the check of the image.
fn has_check(container: &ContainerDefinition) -> bool {
    container
        .health_check
        .as_ref()
        .is_some_and(|check| !check.command.is_empty() && check.command != ["NONE"])
}

/// What the saved target health says of the task's address; nothing when it is not in it.
pub fn target_is_healthy(world: &World<'_>, task: &Task) -> Option<bool> {
    world.target_is_healthy(task.private_ip()?)
}

/// Whether a running task counts towards the healthy ones of its service.
pub fn is_available(world: &World<'_>, task: &Task) -> bool {
    if !containers_are_ready(task, world.definition_of(task)) {
        return false;
    }
    if let Some(healthy) = target_is_healthy(world, task) {
        return healthy;
    }
    let balanced = world.service().is_some_and(|service| !service.load_balancers.is_empty());
    if balanced || task.health_status.as_deref() == Some("HEALTHY") {
        return true;
    }
    match (task.started_at, world.facts.captured_at()) {
        (Some(started), Some(now)) => now.since(started).as_secs() >= UNCHECKED_SECONDS,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(json: &str) -> Task {
        serde_json::from_str(json).unwrap()
    }

    fn definition(json: &str) -> TaskDefinition {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_unknown_health_counts_against_a_task_only_where_an_essential_container_has_a_check() {
        let running = task(r#"{"lastStatus":"RUNNING","healthStatus":"UNKNOWN"}"#);
        let checked =
            definition(r#"{"containerDefinitions":[{"name":"a","healthCheck":{"command":["CMD","x"]}}]}"#);
        let off = definition(r#"{"containerDefinitions":[{"name":"a","healthCheck":{"command":["NONE"]}}]}"#);
        let aside = definition(
            r#"{"containerDefinitions":[{"name":"a"},{"name":"b","essential":false,"healthCheck":{"command":["CMD","x"]}}]}"#,
        );
        assert!(!containers_are_ready(&running, Some(&checked)));
        for unchecked in [Some(&off), Some(&aside), None] {
            assert!(containers_are_ready(&running, unchecked));
        }
        let unhealthy = task(r#"{"lastStatus":"RUNNING","healthStatus":"UNHEALTHY"}"#);
        assert!(!containers_are_ready(&unhealthy, None));
    }

    #[test]
    fn a_container_that_ended_well_before_the_others_does_not_make_a_task_unready() {
        let running = task(
            r#"{"lastStatus":"RUNNING","healthStatus":"HEALTHY","containers":[{"name":"m","lastStatus":"STOPPED","exitCode":0}]}"#,
        );
        assert!(containers_are_ready(&running, None));
        assert!(is_ready(&running, None, &running.containers[0], true));
        assert!(!is_ready(&running, None, &running.containers[0], false));
    }
}
