//! A task set: one generation of a service whose deployments somebody else controls.
//!
//! Sources: API reference, `TaskSet` and `Scale`; developer guide, `deployment-type-external`; the answers that the
//! AWS CLI's own examples show.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::deployment::Memory;
use super::epoch;
use super::service::LoadBalancer;

/// A task set. Source of fields: API reference, `TaskSet`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TaskSet {
    /// `ecs-svc/N`.
    pub id: String,
    pub task_set_arn: String,
    pub service_arn: String,
    pub cluster_arn: String,
    /// `CODE_DEPLOY` where CodeDeploy made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    pub status: TaskSetStatus,
    /// ARN of the task definition.
    pub task_definition: String,
    /// What the scheduler last made of the scale; 0 until it has looked.
    pub computed_desired_count: i64,
    pub pending_count: i64,
    pub running_count: i64,
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
    pub load_balancers: Vec<LoadBalancer>,
    pub service_registries: Vec<Value>,
    pub scale: Scale,
    pub stability_status: Stability,
    #[serde(serialize_with = "epoch::serialize")]
    pub stability_status_at: Timestamp,
    /// Answered only where `include` names them.
    #[serde(skip)]
    pub tags: Vec<Value>,
    /// What ECS keeps to itself.
    #[serde(skip)]
    pub memory: Memory,
}

/// `PRIMARY` serves production, `ACTIVE` may, `DRAINING` is on its way out. Source: API reference, `TaskSet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum TaskSetStatus {
    Primary,
    Active,
    Draining,
}

/// Whether a task set has what it wants. Source: API reference, `TaskSet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "variants have the names and meanings of the API reference")]
pub enum Stability {
    SteadyState,
    Stabilizing,
}

/// How much of the service's desired count a task set should run. Source: API reference, `Scale`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scale {
    /// From 0 to 100.
    pub value: f64,
    /// `PERCENT`.
    pub unit: String,
}

impl Default for Scale {
    /// Nothing, which is what a task set has whose maker states no scale (the AWS CLI's example of
    /// `create-task-set`).
    fn default() -> Self {
        Self::percent(0.0)
    }
}

impl Scale {
    /// So many percent.
    pub fn percent(value: f64) -> Self {
        Self { value, unit: "PERCENT".to_owned() }
    }

    /// How many tasks that is of `desired`, always rounded up. Source: API reference, `TaskSet`.
    #[expect(clippy::cast_precision_loss, reason = "a service has few tasks")]
    #[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates")]
    pub fn of(&self, desired: i64) -> i64 {
        (desired as f64 * self.value / 100.0).ceil() as i64
    }
}

impl TaskSet {
    /// As DescribeTaskSets answers it without tags.
    pub fn describe(&self) -> Value {
        let mut value = super::document(self);
        value["tags"] = json!([]);
        value
    }

    /// The same with its tags.
    pub fn describe_with_tags(&self) -> Value {
        let mut value = super::document(self);
        value["tags"] = json!(self.tags);
        value
    }

    /// How many tasks it should have of a service that wants `desired`.
    pub fn wants(&self, desired: i64) -> i64 {
        if self.status == TaskSetStatus::Draining { 0 } else { self.scale.of(desired) }
    }

    /// Whether `reference` names it: its id, or its ARN.
    pub fn is(&self, reference: &str) -> bool {
        self.id == reference || self.task_set_arn == reference
    }

    /// From now on it should run so much; a scale that changes unsettles it.
    pub fn rescale(&mut self, scale: Scale, now: Timestamp) {
        self.scale = scale;
        self.updated_at = now;
        self.unsettle(now);
    }

    /// It has not, or no longer, what it wants.
    pub fn unsettle(&mut self, now: Timestamp) {
        self.stability_status = Stability::Stabilizing;
        self.stability_status_at = now;
    }

    /// Its tasks are stopped, and then it is gone.
    pub fn drain(&mut self, now: Timestamp) {
        self.status = TaskSetStatus::Draining;
        self.rescale(Scale::default(), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_up_and_a_whole_one_stays() {
        let of = |percent, desired| Scale::percent(percent).of(desired);
        assert_eq!((of(50.0, 1), of(50.0, 3), of(0.1, 2)), (1, 2, 1));
        assert_eq!((of(30.0, 10), of(100.0, 7), of(7.0, 100)), (3, 7, 7));
        assert_eq!((of(0.0, 9), of(100.0, 0)), (0, 0));
    }
}
