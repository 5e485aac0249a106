//! The names that commands of the handbook need, taken from the capture and quoted for a shell.

use std::collections::BTreeMap;

use super::Names;
use crate::diagnosis::steps::deployments::RowRole;
use crate::diagnosis::steps::logs::LogDestination;
use crate::model::service::AwsvpcConfiguration;
use crate::model::{Container, arn};
use crate::words::shell::quoted;

/// What is known of the placeholders, by name.
pub type Values = BTreeMap<&'static str, String>;

impl Names<'_> {
    /// What the capture states of the placeholders `{cluster}`, `{service}`, …; what it does not state is absent.
    pub fn placeholders(&self) -> Values {
        let mut values = Values::new();
        self.of_service(&mut values);
        self.of_revision(&mut values);
        self.of_task(&mut values);
        self.of_network(&mut values);
        self.of_log(&mut values);
        values
    }

    fn of_service(&self, values: &mut Values) {
        put(values, "cluster", self.cluster());
        put(values, "service", self.service_name().as_deref());
        put(values, "region", self.facts.region());
        put(values, "account", self.facts.account());
        let Some(service) = self.facts.service else { return };
        number(values, "desiredCount", service.desired_count);
        let configuration = service.deployment_configuration.as_ref();
        number(values, "minimumHealthyPercent", configuration.and_then(|one| one.minimum_healthy_percent));
        number(values, "maximumPercent", configuration.and_then(|one| one.maximum_percent));
        let balancer = service.load_balancers.iter().find_map(|one| one.target_group_arn.as_deref());
        put(values, "targetGroupArn", balancer);
        let provider =
            service.capacity_provider_strategy.iter().find_map(|one| one.capacity_provider.as_deref());
        put(values, "capacityProvider", provider);
        put(values, "serviceDeploymentArn", service.current_service_deployment.as_deref());
    }

    fn of_revision(&self, values: &mut Values) {
        let revision = self.revision();
        put(values, "taskDefinition", revision.as_deref());
        put(values, "family", revision.as_deref().map(|one| arn::family_and_number(one).0));
        let rows = &self.steps.deployments.rows;
        let before = rows.iter().find(|row| {
            matches!(row.role, RowRole::Source | RowRole::RollbackTarget)
                && revision.as_deref() != Some(row.revision.as_str())
        });
        put(values, "previousTaskDefinition", before.map(|row| row.revision.as_str()));
        let Some(definition) = self.definition() else { return };
        put(values, "executionRole", definition.execution_role_arn.as_deref().map(arn::name));
        put(values, "taskRole", definition.task_role_arn.as_deref().map(arn::name));
        let mut secrets = definition.container_definitions.iter().flat_map(|one| &one.secrets);
        put(values, "secret", secrets.find_map(|one| one.value_from.as_deref()));
    }

    fn of_task(&self, values: &mut Values) {
        let Some(task) = self.task() else { return };
        put(values, "task", task.id());
        put(values, "containerInstance", task.container_instance_arn.as_deref().map(arn::name));
        let culprit = self.steps.exits.culprit.as_ref().map(|culprit| culprit.container.as_str());
        let stated = |one: &&Container| one.reason.as_deref().is_some_and(|reason| !reason.is_empty());
        let by_name = |name: &str| task.containers.iter().find(|one| one.name.as_deref() == Some(name));
        let container = culprit
            .and_then(by_name)
            .or_else(|| task.containers.iter().find(stated))
            .or_else(|| task.containers.first().filter(|_| task.containers.len() == 1));
        let Some(container) = container else { return };
        put(values, "container", container.name.as_deref());
        put(values, "image", container.image.as_deref());
        let Some((repository, tag)) = container.image.as_deref().map(repository_and_tag) else { return };
        put(values, "repository", Some(repository));
        put(values, "tag", tag);
    }

    fn of_network(&self, values: &mut Values) {
        let service = self.facts.service;
        let row = service.and_then(|one| one.primary()).and_then(|row| row.network_configuration.as_ref());
        let whole = service.and_then(|one| one.network_configuration.as_ref());
        let network: Option<&AwsvpcConfiguration> =
            row.or(whole).and_then(|one| one.awsvpc_configuration.as_ref());
        let Some(network) = network else { return };
        list(values, "subnets", &network.subnets);
        list(values, "securityGroups", &network.security_groups);
    }

    fn of_log(&self, values: &mut Values) {
        let LogDestination::CloudWatch { group, stream, .. } = &self.steps.logs.destination else { return };
        put(values, "logGroup", Some(group));
        put(values, "logStream", stream.as_deref());
    }
}

fn put(values: &mut Values, name: &'static str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        values.insert(name, quoted(value));
    }
}

fn number(values: &mut Values, name: &'static str, value: Option<i64>) {
    put(values, name, value.map(|value| value.to_string()).as_deref());
}

fn list(values: &mut Values, name: &'static str, items: &[String]) {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    if !items.is_empty() {
        values.insert(name, items.join(" "));
    }
}

/// `HOST/PATH[:TAG][@DIGEST]`: the path under the registry's host, and the tag. A first part with a dot or a
/// colon is a host. Source: the reference grammar of the `distribution` project.
pub fn repository_and_tag(image: &str) -> (&str, Option<&str>) {
    let name = image.split_once('@').map_or(image, |(name, _)| name);
    let path = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) => path,
        _ => name,
    };
    path.split_once(':').map_or((path, None), |(repository, tag)| (repository, Some(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_what_stands_under_the_host() {
        let ecr = "1.dkr.ecr.eu-west-1.amazonaws.com/team/app:v1@sha256:ab";
        assert_eq!(repository_and_tag(ecr), ("team/app", Some("v1")));
        assert_eq!(repository_and_tag("localhost:5000/app"), ("app", None));
        assert_eq!(repository_and_tag("library/nginx:1.27"), ("library/nginx", Some("1.27")));
    }
}
