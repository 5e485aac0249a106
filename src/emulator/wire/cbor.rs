//! Smithy RPC v2 CBOR: current SDKs and the AWS CLI ask CloudWatch in it.
//!
//! Source: Smithy specification, "Smithy RPC v2 CBOR protocol".

use ciborium::Value as Cbor;
use serde_json::Value as Json;

use super::json::seconds;
use super::refusal;
use super::value::{Object, Value};
use crate::emulator::world::Refused;

/// Tag of a moment as seconds since 1970. Source: RFC 8949, section 3.4.2.
const EPOCH: u64 = 1;

/// Reads what a client sent; an empty body is an empty object.
///
/// # Errors
/// `SerializationException` when it is no CBOR map.
pub fn read(body: &[u8]) -> Result<Json, Refused> {
    if body.is_empty() {
        return Ok(Json::Object(serde_json::Map::new()));
    }
    let value: Cbor = ciborium::from_reader(body).map_err(|error| refusal::unreadable(&error.to_string()))?;
    match decoded(value) {
        object @ Json::Object(_) => Ok(object),
        _ => Err(refusal::unreadable("the body is not a CBOR map")),
    }
}

fn decoded(value: Cbor) -> Json {
    match value {
        Cbor::Bool(flag) => Json::Bool(flag),
        Cbor::Integer(number) => i64::try_from(number).map_or(Json::Null, Json::from),
        Cbor::Float(number) => Json::from(number),
        Cbor::Text(text) => Json::String(text),
        Cbor::Array(items) => items.into_iter().map(decoded).collect(),
        Cbor::Map(members) => Json::Object(members.into_iter().filter_map(member).collect()),
        // The tag of a moment says how to read its number, which the operation knows anyway.
        Cbor::Tag(_, inner) => decoded(*inner),
        _ => Json::Null,
    }
}

fn member((name, value): (Cbor, Cbor)) -> Option<(String, Json)> {
    Some((name.into_text().ok()?, decoded(value)))
}

/// Writes an answer.
pub fn write(answer: Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail.
    drop(ciborium::into_writer(&encoded(answer), &mut bytes));
    bytes
}

/// Writes a refusal.
pub fn write_refusal(refused: &Refused) -> Vec<u8> {
    let kind = format!("com.amazonaws.cloudwatch#{}", refused.code);
    write(Object::new().with("__type", kind).with("message", &refused.message).into())
}

fn encoded(value: Value) -> Cbor {
    match value {
        Value::Bool(flag) => Cbor::Bool(flag),
        Value::Integer(number) => Cbor::Integer(number.into()),
        Value::Double(number) => Cbor::Float(number),
        Value::Text(text) => Cbor::Text(text),
        Value::Time(time) => Cbor::Tag(EPOCH, Box::new(Cbor::Float(seconds(time)))),
        Value::List(items) => Cbor::Array(items.into_iter().map(encoded).collect()),
        Value::Object(Object(members)) => Cbor::Map(
            members
                .into_iter()
                .map(|(name, value)| (Cbor::Text(name.into_owned()), encoded(value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let at: jiff::Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let answer = Object::new()
            .with("Timestamps", vec![at])
            .with("Values", vec![0.5])
            .with("StatusCode", "Complete");
        let read = read(&write(answer.into())).unwrap();
        assert_eq!(
            read,
            serde_json::json!({"Timestamps": [1_772_359_200.0], "Values": [0.5], "StatusCode": "Complete"})
        );
    }

    #[test]
    fn deep_nesting_and_rubbish_are_refused() {
        assert_eq!(read(&vec![0x81; 100_000]).unwrap_err().code, "SerializationException");
        assert_eq!(read(b"\x01").unwrap_err().code, "SerializationException");
    }
}
