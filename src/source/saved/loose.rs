//! Parts that a `--query` cut out of their owner: containers without a task, rows and events without a
//! service. They get an owner that holds them and states nothing else.

use serde::Deserialize;

use crate::model::{Container, Deployment, Origin, Service, ServiceEvent, Task};

/// A container that names its task.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LooseContainer {
    pub(super) task_arn: Option<String>,
    #[serde(flatten)]
    pub(super) container: Container,
}

/// The tasks of containers without one: by the task that they name; of those that name none, one task
/// goes on until a container's name comes again.
pub(super) fn tasks(containers: Vec<(Option<String>, Container)>, origin: Origin) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut nameless: Option<usize> = None;
    for (arn, container) in containers {
        let place = match &arn {
            Some(arn) => places.get(arn).copied(),
            None => nameless.filter(|place| !holds(&tasks[*place], &container)),
        };
        let place = place.unwrap_or_else(|| {
            tasks.push(Task { task_arn: arn.clone(), origin, ..Task::default() });
            tasks.len() - 1
        });
        match arn {
            Some(arn) => drop(places.insert(arn, place)),
            None => nameless = Some(place),
        }
        tasks[place].containers.push(container);
    }
    tasks
}

fn holds(task: &Task, container: &Container) -> bool {
    task.containers.iter().any(|other| other.name == container.name)
}

/// The service of rows without one; it has the events beside them when those speak of one service.
pub(super) fn service(
    rows: Vec<Deployment>,
    events: &mut Vec<ServiceEvent>,
    origin: Origin,
) -> Option<Service> {
    if rows.is_empty() {
        return None;
    }
    let mut names = events.iter().filter_map(ServiceEvent::service_name);
    let first = names.next();
    let events = if names.all(|name| Some(name) == first) { std::mem::take(events) } else { Vec::new() };
    Some(Service { deployments: rows, events, origin, ..Service::default() })
}
