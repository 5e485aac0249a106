//! Reading task definitions.

use serde_json::json;

use super::Answer;
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Refused, World};

pub(super) fn describe(world: &World, input: Input<'_>) -> Answer {
    let name = input.need("taskDefinition")?;
    let definition = world.account.definitions.find(name).ok_or_else(Refused::definition)?;
    let mut answer = json!({"taskDefinition": definition.document});
    if input.includes("TAGS") {
        answer["tags"] = json!(definition.tags);
    }
    Ok(answer)
}

/// Revisions in the order of family and number, the other way round for `DESC`; the active ones unless
/// the call says otherwise. Source: API reference, ListTaskDefinitions.
pub(super) fn list(world: &World, input: Input<'_>) -> Answer {
    let inactive = input.word("status", &["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"])?.unwrap_or("ACTIVE");
    let down = input.word("sort", &["ASC", "DESC"])? == Some("DESC");
    let family = input.text("familyPrefix");
    let families = world
        .account
        .definitions
        .families
        .iter()
        .filter(|(name, _)| family.is_none_or(|family| *name == family));
    let revisions = families.flat_map(|(_, revisions)| revisions);
    let mut arns: Vec<&String> = revisions
        .filter(|one| if one.is_inactive { "INACTIVE" } else { "ACTIVE" } == inactive)
        .map(|one| &one.arn)
        .collect();
    if down {
        arns.reverse();
    }
    let (page, token) = Pages::read(input, 100)?.of(arns);
    Ok(json!({"taskDefinitionArns": page, "nextToken": token}))
}

/// Families with an active revision for `ACTIVE`, those without for `INACTIVE`, all when the call does not
/// say. Source: API reference, ListTaskDefinitionFamilies.
pub(super) fn families(world: &World, input: Input<'_>) -> Answer {
    let status = input.word("status", &["ACTIVE", "INACTIVE", "ALL"])?.unwrap_or("ALL");
    let prefix = input.text("familyPrefix").unwrap_or_default();
    let listed = world.account.definitions.families.iter().filter(|(name, revisions)| {
        let active = revisions.iter().any(|one| !one.is_inactive);
        name.starts_with(prefix) && (status == "ALL" || active == (status == "ACTIVE"))
    });
    let (page, token) = Pages::read(input, 100)?.of(listed.map(|(name, _)| name));
    Ok(json!({"families": page, "nextToken": token}))
}
