//! Reading capacity providers.

use serde_json::{Value as Json, json};

use super::{Answer, missing};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{CapacityProvider, Refused, World};
use crate::model::arn;

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let names = input.texts("capacityProviders");
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    if names.is_empty() {
        found.extend(world.account.capacity_providers.iter().map(|provider| described(provider, input)));
    }
    for name in names {
        match find(world, name) {
            Some(provider) => found.push(described(provider, input)),
            None if name.starts_with("arn:") => failures.push(missing(name)),
            None => failures.push(missing(&world.account.identity.ecs(&format!("capacity-provider/{name}")))),
        }
    }
    let (page, token) = Pages::read(input, 100)?.of(found);
    Ok(json!({"capacityProviders": page, "failures": failures, "nextToken": token}))
}

/// The capacity provider called `name`: its name or ARN.
pub(super) fn find<'a>(world: &'a World, name: &str) -> Option<&'a CapacityProvider> {
    world.account.capacity_providers.iter().find(|provider| provider.name == arn::name(name))
}

fn described(provider: &CapacityProvider, input: Input<'_>) -> Json {
    let mut described = provider.describe();
    if !input.includes("TAGS") {
        described["tags"] = json!([]);
    }
    described
}

/// A capacity provider over an Auto Scaling group, managed scaling on unless the call turns it off.
pub(super) fn create(world: &mut World, input: Input<'_>) -> Answer {
    let name = input.need("name")?;
    let group = input.object("autoScalingGroupProvider").ok_or_else(|| {
        Refused::parameter("This model of ECS has capacity providers over Auto Scaling groups alone.")
    })?;
    if find(world, name).is_some() {
        return Err(Refused::parameter(format!("The capacity provider {name} already exists.")));
    }
    let arn = world.account.identity.ecs(&format!("capacity-provider/{name}"));
    let scaling = group.object("managedScaling");
    let managed = scaling.is_none_or(|scaling| scaling.text("status") != Some("DISABLED"));
    let mut provider = CapacityProvider::group(arn, name, group.need("autoScalingGroupArn")?, managed);
    provider.tags = input.items("tags").map(|Input(tag)| tag.clone()).collect();
    take_over(&mut provider, group);
    let described = provider.describe();
    world.account.capacity_providers.push(provider);
    Ok(json!({"capacityProvider": described}))
}

/// Puts what the call states in place of the defaults.
fn take_over(provider: &mut CapacityProvider, Input(given): Input<'_>) {
    let Some(own) = provider.auto_scaling_group_provider.as_mut() else { return };
    for (name, value) in given.as_object().into_iter().flatten() {
        match (own[name].as_object_mut(), value.as_object()) {
            (Some(own), Some(given)) => own.extend(given.clone()),
            _ => own[name] = value.clone(),
        }
    }
}

pub(super) fn delete(world: &mut World, input: Input<'_>) -> Answer {
    let name = arn::name(input.need("capacityProvider")?).to_owned();
    let used = world.clusters.values().any(|cluster| cluster.capacity_providers.contains(&name));
    if used {
        return Err(Refused::new("ResourceInUseException", "The specified capacity provider is in use."));
    }
    let place = world.account.capacity_providers.iter().position(|one| one.name == name);
    let place = place.ok_or_else(|| Refused::parameter("The specified capacity provider does not exist."))?;
    let described = world.account.capacity_providers.remove(place).describe();
    Ok(json!({"capacityProvider": described}))
}
