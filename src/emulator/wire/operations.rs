//! From a call to the operation that answers it.

use super::input::Input;
use super::protocol::{Call, Service};
use super::value::Value;
use super::{balancers, ecs, identity, logs, metrics};
use crate::emulator::world::{Refused, World};

/// Answers `call`.
///
/// # Errors
/// As AWS refuses it.
pub fn answer(world: &mut World, call: &Call) -> Result<Value, Refused> {
    let (operation, input) = (call.operation.as_str(), Input(&call.input));
    match call.service {
        Service::Ecs => ecs::answer(world, operation, input).map(Value::from),
        Service::Logs => logs::answer(world, operation, input).map(Value::from),
        Service::CloudWatch => metrics::answer(world, operation, input).map(Value::from),
        Service::Balancers => balancers::answer(world, operation, input).map(Value::from),
        Service::Identity => identity::answer(world, operation).map(Value::from),
    }
}
