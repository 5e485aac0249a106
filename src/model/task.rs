//! A task and its containers (DescribeTasks, RunTask, StopTask, EventBridge task state changes).

use jiff::SignedDuration;
use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::time::Time;

/// A task. Source: AmazonECS API reference, `Task`. ECS keeps a stopped one for about an hour.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Task {
    pub task_arn: Option<String>,
    pub cluster_arn: Option<String>,
    pub task_definition_arn: Option<String>,
    pub container_instance_arn: Option<String>,
    /// `service:NAME` for a task of a service, `family:NAME` for one started by hand.
    pub group: Option<String>,
    /// `ecs-svc/N` (the deployment id) for a task of a service; free text otherwise.
    pub started_by: Option<String>,
    pub last_status: Option<String>,
    pub desired_status: Option<String>,
    pub health_status: Option<String>,
    pub connectivity: Option<String>,
    pub stop_code: Option<String>,
    pub stopped_reason: Option<String>,
    pub launch_type: Option<String>,
    pub capacity_provider_name: Option<String>,
    pub platform_version: Option<String>,
    pub platform_family: Option<String>,
    pub availability_zone: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub cpu: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub memory: Option<String>,
    pub created_at: Option<Time>,
    pub connectivity_at: Option<Time>,
    pub pull_started_at: Option<Time>,
    pub pull_stopped_at: Option<Time>,
    /// Absent on a stopped task: it never ran, and there are no logs to look for.
    pub started_at: Option<Time>,
    pub stopping_at: Option<Time>,
    pub execution_stopped_at: Option<Time>,
    pub stopped_at: Option<Time>,
    /// Present in EventBridge events only.
    pub updated_at: Option<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub containers: Vec<Container>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub attachments: Vec<Attachment>,
    pub overrides: Option<TaskOverride>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub attributes: Vec<KeyValue>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub tags: Vec<KeyValue>,
    pub enable_execute_command: Option<bool>,
    #[serde(deserialize_with = "lenient::count")]
    pub version: Option<i64>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
    /// When the answer that holds it was captured.
    #[serde(skip)]
    pub captured_at: Option<Time>,
    /// When a live account was first seen to have forgotten it; absent while ECS still answers with it.
    #[serde(skip)]
    pub gone_since: Option<Time>,
}

/// A container of a task. ECS states neither its start nor its stop time nor a restart count.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Container {
    pub container_arn: Option<String>,
    pub name: Option<String>,
    pub image: Option<String>,
    pub image_digest: Option<String>,
    pub runtime_id: Option<String>,
    pub last_status: Option<String>,
    /// Absent when the container never exited, or never ran.
    #[serde(deserialize_with = "lenient::count")]
    pub exit_code: Option<i64>,
    pub reason: Option<String>,
    pub health_status: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub network_bindings: Vec<NetworkBinding>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub network_interfaces: Vec<NetworkInterface>,
    #[serde(deserialize_with = "lenient::text")]
    pub cpu: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub memory: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub memory_reservation: Option<String>,
}

/// A host port that a container port is bound to (bridge and host network modes).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct NetworkBinding {
    #[serde(rename = "bindIP", alias = "bindIp")]
    pub bind_ip: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub container_port: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub host_port: Option<i64>,
    pub protocol: Option<String>,
}

/// The network interface of a container in an `awsvpc` task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct NetworkInterface {
    pub attachment_id: Option<String>,
    pub private_ipv4_address: Option<String>,
    pub ipv6_address: Option<String>,
}

/// A network interface, Service Connect proxy or EBS volume attached to a task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Attachment {
    pub id: Option<String>,
    /// `ElasticNetworkInterface` from the API, `eni` from EventBridge.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub details: Vec<KeyValue>,
}

/// A name and a value: tags (`key`), attachment details, attributes and environment (`name`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct KeyValue {
    #[serde(alias = "key", deserialize_with = "lenient::text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

/// What RunTask put over the task definition.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TaskOverride {
    pub task_role_arn: Option<String>,
    pub execution_role_arn: Option<String>,
}

impl Container {
    /// Whether GuardDuty put the container beside those of the task definition; whatever becomes of it, the
    /// task goes on. Source: GuardDuty user guide, `ecs-fargate` runtime monitoring.
    pub fn is_guard(&self) -> bool {
        self.name.as_deref().is_some_and(|name| name.starts_with("aws-guardduty-agent"))
    }

    /// Whether it ended or never began. A query may have left the status out; only of such a container ECS states an
    /// exit code or a reason.
    fn is_over(&self) -> bool {
        match self.last_status.as_deref() {
            Some(status) => status == "STOPPED",
            None => self.exit_code.is_some() || self.reason.is_some(),
        }
    }
}

/// ECS answers with a stopped task for so long, at least. Source: API reference, `DescribeTasks`.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

impl Task {
    /// From when on ECS may have forgotten the task.
    pub fn forgotten_from(&self) -> Option<Time> {
        self.stopped_at?.0.checked_add(REMEMBERED).ok().map(Time)
    }

    /// The task id: the last segment of its ARN.
    pub fn id(&self) -> Option<&str> {
        self.task_arn.as_deref().map(super::arn::name)
    }

    /// The service's name, when the task's group says that it belongs to one.
    pub fn service(&self) -> Option<&str> {
        self.group.as_deref()?.strip_prefix("service:")
    }

    /// The cluster's name, from `clusterArn` or from the task's own ARN.
    pub fn cluster(&self) -> Option<&str> {
        self.cluster_arn
            .as_deref()
            .map(super::arn::name)
            .or_else(|| self.task_arn.as_deref().and_then(super::arn::cluster_in))
    }

    /// Whether ECS has told the task to stop, or it already has stopped.
    pub fn is_stopping(&self) -> bool {
        self.desired_status.as_deref() == Some("STOPPED") || self.is_stopped()
    }

    /// Whether nothing of the task runs any more.
    pub fn is_stopped(&self) -> bool {
        match self.last_status.as_deref() {
            Some(status) => status == "STOPPED",
            // A query may have left the status out; only a stopped task has these.
            None => self.stopped_at.is_some() || self.stop_code.is_some() || self.has_ended(),
        }
    }

    /// Whether nothing but its containers was left of it, and they are over.
    fn has_ended(&self) -> bool {
        self.desired_status.is_none()
            && !self.containers.is_empty()
            && self.containers.iter().all(Container::is_over)
    }

    /// The newest moment that the task itself states.
    pub fn newest_time(&self) -> Option<Time> {
        [
            self.created_at,
            self.connectivity_at,
            self.pull_started_at,
            self.pull_stopped_at,
            self.started_at,
            self.stopping_at,
            self.execution_stopped_at,
            self.stopped_at,
            self.updated_at,
        ]
        .into_iter()
        .flatten()
        .max()
    }

    /// The address of an `awsvpc` task, from its attachment (`privateIPv4Address`), else from a container.
    pub fn private_ip(&self) -> Option<&str> {
        let attached = self
            .attachments
            .iter()
            .flat_map(|attachment| &attachment.details)
            .find(|detail| detail.name.as_deref() == Some("privateIPv4Address"));
        attached.and_then(|detail| detail.value.as_deref()).or_else(|| {
            self.containers
                .iter()
                .flat_map(|container| &container.network_interfaces)
                .find_map(|interface| interface.private_ipv4_address.as_deref())
        })
    }
}
