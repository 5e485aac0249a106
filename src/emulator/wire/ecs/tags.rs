//! Tags of whatever has an ARN.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::Answer;
use crate::emulator::wire::input::Input;
use crate::emulator::world::{Refused, World};
use crate::model::arn;

pub(super) fn list(world: &mut World, input: Input<'_>) -> Answer {
    let tags = of(world, input.need("resourceArn")?)?;
    Ok(json!({"tags": tags}))
}

/// A tag whose key is there already takes its new value.
pub(super) fn add(world: &mut World, input: Input<'_>) -> Answer {
    let tags = of(world, input.need("resourceArn")?)?;
    for Input(tag) in input.items("tags") {
        tags.retain(|one| one["key"] != tag["key"]);
        tags.push(tag.clone());
    }
    Ok(json!({}))
}

pub(super) fn remove(world: &mut World, input: Input<'_>) -> Answer {
    let keys = input.texts("tagKeys");
    let tags = of(world, input.need("resourceArn")?)?;
    tags.retain(|tag| !tag["key"].as_str().is_some_and(|key| keys.contains(&key)));
    Ok(json!({}))
}

/// The tags of what `arn` names: `arn:aws:ecs:REGION:ACCOUNT:KIND/PATH`.
fn of<'a>(world: &'a mut World, arn: &str) -> Result<&'a mut Vec<Json>, Refused> {
    let (kind, path) = arn.splitn(6, ':').nth(5).and_then(|rest| rest.split_once('/')).unwrap_or_default();
    let cluster = path.split('/').next();
    match kind {
        "cluster" => world.cluster_mut(cluster).map(|cluster| &mut cluster.tags),
        "service" => {
            let cluster = world.cluster_mut(cluster).map_err(|_| Refused::service())?;
            let service = cluster.services.get_mut(arn::name(path)).ok_or_else(Refused::service)?;
            Ok(&mut service.tags)
        }
        "task" => {
            let cluster = world.cluster_mut(cluster)?;
            let services = cluster.services.values_mut().flat_map(|service| &mut service.tasks);
            let task = services.chain(&mut cluster.tasks).find(|task| task.task_arn == arn);
            task.map(|task| &mut task.tags).ok_or_else(|| nothing(arn))
        }
        "task-set" => {
            let (path, _) = path.split_once("/ecs-svc/").ok_or_else(|| nothing(arn))?;
            let service = world.service_mut(cluster, arn::name(path)).map_err(|_| nothing(arn))?;
            service.task_set_mut(arn).map(|set| &mut set.tags).ok_or_else(|| nothing(arn))
        }
        "task-definition" => {
            let mut all = world.account.definitions.families.values_mut().flatten();
            let definition = all.find(|one| one.arn == arn).ok_or_else(Refused::definition)?;
            Ok(&mut Arc::make_mut(definition).tags)
        }
        "capacity-provider" => {
            let mut all = world.account.capacity_providers.iter_mut();
            all.find(|one| one.name == path).map(|one| &mut one.tags).ok_or_else(|| nothing(arn))
        }
        _ => Err(nothing(arn)),
    }
}

fn nothing(arn: &str) -> Refused {
    Refused::parameter(format!("The specified resource {arn} could not be found."))
}
