//! What a service runs on and behind: clusters, container instances, capacity providers, target groups.

use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::task::KeyValue;
use super::time::Time;

/// A cluster (DescribeClusters).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Cluster {
    pub cluster_arn: Option<String>,
    pub cluster_name: Option<String>,
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub registered_container_instances_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_tasks_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_tasks_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub active_services_count: Option<i64>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub capacity_providers: Vec<String>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// A host that tasks are placed on (DescribeContainerInstances).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerInstance {
    pub container_instance_arn: Option<String>,
    pub ec2_instance_id: Option<String>,
    pub capacity_provider_name: Option<String>,
    pub status: Option<String>,
    pub status_reason: Option<String>,
    pub agent_connected: Option<bool>,
    #[serde(deserialize_with = "lenient::count")]
    pub running_tasks_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub pending_tasks_count: Option<i64>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub registered_resources: Vec<Resource>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub remaining_resources: Vec<Resource>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub attributes: Vec<KeyValue>,
    pub registered_at: Option<Time>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// `CPU` (1024 units = 1 vCPU), `MEMORY` (MiB), `PORTS`, … of a container instance.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Resource {
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub integer_value: Option<i64>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub string_set_value: Vec<String>,
}

/// A capacity provider (DescribeCapacityProviders).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CapacityProvider {
    pub capacity_provider_arn: Option<String>,
    pub name: Option<String>,
    pub status: Option<String>,
    pub update_status: Option<String>,
    pub update_status_reason: Option<String>,
    pub auto_scaling_group_provider: Option<AutoScalingGroupProvider>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// The Auto Scaling group behind a capacity provider.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct AutoScalingGroupProvider {
    pub auto_scaling_group_arn: Option<String>,
}

/// A target group (`aws elbv2 describe-target-groups`; its keys are in PascalCase).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TargetGroup {
    pub target_group_arn: Option<String>,
    pub target_group_name: Option<String>,
    pub protocol: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub port: Option<i64>,
    pub target_type: Option<String>,
    pub health_check_protocol: Option<String>,
    pub health_check_port: Option<String>,
    pub health_check_path: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub health_check_interval_seconds: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub health_check_timeout_seconds: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub healthy_threshold_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub unhealthy_threshold_count: Option<i64>,
    pub matcher: Option<Matcher>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// The codes that a target group takes for healthy.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Matcher {
    #[serde(rename = "HttpCode")]
    pub http_code: Option<String>,
    #[serde(rename = "GrpcCode")]
    pub grpc_code: Option<String>,
}

/// One answer of `aws elbv2 describe-target-health`. It does not say which target group was asked.
#[derive(Debug, Clone, Default)]
pub struct TargetHealthSet {
    /// The target group, when something around the answer says it (a recording, a live call).
    pub target_group_arn: Option<String>,
    /// Its targets.
    pub targets: Vec<TargetDescription>,
    /// Where it was read.
    pub origin: Origin,
}

/// A target and its health.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TargetDescription {
    pub target: Option<Target>,
    pub health_check_port: Option<String>,
    pub target_health: Option<TargetHealth>,
}

/// The address of a target: an IP or an instance id.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Target {
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub port: Option<i64>,
    pub availability_zone: Option<String>,
}

/// `initial`, `healthy`, `unhealthy`, `unused`, `draining`, `unavailable`; reason and description are
/// absent on a healthy target.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TargetHealth {
    pub state: Option<String>,
    pub reason: Option<String>,
    pub description: Option<String>,
}
