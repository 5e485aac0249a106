//! A Pod, its containers and its events.

use jiff::Timestamp;
use k8s_openapi::api::core::v1::{Event, Pod, PodSpec, PodStatus};

use super::containers::{Place, containers, resources};
use super::duration::since;
use super::events::events;
use super::metadata::{annotations, controller, labels, moment, stamp};
use super::page::{Line, Page};
use super::template::{placement, spread};
use super::volumes::volumes;
use super::{NONE, quality};

/// Where the blocks of a pod stand.
const PLACE: Place<'static> = Place { parent: "", in_template: false };

/// Prints `pod`.
pub fn pod(pod: &Pod, seen: &[Event], now: Option<Timestamp>) -> Vec<Line> {
    let mut page = Page::default();
    let spec = pod.spec.clone().unwrap_or_default();
    let status = pod.status.clone().unwrap_or_default();
    head(&mut page, pod, &spec, &status);
    phase(&mut page, pod, &status, now);
    addresses(&mut page, &status);
    if let Some(owner) = controller(&pod.metadata) {
        page.field(0, "", "Controlled By", &owner);
    }
    optional(&mut page, "NominatedNodeName", status.nominated_node_name.as_deref());
    if spec.resources.is_some() {
        page.heading(0, "Resources:");
        resources(&mut page, "Resources", spec.resources.as_ref(), 1);
    }
    blocks(&mut page, &spec, &status);
    conditions(&mut page, &spec, &status);
    volumes(&mut page, PLACE, spec.volumes.as_deref().unwrap_or_default());
    page.field(0, "", "QoS Class", &quality::class(pod));
    placement(&mut page, PLACE, &spec);
    spread(&mut page, PLACE, spec.topology_spread_constraints.as_deref().unwrap_or_default());
    events(&mut page, seen, now);
    page.finish()
}

fn head(page: &mut Page, pod: &Pod, spec: &PodSpec, status: &PodStatus) {
    page.field(0, "", "Name", pod.metadata.name.as_deref().unwrap_or_default());
    page.field(0, "", "Namespace", pod.metadata.namespace.as_deref().unwrap_or_default());
    if let Some(priority) = spec.priority {
        page.field(0, "", "Priority", &priority.to_string());
    }
    optional(page, "Priority Class Name", spec.priority_class_name.as_deref());
    optional(page, "Runtime Class Name", spec.runtime_class_name.as_deref());
    optional(page, "Service Account", spec.service_account_name.as_deref());
    let node = spec.node_name.as_deref().filter(|name| !name.is_empty());
    let host = status.host_ip.as_deref().unwrap_or_default();
    page.field(0, "", "Node", &node.map_or_else(|| NONE.to_owned(), |name| format!("{name}/{host}")));
    if let Some(start) = &status.start_time {
        page.field(0, "", "Start Time", &moment(Some(start)));
    }
    labels(page, "", "Labels", pod.metadata.labels.as_ref());
    annotations(page, "", "Annotations", pod.metadata.annotations.as_ref());
}

fn phase(page: &mut Page, pod: &Pod, status: &PodStatus, now: Option<Timestamp>) {
    let phase = status.phase.as_deref().unwrap_or_default();
    let deleted =
        pod.metadata.deletion_timestamp.as_ref().filter(|_| !matches!(phase, "Failed" | "Succeeded"));
    if deleted.is_some() {
        page.field(0, "", "Status", &format!("Terminating (lasts {})", since(stamp(deleted), now)));
        let grace = pod.metadata.deletion_grace_period_seconds.unwrap_or(0);
        page.field(0, "", "Termination Grace Period", &format!("{grace}s"));
    } else {
        page.field(0, "", "Status", phase);
    }
    optional(page, "Reason", status.reason.as_deref());
    optional(page, "Message", status.message.as_deref());
}

fn addresses(page: &mut Page, status: &PodStatus) {
    page.field(0, "", "IP", status.pod_ip.as_deref().unwrap_or_default());
    let all = status.pod_ips.as_deref().unwrap_or_default();
    if all.is_empty() {
        page.field(0, "", "IPs", NONE);
        return;
    }
    page.heading(0, "IPs:");
    for address in all {
        page.field(1, "IPs", "IP", &address.ip);
    }
}

fn blocks(page: &mut Page, spec: &PodSpec, status: &PodStatus) {
    let early = spec.init_containers.as_deref().unwrap_or_default();
    if !early.is_empty() {
        let statuses = status.init_container_statuses.as_deref().unwrap_or_default();
        containers(page, PLACE, "Init Containers", early, statuses);
    }
    let statuses = status.container_statuses.as_deref().unwrap_or_default();
    containers(page, PLACE, "Containers", &spec.containers, statuses);
}

/// The rows end in a space, and there is no rule under the heading: so kubectl prints pods.
fn conditions(page: &mut Page, spec: &PodSpec, status: &PodStatus) {
    let all = status.conditions.as_deref().unwrap_or_default();
    let gates = spec.readiness_gates.as_deref().unwrap_or_default();
    if !gates.is_empty() {
        page.heading(0, "Readiness Gates:");
        page.heading(1, "Type\tStatus");
    }
    for gate in gates {
        let met = all.iter().find(|one| one.type_ == gate.condition_type).map_or(NONE, |one| &one.status);
        let text = format!("{} \t{met} ", gate.condition_type);
        page.line(1, format!("Readiness Gates/{}", gate.condition_type), &text);
    }
    if all.is_empty() {
        return;
    }
    page.heading(0, "Conditions:");
    page.heading(1, "Type\tStatus");
    for one in all {
        page.line(1, format!("Conditions/{}", one.type_), &format!("{} \t{} ", one.type_, one.status));
    }
}

fn optional(page: &mut Page, title: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        page.field(0, "", title, value);
    }
}
