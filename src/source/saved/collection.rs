//! What all documents hold together: the newest capture of every object, and the older ones apart.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::time::Time;
use crate::model::{
    CapacityProvider, CaptureBasis, Captured, Cluster, ContainerInstance, Document, Listing, Service,
    ServiceDeployment, ServiceRevision, Snapshot, Superseded, TargetGroup, TargetHealthSet, Task,
    TaskDefinition, TaskSet,
};

use super::batch::Batch;
use super::object::Object;
use super::seen::Seen;
use super::shelf::{Held, Shelf};
use super::{logs, loose, named, settle};

/// Everything read so far.
#[derive(Debug, Default)]
pub(super) struct Collection {
    snapshot: Snapshot,
    services: Shelf<Service>,
    tasks: Shelf<Task>,
    task_definitions: Shelf<TaskDefinition>,
    service_deployments: Shelf<ServiceDeployment>,
    service_revisions: Shelf<ServiceRevision>,
    task_sets: Shelf<TaskSet>,
    clusters: Shelf<Cluster>,
    container_instances: Shelf<ContainerInstance>,
    capacity_providers: Shelf<CapacityProvider>,
    target_groups: Shelf<TargetGroup>,
    seen: Seen,
    listed: HashSet<String>,
    failed: HashSet<(Option<String>, Option<String>)>,
}

impl Collection {
    /// Takes a document in and gives it a number; nothing when it is an exact copy of an earlier one.
    pub(super) fn add_document(&mut self, name: &str, text: &Arc<str>) -> Option<u32> {
        let documents = &mut self.snapshot.documents;
        let number = u32::try_from(documents.len()).ok()?;
        let earlier =
            |number: u32| documents.get(usize::try_from(number).ok()?).map(|document| &*document.text);
        // Answers whose call tells what they are about may read alike and are none the less two.
        let is_copy = if named::tells(name) {
            documents.iter().any(|one| one.name == name && one.text == *text)
        } else {
            !self.seen.is_new(text, number, earlier)
        };
        if is_copy {
            return None;
        }
        documents.push(Document { name: name.to_owned(), text: Arc::clone(text) });
        Some(number)
    }

    /// How many documents were taken in.
    pub(super) fn documents(&self) -> usize {
        self.snapshot.documents.len()
    }

    /// Sets the objects of a document beside those of the others.
    pub(super) fn add(&mut self, mut batch: Batch) {
        own_loose_parts(&mut batch);
        let captured = self.capture_time(&batch);
        let documents = &self.snapshot.documents;
        shelve(&mut self.services, batch.services, captured, documents);
        shelve(&mut self.tasks, batch.tasks, captured, documents);
        shelve(&mut self.task_definitions, batch.task_definitions, captured, documents);
        shelve(&mut self.service_deployments, batch.service_deployments, captured, documents);
        shelve(&mut self.service_revisions, batch.service_revisions, captured, documents);
        shelve(&mut self.task_sets, batch.task_sets, captured, documents);
        shelve(&mut self.clusters, batch.clusters, captured, documents);
        shelve(&mut self.container_instances, batch.container_instances, captured, documents);
        shelve(&mut self.capacity_providers, batch.capacity_providers, captured, documents);
        shelve(&mut self.target_groups, batch.target_groups, captured, documents);
        if batch.asked_logs || !batch.log_lines.is_empty() {
            self.snapshot.logs.extend(logs::streams(batch.log_lines, batch.origin));
        }
        if batch.asked_targets || !batch.targets.is_empty() {
            let (targets, origin) = (batch.targets, batch.origin);
            self.snapshot.target_health.push(TargetHealthSet { target_group_arn: None, targets, origin });
        }
        self.snapshot.metrics.extend(batch.metrics);
        self.snapshot.notices.extend(batch.notices);
        if !batch.events.is_empty() && self.snapshot.events.is_empty() {
            self.snapshot.events_origin = batch.origin;
        }
        self.snapshot.events.extend(batch.events);
        for failure in batch.failures {
            if self.failed.insert((failure.arn.clone(), failure.reason.clone())) {
                self.snapshot.failures.push(failure);
            }
        }
        self.list(batch.listing);
    }

    /// When the document was captured: the newest moment in it, unless an envelope says. It goes into
    /// the moment of the whole snapshot.
    fn capture_time(&mut self, batch: &Batch) -> Option<Time> {
        let (inside, envelope) = (batch.newest_inside, batch.newest_envelope);
        let captured = &mut self.snapshot.captured;
        if inside.is_some() && inside > captured.at {
            *captured = Captured { at: inside, basis: CaptureBasis::NewestInside };
        }
        if envelope.is_some() && envelope >= captured.at {
            *captured = Captured { at: envelope, basis: CaptureBasis::Envelope };
        }
        inside.max(envelope)
    }

    fn list(&mut self, listing: Listing) {
        let known = &mut self.listed;
        let all = &mut self.snapshot.listing;
        for (from, to) in [
            (listing.clusters, &mut all.clusters),
            (listing.services, &mut all.services),
            (listing.tasks, &mut all.tasks),
            (listing.task_definitions, &mut all.task_definitions),
            (listing.container_instances, &mut all.container_instances),
        ] {
            to.extend(from.into_iter().filter(|arn| known.insert(arn.clone())));
        }
    }

    /// The snapshot.
    pub(super) fn into_snapshot(self) -> Snapshot {
        let (services, old_services) = self.services.into_parts();
        let (tasks, old_tasks) = self.tasks.into_parts();
        let (service_deployments, old_deployments) = self.service_deployments.into_parts();
        let mut snapshot = Snapshot {
            services,
            tasks,
            service_deployments,
            task_definitions: self.task_definitions.into_parts().0,
            service_revisions: self.service_revisions.into_parts().0,
            task_sets: self.task_sets.into_parts().0,
            clusters: self.clusters.into_parts().0,
            container_instances: self.container_instances.into_parts().0,
            capacity_providers: self.capacity_providers.into_parts().0,
            target_groups: self.target_groups.into_parts().0,
            superseded: Superseded {
                services: old_services,
                tasks: old_tasks,
                service_deployments: old_deployments,
            },
            ..self.snapshot
        };
        settle::settle(&mut snapshot);
        named::name(&mut snapshot);
        snapshot
    }
}

/// Gives an owner to what `--query` cut out of one.
fn own_loose_parts(batch: &mut Batch) {
    let rows = std::mem::take(&mut batch.rows);
    let service = loose::service(rows, &mut batch.events, batch.origin);
    let tasks = loose::tasks(std::mem::take(&mut batch.containers), batch.origin);
    batch.services.extend(service.map(|object| Held { object, captured: None }));
    batch.tasks.extend(tasks.into_iter().map(|object| Held { object, captured: None }));
}

fn shelve<T: Object>(
    shelf: &mut Shelf<T>,
    batch: Vec<Held<T>>,
    captured: Option<Time>,
    documents: &[Document],
) {
    for mut held in batch {
        held.captured = held.captured.or(captured);
        shelf.add(held, documents);
    }
}
