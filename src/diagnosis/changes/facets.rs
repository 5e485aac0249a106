//! A task definition as a flat list of fields, so that two of them can be compared.

use std::collections::BTreeMap;

use crate::model::task_definition::{LogConfiguration, Volume};
use crate::model::{ContainerDefinition, HealthCheck, KeyValue, TaskDefinition};

/// A field of a task definition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facet {
    /// The container; absent when it is of the whole task.
    pub container: Option<String>,
    /// The field as the API calls it.
    pub field: String,
    /// Whether its value must not be shown.
    pub masked: bool,
}

/// Fields of one owner.
struct Fields {
    container: Option<String>,
    list: Vec<(Facet, String)>,
}

impl Fields {
    fn add(&mut self, field: impl Into<String>, value: Option<impl ToString>) {
        self.push(field.into(), value.map(|value| value.to_string()), false);
    }

    fn push(&mut self, field: String, value: Option<String>, masked: bool) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.list.push((Facet { container: self.container.clone(), field, masked }, value));
        }
    }
}

/// All fields that have a value.
pub fn of(definition: &TaskDefinition) -> BTreeMap<Facet, String> {
    let mut all = task(definition).list;
    for (place, container) in definition.container_definitions.iter().enumerate() {
        all.extend(self::container(container, place).list);
    }
    all.into_iter().collect()
}

fn task(definition: &TaskDefinition) -> Fields {
    let mut fields = Fields { container: None, list: Vec::new() };
    fields.add("cpu", definition.cpu.as_ref());
    fields.add("memory", definition.memory.as_ref());
    fields.add("networkMode", definition.network_mode.as_ref());
    fields.add("taskRoleArn", definition.task_role_arn.as_ref());
    fields.add("executionRoleArn", definition.execution_role_arn.as_ref());
    if let Some(platform) = &definition.runtime_platform {
        fields.add("runtimePlatform.cpuArchitecture", platform.cpu_architecture.as_ref());
        fields.add("runtimePlatform.operatingSystemFamily", platform.operating_system_family.as_ref());
    }
    let storage = definition.ephemeral_storage.as_ref().and_then(|storage| storage.size_in_gib);
    fields.add("ephemeralStorage.sizeInGiB", storage);
    fields.add("requiresCompatibilities", joined(&definition.requires_compatibilities));
    for rule in &definition.placement_constraints {
        let kind = rule.kind.as_deref().unwrap_or_default();
        fields.add(format!("placementConstraints[{kind}]"), Some(rule.expression.as_deref().unwrap_or(kind)));
    }
    for volume in &definition.volumes {
        fields.add(format!("volumes[{}]", volume.name.as_deref().unwrap_or_default()), Some(source(volume)));
    }
    fields
}

/// What a volume is made from.
fn source(volume: &Volume) -> String {
    let host = volume.host.as_ref().and_then(|host| host.source_path.clone());
    let efs = volume.efs_volume_configuration.as_ref();
    let files = efs.or(volume.fsx_windows_file_server_volume_configuration.as_ref());
    let files = files.map(|files| {
        let root = files.root_directory.as_deref().unwrap_or("/");
        format!("{}:{root}", files.file_system_id.as_deref().unwrap_or_default())
    });
    let docker = volume.docker_volume_configuration.as_ref();
    let docker = docker.and_then(|one| one.driver.clone()).or_else(|| docker.map(|_| "docker".to_owned()));
    host.or(files).or(docker).unwrap_or_else(|| "-".to_owned())
}

fn container(container: &ContainerDefinition, place: usize) -> Fields {
    let name = container.name.clone().unwrap_or_else(|| format!("containerDefinitions[{place}]"));
    let mut fields = Fields { container: Some(name), list: Vec::new() };
    fields.add("image", container.image.as_ref());
    fields.add("cpu", container.cpu);
    fields.add("memory", container.memory);
    fields.add("memoryReservation", container.memory_reservation);
    fields.add("essential", Some(container.is_essential()));
    fields.add("entryPoint", joined(&container.entry_point));
    fields.add("command", joined(&container.command));
    fields.add("workingDirectory", container.working_directory.as_ref());
    fields.add("user", container.user.as_ref());
    fields.add("privileged", container.privileged);
    fields.add("readonlyRootFilesystem", container.readonly_root_filesystem);
    fields.add("stopTimeout", container.stop_timeout);
    fields.add("startTimeout", container.start_timeout);
    fields.add("restartPolicy.enabled", container.restart_policy.as_ref().and_then(|policy| policy.enabled));
    ports(&mut fields, container);
    inputs(&mut fields, container);
    order(&mut fields, container);
    container.health_check.iter().for_each(|check| health(&mut fields, check));
    container.log_configuration.iter().for_each(|configuration| log(&mut fields, configuration));
    fields
}

fn ports(fields: &mut Fields, container: &ContainerDefinition) {
    for port in &container.port_mappings {
        let number = port.container_port.map(|number| number.to_string());
        let number = number.or_else(|| port.container_port_range.clone()).unwrap_or_default();
        let protocol = port.protocol.as_deref().unwrap_or("tcp");
        let host = port.host_port.map_or_else(|| "-".to_owned(), |host| host.to_string());
        fields.add(format!("portMappings[{number}/{protocol}].hostPort"), Some(host));
    }
}

/// What the program is given: variables, secrets, files, mounts. Values of variables are compared only.
fn inputs(fields: &mut Fields, container: &ContainerDefinition) {
    for KeyValue { name, value } in &container.environment {
        let field = format!("environment[{}]", name.as_deref().unwrap_or_default());
        // An empty value is a value.
        fields.push(field, Some(format!("={}", value.as_deref().unwrap_or_default())), true);
    }
    for file in &container.environment_files {
        fields.add(format!("environmentFiles[{}]", file.value.as_deref().unwrap_or_default()), Some("s3"));
    }
    for secret in &container.secrets {
        let field = format!("secrets[{}]", secret.name.as_deref().unwrap_or_default());
        fields.add(field, secret.value_from.as_ref());
    }
    for mount in &container.mount_points {
        let path = mount.container_path.as_deref().unwrap_or_default();
        fields.add(format!("mountPoints[{path}]"), mount.source_volume.as_ref());
    }
}

fn order(fields: &mut Fields, container: &ContainerDefinition) {
    for dependency in &container.depends_on {
        let name = dependency.container_name.as_deref().unwrap_or_default();
        fields.add(format!("dependsOn[{name}]"), dependency.condition.as_ref());
    }
}

fn health(fields: &mut Fields, check: &HealthCheck) {
    fields.add("healthCheck.command", joined(&check.command));
    fields.add("healthCheck.interval", check.interval);
    fields.add("healthCheck.timeout", check.timeout);
    fields.add("healthCheck.retries", check.retries);
    fields.add("healthCheck.startPeriod", check.start_period);
}

/// Options of `awslogs` name groups and streams; those of other drivers may hold tokens.
fn log(fields: &mut Fields, configuration: &LogConfiguration) {
    let driver = configuration.log_driver.as_deref();
    fields.add("logConfiguration.logDriver", driver);
    for (name, value) in &configuration.options {
        let masked = driver != Some("awslogs");
        fields.push(format!("logConfiguration.options[{name}]"), Some(value.clone()), masked);
    }
}

/// An array as JSON writes it, so that `["a b"]` and `["a", "b"]` differ.
fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| serde_json::to_string(words).unwrap_or_default())
}
