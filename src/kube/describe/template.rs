//! The pod template inside a Deployment or a ReplicaSet, and what pods and templates have in common.

use k8s_openapi::api::core::v1::{PodSpec, PodTemplateSpec, Toleration, TopologySpreadConstraint};

use super::NONE;
use super::containers::{Place, containers};
use super::metadata::{annotations, labels, selector};
use super::page::{Page, path};
use super::volumes::volumes;

/// Path of everything in a pod template.
pub const TITLE: &str = "Pod Template";

/// Writes a pod template.
pub fn template(page: &mut Page, template: &PodTemplateSpec) {
    page.heading(0, "Pod Template:");
    let place = Place { parent: TITLE, in_template: true };
    let metadata = template.metadata.as_ref();
    labels(page, TITLE, "  Labels", metadata.and_then(|metadata| metadata.labels.as_ref()));
    let noted = metadata.and_then(|metadata| metadata.annotations.as_ref());
    if noted.is_some_and(|noted| !noted.is_empty()) {
        annotations(page, TITLE, "  Annotations", noted);
    }
    let Some(spec) = &template.spec else { return };
    if let Some(account) = spec.service_account_name.as_deref().filter(|name| !name.is_empty()) {
        page.field(1, TITLE, "Service Account", account);
    }
    let early = spec.init_containers.as_deref().unwrap_or_default();
    if !early.is_empty() {
        containers(page, place, "Init Containers", early, &[]);
    }
    containers(page, place, "Containers", &spec.containers, &[]);
    volumes(page, place, spec.volumes.as_deref().unwrap_or_default());
    spread(page, place, spec.topology_spread_constraints.as_deref().unwrap_or_default());
    if let Some(class) = spec.priority_class_name.as_deref().filter(|name| !name.is_empty()) {
        page.field(1, TITLE, "Priority Class Name", class);
    }
    placement(page, place, spec);
}

/// Writes node selectors and tolerations.
pub fn placement(page: &mut Page, place: Place<'_>, spec: &PodSpec) {
    let indent = place.title_indent();
    labels(page, place.parent, &format!("{indent}Node-Selectors"), spec.node_selector.as_ref());
    let title = "Tolerations";
    let own = path(place.parent, title);
    let mut all: Vec<&Toleration> = spec.tolerations.iter().flatten().collect();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    if all.is_empty() {
        page.line(0, own, &format!("{indent}{title}:\t{NONE}"));
        return;
    }
    for (index, toleration) in all.into_iter().enumerate() {
        let head = if index == 0 { format!("{indent}{title}:") } else { indent.to_owned() };
        page.line(0, own.clone(), &format!("{head}\t{}", tolerated(toleration)));
    }
}

fn tolerated(toleration: &Toleration) -> String {
    let mut text = toleration.key.clone().unwrap_or_default();
    let value = toleration.value.as_deref().unwrap_or_default();
    if !value.is_empty() {
        text.push('=');
        text.push_str(value);
    }
    if let Some(effect) = toleration.effect.as_deref().filter(|effect| !effect.is_empty()) {
        text.push(':');
        text.push_str(effect);
    }
    if toleration.operator.as_deref() == Some("Exists") && value.is_empty() {
        text.push_str(if text.is_empty() { "op=Exists" } else { " op=Exists" });
    }
    if let Some(seconds) = toleration.toleration_seconds {
        text.push_str(" for ");
        text.push_str(&seconds.to_string());
        text.push('s');
    }
    text
}

/// Writes the topology spread constraints, when there are any.
pub fn spread(page: &mut Page, place: Place<'_>, all: &[TopologySpreadConstraint]) {
    let title = "Topology Spread Constraints";
    let indent = place.title_indent();
    let mut all: Vec<&TopologySpreadConstraint> = all.iter().collect();
    all.sort_by(|one, other| one.topology_key.cmp(&other.topology_key));
    for (index, one) in all.into_iter().enumerate() {
        let head = if index == 0 { format!("{indent}{title}:") } else { indent.to_owned() };
        let chosen = one.label_selector.as_ref();
        let chosen = chosen.map_or_else(String::new, |chosen| format!(" for selector {}", selector(chosen)));
        let text = format!(
            "{head}\t{}:{} when max skew {} is exceeded{chosen}",
            one.topology_key, one.when_unsatisfiable, one.max_skew
        );
        page.line(0, path(place.parent, title), &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerations_in_kubectls_shorthand() {
        let all = Toleration { operator: Some("Exists".to_owned()), ..Toleration::default() };
        assert_eq!(tolerated(&all), "op=Exists");
        let valued = Toleration {
            key: Some("k".to_owned()),
            value: Some("v".to_owned()),
            effect: Some("NoSchedule".to_owned()),
            ..Toleration::default()
        };
        assert_eq!(tolerated(&valued), "k=v:NoSchedule");
    }
}
