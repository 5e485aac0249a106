//! Object metadata: names, owners, labels from tags, and annotations for what Kubernetes has no place for.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference};

use super::World;
use crate::kube::names;
use crate::kube::provenance::Sources;
use crate::model::KeyValue;
use crate::msg;

/// Prefix of every label and annotation key that is ours.
pub const PREFIX: &str = "ecs/";
/// The label that a Deployment selects its pods by.
pub const SERVICE_LABEL: &str = "ecs/service";
/// The label that tells the ReplicaSets of a Deployment apart.
pub const DEPLOYMENT_LABEL: &str = "ecs/deployment";

/// Collects an object's annotations together with their sources.
#[derive(Debug, Default)]
pub struct Notes {
    /// Key and value.
    pub all: BTreeMap<String, String>,
}

impl Notes {
    /// Notes `ecs/KEY` when ECS states a value in `field`.
    pub fn note(&mut self, sources: &mut Sources, key: &str, value: Option<&str>, field: &str) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        let key = format!("{PREFIX}{key}");
        sources.stated(format!("Annotations/{key}"), field);
        self.all.insert(key, value.to_owned());
    }

    /// The finished map; absent when it is empty.
    pub fn finish(self) -> Option<BTreeMap<String, String>> {
        (!self.all.is_empty()).then_some(self.all)
    }
}

/// Splits tags into legal labels and, as annotations `ecs/tag-…` that repeat key and value, the others.
pub fn tags(
    tags: &[KeyValue],
    field: &str,
    labels: &mut BTreeMap<String, String>,
    notes: &mut Notes,
    sources: &mut Sources,
) {
    for tag in tags {
        let (key, value) =
            (tag.name.as_deref().unwrap_or_default(), tag.value.as_deref().unwrap_or_default());
        if names::is_label_key(key) && names::is_label_value(value) && !key.starts_with(PREFIX) {
            labels.insert(key.to_owned(), value.to_owned());
        } else if !key.is_empty() {
            let own_key = names::label_value(&format!("tag-{key}"));
            notes.note(sources, &own_key, Some(&format!("{key}={value}")), field);
        }
    }
}

/// Metadata of an object of the world: its name, namespace, a stable uid and its sources.
pub fn object(world: &World<'_>, kind: &str, name: &str, sources: &mut Sources) -> ObjectMeta {
    if world.facts.cluster().is_some() {
        sources.computed(
            "Namespace",
            msg!("kube-namespace", cluster = world.facts.cluster().unwrap_or_default()),
        );
    } else {
        sources.absent("Namespace", msg!("kube-namespace-unknown"));
    }
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: Some(world.namespace.clone()),
        uid: Some(uid(world, kind, name)),
        ..ObjectMeta::default()
    }
}

/// The uid of an object: the same in every call.
pub fn uid(world: &World<'_>, kind: &str, name: &str) -> String {
    let place = [world.facts.region(), world.facts.account()].map(Option::unwrap_or_default).join("/");
    names::uid(&format!("{place}/{}/{kind}/{name}", world.namespace))
}

/// A reference to the controlling owner.
pub fn owner(world: &World<'_>, kind: &str, name: &str) -> Vec<OwnerReference> {
    vec![OwnerReference {
        api_version: "apps/v1".to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        uid: uid(world, kind, name),
        controller: Some(true),
        block_owner_deletion: None,
    }]
}

/// Labels that a Deployment's pods carry; with the id of a generation, those of its ReplicaSet's pods.
pub fn pod_labels(service: &str, generation: Option<&str>) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::from([(SERVICE_LABEL.to_owned(), names::label_value(service))]);
    if let Some(id) = generation {
        labels.insert(DEPLOYMENT_LABEL.to_owned(), names::label_value(id));
    }
    labels
}
