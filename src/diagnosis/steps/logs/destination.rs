//! Where the log of the container that matters goes, by its task definition.

use super::LogDestination;
use crate::diagnosis::steps::exits::Culprit;
use crate::model::{Facts, Task, arn};

/// The destination; a stream name is derived only where ECS fixes it.
/// Source: API reference, `LogConfiguration`: `prefix/container/task-id`, and without a prefix the Docker
/// container id, which only the EC2 launch type allows.
pub fn of(facts: &Facts<'_>, culprit: Option<&Culprit>) -> LogDestination {
    let Some(culprit) = culprit else { return LogDestination::Unknown };
    let Some(task) = facts.tasks.get(culprit.index).copied() else { return LogDestination::Unknown };
    let Some(definition) = facts.definition_of(task) else { return LogDestination::Unknown };
    let Some(container) = definition.container(&culprit.container) else { return LogDestination::Unknown };
    let Some(configuration) = container.log_configuration.as_ref() else { return LogDestination::None };
    let option = |name: &str| configuration.options.get(name).cloned();
    match configuration.log_driver.as_deref() {
        None => LogDestination::None,
        Some("awslogs") => match option("awslogs-group") {
            Some(group) => LogDestination::CloudWatch {
                group,
                stream: stream(task, culprit, option("awslogs-stream-prefix").as_deref()),
                region: option("awslogs-region")
                    .or_else(|| task.task_arn.as_deref().and_then(arn::region).map(str::to_owned)),
            },
            None => LogDestination::Unknown,
        },
        Some(driver) => LogDestination::Driver { driver: driver.to_owned() },
    }
}

fn stream(task: &Task, culprit: &Culprit, prefix: Option<&str>) -> Option<String> {
    if let Some(prefix) = prefix.filter(|prefix| !prefix.is_empty()) {
        return Some(format!("{prefix}/{}/{}", culprit.container, culprit.task));
    }
    let on_instance = task.launch_type.as_deref() == Some("EC2") || task.container_instance_arn.is_some();
    let container =
        task.containers.iter().find(|one| one.name.as_deref() == Some(culprit.container.as_str()));
    container.filter(|_| on_instance).and_then(|container| container.runtime_id.clone())
}
