//! What waits without a message: a container on a dependency that is never satisfied, a new task on the
//! resources of one that is still stopping or on an instance that its capacity provider does not bring.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId, Unchecked};
use crate::diagnosis::wording::{evidence, span};
use crate::model::{Container, Task, TaskDefinition};
use crate::msg;

/// How long managed scaling may take to bring an instance: an alarm of a minute, a start of a few, and once more
/// where the first step was too small.
const PROVISIONED: SignedDuration = SignedDuration::from_mins(10);

/// Looks at tasks that are neither running nor stopping.
#[derive(Debug)]
pub struct Waiting;

impl Rule for Waiting {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let waiting = |task: &&Task| {
            !task.is_stopping() && matches!(task.last_status.as_deref(), Some("PENDING" | "ACTIVATING"))
        };
        let tasks = given.facts.tasks.iter().copied().enumerate().filter(|(_, task)| waiting(task));
        let dependency = tasks
            .filter_map(|(index, task)| judge(given, index, task).or_else(|| endless(given, index, task)));
        let dependency = dependency.take(1);
        dependency.chain(stopping(given).or_else(|| provisioning(given)).map(Judgement::Present)).collect()
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

/// How long a container that others wait to end may run before it is said to keep them waiting.
const LONG: SignedDuration = SignedDuration::from_mins(10);

/// A container that should end before others start runs on.
fn endless(given: &Case<'_>, index: usize, task: &Task) -> Option<Judgement> {
    let age = given.facts.captured_at()?.since(task.pull_stopped_at.or(task.created_at)?);
    let definition = given.facts.definition_of(task).filter(|_| age >= LONG)?;
    let awaited = |one: &Container| {
        let needs = definition.container_definitions.iter().flat_map(|container| &container.depends_on);
        let mut needs = needs.filter(|need| need.container_name == one.name);
        let ends = needs.any(|need| matches!(need.condition.as_deref(), Some("SUCCESS" | "COMPLETE")));
        ends && one.last_status.as_deref() == Some("RUNNING")
    };
    let (place, one) = task.containers.iter().enumerate().find(|(_, container)| awaited(container))?;
    let proof = evidence(format!("tasks[{index}].containers[{place}].lastStatus"), "RUNNING", task.id());
    let cause = causes::find("start.dependency_stuck")?;
    let found = given.found(cause, Confidence::Possible, (StepId::StoppedTasks, Source::Task), vec![proof]);
    let name = one.name.clone().unwrap_or_default();
    Some(Judgement::Present(found.saying(msg!("cause-start-awaited", container = name, age = span(age)))))
}

/// On instances a stopping task keeps its memory, GPU and host ports until its stop timeout or the load
/// balancer's draining ends. Fargate gives each task a machine of its own.
fn stopping(given: &Case<'_>) -> Option<Found> {
    let service = given.facts.service.filter(|service| !service.on_fargate())?;
    let (running, desired) = (service.running_count?, service.desired_count?);
    let (index, task) = given
        .facts
        .tasks
        .iter()
        .copied()
        .enumerate()
        .find(|(_, task)| task.is_stopping() && !task.is_stopped())?;
    if running >= desired || task.launch_type.as_deref() == Some("FARGATE") {
        return None;
    }
    let field = format!("tasks[{index}].lastStatus");
    let proof = vec![evidence(field, task.last_status.clone()?, task.id())];
    let class = causes::find("place.stopping_resources")?;
    Some(given.found(class, Confidence::Possible, (StepId::StoppedTasks, Source::Task), proof))
}

/// On instances a task is PROVISIONING while it waits for one that its capacity provider starts; Fargate only makes
/// the network interface then.
fn provisioning(given: &Case<'_>) -> Option<Found> {
    let now = given.facts.captured_at()?;
    let age = |task: &Task| task.created_at.map(|created| now.since(created));
    let waits = |task: &Task| {
        task.last_status.as_deref() == Some("PROVISIONING")
            && !task.is_stopping()
            && !is_fargate(task)
            && !given.is_replaced(task)
    };
    let tasks = given.facts.tasks.iter().copied().enumerate().filter(|(_, task)| waits(task));
    let (index, task) = tasks.max_by_key(|(_, task)| age(task))?;
    let age = age(task).filter(|age| *age >= PROVISIONED)?;
    let field = |name: &str| format!("tasks[{index}].{name}");
    let mut proof = vec![
        evidence(field("lastStatus"), task.last_status.clone()?, task.id()),
        evidence(field("createdAt"), task.created_at?.0.to_string(), task.id()),
    ];
    let provider = task.capacity_provider_name.clone();
    proof.extend(provider.map(|name| evidence(field("capacityProviderName"), name, task.id())));
    let class = causes::find("place.capacity_provider_empty")?;
    let found = given.found(class, Confidence::Possible, (StepId::StoppedTasks, Source::Task), proof);
    Some(found.saying(msg!("cause-place-provisioning", age = span(age))))
}

fn is_fargate(task: &Task) -> bool {
    let named = |name: &Option<String>| name.as_deref().is_some_and(|name| name.starts_with("FARGATE"));
    named(&task.launch_type) || named(&task.capacity_provider_name)
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
