//! AWS JSON 1.0 and 1.1: ECS and CloudWatch Logs speak it.
//!
//! Source: Smithy specification, "AWS JSON 1.1 protocol".

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::refusal;
use super::value::{Object, Value};
use crate::emulator::world::Refused;

/// Reads what a client sent; an empty body is an empty object.
///
/// # Errors
/// `SerializationException` when it is no JSON object.
pub fn read(body: &[u8]) -> Result<serde_json::Value, Refused> {
    if body.trim_ascii().is_empty() {
        return Ok(serde_json::Value::Object(serde_json::Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(object @ serde_json::Value::Object(_)) => Ok(object),
        Ok(_) => Err(refusal::unreadable("the body is not a JSON object")),
        Err(error) => Err(refusal::unreadable(&error.to_string())),
    }
}

/// Writes an answer.
pub fn write(answer: &Value) -> Vec<u8> {
    // Writing to memory a value whose keys are all text cannot fail.
    serde_json::to_vec(answer).unwrap_or_default()
}

/// Writes a refusal.
pub fn write_refusal(refused: &Refused) -> Vec<u8> {
    write(&Object::new().with("__type", refused.code).with("message", &refused.message).into())
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Double(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Time(time) => serializer.serialize_f64(seconds(*time)),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Seconds since 1970 with three digits after the point, as ECS answers them.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit into 53 bits until the year 287396"
)]
pub fn seconds(time: jiff::Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_seconds_with_milliseconds() {
        let at = "2026-03-01T10:00:00.25Z".parse::<jiff::Timestamp>().unwrap();
        let answer = Object::new().with("createdAt", at).maybe("stoppedAt", None::<jiff::Timestamp>);
        assert_eq!(write(&answer.into()), br#"{"createdAt":1772359200.25}"#);
    }

    #[test]
    fn nothing_is_an_empty_object_and_a_list_is_none() {
        assert_eq!(read(b" ").unwrap(), serde_json::json!({}));
        assert_eq!(read(b"[]").unwrap_err().code, "SerializationException");
        assert_eq!(read(b"{").unwrap_err().code, "SerializationException");
    }
}
