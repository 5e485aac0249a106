//! Everything that was captured of one moment, decoded, with the text it was decoded from.

use serde::Deserialize;

use super::infrastructure::{CapacityProvider, Cluster, ContainerInstance, TargetGroup, TargetHealthSet};
use super::lenient;
use super::live::Live;
use super::notice::Notice;
use super::origin::{Document, Origin};
use super::service::{Service, ServiceEvent, TaskSet};
use super::service_deployment::{ServiceDeployment, ServiceRevision};
use super::task::Task;
use super::task_definition::TaskDefinition;
use super::telemetry::{LogStream, MetricSeries};
use super::time::Time;

/// The newest capture of every object, and the older ones apart.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The moment that ages are counted from.
    pub captured: Captured,
    /// The documents that were read, in order.
    pub documents: Vec<Document>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// Services, the newest capture of each.
    pub services: Vec<Service>,
    /// Tasks, the newest capture of each.
    pub tasks: Vec<Task>,
    /// Revisions of task definitions.
    pub task_definitions: Vec<TaskDefinition>,
    /// Service deployments.
    pub service_deployments: Vec<ServiceDeployment>,
    /// Service revisions.
    pub service_revisions: Vec<ServiceRevision>,
    /// Task sets that DescribeTaskSets returned (those inside a service stay there).
    pub task_sets: Vec<TaskSet>,
    /// Container instances.
    pub container_instances: Vec<ContainerInstance>,
    /// Capacity providers.
    pub capacity_providers: Vec<CapacityProvider>,
    /// Target groups.
    pub target_groups: Vec<TargetGroup>,
    /// Target health, one entry an answer.
    pub target_health: Vec<TargetHealthSet>,
    /// Log lines by stream.
    pub logs: Vec<LogStream>,
    /// Metrics.
    pub metrics: Vec<MetricSeries>,
    /// EventBridge events about services.
    pub notices: Vec<Notice>,
    /// Service events whose service object was not saved.
    pub events: Vec<ServiceEvent>,
    /// Where `events` were read.
    pub events_origin: Origin,
    /// ARNs that list-* answers name.
    pub listing: Listing,
    /// `failures[]` of the answers: what ECS was asked for and does not have.
    pub failures: Vec<Failure>,
    /// Older captures of the same objects, oldest first.
    pub superseded: Superseded,
    /// The calls behind it, when it was captured live.
    pub live: Option<Live>,
}

/// The moment of capture, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Captured {
    /// The moment; absent when nothing in the input states any time.
    pub at: Option<Time>,
    /// What it rests on.
    pub basis: CaptureBasis,
}

/// What the moment of capture rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaptureBasis {
    /// Nothing in the input states a time.
    #[default]
    Nothing,
    /// The newest timestamp inside the documents: the capture was then or later, so ages may be short.
    NewestInside,
    /// A recording or EventBridge envelope states it.
    Envelope,
    /// The clock, at the moment at which the answers were asked for.
    Live,
    /// The same, and it was a model of ECS that answered, not ECS.
    Model,
    /// A recording states it, of answers of that model.
    RecordedModel,
}

impl CaptureBasis {
    /// Whether it was a model of ECS that answered.
    pub fn is_model(self) -> bool {
        matches!(self, Self::Model | Self::RecordedModel)
    }

    /// Whether somebody was asked for it just then.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live | Self::Model)
    }
}

/// ARNs named by list-* answers: what exists, without its details.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is named for the list it comes from")]
pub struct Listing {
    pub clusters: Vec<String>,
    pub services: Vec<String>,
    pub tasks: Vec<String>,
    pub task_definitions: Vec<String>,
    pub container_instances: Vec<String>,
}

/// One of `failures[]`. Source: developer guide, `api_failures_messages`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Failure {
    pub arn: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub reason: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub detail: Option<String>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// Older captures of objects of which a newer one was read; kept for a timeline.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is named for what it keeps")]
pub struct Superseded {
    pub services: Vec<Service>,
    pub tasks: Vec<Task>,
    pub service_deployments: Vec<ServiceDeployment>,
}

impl Snapshot {
    /// The JSON that `origin` points to, or nothing when the place is not known.
    pub fn raw(&self, origin: Origin) -> Option<&str> {
        let document = self.documents.get(usize::try_from(origin.document).ok()?)?;
        let (start, end) = (usize::try_from(origin.start).ok()?, usize::try_from(origin.end).ok()?);
        document.text.get(start..end).filter(|text| !text.is_empty())
    }

    /// The task definition that `revision` names: an ARN or `family:number`.
    pub fn task_definition(&self, revision: &str) -> Option<&TaskDefinition> {
        let wanted = super::arn::revision(revision);
        self.task_definitions.iter().find(|definition| definition.short_name().as_deref() == Some(wanted))
    }

    /// The container instance with this ARN.
    pub fn container_instance(&self, arn: &str) -> Option<&ContainerInstance> {
        self.container_instances
            .iter()
            .find(|instance| instance.container_instance_arn.as_deref() == Some(arn))
    }

    /// Whether nothing that could be explained was read.
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
            && self.tasks.is_empty()
            && self.events.is_empty()
            && self.notices.is_empty()
            && self.service_deployments.is_empty()
            && self.task_sets.is_empty()
            && self.task_definitions.is_empty()
            && self.clusters.is_empty()
            && self.logs.is_empty()
            && self.metrics.is_empty()
            && self.target_groups.is_empty()
            && self.target_health.is_empty()
            && self.container_instances.is_empty()
            && self.capacity_providers.is_empty()
            && self.service_revisions.is_empty()
            && self.failures.is_empty()
    }
}
