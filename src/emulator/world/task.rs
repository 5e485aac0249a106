//! A task and its containers, and what is about to happen to them.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::epoch;
use crate::model::arn;

/// A task. Source of fields: API reference, `Task`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Task {
    pub attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_provider_name: Option<String>,
    pub cluster_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connectivity: Option<&'static str>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub connectivity_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_instance_arn: Option<String>,
    pub containers: Vec<Container>,
    pub cpu: String,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
    pub desired_status: LastStatus,
    pub enable_execute_command: bool,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub execution_stopped_at: Option<Timestamp>,
    pub group: String,
    pub health_status: Health,
    pub last_status: LastStatus,
    pub launch_type: String,
    pub memory: String,
    /// As RunTask stated them; answered without values where it stated none.
    #[serde(skip)]
    pub overrides: Option<Box<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_family: Option<String>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub pull_started_at: Option<Timestamp>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub pull_stopped_at: Option<Timestamp>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_code: Option<StopCode>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_reason: Option<String>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub stopping_at: Option<Timestamp>,
    /// Answered only where `include` names them.
    #[serde(skip)]
    pub tags: Vec<Value>,
    pub task_arn: String,
    pub task_definition_arn: String,
    pub version: i64,
    /// What ECS does not answer.
    #[serde(skip)]
    pub inside: Inside,
}

/// What is true of a task beside what DescribeTasks answers.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Inside {
    /// What will happen to it, soonest first; a stop replaces the rest.
    pub timeline: VecDeque<Due>,
    /// The number of the deployment that started it: every look asks every task.
    pub deployment: Option<u64>,
    /// Its state at the load balancer, while it is registered.
    pub target: Option<TargetState>,
    /// Protected from scale-in until then.
    pub protected_until: Option<Timestamp>,
    /// Whether its container instance drains: the scheduler replaces it.
    pub draining: bool,
    /// Whether its end was counted as a failure of its deployment.
    pub counted: bool,
    /// Whether its registration at the load balancer was told.
    pub registered: bool,
    /// Whether a health check of its own container is defined.
    pub checked: bool,
    /// Whether it was healthy once.
    pub was_healthy: bool,
    /// CPU units and MiB that it holds on its container instance.
    pub reserved: (i64, i64),
}

/// Something that happens to a task at a moment.
#[derive(Debug, Clone)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub change: Change,
}

/// What can happen to a task.
#[derive(Debug, Clone)]
pub enum Change {
    /// It enters a state.
    Status(LastStatus),
    /// Its images are being pulled.
    PullStarted,
    /// They are there, or the pull was given up.
    PullStopped,
    /// A container starts.
    ContainerStarted(usize),
    /// A container ends, with an exit code if it ever ran and a reason if there is one.
    ContainerEnded(usize, Option<i64>, Option<String>),
    /// A container's own check says something new.
    ContainerHealth(usize, Health),
    /// The load balancer says something new.
    Target(TargetState),
    /// Nothing changes, but the scheduler looks: 40 seconds in RUNNING count as healthy.
    Look,
    /// Its containers have ended.
    ExecutionStopped,
    /// A container writes a line, again after so many seconds if stated.
    Log(usize, String, Option<i64>),
    /// It begins to stop by itself.
    Stopping(StopCode, String),
}

/// A container. Source of fields: API reference, `Container`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Container {
    pub container_arn: String,
    pub task_arn: String,
    pub name: String,
    pub image: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_id: Option<String>,
    pub last_status: LastStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub network_bindings: Vec<NetworkBinding>,
    pub network_interfaces: Vec<NetworkInterface>,
    pub health_status: Health,
    pub cpu: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_reservation: Option<String>,
}

/// A port of a container on its host.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct NetworkBinding {
    #[serde(rename = "bindIP")]
    pub bind_ip: String,
    pub container_port: i64,
    pub host_port: i64,
    pub protocol: String,
}

/// The address of a container.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct NetworkInterface {
    pub attachment_id: String,
    pub private_ipv4_address: String,
}

/// The network interface of an `awsvpc` task.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Attachment {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub status: &'static str,
    pub details: Vec<Detail>,
}

/// A named value of an attachment.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Detail {
    pub name: &'static str,
    pub value: String,
}

/// The states of a task, in their order. Source: developer guide, `task-lifecycle-explanation`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the developer guide")]
pub enum LastStatus {
    #[default]
    Provisioning,
    Pending,
    Activating,
    Running,
    Deactivating,
    Stopping,
    Deprovisioning,
    Stopped,
}

/// What a container's own check says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum Health {
    #[default]
    Unknown,
    Healthy,
    Unhealthy,
}

/// Why a task stopped. Source: API reference, `TaskStopCode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum StopCode {
    TaskFailedToStart,
    EssentialContainerExited,
    UserInitiated,
    ServiceSchedulerInitiated,
    SpotInterruption,
    TerminationNotice,
}

/// What the load balancer says of a target. Source: ELBv2 API reference, `TargetHealth`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetState {
    /// `initial`, `healthy`, `unhealthy` or `draining`.
    pub state: &'static str,
    /// e.g. `Target.ResponseCodeMismatch`; absent when healthy.
    pub reason: Option<String>,
    /// A sentence; absent when healthy.
    pub description: Option<String>,
}

impl Task {
    /// As DescribeTasks answers it without tags.
    pub fn describe(&self) -> Value {
        let mut value = super::document(self);
        let stated = self.overrides.as_ref().map(|stated| (**stated).clone());
        value["overrides"] = stated.unwrap_or_else(|| self.no_overrides());
        value
    }

    fn no_overrides(&self) -> Value {
        let names = self.containers.iter().map(|one| json!({ "name": one.name }));
        json!({ "containerOverrides": names.collect::<Vec<_>>(), "inferenceAcceleratorOverrides": [] })
    }

    /// The last part of its ARN.
    pub fn id(&self) -> &str {
        arn::name(&self.task_arn)
    }

    /// Whether it runs and was not told to stop.
    pub fn is_running(&self) -> bool {
        self.last_status == LastStatus::Running && self.is_wanted()
    }

    /// Whether it is on its way to RUNNING.
    pub fn is_pending(&self) -> bool {
        self.last_status < LastStatus::Running && self.is_wanted()
    }

    /// Whether nobody told it to stop.
    pub fn is_wanted(&self) -> bool {
        self.desired_status == LastStatus::Running
    }

    /// Whether it is over.
    pub fn is_stopped(&self) -> bool {
        self.last_status == LastStatus::Stopped
    }

    /// Its private address, if it has a network interface of its own.
    pub fn private_ip(&self) -> Option<&str> {
        let interface = self.containers.iter().flat_map(|container| &container.network_interfaces).next()?;
        Some(&interface.private_ipv4_address)
    }
}
