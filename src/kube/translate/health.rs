//! Which tasks ECS counts as healthy, as far as what was saved tells.

use super::World;
use crate::model::{Container, Task, TaskDefinition};

/// A task without any check counts as healthy after so many seconds of RUNNING. Source: API reference,
/// `DeploymentConfiguration`.
const UNCHECKED_SECONDS: i64 = 40;

/// Whether a container is ready: running, and healthy where it has a check. ECS says `UNKNOWN` both of a
/// check that has not answered and of a container without one, so it counts only where a check is known.
pub fn is_ready(task: &Task, definition: Option<&TaskDefinition>, container: &Container) -> bool {
    let status = container.last_status.as_deref().or(task.last_status.as_deref());
    let checked = definition
        .and_then(|definition| definition.container(container.name.as_deref()?))
        .is_some_and(|definition| definition.health_check.is_some());
    status == Some("RUNNING")
        && match container.health_status.as_deref() {
            Some("HEALTHY") => true,
            Some("UNHEALTHY") => false,
            _ => !checked,
        }
}

/// Whether every container is ready, and there is one.
pub fn containers_are_ready(task: &Task, definition: Option<&TaskDefinition>) -> bool {
    !task.containers.is_empty()
        && task.containers.iter().all(|container| is_ready(task, definition, container))
}

/// What the saved target health says of the task's address; nothing when it is not in it.
pub fn target_is_healthy(world: &World<'_>, task: &Task) -> Option<bool> {
    world.target_is_healthy(task.private_ip()?)
}

/// Whether a running task counts towards the healthy ones of its service.
pub fn is_available(world: &World<'_>, task: &Task) -> bool {
    let definition = world.definition_of(task);
    if task.health_status.as_deref() == Some("UNHEALTHY") || !containers_may_be_ready(task, definition) {
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

/// A saved task may come without its containers; then nothing speaks against them.
fn containers_may_be_ready(task: &Task, definition: Option<&TaskDefinition>) -> bool {
    task.containers.iter().all(|container| is_ready(task, definition, container))
}
