//! The record of a rollout, and the revision it leads to (DescribeServiceDeployments, -Revisions).

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::configuration::Configuration;
use super::epoch;

/// A service deployment. Source of fields: API reference, `ServiceDeployment`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceDeployment {
    pub service_deployment_arn: String,
    pub service_arn: String,
    pub cluster_arn: String,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    #[serde(serialize_with = "epoch::maybe", skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    #[serde(serialize_with = "epoch::serialize")]
    pub updated_at: Timestamp,
    pub source_service_revisions: Vec<RevisionCounts>,
    pub target_service_revision: RevisionCounts,
    pub status: ServiceDeploymentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_stage: Option<Stage>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lifecycle_hook_details: Vec<HookDetail>,
    pub deployment_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Rollback>,
    pub deployment_circuit_breaker: BreakerCount,
    pub alarms: AlarmWatch,
    /// What ECS keeps to itself.
    #[serde(skip)]
    pub progress: Progress,
}

/// What the scheduler remembers of a rollout and does not answer.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// The deployment that it leads to, `ecs-svc/N`.
    pub deployment: String,
    /// When the stage under way began.
    pub stage_since: Option<Timestamp>,
    /// Hooks of the stage that were answered or timed out.
    pub hooks_done: bool,
    /// Alarms that were in ALARM at the start: none is watched for the whole rollout then.
    pub alarms_muted: bool,
}

/// Counts and traffic weights (percent) of one revision in a rollout.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct RevisionCounts {
    pub arn: String,
    pub requested_task_count: i64,
    pub running_task_count: i64,
    pub pending_task_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_production_traffic_weight: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_test_traffic_weight: Option<f64>,
}

/// Where a service deployment stands. Source: API reference, `ServiceDeployment`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum ServiceDeploymentStatus {
    Pending,
    Successful,
    Stopped,
    StopRequested,
    InProgress,
    RollbackRequested,
    RollbackInProgress,
    RollbackSuccessful,
    RollbackFailed,
}

/// Stages of a deployment that shifts traffic, in their order. Source: API reference, `ServiceDeployment`,
/// and the developer guide, which has PRE_PRODUCTION_TRAFFIC_SHIFT as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum Stage {
    ReconcileService,
    PreScaleUp,
    ScaleUp,
    PostScaleUp,
    TestTrafficShift,
    PostTestTrafficShift,
    PreProductionTrafficShift,
    ProductionTrafficShift,
    PostProductionTrafficShift,
    BakeTime,
    CleanUp,
}

/// A hook that a rollout came to.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HookDetail {
    pub hook_id: String,
    pub target_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_arn: Option<String>,
    /// `AWAITING_ACTION`, `IN_PROGRESS`, `SUCCEEDED`, `FAILED` or `TIMED_OUT`.
    pub status: &'static str,
    #[serde(serialize_with = "epoch::serialize")]
    pub expires_at: Timestamp,
    pub timeout_action: String,
    /// The stage it belongs to.
    #[serde(skip)]
    pub stage: Stage,
    /// When a Lambda hook answers, and whether it succeeds.
    #[serde(skip)]
    pub answers: Option<(Timestamp, bool)>,
}

/// The way back.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Rollback {
    pub reason: String,
    #[serde(serialize_with = "epoch::serialize")]
    pub started_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_revision_arn: Option<String>,
}

/// The breaker's live counter.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct BreakerCount {
    /// `DISABLED`, `MONITORING`, `MONITORING_COMPLETE` or `TRIGGERED`.
    pub status: &'static str,
    pub failure_count: i64,
    pub threshold: i64,
}

/// The alarms that are watched.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct AlarmWatch {
    /// `DISABLED`, `MONITORING`, `MONITORING_COMPLETE` or `TRIGGERED`.
    pub status: &'static str,
    pub alarm_names: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub triggered_alarm_names: Vec<String>,
}

/// What a rollout leads to: the workload as configured when it began. Source: API reference,
/// `ServiceRevision`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceRevision {
    pub service_revision_arn: String,
    pub service_arn: String,
    pub cluster_arn: String,
    pub task_definition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity_provider_strategy: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_family: Option<String>,
    pub load_balancers: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<Value>,
    pub container_images: Vec<Value>,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
}

impl ServiceDeploymentStatus {
    /// Whether the rollout is over.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Successful | Self::Stopped | Self::RollbackSuccessful | Self::RollbackFailed)
    }
}

impl ServiceDeployment {
    /// As DescribeServiceDeployments answers it.
    pub fn describe(&self) -> Value {
        super::document(self)
    }

    /// The shorter form of ListServiceDeployments.
    pub fn brief(&self) -> Value {
        let full = self.describe();
        let mut brief = json!({ "targetServiceRevisionArn": self.target_service_revision.arn });
        let kept = [
            "serviceDeploymentArn",
            "serviceArn",
            "clusterArn",
            "startedAt",
            "createdAt",
            "finishedAt",
            "status",
            "statusReason",
        ];
        for name in kept {
            if let Some(value) = full.get(name) {
                brief[name] = value.clone();
            }
        }
        brief
    }
}

impl ServiceRevision {
    /// As DescribeServiceRevisions answers it.
    pub fn describe(&self) -> Value {
        super::document(self)
    }
}
