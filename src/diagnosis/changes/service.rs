//! What a deployment changes besides the task definition: network, platform, capacity.

use super::{Change, Suspicion};
use crate::diagnosis::steps::deployments::DeploymentRow;
use crate::model::{Deployment, Facts};

/// The fields of two rows that differ. A row of a task set has none of them.
pub fn compare(facts: &Facts<'_>, before: &DeploymentRow, after: &DeploymentRow) -> Vec<Change> {
    let of = |row: &DeploymentRow| {
        facts.service.filter(|_| !row.is_task_set).and_then(|service| service.deployments.get(row.index))
    };
    let (Some(before), Some(after)) = (of(before), of(after)) else { return Vec::new() };
    let pairs = fields(before).into_iter().zip(fields(after));
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    changed
        .map(|((field, before), (_, after))| Change {
            container: None,
            field: field.to_owned(),
            before: before.filter(|text| !text.is_empty()),
            after: after.filter(|text| !text.is_empty()),
            masked: false,
            suspicion: Suspicion::Unlikely,
        })
        .collect()
}

fn fields(row: &Deployment) -> [(&'static str, Option<String>); 6] {
    let network = row.network_configuration.as_ref().and_then(|one| one.awsvpc_configuration.as_ref());
    let providers = row.capacity_provider_strategy.iter();
    let providers: Vec<&str> = providers.filter_map(|item| item.capacity_provider.as_deref()).collect();
    [
        ("networkConfiguration.subnets", network.map(|one| sorted(&one.subnets))),
        ("networkConfiguration.securityGroups", network.map(|one| sorted(&one.security_groups))),
        ("networkConfiguration.assignPublicIp", network.and_then(|one| one.assign_public_ip.clone())),
        ("launchType", row.launch_type.clone()),
        ("capacityProviderStrategy", Some(providers.join(", "))),
        ("platformVersion", row.platform_version.clone()),
    ]
}

/// ECS lists subnets and groups in no order.
fn sorted(names: &[String]) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.join(", ")
}
