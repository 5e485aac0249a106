//! What the writes take: the inputs of the API as far as the world heeds them.

use serde::Deserialize;
use serde_json::Value;

use super::service::{Controller, LoadBalancer, PlacementRule};
use super::task_set::Scale;

/// CreateCluster.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CreateCluster {
    pub cluster_name: Option<String>,
    pub settings: Vec<Value>,
    pub tags: Vec<Value>,
    pub capacity_providers: Vec<String>,
    pub default_capacity_provider_strategy: Vec<Value>,
    pub configuration: Option<Value>,
    pub service_connect_defaults: Option<Value>,
}

/// UpdateCluster; what is absent stays as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct UpdateCluster {
    pub cluster: String,
    pub settings: Option<Vec<Value>>,
    pub configuration: Option<Value>,
    pub service_connect_defaults: Option<Value>,
}

/// CreateService.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CreateService {
    pub cluster: Option<String>,
    pub service_name: String,
    pub task_definition: Option<String>,
    pub desired_count: Option<i64>,
    pub launch_type: Option<String>,
    pub capacity_provider_strategy: Vec<Value>,
    pub platform_version: Option<String>,
    pub load_balancers: Vec<LoadBalancer>,
    pub service_registries: Vec<Value>,
    pub deployment_configuration: Option<Value>,
    pub placement_constraints: Vec<PlacementRule>,
    pub placement_strategy: Vec<PlacementRule>,
    pub network_configuration: Option<Value>,
    pub health_check_grace_period_seconds: Option<i64>,
    pub scheduling_strategy: Option<String>,
    pub deployment_controller: Option<Controller>,
    pub role: Option<String>,
    pub tags: Vec<Value>,
    #[serde(alias = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: bool,
    pub propagate_tags: Option<String>,
    pub enable_execute_command: bool,
    pub availability_zone_rebalancing: Option<String>,
}

/// UpdateService; what is absent stays as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct UpdateService {
    pub cluster: Option<String>,
    pub service: String,
    pub desired_count: Option<i64>,
    pub task_definition: Option<String>,
    pub force_new_deployment: bool,
    pub deployment_configuration: Option<Value>,
    pub network_configuration: Option<Value>,
    pub platform_version: Option<String>,
    pub load_balancers: Option<Vec<LoadBalancer>>,
    pub capacity_provider_strategy: Option<Vec<Value>>,
    pub placement_constraints: Option<Vec<PlacementRule>>,
    pub placement_strategy: Option<Vec<PlacementRule>>,
    pub health_check_grace_period_seconds: Option<i64>,
    pub enable_execute_command: Option<bool>,
    pub availability_zone_rebalancing: Option<String>,
    pub propagate_tags: Option<String>,
}

/// DeleteService.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeleteService {
    pub cluster: Option<String>,
    pub service: String,
    pub force: bool,
}

/// CreateTaskSet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CreateTaskSet {
    pub cluster: Option<String>,
    pub service: String,
    pub external_id: Option<String>,
    pub task_definition: String,
    pub network_configuration: Option<Value>,
    pub load_balancers: Vec<LoadBalancer>,
    pub service_registries: Vec<Value>,
    pub launch_type: Option<String>,
    pub capacity_provider_strategy: Vec<Value>,
    pub platform_version: Option<String>,
    pub scale: Option<Scale>,
    pub tags: Vec<Value>,
}

/// UpdateTaskSet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct UpdateTaskSet {
    pub cluster: Option<String>,
    pub service: String,
    pub task_set: String,
    pub scale: Scale,
}

/// DeleteTaskSet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DeleteTaskSet {
    pub cluster: Option<String>,
    pub service: String,
    pub task_set: String,
    pub force: bool,
}

/// UpdateServicePrimaryTaskSet.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct UpdateServicePrimaryTaskSet {
    pub cluster: Option<String>,
    pub service: String,
    pub primary_task_set: String,
}

/// RunTask.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct RunTask {
    pub cluster: Option<String>,
    pub task_definition: String,
    pub count: Option<i64>,
    /// StartTask names the container instances; RunTask leaves the choice to ECS.
    pub container_instances: Vec<String>,
    pub launch_type: Option<String>,
    pub capacity_provider_strategy: Vec<Value>,
    pub group: Option<String>,
    pub started_by: Option<String>,
    pub network_configuration: Option<Value>,
    pub overrides: Option<Value>,
    pub placement_constraints: Vec<PlacementRule>,
    pub placement_strategy: Vec<PlacementRule>,
    pub platform_version: Option<String>,
    pub enable_execute_command: bool,
    pub tags: Vec<Value>,
}

/// StopTask.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct StopTask {
    pub cluster: Option<String>,
    pub task: String,
    pub reason: Option<String>,
}

/// ContinueServiceDeployment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContinueServiceDeployment {
    pub service_deployment_arn: String,
    pub hook_id: String,
    /// `CONTINUE` (the default) or `ROLLBACK`.
    pub action: Option<String>,
}

/// StopServiceDeployment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct StopServiceDeployment {
    pub service_deployment_arn: String,
    /// `ROLLBACK` (the default) or `ABORT`.
    pub stop_type: Option<String>,
}

/// PutClusterCapacityProviders.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct PutClusterCapacityProviders {
    pub cluster: String,
    pub capacity_providers: Vec<String>,
    pub default_capacity_provider_strategy: Vec<Value>,
}
