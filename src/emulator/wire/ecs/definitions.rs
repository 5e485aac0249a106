//! Reading task definitions.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Answer, most};
use crate::emulator::wire::input::Input;
use crate::emulator::wire::page::Pages;
use crate::emulator::world::{Refused, World};
use crate::model::arn;

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
    let status = input.word("status", &["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"])?.unwrap_or("ACTIVE");
    let down = input.word("sort", &["ASC", "DESC"])? == Some("DESC");
    let family = input.text("familyPrefix");
    let families = world
        .account
        .definitions
        .families
        .iter()
        .filter(|(name, _)| family.is_none_or(|family| *name == family));
    let revisions = families.flat_map(|(_, revisions)| revisions);
    let mut arns: Vec<&String> =
        revisions.filter(|one| one.document["status"] == status).map(|one| &one.arn).collect();
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

/// Revisions that were deregistered are on their way out, and stay so for whatever still runs of them; each of the
/// others is a failure with its reason. Source: API reference, DeleteTaskDefinitions.
pub(super) fn delete(world: &mut World, input: Input<'_>) -> Answer {
    let names = input.texts("taskDefinitions");
    most("taskDefinitions", &names, 10)?;
    let (mut deleted, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match delete_one(world, name) {
            Ok(document) => deleted.push(document),
            Err(reason) => failures.push(json!({"arn": name, "reason": reason})),
        }
    }
    Ok(json!({"taskDefinitions": deleted, "failures": failures}))
}

fn delete_one(world: &mut World, name: &str) -> Result<Json, &'static str> {
    if !arn::name(name).contains(':') {
        return Err(
            "The specified task definition identifier is invalid. Specify a valid name or ARN and try again.",
        );
    }
    let missing = "The specified task definition does not exist. Specify a valid account, family, revision and try \
                   again.";
    let family = world.account.definitions.find(name).ok_or(missing)?.family.clone();
    let mut all = world.account.definitions.families.get_mut(&family).into_iter().flatten();
    let found = all.find(|one| one.arn == name || one.name() == name).ok_or(missing)?;
    if !found.is_inactive {
        return Err(
            "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
        );
    }
    let going = Arc::make_mut(found);
    going.document["status"] = json!("DELETE_IN_PROGRESS");
    Ok(going.document.clone())
}
