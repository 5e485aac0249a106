//! A service as a Deployment.

use std::collections::BTreeMap;

use k8s_openapi::api::apps::v1::{
    Deployment, DeploymentSpec, DeploymentStatus, DeploymentStrategy, RollingUpdateDeployment,
};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::metadata::{self, Notes};
use super::template::{self, Blueprint};
use super::{Translated, World, conditions, health, replica_set};
use crate::kube::describe::template::TITLE;
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::service::{CapacityProviderStrategyItem, LoadBalancer, PlacementRule};
use crate::model::{Service, arn};
use crate::msg;

/// Makes the Deployment; nothing without a service.
pub fn deployment(world: &World<'_>) -> Option<Translated<Deployment>> {
    let service = world.service()?;
    let service_name = world.service_name.as_deref()?;
    let mut sources = Sources::default();
    let mut notes = Notes::default();
    let mut metadata = metadata::object(world, "Deployment", &names::name(service_name), &mut sources);
    metadata.creation_timestamp = service.created_at.map(names::time);
    metadata.labels = labels(service, &mut notes, &mut sources);
    annotate(service, &mut notes, &mut sources);
    metadata.annotations = notes.finish();
    trace(service, &mut sources);
    let counts = Counts::of(world, service);
    let spec = DeploymentSpec {
        replicas: Some(names::count(counts.desired)),
        selector: LabelSelector {
            match_labels: Some(metadata::pod_labels(service_name, None)),
            ..LabelSelector::default()
        },
        strategy: strategy(service, &mut sources),
        template: template(world, service, &mut sources),
        ..DeploymentSpec::default()
    };
    let status = DeploymentStatus {
        replicas: Some(names::count(counts.total)),
        updated_replicas: Some(names::count(counts.updated)),
        available_replicas: Some(names::count(counts.available)),
        unavailable_replicas: Some(names::count(counts.unavailable)),
        conditions: Some(conditions::conditions(world, service, &counts, &mut sources))
            .filter(|all| !all.is_empty()),
        ..DeploymentStatus::default()
    };
    Some(Translated { object: Deployment { metadata, spec: Some(spec), status: Some(status) }, sources })
}

/// The numbers of the line `Replicas:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// `desiredCount`.
    pub desired: i64,
    /// Running and pending tasks of the generation that is rolled out.
    pub updated: i64,
    /// Running and pending tasks of all.
    pub total: i64,
    /// Running tasks, less those of which something saved says that they are not healthy.
    pub available: i64,
    /// What the generations want, less the available ones.
    pub unavailable: i64,
}

impl Counts {
    /// Counts the tasks of `service`.
    pub fn of(world: &World<'_>, service: &Service) -> Self {
        let all = &world.generations;
        let wanted: i64 = all.iter().filter_map(|one| one.desired).sum();
        let desired = service.desired_count.unwrap_or(wanted);
        let stated = service.running_count.unwrap_or(0).saturating_add(service.pending_count.unwrap_or(0));
        let total = if all.is_empty() { stated } else { all.iter().map(super::Generation::current).sum() };
        let running = service.running_count.unwrap_or_else(|| all.iter().filter_map(|one| one.running).sum());
        let tasks = world.facts.tasks.iter().filter(|task| task.last_status.as_deref() == Some("RUNNING"));
        let unwell = tasks.filter(|task| !health::is_available(world, task)).count();
        let available = running.saturating_sub(i64::try_from(unwell).unwrap_or(i64::MAX)).max(0);
        Self {
            desired,
            updated: all.iter().filter(|one| one.is_new).map(super::Generation::current).sum(),
            total,
            available,
            unavailable: if all.is_empty() { desired } else { wanted }.saturating_sub(available).max(0),
        }
    }
}

fn labels(service: &Service, notes: &mut Notes, sources: &mut Sources) -> Option<BTreeMap<String, String>> {
    let Some(tags) = &service.tags else {
        let command = format!("{} --include TAGS", describe_services(service));
        sources.not_saved("Labels", msg!("kube-not-saved", command = command));
        return None;
    };
    sources.stated_if(!tags.is_empty(), "Labels", "service.tags");
    let mut labels = BTreeMap::new();
    metadata::tags(tags, "service.tags", &mut labels, notes, sources);
    (!labels.is_empty()).then_some(labels)
}

/// The command that fetches the whole service.
fn describe_services(service: &Service) -> String {
    let (cluster, name) = (service.cluster().unwrap_or("default"), service.name().unwrap_or_default());
    format!("aws ecs describe-services --cluster {cluster} --services {name}")
}

fn trace(service: &Service, sources: &mut Sources) {
    sources.stated("Name", "service.serviceName");
    sources.stated_if(service.created_at.is_some(), "CreationTimestamp", "service.createdAt");
    sources.stated("Annotations", "service");
    sources.computed("Selector", msg!("kube-selector", field = "service.serviceName"));
    if service.desired_count.is_some() {
        sources.computed("Replicas", msg!("kube-replicas"));
    } else {
        sources.not_saved("Replicas", msg!("kube-not-saved", command = describe_services(service)));
    }
    sources.absent("MinReadySeconds", msg!("kube-min-ready"));
    sources.computed("OldReplicaSets", msg!("kube-replica-sets"));
    sources.computed("NewReplicaSet", msg!("kube-replica-sets"));
}

fn annotate(service: &Service, notes: &mut Notes, sources: &mut Sources) {
    let configuration = service.deployment_configuration.clone().unwrap_or_default();
    let number = |value: Option<i64>| value.map(|value| value.to_string());
    let facts = [
        ("service-arn", "serviceArn", service.service_arn.clone()),
        ("status", "status", service.status.clone()),
        ("created-by", "createdBy", service.created_by.clone()),
        ("launch-type", "launchType", service.launch_type.clone()),
        ("platform-version", "platformVersion", service.platform_version.clone()),
        (
            "availability-zone-rebalancing",
            "availabilityZoneRebalancing",
            service.availability_zone_rebalancing.clone(),
        ),
        ("scheduling-strategy", "schedulingStrategy", service.scheduling_strategy.clone()),
        (
            "deployment-controller",
            "deploymentController.type",
            service.deployment_controller.clone().and_then(|one| one.kind),
        ),
        ("strategy", "deploymentConfiguration.strategy", configuration.strategy),
        (
            "minimum-healthy-percent",
            "deploymentConfiguration.minimumHealthyPercent",
            number(configuration.minimum_healthy_percent),
        ),
        ("maximum-percent", "deploymentConfiguration.maximumPercent", number(configuration.maximum_percent)),
        (
            "enable-execute-command",
            "enableExecuteCommand",
            service.enable_execute_command.map(|on| on.to_string()),
        ),
        (
            "current-service-deployment",
            "currentServiceDeployment",
            service.current_service_deployment.clone(),
        ),
    ];
    for (key, field, value) in facts {
        notes.note(sources, key, value.as_deref(), &format!("service.{field}"));
    }
    note_lists(service, notes, sources);
}

/// Lists have one annotation an item, in ECS's words.
fn note_lists(service: &Service, notes: &mut Notes, sources: &mut Sources) {
    let rule = |one: &PlacementRule| {
        let parts = [one.kind.as_deref(), one.expression.as_deref(), one.field.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let provider = |one: &CapacityProviderStrategyItem| {
        let name = one.capacity_provider.as_deref().unwrap_or_default();
        format!("{name} weight={} base={}", one.weight.unwrap_or(0), one.base.unwrap_or(0))
    };
    let balancer = |one: &LoadBalancer| {
        let target =
            one.target_group_arn.as_deref().or(one.load_balancer_name.as_deref()).unwrap_or_default();
        let port = one.container_port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{target} {}{port}", one.container_name.as_deref().unwrap_or_default())
    };
    let lists: [(&str, &str, Vec<String>); 4] = [
        (
            "placement-constraint",
            "placementConstraints",
            service.placement_constraints.iter().map(rule).collect(),
        ),
        ("placement-strategy", "placementStrategy", service.placement_strategy.iter().map(rule).collect()),
        (
            "capacity-provider",
            "capacityProviderStrategy",
            service.capacity_provider_strategy.iter().map(provider).collect(),
        ),
        ("load-balancer", "loadBalancers", service.load_balancers.iter().map(balancer).collect()),
    ];
    for (key, field, values) in lists {
        for (index, value) in values.iter().enumerate() {
            notes.note(sources, &format!("{key}-{index}"), Some(value), &format!("service.{field}[{index}]"));
        }
    }
}

/// The rolling update in Kubernetes' words. Of another controller or strategy nothing is said: Kubernetes
/// has no such type. Where both bounds are zero the numbers stay away: Kubernetes refuses them, and the
/// percentages stand in the annotations.
fn strategy(service: &Service, sources: &mut Sources) -> Option<DeploymentStrategy> {
    if service.controller() != "ECS" || service.strategy() != "ROLLING" {
        let kind = if service.controller() == "ECS" { service.strategy() } else { service.controller() };
        sources.absent("StrategyType", msg!("kube-no-strategy-type", kind = kind));
        return None;
    }
    sources.computed("StrategyType", msg!("kube-strategy-type"));
    let configuration = service.deployment_configuration.as_ref();
    let minimum = configuration.and_then(|one| one.minimum_healthy_percent);
    let maximum = configuration.and_then(|one| one.maximum_percent);
    let rolling_update = minimum.zip(maximum).and_then(|(minimum, maximum)| {
        let (unavailable, surge) = (100 - minimum, maximum - 100);
        let legal = (0..=100).contains(&unavailable) && surge >= 0 && unavailable + surge > 0;
        if !legal {
            sources.computed(
                "StrategyType",
                msg!("kube-strategy-deadlock", minimum = minimum, maximum = maximum),
            );
        }
        let percent = |value: i64| Some(IntOrString::String(format!("{value}%")));
        legal.then(|| RollingUpdateDeployment {
            max_unavailable: percent(unavailable),
            max_surge: percent(surge),
        })
    });
    sources.computed("RollingUpdateStrategy", msg!("kube-rolling-update"));
    Some(DeploymentStrategy { type_: Some("RollingUpdate".to_owned()), rolling_update })
}

/// The template of the generation that is rolled out: kubectl knows the new ReplicaSet by it.
fn template(world: &World<'_>, service: &Service, sources: &mut Sources) -> PodTemplateSpec {
    if let Some(new) = world.generations.iter().find(|one| one.is_new) {
        return replica_set::pod_template(world, new, sources);
    }
    let revision = service.task_definition.as_deref().map(arn::revision);
    let definition = revision.and_then(|revision| world.definition(revision));
    let blueprint = Blueprint { definition, revision, containers: &[], parent: TITLE };
    let mut inner = Sources::default();
    let mut notes = Notes::default();
    let spec = template::spec(blueprint, &mut inner, &mut notes);
    sources.extend(inner.under_annotations(TITLE));
    sources.computed(format!("{TITLE}/Labels"), msg!("kube-selector", field = "service.serviceName"));
    let metadata = ObjectMeta {
        labels: Some(metadata::pod_labels(world.service_name.as_deref().unwrap_or_default(), None)),
        annotations: notes.finish(),
        ..ObjectMeta::default()
    };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(spec) }
}
