//! Reading capacity providers.

use serde_json::{Value as Json, json};

use super::{Answer, last, missing};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{CapacityProvider, World};

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
    world.account.capacity_providers.iter().find(|provider| provider.name == last(name))
}

fn described(provider: &CapacityProvider, input: Input<'_>) -> Json {
    let mut described = provider.describe();
    if !input.includes("TAGS") {
        described["tags"] = json!([]);
    }
    described
}
