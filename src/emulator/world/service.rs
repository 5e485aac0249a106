//! A service, its tasks and its history.

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use super::configuration::Configuration;
use super::deployment::{Deployment, DeploymentStatus, Memory};
use super::epoch;
use super::event::Event;
use super::service_deployment::{ServiceDeployment, ServiceRevision};
use super::task::Task;
use super::task_set::TaskSet;

/// A service. Source of fields: API reference, `Service`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Service {
    pub service_arn: String,
    pub service_name: String,
    pub cluster_arn: String,
    pub load_balancers: Vec<LoadBalancer>,
    pub service_registries: Vec<Value>,
    /// `ACTIVE`, `DRAINING` or `INACTIVE`.
    pub status: &'static str,
    pub desired_count: i64,
    pub running_count: i64,
    pub pending_count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity_provider_strategy: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_family: Option<String>,
    /// Empty where task sets carry it and none is the primary one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub task_definition: String,
    pub deployment_configuration: Configuration,
    /// Oldest first; none where ECS itself controls the deployments.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "described")]
    pub task_sets: Vec<TaskSet>,
    pub deployments: Vec<Deployment>,
    pub role_arn: String,
    /// Newest first.
    pub events: VecDeque<Event>,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_service_deployment: Option<String>,
    pub placement_constraints: Vec<PlacementRule>,
    pub placement_strategy: Vec<PlacementRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_check_grace_period_seconds: Option<i64>,
    pub scheduling_strategy: String,
    pub deployment_controller: Controller,
    pub created_by: String,
    #[serde(rename = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: bool,
    pub propagate_tags: String,
    pub enable_execute_command: bool,
    pub availability_zone_rebalancing: String,
    /// Answered only where `include` names them.
    #[serde(skip)]
    pub tags: Vec<Value>,
    /// Its tasks in the order of their creation; the stopped ones of the last hour are among them.
    #[serde(skip)]
    pub tasks: Vec<Task>,
    /// Oldest first.
    #[serde(skip)]
    pub service_deployments: Vec<ServiceDeployment>,
    /// Oldest first.
    #[serde(skip)]
    pub revisions: Vec<ServiceRevision>,
    /// What the scheduler said and did last.
    #[serde(skip)]
    pub memory: ServiceMemory,
}

/// What the scheduler remembers of a service and does not answer.
#[derive(Debug, Clone, Default)]
pub struct ServiceMemory {
    /// Whether `has reached a steady state` holds.
    pub steady: bool,
    /// When it was said last.
    pub steady_said: Option<Timestamp>,
    /// The last sentence of trouble and when it was said: the same is not said at every look.
    pub trouble: Option<(String, Timestamp)>,
    /// When the scheduler looks again, though nothing happens before.
    pub look_again: Option<Timestamp>,
    /// When the next thing happens to it: the sooner of a look and a change of a task.
    pub next: Option<Timestamp>,
    /// Numbers of the deployments that completed, oldest first: what a rollback may go back to.
    pub completed: Vec<u64>,
}

/// `deploymentController`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Controller {
    #[serde(rename = "type")]
    pub kind: String,
}

impl Default for Controller {
    /// ECS itself. Source: API reference, `DeploymentController`.
    fn default() -> Self {
        Self { kind: "ECS".to_owned() }
    }
}

/// One load balancer of a service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LoadBalancer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_balancer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_port: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advanced_configuration: Option<Value>,
}

/// A placement constraint (`memberOf`, `distinctInstance`) or strategy (`spread`, `binpack`, `random`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct PlacementRule {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Service {
    /// As DescribeServices answers it without tags.
    pub fn describe(&self) -> Value {
        let mut value = super::document(self);
        let revisions: Vec<Value> = self
            .deployments
            .iter()
            .map(|row| {
                json!({
                    "arn": self.revision_arn(row.memory.number),
                    "requestedTaskCount": row.desired_count,
                    "runningTaskCount": row.running_count,
                    "pendingTaskCount": row.pending_count,
                })
            })
            .collect();
        value["currentServiceRevisions"] = Value::Array(revisions);
        value
    }

    /// ARN of the revision of deployment `ecs-svc/number`.
    pub fn revision_arn(&self, number: u64) -> String {
        format!("{}/{number}", self.service_arn.replacen(":service/", ":service-revision/", 1))
    }

    /// The newest deployment.
    pub fn primary(&self) -> Option<&Deployment> {
        self.deployments.iter().find(|row| row.status == DeploymentStatus::Primary)
    }

    /// The rollout under way.
    pub fn current(&self) -> Option<&ServiceDeployment> {
        self.service_deployments.last().filter(|record| !record.status.is_finished())
    }

    /// The rollout under way.
    pub fn current_mut(&mut self) -> Option<&mut ServiceDeployment> {
        self.service_deployments.last_mut().filter(|record| !record.status.is_finished())
    }

    /// Makes the scheduler look at `now`, or when it would have looked if that is sooner.
    pub fn wake(&mut self, now: Timestamp) {
        self.memory.look_again = Some(self.memory.look_again.map_or(now, |at| at.min(now)));
        self.memory.next = Some(self.memory.next.map_or(now, |at| at.min(now)));
    }

    /// The target groups that its tasks are registered with, those of its task sets among them.
    pub fn target_groups(&self) -> BTreeSet<&str> {
        let of_sets = self.task_sets.iter().flat_map(|set| &set.load_balancers);
        let all = self.load_balancers.iter().chain(of_sets);
        all.filter_map(|balancer| balancer.target_group_arn.as_deref()).collect()
    }

    /// The load balancers of a task of the generation `ecs-svc/number`: those of its task set, else its own.
    pub fn load_balancers_of(&self, number: Option<u64>) -> &[LoadBalancer] {
        let set = self.task_sets.iter().find(|set| Some(set.memory.number) == number);
        set.map_or(&self.load_balancers, |set| &set.load_balancers)
    }

    /// Whether ECS itself controls its deployments; else task sets do the work of `deployments`.
    pub fn is_rolled_out_by_ecs(&self) -> bool {
        self.deployment_controller.kind == "ECS"
    }

    /// The task set that an id or an ARN names.
    pub fn task_set(&self, reference: &str) -> Option<&TaskSet> {
        self.task_sets.iter().find(|set| set.is(reference))
    }

    /// The same, to change.
    pub fn task_set_mut(&mut self, reference: &str) -> Option<&mut TaskSet> {
        self.task_sets.iter_mut().find(|set| set.is(reference))
    }

    /// What the scheduler remembers of each generation, be it a deployment or a task set.
    pub fn memories_mut(&mut self) -> impl Iterator<Item = &mut Memory> {
        let rows = self.deployments.iter_mut().map(|row| &mut row.memory);
        rows.chain(self.task_sets.iter_mut().map(|set| &mut set.memory))
    }
}

fn described<S: Serializer>(sets: &[TaskSet], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(sets.iter().map(TaskSet::describe))
}
