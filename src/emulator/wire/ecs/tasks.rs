//! Reading tasks.

use std::collections::{HashMap, HashSet};

use serde_json::{Value as Json, json};

use super::{Answer, cluster, missing, most, services};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Cluster, Refused, Task, World};
use crate::model::arn;

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let filter = Filter::read(cluster, input)?;
    let listed = cluster.all_tasks().filter(|task| filter.takes(task));
    let (page, token) = Pages::read(input, 100)?.of(listed.map(|task| &task.task_arn));
    Ok(json!({"taskArns": page, "nextToken": token}))
}

/// What ListTasks is asked for.
struct Filter<'a> {
    /// Tasks that were told to stop, or those that were not: the default. Source: API reference, ListTasks.
    stopped: bool,
    pending: bool,
    group: Option<String>,
    instance: Option<&'a str>,
    family: Option<&'a str>,
    started_by: Option<&'a str>,
    launch: Option<&'a str>,
}

impl<'a> Filter<'a> {
    fn read(cluster: &Cluster, input: Input<'a>) -> Result<Self, Refused> {
        let status = input.word("desiredStatus", &["RUNNING", "PENDING", "STOPPED"])?;
        let group = match input.text("serviceName") {
            Some(name) => {
                let service = services::find(cluster, name).ok_or_else(Refused::service)?;
                Some(format!("service:{}", service.service_name))
            }
            None => None,
        };
        Ok(Self {
            stopped: status == Some("STOPPED"),
            pending: status == Some("PENDING"),
            group,
            instance: input.text("containerInstance").map(arn::name),
            family: input.text("family"),
            started_by: input.text("startedBy"),
            launch: input.word("launchType", &["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"])?,
        })
    }

    fn takes(&self, task: &Task) -> bool {
        // No task ever has the desired status PENDING. Source: API reference, ListTasks.
        !self.pending
            && task.is_wanted() != self.stopped
            && self.group.as_ref().is_none_or(|group| task.group == *group)
            && self
                .instance
                .is_none_or(|id| task.container_instance_arn.as_deref().map(arn::name) == Some(id))
            && self.family.is_none_or(|family| family_of(&task.task_definition_arn) == family)
            && self.started_by.is_none_or(|by| task.started_by.as_deref() == Some(by))
            && self.launch.is_none_or(|launch| task.launch_type == launch)
    }
}

/// `web` of `…:task-definition/web:42`.
fn family_of(arn: &str) -> &str {
    arn::name(arn).split(':').next().unwrap_or_default()
}

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let names = input.texts("tasks");
    if names.is_empty() {
        return Err(Refused::parameter("Tasks cannot be empty."));
    }
    most("tasks", &names, 100)?;
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for (name, task) in find_all(cluster, &names) {
        match task {
            Some(task) => tasks.push(described(task, input.includes("TAGS"))),
            None if name.starts_with("arn:") => failures.push(missing(name)),
            None => {
                let path = format!("task/{}/{name}", cluster.cluster_name);
                failures.push(missing(&world.account.identity.ecs(&path)));
            }
        }
    }
    Ok(json!({"tasks": tasks, "failures": failures}))
}

/// The task called `name`: its id or ARN.
pub(super) fn find<'a>(cluster: &'a Cluster, name: &str) -> Option<&'a Task> {
    let task = cluster.all_tasks().find(|task| task.id() == arn::name(name))?;
    (!name.starts_with("arn:") || name == task.task_arn).then_some(task)
}

/// Each of the tasks called so, in one walk over the cluster: it may have tens of thousands, and a call a hundred.
fn find_all<'a, 'n>(cluster: &'a Cluster, names: &[&'n str]) -> Vec<(&'n str, Option<&'a Task>)> {
    let ids: HashSet<&str> = names.iter().map(|name| arn::name(name)).collect();
    let asked = cluster.all_tasks().filter(|task| ids.contains(task.id()));
    let found: HashMap<&str, &Task> = asked.map(|task| (task.id(), task)).collect();
    let is = |name: &str, task: &Task| !name.starts_with("arn:") || name == task.task_arn;
    names
        .iter()
        .map(|name| (*name, found.get(arn::name(name)).copied().filter(|task| is(name, task))))
        .collect()
}

/// The task; its tags are empty unless they are asked for, as ECS leaves them.
pub(super) fn described(task: &Task, tags: bool) -> Json {
    let mut described = task.describe();
    described["tags"] = if tags { json!(task.tags) } else { json!([]) };
    described
}

/// Which tasks are protected from scale-in, all when none is named.
pub(super) fn protection(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let names = input.texts("tasks");
    let (mut protected, mut failures) = (Vec::new(), Vec::new());
    let all = cluster.all_tasks().filter(|task| names.is_empty() && !task.is_stopped());
    protected.extend(all.map(protection_of));
    for name in names {
        match find(cluster, name) {
            Some(task) => protected.push(protection_of(task)),
            None => failures.push(missing(name)),
        }
    }
    Ok(json!({"protectedTasks": protected, "failures": failures}))
}

fn protection_of(task: &Task) -> Json {
    let until = task.inside.protected_until;
    let expires = until.map(crate::emulator::world::epoch::seconds);
    json!({"taskArn": task.task_arn, "protectionEnabled": until.is_some(), "expirationDate": expires})
}
