//! A ReplicaSet, the phases of its pods, and its events.

use jiff::Timestamp;
use k8s_openapi::api::apps::v1::ReplicaSet;
use k8s_openapi::api::core::v1::Event;

use super::deployment::conditions_table;
use super::events::events;
use super::metadata::{annotations, controller, labels, selector};
use super::page::{Line, Page};
use super::template::template;

/// How many pods of a ReplicaSet are in which phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each field is named for the word that kubectl prints")]
pub struct PodCounts {
    pub running: usize,
    pub waiting: usize,
    pub succeeded: usize,
    pub failed: usize,
}

impl PodCounts {
    /// Counts one more pod in `phase`; a phase that kubectl does not count is left out.
    pub fn add(&mut self, phase: &str) {
        match phase {
            "Running" => self.running += 1,
            "Pending" => self.waiting += 1,
            "Succeeded" => self.succeeded += 1,
            "Failed" => self.failed += 1,
            _ => {}
        }
    }
}

/// Prints `set`, whose pods were counted.
pub fn replica_set(set: &ReplicaSet, pods: PodCounts, seen: &[Event], now: Option<Timestamp>) -> Vec<Line> {
    let mut page = Page::default();
    let metadata = &set.metadata;
    page.field(0, "", "Name", metadata.name.as_deref().unwrap_or_default());
    page.field(0, "", "Namespace", metadata.namespace.as_deref().unwrap_or_default());
    let spec = set.spec.as_ref();
    page.field(0, "", "Selector", &spec.map(|spec| selector(&spec.selector)).unwrap_or_default());
    labels(&mut page, "", "Labels", metadata.labels.as_ref());
    annotations(&mut page, "", "Annotations", metadata.annotations.as_ref());
    if let Some(owner) = controller(metadata) {
        page.field(0, "", "Controlled By", &owner);
    }
    let current = set.status.as_ref().map_or(0, |status| status.replicas);
    let desired = spec.and_then(|spec| spec.replicas).unwrap_or(0);
    page.field(0, "", "Replicas", &format!("{current} current / {desired} desired"));
    let phases = format!(
        "{} Running / {} Waiting / {} Succeeded / {} Failed",
        pods.running, pods.waiting, pods.succeeded, pods.failed
    );
    page.field(0, "", "Pods Status", &phases);
    if let Some(made_from) = spec.and_then(|spec| spec.template.as_ref()) {
        template(&mut page, made_from);
    }
    let conditions = set.status.as_ref().and_then(|status| status.conditions.as_deref());
    let rows = conditions.unwrap_or_default().iter();
    conditions_table(&mut page, rows.map(|one| (&*one.type_, &*one.status, one.reason.as_deref())));
    events(&mut page, seen, now);
    page.finish()
}
