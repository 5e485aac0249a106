//! What EventBridge says about a service: deployment state changes and service actions.

use super::origin::Origin;
use super::time::Time;

/// An EventBridge event of the detail types `ECS Deployment State Change` and `ECS Service Action`.
/// Source: Amazon ECS developer guide, `ecs_service_events`.
#[derive(Debug, Clone, Default)]
pub struct Notice {
    /// ARN of the service (`resources[0]`).
    pub service_arn: Option<String>,
    /// ARN of the cluster, when the detail states it.
    pub cluster_arn: Option<String>,
    /// `detail.createdAt`, `detail.updatedAt`, else the event's own `time`.
    pub at: Option<Time>,
    /// How grave EventBridge calls it.
    pub level: NoticeLevel,
    /// `detail.eventName`: `SERVICE_DEPLOYMENT_FAILED`, `SERVICE_TASK_PLACEMENT_FAILURE`, …
    pub name: String,
    /// `detail.reason`, which is free text or, for placement failures, `RESOURCE:CPU` and the like.
    pub reason: Option<String>,
    /// `detail.deploymentId`.
    pub deployment_id: Option<String>,
    /// Where it was read.
    pub origin: Origin,
}

/// `detail.eventType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeLevel {
    /// `INFO`, or not stated.
    #[default]
    Info,
    /// `WARN`.
    Warn,
    /// `ERROR`.
    Error,
}
