//! The blocks of containers, in a pod (with their states) and in a pod template (without).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{
    Container, ContainerPort, ContainerState, ContainerStatus, EnvFromSource, EnvVar, EnvVarSource,
    ResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::metadata::moment;
use super::page::{Page, path};
use super::{NONE, probe};

/// Where a block of containers stands: a template is indented by two spaces more, and its names by one.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Path of what the block belongs to.
    pub parent: &'a str,
    /// Whether it is a pod template.
    pub in_template: bool,
}

impl Place<'_> {
    /// Spaces before the title of a block.
    pub fn title_indent(&self) -> &'static str {
        if self.in_template { "  " } else { "" }
    }

    /// Spaces before a name in a block, beyond one level.
    pub fn name_indent(&self) -> &'static str {
        if self.in_template { " " } else { "" }
    }
}

/// Writes `title` and every container under it.
pub fn containers(
    page: &mut Page,
    place: Place<'_>,
    title: &str,
    all: &[Container],
    statuses: &[ContainerStatus],
) {
    let own = path(place.parent, title);
    let none = if all.is_empty() { " <none>" } else { "" };
    let heading = if all.is_empty() { own.clone() } else { String::new() };
    page.line(0, heading, &format!("{}{title}:{none}", place.title_indent()));
    for container in all {
        let status = statuses.iter().find(|status| status.name == container.name);
        one(page, place, &path(&own, &container.name), container, status);
    }
}

fn one(
    page: &mut Page,
    place: Place<'_>,
    own: &str,
    container: &Container,
    status: Option<&ContainerStatus>,
) {
    page.heading(1, &format!("{}{}:", place.name_indent(), container.name));
    basics(page, own, container, status);
    lines(page, own, "Command", container.command.as_deref());
    lines(page, own, "Args", container.args.as_deref());
    if let Some(status) = status {
        states(page, own, status);
    }
    resources(page, own, container.resources.as_ref(), 2);
    probes(page, own, container);
    environment_sources(page, own, container.env_from.as_deref().unwrap_or_default());
    environment(page, own, container.env.as_deref().unwrap_or_default());
    mounts(page, own, container);
}

fn basics(page: &mut Page, own: &str, container: &Container, status: Option<&ContainerStatus>) {
    if let Some(status) = status {
        page.field(2, own, "Container ID", status.container_id.as_deref().unwrap_or_default());
    }
    page.field(2, own, "Image", container.image.as_deref().unwrap_or_default());
    if let Some(status) = status {
        page.field(2, own, "Image ID", &status.image_id);
    }
    ports(page, own, "Port", container, |port| port.container_port);
    ports(page, own, "Host Port", container, |port| port.host_port.unwrap_or(0));
}

/// `Port:` or, of several, `Ports:`; the path is the same.
fn ports(
    page: &mut Page,
    own: &str,
    title: &str,
    container: &Container,
    number: impl Fn(&ContainerPort) -> i32,
) {
    let all: Vec<String> = container
        .ports
        .iter()
        .flatten()
        .map(|port| format!("{}/{}", number(port), port.protocol.as_deref().unwrap_or_default()))
        .collect();
    let plural = if all.len() > 1 { "s" } else { "" };
    let text = if all.is_empty() { NONE.to_owned() } else { all.join(", ") };
    page.line(2, path(own, title), &format!("{title}{plural}:\t{text}"));
}

fn lines(page: &mut Page, own: &str, title: &str, words: Option<&[String]>) {
    let words = words.unwrap_or_default();
    if words.is_empty() {
        return;
    }
    page.heading(2, &format!("{title}:"));
    for line in words.iter().flat_map(|word| word.split('\n')) {
        page.line(3, path(own, title), line);
    }
}

fn states(page: &mut Page, own: &str, status: &ContainerStatus) {
    state(page, own, "State", status.state.as_ref());
    if let Some(last) = status.last_state.as_ref().filter(|last| last.terminated.is_some()) {
        state(page, own, "Last State", Some(last));
    }
    page.field(2, own, "Ready", if status.ready { "True" } else { "False" });
    page.field(2, own, "Restart Count", &status.restart_count.to_string());
}

fn state(page: &mut Page, own: &str, title: &str, state: Option<&ContainerState>) {
    let own_state = path(own, title);
    let running = state.and_then(|state| state.running.as_ref());
    let terminated = state.and_then(|state| state.terminated.as_ref());
    if let Some(running) = running {
        page.field(2, own, title, "Running");
        page.field(3, &own_state, "Started", &moment(running.started_at.as_ref()));
    } else if let Some(end) = terminated {
        page.field(2, own, title, "Terminated");
        optional(page, &own_state, "Reason", end.reason.as_deref());
        optional(page, &own_state, "Message", end.message.as_deref());
        page.field(3, &own_state, "Exit Code", &end.exit_code.to_string());
        let signal = end.signal.filter(|signal| *signal > 0).map(|signal| signal.to_string());
        optional(page, &own_state, "Signal", signal.as_deref());
        page.field(3, &own_state, "Started", &moment(end.started_at.as_ref()));
        page.field(3, &own_state, "Finished", &moment(end.finished_at.as_ref()));
    } else {
        page.field(2, own, title, "Waiting");
        let waiting = state.and_then(|state| state.waiting.as_ref());
        optional(page, &own_state, "Reason", waiting.and_then(|waiting| waiting.reason.as_deref()));
    }
}

fn optional(page: &mut Page, own: &str, title: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        page.field(3, own, title, value);
    }
}

/// Writes limits and requests, of a container or of a whole pod.
pub fn resources(page: &mut Page, own: &str, resources: Option<&ResourceRequirements>, level: usize) {
    let Some(resources) = resources else { return };
    quantities(page, own, "Limits", resources.limits.as_ref(), level);
    quantities(page, own, "Requests", resources.requests.as_ref(), level);
}

fn quantities(
    page: &mut Page,
    own: &str,
    title: &str,
    all: Option<&BTreeMap<String, Quantity>>,
    level: usize,
) {
    let Some(all) = all.filter(|all| !all.is_empty()) else { return };
    page.heading(level, &format!("{title}:"));
    for (name, quantity) in all {
        page.field(level + 1, &path(own, title), name, &quantity.0);
    }
}

fn probes(page: &mut Page, own: &str, container: &Container) {
    let all = [
        ("Liveness", &container.liveness_probe),
        ("Readiness", &container.readiness_probe),
        ("Startup", &container.startup_probe),
    ];
    for (title, probe) in all {
        if let Some(probe) = probe {
            page.field(2, own, title, &probe::text(probe));
        }
    }
}

fn environment_sources(page: &mut Page, own: &str, sources: &[EnvFromSource]) {
    if sources.is_empty() {
        return;
    }
    let title = "Environment Variables from";
    page.heading(2, &format!("{title}:"));
    for source in sources {
        let (kind, name, optional) = if let Some(map) = &source.config_map_ref {
            ("ConfigMap", &map.name, map.optional)
        } else if let Some(secret) = &source.secret_ref {
            ("Secret", &secret.name, secret.optional)
        } else {
            ("", &String::new(), None)
        };
        let prefix = source.prefix.as_deref().filter(|prefix| !prefix.is_empty());
        let with = prefix.map_or_else(String::new, |prefix| format!(" with prefix '{prefix}'"));
        let text = format!("{name}\t{kind}{with}\tOptional: {}", optional.unwrap_or(false));
        page.line(3, path(own, title), &text);
    }
}

fn environment(page: &mut Page, own: &str, variables: &[EnvVar]) {
    let title = "Environment";
    if variables.is_empty() {
        page.field(2, own, title, NONE);
        return;
    }
    page.heading(2, &format!("{title}:"));
    for variable in variables {
        let own_name = path(&path(own, title), &variable.name);
        if let Some(source) = &variable.value_from {
            let text = format!("{}:\t{}", variable.name, taken_from(source));
            page.line(3, own_name, &text);
            continue;
        }
        for (index, line) in variable.value.as_deref().unwrap_or_default().split('\n').enumerate() {
            let head = if index == 0 { format!("{}:", variable.name) } else { String::new() };
            page.line(3, own_name.clone(), &format!("{head}\t{line}"));
        }
    }
}

fn taken_from(source: &EnvVarSource) -> String {
    if let Some(secret) = &source.secret_key_ref {
        let optional = secret.optional.unwrap_or(false);
        return format!(
            "<set to the key '{}' in secret '{}'>\tOptional: {optional}",
            secret.key, secret.name
        );
    }
    if let Some(map) = &source.config_map_key_ref {
        let optional = map.optional.unwrap_or(false);
        return format!("<set to the key '{}' of config map '{}'>\tOptional: {optional}", map.key, map.name);
    }
    String::new()
}

fn mounts(page: &mut Page, own: &str, container: &Container) {
    let title = "Mounts";
    let mut all: Vec<_> = container.volume_mounts.iter().flatten().collect();
    if all.is_empty() {
        page.field(2, own, title, NONE);
        return;
    }
    all.sort_by(|one, other| one.mount_path.cmp(&other.mount_path));
    page.heading(2, &format!("{title}:"));
    for mount in all {
        let mode = if mount.read_only == Some(true) { "ro" } else { "rw" };
        let sub_path = mount.sub_path.as_deref().filter(|sub| !sub.is_empty());
        let sub_path = sub_path.map_or_else(String::new, |sub| format!(",path={sub:?}"));
        let text = format!("{} from {} ({mode}{sub_path})", mount.mount_path, mount.name);
        page.line(3, path(own, title), &text);
    }
}
