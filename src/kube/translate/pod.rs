//! A task as a Pod.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{ContainerStatus, Pod, PodCondition, PodIP, PodSpec, PodStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::metadata::{self, Notes};
use super::template::{self, Blueprint};
use super::{Translated, World, container, health, state};
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::{Container, Task, TaskDefinition, arn};
use crate::msg;

/// Seconds between SIGTERM and SIGKILL where no container states them. Source: API reference, `stopTimeout`.
const DEFAULT_GRACE: i64 = 30;

/// The name of the Pod of `task`: its id, which is what `aws ecs describe-tasks` takes.
pub fn name(task: &Task) -> Option<String> {
    task.id().map(names::name)
}

/// Makes the Pod of the task at `index` of the subject's tasks.
pub fn pod(world: &World<'_>, index: usize, task: &Task) -> Translated<Pod> {
    let mut sources = Sources::default();
    let mut notes = Notes::default();
    let field = format!("tasks[{index}]");
    let definition = world.definition_of(task);
    let name = name(task).unwrap_or_default();
    sources.stated("Name", format!("{field}.taskArn"));
    let mut metadata = metadata::object(world, "Pod", &name, &mut sources);
    let spec = spec(world, task, definition, &field, &mut sources, &mut notes);
    let status = status(world, task, definition, &spec, &field, &mut sources);
    own(world, task, &mut metadata, &field, &mut sources);
    stop(task, definition, &mut metadata, &field, &mut sources);
    label(world, task, &mut metadata, &mut notes, &field, &mut sources);
    annotate(task, &mut notes, &field, &mut sources);
    metadata.annotations = notes.finish();
    sources.stated("Annotations", field);
    Translated { object: Pod { metadata, spec: Some(spec), status: Some(status) }, sources }
}

fn spec(
    world: &World<'_>,
    task: &Task,
    definition: Option<&TaskDefinition>,
    field: &str,
    sources: &mut Sources,
    notes: &mut Notes,
) -> PodSpec {
    let revision = task.task_definition_arn.as_deref().map(arn::revision);
    let blueprint = Blueprint { definition, revision, containers: &task.containers, parent: "" };
    let mut spec = template::spec(blueprint, sources, notes);
    images(task, &mut spec, field, sources);
    let role = task.overrides.as_ref().and_then(|overrides| overrides.task_role_arn.as_deref());
    let role_field = format!("{field}.overrides.taskRoleArn");
    if let Some(account) = template::account(role, &role_field, blueprint, sources, notes) {
        spec.service_account_name = Some(account);
    }
    spec.resources = template::pod_resources(task.cpu.as_deref(), task.memory.as_deref(), field, sources);
    spec.restart_policy = Some(if task.service().is_some() { "Always" } else { "Never" }.to_owned());
    spec.node_name = node_name(world, task);
    trace_node(world, task, field, sources);
    sources.computed("QoS Class", msg!("kube-quality"));
    spec
}

/// A task's own word for its images goes before the task definition's.
fn images(task: &Task, spec: &mut PodSpec, field: &str, sources: &mut Sources) {
    let all = spec.containers.iter_mut().chain(spec.init_containers.iter_mut().flatten());
    for one in all {
        let known = task
            .containers
            .iter()
            .position(|known| known.name.as_deref().map(names::name).as_ref() == Some(&one.name));
        let Some((index, image)) =
            known.and_then(|index| Some((index, task.containers[index].image.clone()?)))
        else {
            continue;
        };
        sources
            .stated(format!("Containers/{}/Image", one.name), format!("{field}.containers[{index}].image"));
        one.image = Some(image);
    }
}

/// The name of the node that a task is on: its EC2 instance, or the container instance's own id.
pub fn node_name(world: &World<'_>, task: &Task) -> Option<String> {
    let arn = task.container_instance_arn.as_deref()?;
    let instance = world.facts.snapshot.container_instance(arn);
    let id = instance.and_then(|instance| instance.ec2_instance_id.as_deref());
    Some(names::name(id.unwrap_or_else(|| arn::name(arn))))
}

fn trace_node(world: &World<'_>, task: &Task, field: &str, sources: &mut Sources) {
    let Some(arn) = task.container_instance_arn.as_deref() else {
        if task.launch_type.as_deref() == Some("FARGATE") {
            sources.absent("Node", msg!("kube-no-node-fargate"));
        } else {
            sources.absent("Node", msg!("kube-field-empty", field = format!("{field}.containerInstanceArn")));
        }
        return;
    };
    let instance = world.facts.snapshot.container_instance(arn);
    if instance.is_some_and(|instance| instance.ec2_instance_id.is_some()) {
        sources.stated("Node", "containerInstances[].ec2InstanceId");
        return;
    }
    let cluster = task.cluster().unwrap_or("default");
    let id = arn::name(arn);
    let command =
        format!("aws ecs describe-container-instances --cluster {cluster} --container-instances {id}");
    sources.not_saved("Node", msg!("kube-node-not-saved", command = command));
}

fn status(
    world: &World<'_>,
    task: &Task,
    definition: Option<&TaskDefinition>,
    spec: &PodSpec,
    field: &str,
    sources: &mut Sources,
) -> PodStatus {
    sources.computed(
        "Status",
        msg!("kube-phase", field = field, status = task.last_status.as_deref().unwrap_or_default()),
    );
    sources.stated("Reason", format!("{field}.stopCode"));
    sources.stated("Message", format!("{field}.stoppedReason"));
    sources.stated("Start Time", format!("{field}.createdAt"));
    let ip = task.private_ip().filter(|ip| !ip.is_empty());
    for title in ["IP", "IPs"] {
        if ip.is_some() {
            sources.stated(title, format!("{field}.attachments[].details"));
        } else {
            sources.absent(title, msg!("kube-no-address"));
        }
    }
    let (first, later) = statuses(task, definition, spec, field, sources);
    PodStatus {
        phase: Some(state::phase(task, definition).to_owned()),
        reason: task.stop_code.clone(),
        message: task.stopped_reason.clone(),
        start_time: task.created_at.map(names::time),
        pod_ip: ip.map(str::to_owned),
        pod_ips: ip.map(|ip| vec![PodIP { ip: ip.to_owned() }]),
        conditions: Some(conditions(world, task, definition, sources)).filter(|all| !all.is_empty()),
        container_statuses: (!later.is_empty()).then_some(later),
        init_container_statuses: (!first.is_empty()).then_some(first),
        ..PodStatus::default()
    }
}

/// Statuses of the containers that run first, and of the others.
fn statuses(
    task: &Task,
    definition: Option<&TaskDefinition>,
    spec: &PodSpec,
    field: &str,
    sources: &mut Sources,
) -> (Vec<ContainerStatus>, Vec<ContainerStatus>) {
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let mut taken = Vec::new();
    for (index, known) in task.containers.iter().enumerate() {
        let name = container::unique(known.name.as_deref(), &mut taken);
        let early = spec.init_containers.iter().flatten().any(|one| one.name == name);
        let title = if early { "Init Containers" } else { "Containers" };
        trace(&format!("{title}/{name}"), &format!("{field}.containers[{index}]"), known, sources);
        let status = ContainerStatus {
            name,
            image: known.image.clone().unwrap_or_default(),
            image_id: known.image_digest.clone().unwrap_or_default(),
            container_id: known.runtime_id.clone(),
            ready: health::is_ready(task, definition, known, early),
            restart_count: 0,
            state: Some(state::state(task, known, early)),
            ..ContainerStatus::default()
        };
        if early { first.push(status) } else { later.push(status) }
    }
    (first, later)
}

fn trace(own: &str, field: &str, known: &Container, sources: &mut Sources) {
    let exited = known.exit_code.is_some();
    sources.stated_if(
        known.runtime_id.is_some(),
        &format!("{own}/Container ID"),
        &format!("{field}.runtimeId"),
    );
    sources.stated_if(
        known.image_digest.is_some(),
        &format!("{own}/Image ID"),
        &format!("{field}.imageDigest"),
    );
    sources.computed(format!("{own}/State"), msg!("kube-container-state", field = field));
    for title in ["Started", "Finished"] {
        sources.computed(format!("{own}/State/{title}"), msg!("kube-container-times"));
    }
    if exited {
        sources.stated(format!("{own}/State/Exit Code"), format!("{field}.exitCode"));
    }
    sources.stated(format!("{own}/State/Message"), format!("{field}.reason"));
    sources.computed(format!("{own}/Ready"), msg!("kube-ready", field = field));
    sources.absent(format!("{own}/Restart Count"), msg!("kube-no-restarts"));
}

/// In the order in which a kubelet writes them. ECS has no counterpart of `Initialized`.
fn conditions(
    world: &World<'_>,
    task: &Task,
    definition: Option<&TaskDefinition>,
    sources: &mut Sources,
) -> Vec<PodCondition> {
    sources.computed("Conditions", msg!("kube-pod-conditions"));
    let condition = |kind: &str, is_true: bool| PodCondition {
        type_: kind.to_owned(),
        status: if is_true { "True" } else { "False" }.to_owned(),
        ..PodCondition::default()
    };
    let mut all = Vec::new();
    let interface = task
        .attachments
        .iter()
        .find(|one| matches!(one.kind.as_deref(), Some("ElasticNetworkInterface" | "eni")));
    if let Some(interface) = interface {
        all.push(condition("PodReadyToStartContainers", interface.status.as_deref() == Some("ATTACHED")));
    }
    let containers = health::containers_are_ready(task, definition);
    all.push(condition("Ready", containers && health::target_is_healthy(world, task) != Some(false)));
    all.push(condition("ContainersReady", containers));
    let placed = task.container_instance_arn.is_some()
        || !matches!(task.last_status.as_deref(), None | Some("PROVISIONING"));
    all.push(condition("PodScheduled", placed));
    all
}

/// The service and the deployment or task set that `task` belongs to.
fn belongs<'a>(world: &'a World<'_>, task: &'a Task) -> Option<(&'a str, &'a str)> {
    Some((task.service().or(world.service_name.as_deref())?, super::starter(world.facts, task)?))
}

fn own(world: &World<'_>, task: &Task, metadata: &mut ObjectMeta, field: &str, sources: &mut Sources) {
    let Some((service, id)) = belongs(world, task) else { return };
    let known = world.generation(id).map(|generation| generation.name.clone());
    let name = known.unwrap_or_else(|| names::replica_set(service, task.task_definition_arn.as_deref(), id));
    sources
        .computed("Controlled By", msg!("kube-controlled-by", field = format!("{field}.startedBy"), id = id));
    metadata.owner_references = Some(metadata::owner(world, "ReplicaSet", &name));
}

/// A task that was told to stop and has not yet is a pod that is terminating since then.
fn stop(
    task: &Task,
    definition: Option<&TaskDefinition>,
    metadata: &mut ObjectMeta,
    field: &str,
    sources: &mut Sources,
) {
    if !task.is_stopping() || task.is_stopped() {
        return;
    }
    let Some(since) = task.stopping_at else { return };
    metadata.deletion_timestamp = Some(names::time(since));
    let stated = definition.and_then(template::grace);
    metadata.deletion_grace_period_seconds = Some(stated.unwrap_or(DEFAULT_GRACE));
    sources.computed("Status", msg!("kube-terminating", field = format!("{field}.stoppingAt")));
    sources.computed("Termination Grace Period", msg!("kube-grace"));
}

fn label(
    world: &World<'_>,
    task: &Task,
    metadata: &mut ObjectMeta,
    notes: &mut Notes,
    field: &str,
    sources: &mut Sources,
) {
    let mut labels = BTreeMap::new();
    metadata::tags(&task.tags, &format!("{field}.tags"), &mut labels, notes, sources);
    if let Some((service, id)) = belongs(world, task) {
        labels.extend(metadata::pod_labels(service, Some(id)));
    }
    sources.stated("Labels", format!("{field}.tags"));
    sources.stated(format!("Labels/{}", metadata::SERVICE_LABEL), format!("{field}.group"));
    sources.stated(format!("Labels/{}", metadata::DEPLOYMENT_LABEL), format!("{field}.startedBy"));
    metadata.creation_timestamp = task.created_at.map(names::time);
    metadata.labels = (!labels.is_empty()).then_some(labels);
}

fn annotate(task: &Task, notes: &mut Notes, field: &str, sources: &mut Sources) {
    let facts = [
        ("task-arn", "taskArn", &task.task_arn),
        ("group", "group", &task.group),
        ("started-by", "startedBy", &task.started_by),
        ("task-definition", "taskDefinitionArn", &task.task_definition_arn),
        ("last-status", "lastStatus", &task.last_status),
        ("desired-status", "desiredStatus", &task.desired_status),
        ("health-status", "healthStatus", &task.health_status),
        ("connectivity", "connectivity", &task.connectivity),
        ("launch-type", "launchType", &task.launch_type),
        ("capacity-provider", "capacityProviderName", &task.capacity_provider_name),
        ("platform-version", "platformVersion", &task.platform_version),
        ("availability-zone", "availabilityZone", &task.availability_zone),
    ];
    for (key, name, value) in facts {
        notes.note(sources, key, value.as_deref(), &format!("{field}.{name}"));
    }
}
