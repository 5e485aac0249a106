//! A service, its deployments, task sets and events (DescribeServices, DescribeTaskSets).

use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::task::KeyValue;
use super::time::Time;

/// A service as DescribeServices, CreateService and UpdateService return it.
/// Source: AmazonECS API reference, `Service`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Service {
    pub service_arn: Option<String>,
    pub service_name: Option<String>,
    pub cluster_arn: Option<String>,
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub desired_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_count: Option<i64>,
    pub launch_type: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub capacity_provider_strategy: Vec<CapacityProviderStrategyItem>,
    pub platform_version: Option<String>,
    pub platform_family: Option<String>,
    pub task_definition: Option<String>,
    pub deployment_configuration: Option<DeploymentConfiguration>,
    pub deployment_controller: Option<DeploymentController>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub deployments: Vec<Deployment>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub task_sets: Vec<TaskSet>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub events: Vec<ServiceEvent>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub load_balancers: Vec<LoadBalancer>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub service_registries: Vec<ServiceRegistry>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub placement_constraints: Vec<PlacementRule>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub placement_strategy: Vec<PlacementRule>,
    pub network_configuration: Option<NetworkConfiguration>,
    #[serde(deserialize_with = "lenient::count")]
    pub health_check_grace_period_seconds: Option<i64>,
    pub scheduling_strategy: Option<String>,
    pub availability_zone_rebalancing: Option<String>,
    pub created_at: Option<Time>,
    pub created_by: Option<String>,
    pub role_arn: Option<String>,
    #[serde(alias = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: Option<bool>,
    pub propagate_tags: Option<String>,
    pub enable_execute_command: Option<bool>,
    /// Present only when DescribeServices was asked with `--include TAGS`.
    pub tags: Option<Vec<KeyValue>>,
    /// ARN of the service deployment under way (API of 2025 and later).
    pub current_service_deployment: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub current_service_revisions: Vec<ServiceCurrentRevision>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
    /// When the answer that holds it was captured.
    #[serde(skip)]
    pub captured_at: Option<Time>,
}

/// `deploymentConfiguration` of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeploymentConfiguration {
    #[serde(deserialize_with = "lenient::count")]
    pub minimum_healthy_percent: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub maximum_percent: Option<i64>,
    pub deployment_circuit_breaker: Option<CircuitBreaker>,
    pub alarms: Option<DeploymentAlarms>,
    pub strategy: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub bake_time_in_minutes: Option<i64>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub lifecycle_hooks: Vec<LifecycleHook>,
    pub early_success_criteria: Option<EarlySuccessCriteria>,
    pub linear_configuration: Option<LinearConfiguration>,
    pub canary_configuration: Option<CanaryConfiguration>,
}

/// `linearConfiguration`: traffic moves in equal steps.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LinearConfiguration {
    pub step_percent: Option<f64>,
    #[serde(deserialize_with = "lenient::count")]
    pub step_bake_time_in_minutes: Option<i64>,
}

/// `canaryConfiguration`: a small share of traffic first, then all of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CanaryConfiguration {
    pub canary_percent: Option<f64>,
    #[serde(deserialize_with = "lenient::count")]
    pub canary_bake_time_in_minutes: Option<i64>,
}

/// `earlySuccessCriteria`: when a deployment counts as done before its last task is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct EarlySuccessCriteria {
    pub enable: Option<bool>,
    #[serde(deserialize_with = "lenient::count")]
    pub healthy_percent: Option<i64>,
    pub source_service_revision_cleanup: Option<String>,
}

/// `deploymentCircuitBreaker`, both as configuration and, in a service deployment, as its live counter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CircuitBreaker {
    pub enable: Option<bool>,
    pub rollback: Option<bool>,
    pub reset_on_healthy_task: Option<bool>,
    pub threshold_configuration: Option<ThresholdConfiguration>,
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub failure_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub threshold: Option<i64>,
}

/// `thresholdConfiguration` of the circuit breaker: `COUNT`, `BOUNDED_PERCENT` or `UNBOUNDED_PERCENT`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ThresholdConfiguration {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub value: Option<i64>,
}

/// `deploymentConfiguration.alarms`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeploymentAlarms {
    #[serde(deserialize_with = "lenient::or_default")]
    pub alarm_names: Vec<String>,
    pub rollback: Option<bool>,
    pub enable: Option<bool>,
}

/// A hook that the deployment waits for: a Lambda function, or a pause for a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LifecycleHook {
    pub hook_target_arn: Option<String>,
    pub role_arn: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub lifecycle_stages: Vec<String>,
    /// `AWS_LAMBDA` or `PAUSE`.
    pub target_type: Option<String>,
    pub timeout_configuration: Option<HookTimeout>,
}

/// What happens when nobody answers a hook.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HookTimeout {
    #[serde(deserialize_with = "lenient::count")]
    pub timeout_in_minutes: Option<i64>,
    /// `ROLLBACK` or `CONTINUE`.
    pub action: Option<String>,
}

/// `deploymentController`: `ECS`, `CODE_DEPLOY` or `EXTERNAL`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeploymentController {
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// One row of `deployments[]`: a generation of tasks. Source: API reference, `Deployment`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Deployment {
    pub id: Option<String>,
    /// `PRIMARY` (the newest), `ACTIVE` (being replaced) or `INACTIVE`.
    pub status: Option<String>,
    pub task_definition: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub desired_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_count: Option<i64>,
    /// Consecutive failures; ECS sets it back to 0 once a task runs.
    #[serde(deserialize_with = "lenient::count")]
    pub failed_tasks: Option<i64>,
    pub created_at: Option<Time>,
    pub updated_at: Option<Time>,
    pub launch_type: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub capacity_provider_strategy: Vec<CapacityProviderStrategyItem>,
    pub platform_version: Option<String>,
    pub platform_family: Option<String>,
    pub network_configuration: Option<NetworkConfiguration>,
    /// `IN_PROGRESS`, `COMPLETED`, `FAILED`; absent behind a Classic Load Balancer and before 2020.
    pub rollout_state: Option<String>,
    pub rollout_state_reason: Option<String>,
}

/// A task set of a CODE_DEPLOY or EXTERNAL service. Source: API reference, `TaskSet`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TaskSet {
    pub id: Option<String>,
    pub task_set_arn: Option<String>,
    pub service_arn: Option<String>,
    pub cluster_arn: Option<String>,
    pub started_by: Option<String>,
    pub external_id: Option<String>,
    /// `PRIMARY` (serves production), `ACTIVE` or `DRAINING`.
    pub status: Option<String>,
    pub task_definition: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub computed_desired_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_count: Option<i64>,
    pub created_at: Option<Time>,
    pub updated_at: Option<Time>,
    pub launch_type: Option<String>,
    pub platform_version: Option<String>,
    pub network_configuration: Option<NetworkConfiguration>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub load_balancers: Vec<LoadBalancer>,
    pub scale: Option<Scale>,
    /// `STEADY_STATE` or `STABILIZING`.
    pub stability_status: Option<String>,
    pub stability_status_at: Option<Time>,
    /// Where it was read, when it came from DescribeTaskSets.
    #[serde(skip)]
    pub origin: Origin,
}

/// How much of the desired count a task set runs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Scale {
    pub value: Option<f64>,
    pub unit: Option<String>,
}

/// One of the newest hundred lines that the service scheduler wrote; ECS lists the newest first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceEvent {
    pub id: Option<String>,
    pub created_at: Option<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub message: String,
    /// How often it stands for, in a summary that was counted by somebody else; ECS has no such field.
    #[serde(deserialize_with = "lenient::count")]
    pub count: Option<i64>,
    /// When a live account was first seen not to list it any more.
    #[serde(skip)]
    pub gone_since: Option<Time>,
}

/// One load balancer of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LoadBalancer {
    pub target_group_arn: Option<String>,
    pub load_balancer_name: Option<String>,
    pub container_name: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub container_port: Option<i64>,
    pub advanced_configuration: Option<AdvancedConfiguration>,
}

/// What a load balancer of a blue/green, linear or canary service has beside: the other target group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct AdvancedConfiguration {
    pub alternate_target_group_arn: Option<String>,
}

/// A Cloud Map registry of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceRegistry {
    pub registry_arn: Option<String>,
}

/// A placement constraint (`memberOf`, `distinctInstance`) or strategy (`spread`, `binpack`, `random`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct PlacementRule {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub expression: Option<String>,
    pub field: Option<String>,
}

/// One line of a capacity provider strategy.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CapacityProviderStrategyItem {
    pub capacity_provider: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub weight: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub base: Option<i64>,
}

/// Subnets and security groups of `awsvpc` tasks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct NetworkConfiguration {
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
}

/// `awsvpcConfiguration`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct AwsvpcConfiguration {
    #[serde(deserialize_with = "lenient::or_default")]
    pub subnets: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub security_groups: Vec<String>,
    pub assign_public_ip: Option<String>,
}

/// One of `currentServiceRevisions[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ServiceCurrentRevision {
    pub arn: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub requested_task_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_task_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_task_count: Option<i64>,
}

impl Service {
    /// The service's name: `serviceName`, else the end of its ARN, else the name that its own events
    /// say (`(service web) …`), which is all that a `--query` of events and deployments leaves.
    pub fn name(&self) -> Option<&str> {
        self.service_name
            .as_deref()
            .or_else(|| self.service_arn.as_deref().map(super::arn::name))
            .or_else(|| self.events.iter().find_map(ServiceEvent::service_name))
    }

    /// The cluster's name, from `clusterArn` or from a long service ARN.
    pub fn cluster(&self) -> Option<&str> {
        self.cluster_arn
            .as_deref()
            .map(super::arn::name)
            .or_else(|| self.service_arn.as_deref().and_then(super::arn::cluster_in))
    }

    /// `deploymentController.type`; ECS leaves it out for its own controller.
    pub fn controller(&self) -> &str {
        self.deployment_controller.as_ref().and_then(|controller| controller.kind.as_deref()).unwrap_or("ECS")
    }

    /// `deploymentConfiguration.strategy`; absent in answers from before 2025, when all were `ROLLING`.
    pub fn strategy(&self) -> &str {
        self.deployment_configuration
            .as_ref()
            .and_then(|configuration| configuration.strategy.as_deref())
            .unwrap_or("ROLLING")
    }

    /// The row with status `PRIMARY`: the newest deployment, which is not always the one just pushed.
    pub fn primary(&self) -> Option<&Deployment> {
        self.deployments.iter().find(|row| row.status.as_deref() == Some("PRIMARY"))
    }

    /// Whether all that ECS said of it was kept: of a long list only the newest events are, without the text.
    pub fn is_whole(&self) -> bool {
        self.origin != Origin::default()
    }

    /// Whether tasks run on Fargate, as far as the service says.
    pub fn on_fargate(&self) -> bool {
        self.launch_type.as_deref() == Some("FARGATE")
            || (!self.capacity_provider_strategy.is_empty()
                && self.capacity_provider_strategy.iter().all(|item| {
                    item.capacity_provider.as_deref().is_some_and(|name| name.starts_with("FARGATE"))
                }))
    }
}

impl LoadBalancer {
    /// Its target groups: the one that is named, and the alternate of blue/green.
    pub fn target_groups(&self) -> impl Iterator<Item = &str> {
        let advanced = self.advanced_configuration.as_ref();
        let alternate = advanced.and_then(|one| one.alternate_target_group_arn.as_deref());
        self.target_group_arn.as_deref().into_iter().chain(alternate)
    }
}

impl ServiceEvent {
    /// The name inside `(service NAME)`, `(service NAME, taskSet …)` or the older `service NAME `.
    pub fn service_name(&self) -> Option<&str> {
        let text = self.message.trim_start();
        if let Some(rest) = text.strip_prefix("(service ") {
            let end = rest.find([',', ')'])?;
            return Some(&rest[..end]);
        }
        let rest = text.strip_prefix("service ")?;
        rest.split_whitespace().next()
    }
}
