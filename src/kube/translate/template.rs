//! What a task definition becomes: the containers, volumes and roles of a pod or a pod template.

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

use super::metadata::Notes;
use super::{container, volume};
use crate::kube::describe::page::path;
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::{ContainerDefinition, TaskDefinition, arn, task};
use crate::msg;
use crate::words::Message;

/// Stands for a container or an image that nothing in the input names: a pod without either is not legal.
pub const NOT_SAVED: &str = "not-saved";

/// What is known about the containers of one revision.
#[derive(Debug, Clone, Copy)]
pub struct Blueprint<'a> {
    /// The task definition, when it was saved.
    pub definition: Option<&'a TaskDefinition>,
    /// Its name, `family:number`, when something states it.
    pub revision: Option<&'a str>,
    /// The containers of a task of the revision, when one was saved.
    pub containers: &'a [task::Container],
    /// Path of the lines.
    pub parent: &'a str,
}

impl Blueprint<'_> {
    /// The command that would fetch the task definition.
    pub fn missing(&self) -> Message {
        match self.revision {
            Some(revision) => {
                let command = format!("aws ecs describe-task-definition --task-definition {revision}");
                msg!("kube-not-saved", command = command)
            }
            None => msg!("kube-definition-unknown"),
        }
    }
}

/// The part of a pod's specification that the task definition decides.
pub fn spec(blueprint: Blueprint<'_>, sources: &mut Sources, notes: &mut Notes) -> PodSpec {
    let parent = blueprint.parent;
    sources.absent(path(parent, "Tolerations"), msg!("kube-no-taints"));
    sources.absent(path(parent, "Node-Selectors"), msg!("kube-no-node-selectors"));
    let Some(definition) = blueprint.definition else {
        return bare(blueprint, sources);
    };
    let volumes = volume::volumes(definition, sources, parent);
    let mut spec = PodSpec {
        service_account_name: account(
            definition.task_role_arn.as_deref(),
            "taskDefinition.taskRoleArn",
            blueprint,
            sources,
            notes,
        ),
        host_network: (definition.network_mode.as_deref() == Some("host")).then_some(true),
        termination_grace_period_seconds: grace(definition),
        ..PodSpec::default()
    };
    notes.note(
        sources,
        "execution-role",
        definition.execution_role_arn.as_deref(),
        "taskDefinition.executionRoleArn",
    );
    let mut taken = Vec::new();
    for (index, one) in definition.container_definitions.iter().enumerate() {
        let place = container::Place { definition, index, parent, volumes: &volumes };
        let made = container::container(one, place, &mut taken, sources, notes);
        if runs_first(definition, one) {
            spec.init_containers.get_or_insert_default().push(made);
        } else {
            spec.containers.push(made);
        }
    }
    if spec.containers.is_empty() {
        spec.containers.push(placeholder(blueprint, sources));
    }
    spec.volumes = (!volumes.is_empty()).then_some(volumes);
    spec
}

/// A pod whose task definition was not saved: names and images that a task of the revision states, or a
/// container whose name says that it was not saved.
fn bare(blueprint: Blueprint<'_>, sources: &mut Sources) -> PodSpec {
    let parent = blueprint.parent;
    for title in ["Containers", "Volumes", "Service Account"] {
        sources.not_saved(path(parent, title), blueprint.missing());
    }
    let mut taken = Vec::new();
    let mut containers: Vec<Container> = Vec::new();
    for (index, known) in blueprint.containers.iter().enumerate() {
        let name = container::unique(known.name.as_deref(), &mut taken);
        let image = known.image.clone().unwrap_or_else(|| NOT_SAVED.to_owned());
        if known.image.is_some() {
            let own = path(&path(parent, "Containers"), &name);
            sources.stated(path(&own, "Image"), format!("tasks[].containers[{index}].image"));
        }
        containers.push(Container { name, image: Some(image), ..Container::default() });
    }
    if containers.is_empty() {
        containers.push(placeholder(blueprint, sources));
    }
    PodSpec { containers, ..PodSpec::default() }
}

fn placeholder(blueprint: Blueprint<'_>, sources: &mut Sources) -> Container {
    sources.not_saved(path(blueprint.parent, "Containers"), blueprint.missing());
    Container { name: NOT_SAVED.to_owned(), image: Some(NOT_SAVED.to_owned()), ..Container::default() }
}

/// The task role as a service account: both are what the application acts as.
pub fn account(
    role: Option<&str>,
    field: &str,
    blueprint: Blueprint<'_>,
    sources: &mut Sources,
    notes: &mut Notes,
) -> Option<String> {
    let role = role.filter(|role| !role.is_empty())?;
    let name = names::name(arn::name(role));
    notes.note(sources, "task-role", Some(role), field);
    sources.computed(
        path(blueprint.parent, "Service Account"),
        msg!("kube-service-account", role = arn::name(role)),
    );
    Some(name)
}

/// Seconds between SIGTERM and SIGKILL: the longest of the containers; 30 where none states it.
pub fn grace(definition: &TaskDefinition) -> Option<i64> {
    definition.container_definitions.iter().filter_map(|container| container.stop_timeout).max()
}

/// Whether a container is what Kubernetes calls an init container: not essential, and another one waits
/// for its end.
pub fn runs_first(definition: &TaskDefinition, container: &ContainerDefinition) -> bool {
    let awaited = definition.container_definitions.iter().flat_map(|other| &other.depends_on).any(|need| {
        need.container_name.is_some()
            && need.container_name == container.name
            && matches!(need.condition.as_deref(), Some("COMPLETE" | "SUCCESS"))
    });
    awaited && !container.is_essential()
}

/// The size of the whole task, as limits of the whole pod.
pub fn pod_resources(
    cpu: Option<&str>,
    memory: Option<&str>,
    field: &str,
    sources: &mut Sources,
) -> Option<ResourceRequirements> {
    let mut limits = std::collections::BTreeMap::new();
    if let Some(units) = cpu.and_then(|text| size(text, "vcpu")) {
        sources.computed(
            "Resources/Limits/cpu",
            msg!("kube-cpu-units", field = format!("{field}.cpu"), units = units),
        );
        limits.insert("cpu".to_owned(), names::cpu(units));
    }
    if let Some(mebibytes) = memory.and_then(|text| size(text, "gb")) {
        sources.stated("Resources/Limits/memory", format!("{field}.memory"));
        limits.insert("memory".to_owned(), names::memory(mebibytes));
    }
    (!limits.is_empty())
        .then(|| ResourceRequirements { limits: Some(limits), ..ResourceRequirements::default() })
}

/// `1024`, or `1 vCPU` and `2 GB` as RegisterTaskDefinition takes them; both large units are 1024 small ones.
fn size(text: &str, unit: &str) -> Option<i64> {
    let lower = text.trim().to_lowercase();
    let Some(number) = lower.strip_suffix(unit) else {
        return lower.parse().ok().filter(|size| *size > 0);
    };
    let (whole, fraction) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some(digits.checked_mul(1024)? / scale).filter(|size| *size > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn task_sizes_in_both_spellings() {
        assert_eq!(
            (size("256", "vcpu"), size("0.5 vCPU", "vcpu"), size(".25vcpu", "vcpu")),
            (Some(256), Some(512), Some(256))
        );
        assert_eq!((size("2 GB", "gb"), size("512", "gb")), (Some(2048), Some(512)));
        assert_eq!((size("0", "gb"), size("much", "gb")), (None, None));
    }

    #[test]
    fn a_container_whose_end_another_awaits_runs_first_unless_it_is_essential() {
        let json = r#"{"containerDefinitions":[{"name":"m","essential":false},{"name":"e","essential":true},
            {"name":"s","essential":false},
            {"name":"web","dependsOn":[{"containerName":"m","condition":"SUCCESS"},{"containerName":"e","condition":"COMPLETE"},{"containerName":"s","condition":"START"}]}]}"#;
        let definition: TaskDefinition = serde_json::from_str(json).unwrap();
        let first: Vec<bool> =
            definition.container_definitions.iter().map(|one| runs_first(&definition, one)).collect();
        assert_eq!(first, [true, false, false, false]);
    }
}
