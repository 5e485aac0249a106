//! A revision of a task definition (DescribeTaskDefinition, RegisterTaskDefinition).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::service::PlacementRule;
use super::task::KeyValue;
use super::time::Time;

/// A revision: immutable once registered. Source: AmazonECS API reference, `TaskDefinition`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TaskDefinition {
    pub task_definition_arn: Option<String>,
    pub family: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub revision: Option<i64>,
    pub status: Option<String>,
    pub task_role_arn: Option<String>,
    pub execution_role_arn: Option<String>,
    pub network_mode: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub container_definitions: Vec<ContainerDefinition>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub volumes: Vec<Volume>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub placement_constraints: Vec<PlacementRule>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub compatibilities: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub requires_compatibilities: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub requires_attributes: Vec<KeyValue>,
    #[serde(deserialize_with = "lenient::text")]
    pub cpu: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub memory: Option<String>,
    pub runtime_platform: Option<RuntimePlatform>,
    pub ephemeral_storage: Option<EphemeralStorage>,
    pub registered_at: Option<Time>,
    pub registered_by: Option<String>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}

/// A container definition. Its `environment` values are secrets until proven otherwise: never print them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerDefinition {
    pub name: Option<String>,
    pub image: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub cpu: Option<i64>,
    /// Hard limit, MiB.
    #[serde(deserialize_with = "lenient::count")]
    pub memory: Option<i64>,
    /// Soft limit, MiB.
    #[serde(deserialize_with = "lenient::count")]
    pub memory_reservation: Option<i64>,
    /// Absent means `true`.
    pub essential: Option<bool>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub entry_point: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub command: Vec<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub port_mappings: Vec<PortMapping>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub environment: Vec<KeyValue>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub environment_files: Vec<EnvironmentFile>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub secrets: Vec<Secret>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub mount_points: Vec<MountPoint>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub volumes_from: Vec<VolumeFrom>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub depends_on: Vec<ContainerDependency>,
    pub health_check: Option<HealthCheck>,
    pub log_configuration: Option<LogConfiguration>,
    pub working_directory: Option<String>,
    pub user: Option<String>,
    pub privileged: Option<bool>,
    pub readonly_root_filesystem: Option<bool>,
    /// Seconds between SIGTERM and SIGKILL; 30 when absent.
    #[serde(deserialize_with = "lenient::count")]
    pub stop_timeout: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub start_timeout: Option<i64>,
    pub restart_policy: Option<RestartPolicy>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub docker_labels: BTreeMap<String, String>,
}

/// `portMappings[]`. In `awsvpc` mode the host port equals the container port; 0 means chosen at start.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct PortMapping {
    pub name: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub container_port: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub host_port: Option<i64>,
    pub protocol: Option<String>,
    pub container_port_range: Option<String>,
    pub app_protocol: Option<String>,
}

/// A file in S3 that holds environment variables.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct EnvironmentFile {
    pub value: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// A variable filled from Secrets Manager or Parameter Store; `valueFrom` names the secret, not its value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Secret {
    pub name: Option<String>,
    pub value_from: Option<String>,
}

/// `mountPoints[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct MountPoint {
    pub source_volume: Option<String>,
    pub container_path: Option<String>,
    pub read_only: Option<bool>,
}

/// `volumesFrom[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct VolumeFrom {
    pub source_container: Option<String>,
    pub read_only: Option<bool>,
}

/// `dependsOn[]`: START, COMPLETE, SUCCESS or HEALTHY of another container.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct ContainerDependency {
    pub container_name: Option<String>,
    pub condition: Option<String>,
}

/// The container health check; times are seconds. Defaults: interval 30, timeout 5, retries 3, startPeriod 0.
/// Source: API reference, `HealthCheck`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HealthCheck {
    #[serde(deserialize_with = "lenient::or_default")]
    pub command: Vec<String>,
    #[serde(deserialize_with = "lenient::count")]
    pub interval: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub timeout: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub retries: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub start_period: Option<i64>,
}

/// `logConfiguration`: the driver and its options (`awslogs-group`, `awslogs-stream-prefix`, …).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LogConfiguration {
    pub log_driver: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub options: BTreeMap<String, String>,
}

/// `restartPolicy`: the agent may restart the container inside the task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct RestartPolicy {
    pub enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub ignored_exit_codes: Vec<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub restart_attempt_period: Option<i64>,
}

/// A volume of the task definition; exactly one of the configurations is there, or none (an empty one).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Volume {
    pub name: Option<String>,
    pub host: Option<HostVolume>,
    pub docker_volume_configuration: Option<DockerVolume>,
    pub efs_volume_configuration: Option<FileSystemVolume>,
    pub fsx_windows_file_server_volume_configuration: Option<FileSystemVolume>,
    pub configured_at_launch: Option<bool>,
}

/// A path on the host.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct HostVolume {
    pub source_path: Option<String>,
}

/// A Docker volume.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct DockerVolume {
    pub scope: Option<String>,
    pub driver: Option<String>,
}

/// An EFS or FSx file system.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct FileSystemVolume {
    pub file_system_id: Option<String>,
    pub root_directory: Option<String>,
}

/// `runtimePlatform`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct RuntimePlatform {
    pub cpu_architecture: Option<String>,
    pub operating_system_family: Option<String>,
}

/// `ephemeralStorage`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct EphemeralStorage {
    #[serde(rename = "sizeInGiB", deserialize_with = "lenient::count")]
    pub size_in_gib: Option<i64>,
}

impl TaskDefinition {
    /// `family:revision`, from the ARN or from the two fields.
    pub fn short_name(&self) -> Option<String> {
        if let Some(arn) = &self.task_definition_arn {
            return Some(super::arn::revision(arn).to_owned());
        }
        Some(format!("{}:{}", self.family.as_deref()?, self.revision?))
    }

    /// The definition of the container called `name`.
    pub fn container(&self, name: &str) -> Option<&ContainerDefinition> {
        self.container_definitions.iter().find(|container| container.name.as_deref() == Some(name))
    }
}

impl ContainerDefinition {
    /// Whether the task ends when this container does; ECS takes an absent field for `true`.
    pub fn is_essential(&self) -> bool {
        self.essential.unwrap_or(true)
    }
}
