//! Tasks by hand: RunTask, and a stop that no scheduler decided.

use std::sync::Arc;

use jiff::Timestamp;

use super::birth::{self, Order};
use super::{ending, placement};
use crate::emulator::world::input::RunTask;
use crate::emulator::world::{Account, Cluster, StopCode, TaskDefinition};

/// Starts one task that belongs to no service, on the container instance that is named or on one that it fits;
/// answers its ARN.
///
/// # Errors
/// When it fits nowhere: what failed and why, as `failures[]` says it.
pub fn run(
    cluster: &mut Cluster,
    account: &mut Account,
    (input, definition, named): (&RunTask, &Arc<TaskDefinition>, Option<usize>),
    now: Timestamp,
) -> Result<String, (String, String)> {
    let fargate = input.launch_type.as_deref() == Some("FARGATE")
        || input
            .capacity_provider_strategy
            .iter()
            .any(|one| one["capacityProvider"].as_str().is_some_and(|name| name.starts_with("FARGATE")));
    let provider = input.capacity_provider_strategy.first().and_then(|one| one["capacityProvider"].as_str());
    let place = if fargate {
        None
    } else {
        let fits = placement::first_fit(&cluster.instances, definition, named)
            .map_err(|reason| (cluster.cluster_arn.clone(), reason.to_owned()))?;
        Some(placement::reserve(&mut cluster.instances[fits], definition))
    };
    let order = Order {
        cluster_arn: &cluster.cluster_arn,
        group: input.group.clone().unwrap_or_else(|| format!("family:{}", definition.family)),
        started_by: input.started_by.clone(),
        definition: Arc::clone(definition),
        launch_type: if fargate { "FARGATE" } else { "EC2" }.to_owned(),
        provider: provider.map(str::to_owned),
        network: input.network_configuration.as_ref(),
        balancer: None,
        grace: 0,
        host_ports: place.as_ref().map(|place| place.ports.clone()).unwrap_or_default(),
        instance: place.map(|place| (place.arn, place.zone)),
        execute_command: input.enable_execute_command,
        overrides: input.overrides.clone(),
        tags: input.tags.clone(),
    };
    let task = birth::task(&order, account, now);
    let arn = task.task_arn.clone();
    cluster.tasks.push(task);
    Ok(arn)
}

/// Stops the task with this id, whoever started it.
pub fn stop_task(
    cluster: &mut Cluster,
    account: &mut Account,
    (id, why): (&str, (StopCode, String)),
    now: Timestamp,
) {
    if let Some(task) = cluster.tasks.iter_mut().find(|task| task.id() == id) {
        ending::begin(task, account, None, why, now);
        return;
    }
    for service in cluster.services.values_mut() {
        let balancers = account.balancers_of(service);
        if let Some(task) = service.tasks.iter_mut().find(|task| task.id() == id) {
            let group = balancers.of(task.inside.deployment);
            ending::begin(task, account, group, why, now);
            service.wake(now);
            return;
        }
    }
}

/// Spot takes back the capacity under the task with this id: two minutes' notice, then SIGTERM.
pub fn interrupt(cluster: &mut Cluster, account: &mut Account, id: &str, now: Timestamp) {
    for service in cluster.services.values_mut() {
        let balancers = account.balancers_of(service);
        if let Some(task) = service.tasks.iter_mut().find(|task| task.id() == id) {
            let group = balancers.of(task.inside.deployment);
            ending::interrupt(task, account, group, now);
            service.wake(now);
            return;
        }
    }
}
