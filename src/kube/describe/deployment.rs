//! A Deployment, its ReplicaSets and its events.

use jiff::Timestamp;
use k8s_openapi::api::apps::v1::{Deployment, ReplicaSet};
use k8s_openapi::api::core::v1::Event;

use super::events::events;
use super::metadata::{annotations, labels, moment, selector};
use super::page::{Line, Page};
use super::{NONE, probe, template::template};

/// Prints `deployment`; `old` and `new` are its ReplicaSets, oldest first.
pub fn deployment(
    deployment: &Deployment,
    old: &[&ReplicaSet],
    new: &[&ReplicaSet],
    seen: &[Event],
    now: Option<Timestamp>,
) -> Vec<Line> {
    let mut page = Page::default();
    let metadata = &deployment.metadata;
    page.field(0, "", "Name", metadata.name.as_deref().unwrap_or_default());
    page.field(0, "", "Namespace", metadata.namespace.as_deref().unwrap_or_default());
    page.field(0, "", "CreationTimestamp", &moment(metadata.creation_timestamp.as_ref()));
    labels(&mut page, "", "Labels", metadata.labels.as_ref());
    annotations(&mut page, "", "Annotations", metadata.annotations.as_ref());
    if let Some(spec) = &deployment.spec {
        page.field(0, "", "Selector", &selector(&spec.selector));
        page.field(0, "", "Replicas", &replicas(deployment));
        strategy(&mut page, deployment);
        template(&mut page, &spec.template);
    }
    let conditions = deployment.status.as_ref().and_then(|status| status.conditions.as_deref());
    let rows = conditions.unwrap_or_default().iter();
    conditions_table(&mut page, rows.map(|one| (&*one.type_, &*one.status, one.reason.as_deref())));
    if !(old.is_empty() && new.is_empty()) {
        page.field(0, "", "OldReplicaSets", &created(old));
        page.field(0, "", "NewReplicaSet", &created(new));
    }
    events(&mut page, seen, now);
    page.finish()
}

fn replicas(deployment: &Deployment) -> String {
    let status = deployment.status.clone().unwrap_or_default();
    format!(
        "{} desired | {} updated | {} total | {} available | {} unavailable",
        deployment.spec.as_ref().and_then(|spec| spec.replicas).unwrap_or(0),
        status.updated_replicas.unwrap_or(0),
        status.replicas.unwrap_or(0),
        status.available_replicas.unwrap_or(0),
        status.unavailable_replicas.unwrap_or(0),
    )
}

fn strategy(page: &mut Page, deployment: &Deployment) {
    let Some(spec) = &deployment.spec else { return };
    let strategy = spec.strategy.as_ref();
    let kind = strategy.and_then(|strategy| strategy.type_.as_deref()).unwrap_or_default();
    page.field(0, "", "StrategyType", kind);
    page.field(0, "", "MinReadySeconds", &spec.min_ready_seconds.unwrap_or(0).to_string());
    if let Some(rolling) = strategy.and_then(|strategy| strategy.rolling_update.as_ref()) {
        let bound = |value: &Option<_>| value.as_ref().map_or_else(|| "<nil>".to_owned(), probe::port);
        let text = format!(
            "{} max unavailable, {} max surge",
            bound(&rolling.max_unavailable),
            bound(&rolling.max_surge)
        );
        page.field(0, "", "RollingUpdateStrategy", &text);
    }
}

/// Writes the table of conditions of a Deployment or ReplicaSet: type, status, reason.
pub fn conditions_table<'a>(
    page: &mut Page,
    rows: impl ExactSizeIterator<Item = (&'a str, &'a str, Option<&'a str>)>,
) {
    if rows.len() == 0 {
        return;
    }
    page.heading(0, "Conditions:");
    page.heading(1, "Type\tStatus\tReason");
    page.heading(1, "----\t------\t------");
    for (kind, status, reason) in rows {
        let text = format!("{kind} \t{status}\t{}", reason.unwrap_or_default());
        page.line(1, format!("Conditions/{kind}"), &text);
    }
}

fn created(sets: &[&ReplicaSet]) -> String {
    let texts: Vec<String> = sets
        .iter()
        .map(|set| {
            let desired = set.spec.as_ref().and_then(|spec| spec.replicas).unwrap_or(0);
            let current = set.status.as_ref().map_or(0, |status| status.replicas);
            let name = set.metadata.name.as_deref().unwrap_or_default();
            format!("{name} ({current}/{desired} replicas created)")
        })
        .collect();
    if texts.is_empty() { NONE.to_owned() } else { texts.join(", ") }
}
