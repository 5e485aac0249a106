//! Reading tags.

use serde_json::{Value as Json, json};

use super::{Answer, providers, services, tasks};
use crate::emulator::wire::input::Input;
use crate::emulator::world::{Refused, World};

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let arn = input.need("resourceArn")?;
    match of(world, arn) {
        Some(tags) => Ok(json!({"tags": tags})),
        None => Err(Refused::parameter(format!("The specified resource {arn} could not be found."))),
    }
}

/// Tags of whatever `arn` names: `arn:aws:ecs:REGION:ACCOUNT:KIND/NAME`.
fn of<'a>(world: &'a World, arn: &str) -> Option<&'a Vec<Json>> {
    let (kind, path) = arn.rsplit_once(':')?.1.split_once('/').or_else(|| {
        // The revision of a task definition stands behind a colon too.
        arn.split(':').nth(5)?.split_once('/')
    })?;
    let of_cluster = || world.clusters.get(path.split('/').next()?);
    match kind {
        "cluster" => world.clusters.get(path).map(|cluster| &cluster.tags),
        "service" => services::find(of_cluster()?, arn).map(|service| &service.tags),
        "task" => tasks::find(of_cluster()?, arn).map(|task| &task.tags),
        "task-definition" => world.account.definitions.find(arn).map(|definition| &definition.tags),
        "capacity-provider" => providers::find(world, path).map(|provider| &provider.tags),
        _ => None,
    }
}
