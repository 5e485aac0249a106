//! A container definition as a container of a pod.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    ConfigMapEnvSource, Container, ContainerPort, EnvFromSource, EnvVar, EnvVarSource, ExecAction, Probe,
    ResourceRequirements, SecretKeySelector, SecurityContext, Volume,
};

use super::metadata::Notes;
use super::template::{NOT_SAVED, runs_first};
use super::volume;
use crate::kube::describe::page::path;
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::redaction;
use crate::model::task_definition::{PortMapping, Secret};
use crate::model::{ContainerDefinition, HealthCheck, TaskDefinition, arn};
use crate::msg;

/// Where a container definition stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The task definition around it.
    pub definition: &'a TaskDefinition,
    /// Its index.
    pub index: usize,
    /// Path of the block's lines.
    pub parent: &'a str,
    /// The volumes that it may mount.
    pub volumes: &'a [Volume],
}

/// A legal name that no other container of the pod has.
pub fn unique(name: Option<&str>, taken: &mut Vec<String>) -> String {
    let wanted = name.filter(|name| !name.is_empty()).map_or_else(|| NOT_SAVED.to_owned(), names::name);
    let mut free = wanted.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = names::name(&format!("{wanted}-{number}"));
        number += 1;
    }
    taken.push(free.clone());
    free
}

/// Makes the container.
pub fn container(
    one: &ContainerDefinition,
    place: Place<'_>,
    taken: &mut Vec<String>,
    sources: &mut Sources,
    notes: &mut Notes,
) -> Container {
    let name = unique(one.name.as_deref(), taken);
    let title = if runs_first(place.definition, one) { "Init Containers" } else { "Containers" };
    let own = path(&path(place.parent, title), &name);
    let field = format!("taskDefinition.containerDefinitions[{}]", place.index);
    trace(one, &own, &field, sources);
    let network = place.definition.network_mode.as_deref().unwrap_or_default();
    if network == "awsvpc" {
        sources.absent(path(&own, "Host Port"), msg!("kube-host-port-awsvpc"));
    }
    Container {
        image: Some(one.image.clone().unwrap_or_else(|| NOT_SAVED.to_owned())),
        command: (!one.entry_point.is_empty()).then(|| one.entry_point.clone()),
        args: (!one.command.is_empty()).then(|| one.command.clone()),
        working_dir: one.working_directory.clone(),
        ports: ports(&one.port_mappings, network),
        resources: resources(one, &own, &field, sources),
        liveness_probe: one.health_check.as_ref().and_then(probe),
        env: environment(one, &name, &field, sources, notes),
        env_from: files(one),
        volume_mounts: Some(volume::mounts(one, place.volumes)).filter(|mounts| !mounts.is_empty()),
        security_context: security(one),
        name,
        ..Container::default()
    }
}

fn trace(one: &ContainerDefinition, own: &str, field: &str, sources: &mut Sources) {
    sources.stated(own, field);
    let parts = [
        ("Image", "image", one.image.is_some()),
        ("Command", "entryPoint", !one.entry_point.is_empty()),
        ("Args", "command", !one.command.is_empty()),
        ("Port", "portMappings", !one.port_mappings.is_empty()),
        ("Host Port", "portMappings", !one.port_mappings.is_empty()),
        ("Environment", "environment", !(one.environment.is_empty() && one.secrets.is_empty())),
        ("Environment Variables from", "environmentFiles", !one.environment_files.is_empty()),
        ("Mounts", "mountPoints", !one.mount_points.is_empty()),
    ];
    for (title, name, is_there) in parts {
        sources.stated_if(is_there, &path(own, title), &format!("{field}.{name}"));
    }
    sources.computed(path(own, "Liveness"), msg!("kube-liveness", field = format!("{field}.healthCheck")));
    let environment = path(own, "Environment");
    for variable in &one.environment {
        let name = variable.name.as_deref().unwrap_or_default();
        sources
            .computed(path(&environment, name), msg!("kube-masked", field = format!("{field}.environment")));
    }
    for secret in &one.secrets {
        let name = secret.name.as_deref().unwrap_or_default();
        sources.stated(path(&environment, name), format!("{field}.secrets"));
    }
}

fn ports(mappings: &[PortMapping], network: &str) -> Option<Vec<ContainerPort>> {
    let legal = |port: Option<i64>| port.filter(|port| (1..=65_535).contains(port)).map(names::count);
    let mut hosts = Vec::new();
    let ports: Vec<ContainerPort> = mappings
        .iter()
        .filter_map(|mapping| {
            let container_port = legal(mapping.container_port)?;
            let protocol = mapping.protocol.as_deref().unwrap_or("tcp").to_uppercase();
            let host_port = match network {
                "awsvpc" => None,
                "host" => Some(container_port),
                _ => legal(mapping.host_port),
            };
            // One host port twice in a pod is not legal.
            let host_port = host_port.filter(|port| !hosts.contains(&(*port, protocol.clone())));
            hosts.extend(host_port.map(|port| (port, protocol.clone())));
            Some(ContainerPort {
                container_port,
                host_port,
                protocol: Some(protocol),
                ..ContainerPort::default()
            })
        })
        .collect();
    (!ports.is_empty()).then_some(ports)
}

/// `memory` is a hard limit, `memoryReservation` what is set aside, `cpu` a share and no limit.
fn resources(
    one: &ContainerDefinition,
    own: &str,
    field: &str,
    sources: &mut Sources,
) -> Option<ResourceRequirements> {
    let (mut limits, mut requests) = (BTreeMap::new(), BTreeMap::new());
    if let Some(memory) = one.memory.filter(|memory| *memory > 0) {
        sources.stated(path(own, "Limits/memory"), format!("{field}.memory"));
        limits.insert("memory".to_owned(), names::memory(memory));
    }
    if let Some(memory) = one.memory_reservation.filter(|memory| *memory > 0) {
        sources.stated(path(own, "Requests/memory"), format!("{field}.memoryReservation"));
        requests.insert("memory".to_owned(), names::memory(memory));
    }
    if let Some(units) = one.cpu.filter(|units| *units > 0) {
        let how = msg!("kube-cpu-units", field = format!("{field}.cpu"), units = units);
        sources.computed(path(own, "Requests/cpu"), how);
        requests.insert("cpu".to_owned(), names::cpu(units));
    }
    let some = |map: BTreeMap<_, _>| (!map.is_empty()).then_some(map);
    let made = ResourceRequirements { limits: some(limits), requests: some(requests), claims: None };
    (made != ResourceRequirements::default()).then_some(made)
}

/// The container health check: ECS replaces the task when it fails, which is nearest to liveness.
/// `["NONE"]` switches off a check that the image has.
fn probe(check: &HealthCheck) -> Option<Probe> {
    if check.command.is_empty() || check.command == ["NONE"] {
        return None;
    }
    let positive = |value: Option<i64>, default: i64| Some(names::count(value.unwrap_or(default).max(1)));
    Some(Probe {
        exec: Some(ExecAction { command: Some(check.command.clone()) }),
        initial_delay_seconds: check.start_period.map(names::count),
        timeout_seconds: positive(check.timeout, 5),
        period_seconds: positive(check.interval, 30),
        failure_threshold: positive(check.retries, 3),
        success_threshold: Some(1),
        ..Probe::default()
    })
}

/// Plain variables, masked, and those from secrets, whose places the annotations keep.
fn environment(
    one: &ContainerDefinition,
    container: &str,
    field: &str,
    sources: &mut Sources,
    notes: &mut Notes,
) -> Option<Vec<EnvVar>> {
    let plain = one.environment.iter().filter_map(|variable| {
        let value = Some(redaction::MASK.to_owned());
        Some(EnvVar { name: legal_variable(variable.name.as_deref())?, value, value_from: None })
    });
    let mut all: Vec<EnvVar> = plain.collect();
    for (index, secret) in one.secrets.iter().enumerate() {
        let Some(name) = legal_variable(secret.name.as_deref()) else { continue };
        let key = names::label_value(&format!("value-from-{container}-{name}"));
        let place = format!("{field}.secrets[{index}].valueFrom");
        notes.note(sources, &key, secret.value_from.as_deref(), &place);
        let value_from = EnvVarSource { secret_key_ref: Some(key_of(secret)), ..EnvVarSource::default() };
        all.push(EnvVar { name, value: None, value_from: Some(value_from) });
    }
    (!all.is_empty()).then_some(all)
}

/// Kubernetes lets a variable's name be any printable ASCII but `=`.
fn legal_variable(name: Option<&str>) -> Option<String> {
    let legal = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'=';
    name.filter(|name| !name.is_empty() && name.bytes().all(legal)).map(str::to_owned)
}

/// The secret and key that `valueFrom` names. Of Secrets Manager, the key is the JSON key, or AWS's own name
/// of the whole, `SecretString`; of Parameter Store, `Value`, what it calls a parameter's content.
fn key_of(secret: &Secret) -> SecretKeySelector {
    let from = secret.value_from.as_deref().unwrap_or_default();
    let (name, key) = match from.splitn(7, ':').collect::<Vec<_>>().as_slice() {
        [_, _, "secretsmanager", _, _, _, rest] => {
            let mut parts = rest.split(':');
            let name = parts.next().unwrap_or_default();
            (name.to_owned(), parts.next().filter(|key| !key.is_empty()).unwrap_or("SecretString"))
        }
        [_, _, "ssm", ..] => {
            (from.rsplit_once(":parameter").map_or(arn::name(from), |(_, path)| path).to_owned(), "Value")
        }
        _ => (from.to_owned(), "Value"),
    };
    let key = names::label_value(key);
    SecretKeySelector { name: names::name(&name), key, optional: None }
}

fn files(one: &ContainerDefinition) -> Option<Vec<EnvFromSource>> {
    let sources: Vec<EnvFromSource> = one
        .environment_files
        .iter()
        .filter_map(|file| file.value.as_deref())
        .map(|place| {
            let name = names::name(place.strip_prefix("arn:aws:s3:::").unwrap_or(place));
            let config_map_ref = Some(ConfigMapEnvSource { name, optional: None });
            EnvFromSource { config_map_ref, ..EnvFromSource::default() }
        })
        .collect();
    (!sources.is_empty()).then_some(sources)
}

fn security(one: &ContainerDefinition) -> Option<SecurityContext> {
    let made = SecurityContext {
        privileged: one.privileged.filter(|privileged| *privileged),
        read_only_root_filesystem: one.readonly_root_filesystem.filter(|read_only| *read_only),
        ..SecurityContext::default()
    };
    (made != SecurityContext::default()).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(from: &str) -> (String, String) {
        let selector = key_of(&Secret { name: None, value_from: Some(from.to_owned()) });
        (selector.name, selector.key)
    }

    #[test]
    fn secrets_by_each_way_to_name_one() {
        let manager = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/DB-AbCdEf";
        assert_eq!(secret(manager), ("prod-db-abcdef".to_owned(), "SecretString".to_owned()));
        assert_eq!(
            secret(&format!("{manager}:password::")),
            ("prod-db-abcdef".to_owned(), "password".to_owned())
        );
        let parameter = "arn:aws:ssm:us-east-1:123456789012:parameter/prod/db";
        assert_eq!(secret(parameter), ("prod-db".to_owned(), "Value".to_owned()));
        assert_eq!(secret("/prod/db"), ("prod-db".to_owned(), "Value".to_owned()));
    }

    #[test]
    fn names_that_become_the_same_get_a_number() {
        let mut taken = Vec::new();
        assert_eq!(unique(Some("My_App"), &mut taken), "my-app");
        assert_eq!(unique(Some("my-app"), &mut taken), "my-app-2");
        assert_eq!(unique(None, &mut taken), NOT_SAVED);
    }

    #[test]
    fn a_check_that_is_switched_off_is_no_probe() {
        assert!(probe(&HealthCheck { command: vec!["NONE".to_owned()], ..HealthCheck::default() }).is_none());
    }

    #[test]
    fn host_ports_follow_the_network_mode() {
        let mapping =
            [PortMapping { container_port: Some(80), host_port: Some(8080), ..PortMapping::default() }];
        let host = |network| ports(&mapping, network).unwrap()[0].host_port;
        assert_eq!((host("awsvpc"), host("host"), host("bridge")), (None, Some(80), Some(8080)));
        let dynamic =
            [PortMapping { container_port: Some(80), host_port: Some(0), ..PortMapping::default() }];
        assert_eq!(ports(&dynamic, "bridge").unwrap()[0].host_port, None);
    }
}
