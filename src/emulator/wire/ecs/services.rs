//! Reading services.

use serde_json::{Value as Json, json};

use super::{Answer, cluster, missing, most};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Cluster, Refused, Service, TaskSet, World};
use crate::model::arn;

/// Services a page when the call does not say. Source: API reference, ListServices.
const PAGE: usize = 10;

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let launch = input.word("launchType", &["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"])?;
    let scheduling = input.word("schedulingStrategy", &["REPLICA", "DAEMON"])?;
    let listed = cluster.services.values().filter(|service| {
        // A service that is being deleted is still described but no longer listed.
        service.status == "ACTIVE"
            && launch.is_none_or(|launch| service.launch_type.as_deref() == Some(launch))
            && scheduling.is_none_or(|scheduling| service.scheduling_strategy == scheduling)
    });
    let (page, token) = Pages::read(input, PAGE)?.of(listed.map(|service| &service.service_arn));
    Ok(json!({"serviceArns": page, "nextToken": token}))
}

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let cluster = cluster(world, input)?;
    let names = input.texts("services");
    if names.is_empty() {
        return Err(Refused::parameter("Services cannot be empty."));
    }
    most("services", &names, 10)?;
    let (mut services, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match find(cluster, name) {
            Some(service) => services.push(described(service, input)),
            None if name.starts_with("arn:") => failures.push(missing(name)),
            // ECS names it by the short form of its ARN, whatever the cluster.
            None => failures.push(missing(&world.account.identity.ecs(&format!("service/{name}")))),
        }
    }
    Ok(json!({"services": services, "failures": failures}))
}

/// The service called `name`, which may be its ARN in the long or the short form.
pub(super) fn find<'a>(cluster: &'a Cluster, name: &str) -> Option<&'a Service> {
    let service = cluster.services.get(arn::name(name))?;
    let short = service.service_arn.replacen(&format!("service/{}/", cluster.cluster_name), "service/", 1);
    (!name.starts_with("arn:") || name == service.service_arn || name == short).then_some(service)
}

fn described(service: &Service, input: Input<'_>) -> Json {
    let mut described = service.describe();
    if input.includes("TAGS") {
        described["tags"] = json!(service.tags);
        let sets = service.task_sets.iter().map(TaskSet::describe_with_tags);
        if described.get("taskSets").is_some() {
            described["taskSets"] = sets.collect();
        }
    }
    described
}
