//! Tasks that wait without a message: a dependency that is never satisfied.

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId, Unchecked};
use crate::diagnosis::wording::evidence;
use crate::model::{Container, Task, TaskDefinition};
use crate::msg;

/// Looks at tasks that are neither running nor stopping.
#[derive(Debug)]
pub struct Waiting;

impl Rule for Waiting {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let waiting = |task: &&Task| {
            !task.is_stopping() && matches!(task.last_status.as_deref(), Some("PENDING" | "ACTIVATING"))
        };
        let tasks = given.facts.tasks.iter().copied().enumerate().filter(|(_, task)| waiting(task));
        tasks.filter_map(|(index, task)| judge(given, index, task)).take(1).collect()
    }
}

fn judge(given: &Case<'_>, index: usize, task: &Task) -> Option<Judgement> {
    let (place, blocker) = task.containers.iter().enumerate().find(|(_, container)| is_over(container))?;
    let waits = task.containers.iter().any(|container| container.last_status.as_deref() == Some("PENDING"));
    if !waits {
        return None;
    }
    let Some(definition) = given.facts.definition_of(task) else {
        return Some(Judgement::Unknown(Unchecked {
            what: msg!("unchecked-dependencies"),
            because: msg!("because-not-saved"),
            command: None,
        }));
    };
    if !is_unmet(definition, blocker) {
        return None;
    }
    let field = format!(
        "tasks[{index}].containers[{place}].{}",
        if is_unhealthy(blocker) { "healthStatus" } else { "lastStatus" }
    );
    let text = if is_unhealthy(blocker) { "UNHEALTHY" } else { "STOPPED" };
    let cause = causes::find("start.dependency_stuck")?;
    let proof = vec![evidence(field, text, task.id())];
    let found: Found = given.found(cause, Confidence::Likely, (StepId::StoppedTasks, Source::Task), proof);
    Some(Judgement::Present(found))
}

fn is_over(container: &Container) -> bool {
    container.last_status.as_deref() == Some("STOPPED") || is_unhealthy(container)
}

fn is_unhealthy(container: &Container) -> bool {
    container.health_status.as_deref() == Some("UNHEALTHY")
}

/// Whether another container waits for something that `blocker` will not become.
fn is_unmet(definition: &TaskDefinition, blocker: &Container) -> bool {
    let dependencies = definition.container_definitions.iter().flat_map(|container| &container.depends_on);
    dependencies.filter(|one| one.container_name == blocker.name).any(|one| match one.condition.as_deref() {
        Some("HEALTHY") => true,
        Some("SUCCESS") => blocker.exit_code.is_some_and(|code| code != 0),
        _ => false,
    })
}
