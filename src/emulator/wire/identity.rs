//! Security Token Service: who the account is.

use super::refusal;
use super::value::Object;
use crate::emulator::world::{Refused, World};

/// Answers one call.
pub(super) fn answer(world: &World, operation: &str) -> Result<Object, Refused> {
    let account = &world.account.identity.account;
    match operation {
        "GetCallerIdentity" => Ok(Object::new()
            .with("Arn", format!("arn:aws:sts::{account}:assumed-role/rehearsal/ecsplain"))
            .with("UserId", "AROAEXAMPLEECSPLAIN:ecsplain")
            .with("Account", account)),
        _ => Err(refusal::unknown_action(operation)),
    }
}
