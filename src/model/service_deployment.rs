//! A service deployment and its revisions (DescribeServiceDeployments, DescribeServiceRevisions): the
//! record that says what a deployment waits for. ECS keeps it 90 days, from those of October 2024 on.

use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::service::{CircuitBreaker, DeploymentConfiguration};
use super::time::Time;

/// A service deployment. Source: AmazonECS API reference, `ServiceDeployment`; the brief form of
/// ListServiceDeployments has a part of these fields and decodes as well.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceDeployment {
    pub service_deployment_arn: Option<String>,
    pub service_arn: Option<String>,
    pub cluster_arn: Option<String>,
    pub created_at: Option<Time>,
    pub started_at: Option<Time>,
    pub finished_at: Option<Time>,
    pub stopped_at: Option<Time>,
    pub updated_at: Option<Time>,
    /// `PENDING`, `IN_PROGRESS`, `SUCCESSFUL`, `STOP_REQUESTED`, `STOPPED`, `ROLLBACK_REQUESTED`,
    /// `ROLLBACK_IN_PROGRESS`, `ROLLBACK_SUCCESSFUL`, `ROLLBACK_FAILED`; an open set.
    pub status: Option<String>,
    pub status_reason: Option<String>,
    /// `SCALE_UP`, `BAKE_TIME`, …; an open set.
    pub lifecycle_stage: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub lifecycle_hook_details: Vec<HookDetail>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub source_service_revisions: Vec<RevisionSummary>,
    pub target_service_revision: Option<RevisionSummary>,
    pub target_service_revision_arn: Option<String>,
    pub deployment_configuration: Option<DeploymentConfiguration>,
    pub rollback: Option<Rollback>,
    pub deployment_circuit_breaker: Option<CircuitBreaker>,
    pub alarms: Option<DeploymentAlarmsStatus>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// A hook as it stands now.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HookDetail {
    pub hook_id: Option<String>,
    /// `AWS_LAMBDA` or `PAUSE`.
    pub target_type: Option<String>,
    pub target_arn: Option<String>,
    /// `AWAITING_ACTION`, `IN_PROGRESS`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`.
    pub status: Option<String>,
    pub expires_at: Option<Time>,
    /// `ROLLBACK` or `CONTINUE`.
    pub timeout_action: Option<String>,
}

/// A revision that a service deployment leads to or comes from, with its task counts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct RevisionSummary {
    pub arn: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub requested_task_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_task_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_task_count: Option<i64>,
    pub requested_production_traffic_weight: Option<f64>,
    pub requested_test_traffic_weight: Option<f64>,
}

/// Why and to what a service deployment was rolled back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Rollback {
    pub reason: Option<String>,
    pub started_at: Option<Time>,
    pub service_revision_arn: Option<String>,
}

/// The alarms that a service deployment watches.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeploymentAlarmsStatus {
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub alarm_names: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub triggered_alarm_names: Vec<String>,
}

/// A service revision. Source: API reference, `ServiceRevision`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceRevision {
    pub service_revision_arn: Option<String>,
    pub service_arn: Option<String>,
    pub cluster_arn: Option<String>,
    pub task_definition: Option<String>,
    pub launch_type: Option<String>,
    pub platform_version: Option<String>,
    pub created_at: Option<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub container_images: Vec<ContainerImage>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// The image that a tag was pinned to when the deployment began.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerImage {
    pub container_name: Option<String>,
    pub image_digest: Option<String>,
    pub image: Option<String>,
}

impl ServiceDeployment {
    /// ARN of the revision that the deployment leads to, from either form of the answer.
    pub fn target_arn(&self) -> Option<&str> {
        let full = self.target_service_revision.as_ref().and_then(|revision| revision.arn.as_deref());
        full.or(self.target_service_revision_arn.as_deref())
    }
}
