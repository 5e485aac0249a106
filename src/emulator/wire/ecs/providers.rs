//! Capacity providers: reading and writing them.

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
    check(group)?;
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

/// UpdateCapacityProvider: what it states of managed scaling, draining and termination protection; the rest stays. Its
/// Auto Scaling group cannot be changed. Source: API reference, UpdateCapacityProvider and
/// `AutoScalingGroupProviderUpdate`.
pub(super) fn update(world: &mut World, input: Input<'_>) -> Answer {
    let name = arn::name(input.need("name")?).to_owned();
    let given = input.object("autoScalingGroupProvider");
    let mut all = world.account.capacity_providers.iter_mut();
    let provider = all.find(|one| one.name == name).ok_or_else(nowhere)?;
    if provider.is_fargate() {
        return Err(Refused::parameter(format!(
            "The capacity provider {name} is reserved and cannot be updated."
        )));
    }
    let given = given.ok_or_else(|| Refused::parameter("autoScalingGroupProvider can not be blank."))?;
    check(given)?;
    let known = ["managedScaling", "managedTerminationProtection", "managedDraining"];
    let stated = given.0.as_object().into_iter().flatten();
    let stated = stated.filter(|(part, _)| known.contains(&part.as_str()));
    let stated: serde_json::Map<String, Json> =
        stated.map(|(part, value)| (part.clone(), value.clone())).collect();
    take_over(provider, Input(&Json::Object(stated)));
    Ok(json!({"capacityProvider": provider.describe()}))
}

fn nowhere() -> Refused {
    Refused::parameter("The specified capacity provider does not exist.")
}

/// Words and ranges of a group's settings. Source: API reference, `AutoScalingGroupProvider` and `ManagedScaling`.
fn check(group: Input<'_>) -> Result<(), Refused> {
    let switch = ["ENABLED", "DISABLED"];
    group.word("managedTerminationProtection", &switch)?;
    group.word("managedDraining", &switch)?;
    let Some(scaling) = group.object("managedScaling") else { return Ok(()) };
    scaling.word("status", &switch)?;
    let ranges = [
        ("targetCapacity", 1..=100),
        ("minimumScalingStepSize", 1..=10_000),
        ("maximumScalingStepSize", 1..=10_000),
        ("instanceWarmupPeriod", 0..=10_000),
    ];
    for (name, range) in ranges {
        if scaling.integer(name).is_some_and(|value| !range.contains(&value)) {
            let (least, most) = range.into_inner();
            return Err(Refused::parameter(format!("{name} must be between {least} and {most}.")));
        }
    }
    Ok(())
}

/// Puts what the call states in place of what stands there.
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
    let place = place.ok_or_else(nowhere)?;
    // Source: API reference, DeleteCapacityProvider.
    if world.account.capacity_providers[place].is_fargate() {
        return Err(Refused::parameter(format!(
            "The capacity provider {name} is reserved and cannot be deleted."
        )));
    }
    let described = world.account.capacity_providers.remove(place).describe();
    Ok(json!({"capacityProvider": described}))
}
