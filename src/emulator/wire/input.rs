//! The parameters of a call, read as far as they are of the kind that the operation wants.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::emulator::world::Refused;

/// The parameters of a call. Query clients send all values as text.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a>(pub &'a Json);

impl<'a> Input<'a> {
    /// Text that may be left out; empty counts as left out.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// Text that must be there.
    ///
    /// # Errors
    /// As ECS refuses a call without it.
    pub fn need(self, name: &str) -> Result<&'a str, Refused> {
        self.text(name).ok_or_else(|| Refused::parameter(format!("{name} can not be blank.")))
    }

    /// Several texts; none when they are left out.
    pub fn texts(self, name: &str) -> Vec<&'a str> {
        let items = self.items(name);
        items.filter_map(|Input(item)| item.as_str()).collect()
    }

    /// Several objects; none when they are left out.
    pub fn items(self, name: &str) -> impl Iterator<Item = Input<'a>> + use<'a> {
        self.0.get(name).and_then(Json::as_array).into_iter().flatten().map(Input)
    }

    /// An object that may be left out.
    pub fn object(self, name: &str) -> Option<Input<'a>> {
        self.0.get(name).filter(|value| value.is_object()).map(Input)
    }

    /// A whole number.
    pub fn integer(self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Yes or no; no when it is left out.
    pub fn flag(self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value.as_bool() == Some(true) || value == "true")
    }

    /// A moment, as seconds since 1970 or as ISO 8601.
    pub fn time(self, name: &str) -> Option<Timestamp> {
        let value = self.0.get(name)?;
        match value.as_f64() {
            Some(seconds) => from_seconds(seconds),
            None => value.as_str()?.parse().ok(),
        }
    }

    /// Whether `include` names `what`.
    pub fn includes(self, what: &str) -> bool {
        self.texts("include").contains(&what)
    }

    /// One of a few words, or nothing when it is left out.
    ///
    /// # Errors
    /// As ECS refuses a word that it does not know.
    pub fn word(self, name: &str, known: &[&'static str]) -> Result<Option<&'static str>, Refused> {
        let Some(value) = self.text(name) else { return Ok(None) };
        match known.iter().find(|word| **word == value) {
            Some(word) => Ok(Some(word)),
            None => Err(Refused::parameter(format!(
                "Invalid {name}: {value}. Valid values: {}.",
                known.join(", ")
            ))),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range becomes its end, which is refused"
)]
fn from_seconds(seconds: f64) -> Option<Timestamp> {
    Timestamp::from_millisecond((seconds * 1000.0).round() as i64).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_are_read_as_json_and_as_text() {
        let value = json!({"n": "7", "m": 8, "t": 1_772_359_200.5, "u": "2026-03-01T10:00:00Z", "f": "true", "x": 1e300});
        let input = Input(&value);
        assert_eq!((input.integer("n"), input.integer("m")), (Some(7), Some(8)));
        assert_eq!(input.time("t").unwrap().to_string(), "2026-03-01T10:00:00.5Z");
        assert_eq!(input.time("u").unwrap().to_string(), "2026-03-01T10:00:00Z");
        assert!(input.flag("f") && input.time("x").is_none());
        assert!(input.need("none").is_err() && input.text("none").is_none());
    }
}
