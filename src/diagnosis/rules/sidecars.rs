//! Containers that AWS or a mesh puts beside the application: `health.service_connect`, `health.mesh_proxy`.

use super::{Case, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId};
use crate::diagnosis::steps::exits::Part;
use crate::diagnosis::wording::evidence;
use crate::model::{Container, Task};
use crate::msg;

/// Looks at the proxies of tasks.
#[derive(Debug)]
pub struct Sidecars;

impl Rule for Sidecars {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let tasks = given.facts.tasks.iter().copied().enumerate();
        let proxy = tasks
            .filter(|(_, task)| is_of_now(given, task))
            .find_map(|(index, task)| connect(given, index, task));
        proxy.into_iter().chain(mesh(given)).collect()
    }
}

/// Tasks of the deployment in question; where nothing ties a task to one it counts.
fn is_of_now(given: &Case<'_>, task: &Task) -> bool {
    let pushed = given.steps.deployments.pushed().map(|row| row.id.as_str());
    let by = task.started_by.as_deref().filter(|by| by.starts_with("ecs-svc/"));
    by.is_none() || pushed.is_none() || by == pushed
}

/// The proxy of Service Connect is unhealthy, or the only container that is not running.
fn connect(given: &Case<'_>, index: usize, task: &Task) -> Option<Judgement> {
    let (place, proxy) = task.containers.iter().enumerate().find(|(_, one)| is_connect(one))?;
    let unhealthy = proxy.health_status.as_deref() == Some("UNHEALTHY");
    let died = proxy.exit_code.is_some_and(|code| !matches!(code, 0 | 137 | 143)) && task.is_stopping();
    if !unhealthy && !died {
        return None;
    }
    let (field, text) = if unhealthy {
        ("healthStatus", "UNHEALTHY".to_owned())
    } else {
        ("exitCode", proxy.exit_code.unwrap_or_default().to_string())
    };
    let proof = vec![evidence(format!("tasks[{index}].containers[{place}].{field}"), text, task.id())];
    let at = (StepId::StoppedTasks, Source::Container);
    let found = given.found(causes::find("health.service_connect")?, Confidence::Likely, at, proof);
    Some(Judgement::Present(found.noting(msg!("note-service-connect"))))
}

fn is_connect(container: &Container) -> bool {
    container.name.as_deref().is_some_and(|name| name.starts_with("ecs-service-connect-"))
}

/// Envoy ended first, by itself, and took the task with it.
fn mesh(given: &Case<'_>) -> Option<Judgement> {
    let rows = given.steps.exits.rows.iter();
    let mut first = rows.filter(|row| !row.harmless && row.part == Part::First);
    let row = first.find(|row| {
        row.container == "envoy" && row.exit_code.is_some_and(|code| !matches!(code, 0 | 137 | 143))
    })?;
    let code = row.exit_code?.to_string();
    let proof = vec![row.proof("exitCode", code)];
    let at = (StepId::ExitCodes, Source::Container);
    Some(Judgement::Present(given.found(causes::find("health.mesh_proxy")?, Confidence::Likely, at, proof)))
}
