//! Account settings: kept and answered; none of them changes what this model does.

use serde_json::{Value as Json, json};

use super::Answer;
use crate::emulator::wire::input::Input;
use crate::emulator::world::{Refused, World};

/// The names of settings, in the order of the refusal.
const NAMES: [&str; 7] = [
    "serviceLongArnFormat",
    "taskLongArnFormat",
    "containerInstanceLongArnFormat",
    "containerLongArnFormat",
    "awsvpcTrunking",
    "containerInsights",
    "dualStackIPv6",
];

/// Further ones that the API reference names, `Setting`.
const LATER: [&str; 5] = [
    "fargateFIPSMode",
    "tagResourceAuthorization",
    "fargateTaskRetirementWaitPeriod",
    "guardDutyActivate",
    "defaultLogDriverMode",
];

fn check(name: &str) -> Result<(), Refused> {
    if NAMES.contains(&name) || LATER.contains(&name) {
        return Ok(());
    }
    Err(Refused::parameter(format!("{name} should be one of [{}]", NAMES.join(","))))
}

pub(super) fn put(world: &mut World, input: Input<'_>) -> Answer {
    let (name, value) = (input.need("name")?, input.need("value")?);
    check(name)?;
    world.account.settings.insert(name.to_owned(), value.to_owned());
    Ok(json!({"setting": setting(name, value)}))
}

pub(super) fn delete(world: &mut World, input: Input<'_>) -> Answer {
    let name = input.need("name")?;
    check(name)?;
    let value = world.account.settings.remove(name).unwrap_or_default();
    Ok(json!({"setting": setting(name, &value)}))
}

pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let (name, value) = (input.text("name"), input.text("value"));
    name.map_or(Ok(()), check)?;
    let listed = world.account.settings.iter().filter(|(key, held)| {
        name.is_none_or(|name| name == *key) && value.is_none_or(|value| value == *held)
    });
    let listed: Vec<Json> = listed.map(|(name, value)| setting(name, value)).collect();
    Ok(json!({"settings": listed}))
}

fn setting(name: &str, value: &str) -> Json {
    json!({"name": name, "value": value})
}
