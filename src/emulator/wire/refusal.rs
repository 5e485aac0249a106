//! Refusals that the protocols themselves make, and the HTTP status of each.

use crate::emulator::world::Refused;

/// A request that could not be read.
pub fn unreadable(why: &str) -> Refused {
    Refused::new("SerializationException", why)
}

/// An operation that this model of ECS does not know.
pub fn unknown_operation(name: &str) -> Refused {
    Refused::new(
        "UnknownOperationException",
        format!("This model of ECS does not know the operation {name}."),
    )
}

/// Source: common errors of each service; AWS JSON answers 400 to nearly all of them.
pub fn status(refused: &Refused) -> u16 {
    match refused.code {
        "AccessDenied" => 403,
        "ServerException" | "InternalFailure" => 500,
        _ => 400,
    }
}

/// The same, as the Query services say it.
pub fn unknown_action(name: &str) -> Refused {
    Refused::new("InvalidAction", format!("This model does not know the action {name}."))
}
