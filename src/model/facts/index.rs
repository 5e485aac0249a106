//! Which tasks belong to which service, looked up and not searched: a cluster may hold thousands of both.

use std::collections::HashMap;

use super::task_belongs;
use crate::model::service::Service;
use crate::model::snapshot::Snapshot;

/// The tasks of a snapshot by what ties them to a service or group; places in [`Snapshot::tasks`].
#[derive(Debug)]
pub struct TaskIndex<'a> {
    snapshot: &'a Snapshot,
    by_starter: HashMap<&'a str, Vec<usize>>,
    by_group: HashMap<&'a str, Vec<usize>>,
}

impl<'a> TaskIndex<'a> {
    /// Goes through the tasks once.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let mut index = Self { snapshot, by_starter: HashMap::new(), by_group: HashMap::new() };
        for (place, task) in snapshot.tasks.iter().enumerate() {
            if let Some(starter) = task.started_by.as_deref() {
                index.by_starter.entry(starter).or_default().push(place);
            }
            index.by_group.entry(task.group.as_deref().unwrap_or_default()).or_default().push(place);
        }
        index
    }

    /// The tasks of `service`, in the order of the snapshot.
    pub(super) fn of_service(&self, service: &Service) -> Vec<usize> {
        let named = service.name().map(|name| self.of_group(&format!("service:{name}")));
        let rows = service.deployments.iter().filter_map(|row| row.id.as_deref());
        let sets = service.task_sets.iter().filter_map(|set| set.id.as_deref());
        let started = rows.chain(sets).filter_map(|id| self.by_starter.get(id));
        let mut places: Vec<usize> = named.into_iter().flatten().chain(started.flatten()).copied().collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|place| task_belongs(&self.snapshot.tasks[*place], service));
        places
    }

    /// The tasks of `group`, in the order of the snapshot.
    pub(super) fn of_group(&self, group: &str) -> &[usize] {
        self.by_group.get(group).map_or(&[], Vec::as_slice)
    }
}
