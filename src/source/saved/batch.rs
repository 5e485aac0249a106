//! What one document holds, before it is put beside what other documents hold.

use crate::model::time::Time;
use crate::model::{
    CapacityProvider, Cluster, Container, ContainerInstance, Deployment, Failure, Listing, LogLine,
    MetricSeries, Notice, Origin, Service, ServiceDeployment, ServiceEvent, ServiceRevision,
    TargetDescription, TargetGroup, Task, TaskDefinition, TaskSet,
};

use super::shelf::Held;

/// The objects of one document.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) services: Vec<Held<Service>>,
    pub(super) tasks: Vec<Held<Task>>,
    pub(super) task_definitions: Vec<Held<TaskDefinition>>,
    pub(super) service_deployments: Vec<Held<ServiceDeployment>>,
    pub(super) service_revisions: Vec<Held<ServiceRevision>>,
    pub(super) task_sets: Vec<Held<TaskSet>>,
    pub(super) clusters: Vec<Held<Cluster>>,
    pub(super) container_instances: Vec<Held<ContainerInstance>>,
    pub(super) capacity_providers: Vec<Held<CapacityProvider>>,
    pub(super) target_groups: Vec<Held<TargetGroup>>,
    /// Rows of `deployments[]` without their service.
    pub(super) rows: Vec<Deployment>,
    /// Service events without their service.
    pub(super) events: Vec<ServiceEvent>,
    /// Containers without their task.
    pub(super) containers: Vec<(Option<String>, Container)>,
    pub(super) targets: Vec<TargetDescription>,
    /// Whether the document is an answer about target health or log events, even if an empty one.
    pub(super) asked_targets: bool,
    pub(super) asked_logs: bool,
    pub(super) log_lines: Vec<(Option<String>, LogLine)>,
    pub(super) metrics: Vec<MetricSeries>,
    pub(super) notices: Vec<Notice>,
    pub(super) failures: Vec<Failure>,
    pub(super) listing: Listing,
    /// The newest moment that the document states outside of envelopes.
    pub(super) newest_inside: Option<Time>,
    /// The newest moment that an envelope states.
    pub(super) newest_envelope: Option<Time>,
    /// The whole document.
    pub(super) origin: Origin,
}

impl Batch {
    /// Takes note that `time` has passed when the document was captured.
    pub(super) fn saw(&mut self, time: Option<Time>) {
        self.newest_inside = self.newest_inside.max(time);
    }

    /// Sets an ARN of a list-* answer beside the others of its kind; tells whether it is one.
    pub(super) fn list_arn(&mut self, arn: &str) -> bool {
        if !arn.starts_with("arn:") {
            return false;
        }
        let kind = arn.splitn(6, ':').nth(5).and_then(|resource| resource.split('/').next());
        let list = match kind {
            Some("cluster") => &mut self.listing.clusters,
            Some("service") => &mut self.listing.services,
            Some("task") => &mut self.listing.tasks,
            Some("task-definition") => &mut self.listing.task_definitions,
            Some("container-instance") => &mut self.listing.container_instances,
            _ => return false,
        };
        list.push(arn.to_owned());
        true
    }
}
