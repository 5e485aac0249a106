//! A row of `deployments[]`: one generation of a service's tasks, and the scheduler's memory of it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::epoch;

/// A deployment. Source of fields: API reference, `Deployment`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Deployment {
    /// `ecs-svc/N`.
    pub id: String,
    pub status: DeploymentStatus,
    /// ARN of the task definition.
    pub task_definition: String,
    pub desired_count: i64,
    pub pending_count: i64,
    pub running_count: i64,
    /// Consecutive failures; 0 again once a task runs well.
    pub failed_tasks: i64,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
    #[serde(serialize_with = "epoch::serialize")]
    pub updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity_provider_strategy: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<Value>,
    pub rollout_state: RolloutState,
    pub rollout_state_reason: String,
    /// What ECS keeps to itself.
    #[serde(skip)]
    pub memory: Memory,
}

/// What the scheduler remembers of a deployment or of a task set and does not answer.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The number in its id, which is also that of its service revision.
    pub number: u64,
    /// Starts in a row that never reached RUNNING: they stretch the delay to the next.
    pub start_failures: u32,
    /// Nothing is started before this moment.
    pub not_before: Option<Timestamp>,
    /// When all its tasks were healthy first; bake time counts from the end of the old tasks.
    pub full_since: Option<Timestamp>,
    /// Whether it ever completed: what a rollback may go back to.
    pub completed: bool,
    /// Whether `unable to consistently start tasks` was said.
    pub impaired: bool,
}

/// `PRIMARY` is the newest, `ACTIVE` still has tasks, `INACTIVE` has been replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum DeploymentStatus {
    Primary,
    Active,
    Inactive,
}

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum RolloutState {
    InProgress,
    Completed,
    Failed,
}
