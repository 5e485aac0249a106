//! A generation of tasks as a ReplicaSet.

use k8s_openapi::api::apps::v1::{ReplicaSet, ReplicaSetSpec, ReplicaSetStatus};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};

use super::metadata::{self, Notes};
use super::template::{self, Blueprint};
use super::{Generation, Translated, World, state};
use crate::kube::describe::{PodCounts, template::TITLE};
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::msg;

/// Makes the ReplicaSet of `one`.
pub fn replica_set(world: &World<'_>, one: &Generation<'_>) -> Translated<ReplicaSet> {
    let mut sources = Sources::default();
    let mut notes = Notes::default();
    let service = world.service_name.as_deref().unwrap_or_default();
    let mut metadata = metadata::object(world, "ReplicaSet", &one.name, &mut sources);
    let labels = metadata::pod_labels(service, Some(&one.id));
    metadata.creation_timestamp = one.created_at.map(names::time);
    metadata.owner_references = Some(metadata::owner(world, "Deployment", &names::name(service)));
    metadata.labels = Some(labels.clone());
    annotate(one, &mut notes, &mut sources);
    trace(one, &mut sources);
    let template = pod_template(world, one, &mut sources);
    metadata.annotations = notes.finish();
    sources.stated("Annotations", one.field.clone());
    let spec = ReplicaSetSpec {
        replicas: Some(names::count(one.desired.unwrap_or(0))),
        selector: LabelSelector { match_labels: Some(labels), ..LabelSelector::default() },
        template: Some(template),
        ..ReplicaSetSpec::default()
    };
    let status = ReplicaSetStatus { replicas: names::count(one.current()), ..ReplicaSetStatus::default() };
    Translated { object: ReplicaSet { metadata, spec: Some(spec), status: Some(status) }, sources }
}

/// The pod template of `one`, with its sources under `Pod Template`.
pub fn pod_template(world: &World<'_>, one: &Generation<'_>, sources: &mut Sources) -> PodTemplateSpec {
    let service = world.service_name.as_deref().unwrap_or_default();
    let definition = one.revision.and_then(|revision| world.definition(revision));
    let task = world.tasks_of(&one.id).map(|(_, task)| task).find(|task| !task.containers.is_empty());
    let containers = task.map_or(&[][..], |task| &task.containers);
    let blueprint = Blueprint { definition, revision: one.revision, containers, parent: TITLE };
    let mut inner = Sources::default();
    let mut notes = Notes::default();
    let spec = template::spec(blueprint, &mut inner, &mut notes);
    sources.extend(inner.under_annotations(TITLE));
    sources.computed(format!("{TITLE}/Labels"), msg!("kube-selector", field = format!("{}.id", one.field)));
    let metadata = ObjectMeta {
        labels: Some(metadata::pod_labels(service, Some(&one.id))),
        annotations: notes.finish(),
        ..ObjectMeta::default()
    };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(spec) }
}

/// Counts the pods of `one` by phase. ECS keeps stopped tasks for about an hour.
pub fn pod_counts(world: &World<'_>, one: &Generation<'_>) -> PodCounts {
    let mut counts = PodCounts::default();
    for (_, task) in world.tasks_of(&one.id) {
        counts.add(state::phase(task, world.definition_of(task)));
    }
    counts
}

fn trace(one: &Generation<'_>, sources: &mut Sources) {
    let field = &one.field;
    sources.computed("Name", msg!("kube-replica-set-name", field = format!("{field}.id")));
    sources.computed("Selector", msg!("kube-selector", field = format!("{field}.id")));
    sources.computed("Labels", msg!("kube-selector", field = format!("{field}.id")));
    sources.stated("Controlled By", "service.serviceName");
    sources.computed("Replicas", msg!("kube-replica-set-replicas", field = field));
    if one.desired.is_none() {
        sources.absent("Replicas", msg!("kube-field-empty", field = format!("{field}.desiredCount")));
    }
    sources.computed("Pods Status", msg!("kube-pods-status"));
}

fn annotate(one: &Generation<'_>, notes: &mut Notes, sources: &mut Sources) {
    let field = &one.field;
    notes.note(sources, "id", Some(&one.id), &format!("{field}.id"));
    notes.note(sources, "status", one.status, &format!("{field}.status"));
    notes.note(sources, "task-definition", one.revision, &format!("{field}.taskDefinition"));
    if let Some(row) = one.row {
        notes.note(sources, "rollout-state", row.rollout_state.as_deref(), &format!("{field}.rolloutState"));
        let reason = row.rollout_state_reason.as_deref();
        notes.note(sources, "rollout-state-reason", reason, &format!("{field}.rolloutStateReason"));
        let failed = row.failed_tasks.map(|failed| failed.to_string());
        notes.note(sources, "failed-tasks", failed.as_deref(), &format!("{field}.failedTasks"));
    }
    if let Some(set) = one.set {
        notes.note(
            sources,
            "stability-status",
            set.stability_status.as_deref(),
            &format!("{field}.stabilityStatus"),
        );
        notes.note(sources, "external-id", set.external_id.as_deref(), &format!("{field}.externalId"));
    }
}
