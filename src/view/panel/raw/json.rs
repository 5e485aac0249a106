//! JSON that keeps the order of its keys, printed with its environment values masked.

use std::fmt::Write as _;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// What stands for a masked value.
const MASK: &str = "***";

/// A JSON value as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`, a boolean or a number, in its own spelling as far as serde keeps it.
    Bare(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object, its keys in the order of the answer.
    Object(Vec<(String, Self)>),
}

impl Json {
    /// The value over many lines, two spaces a level, with the values under `environment` masked.
    pub fn pretty(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0, false);
        text
    }

    /// The item of the list `list` of this object whose text at `key` is `value`.
    pub fn find(&self, list: &str, key: &str, value: &str) -> Option<Self> {
        let Some(Self::List(items)) = self.get(list) else { return None };
        items.iter().find(|item| matches!(item.get(key), Some(Self::Text(text)) if text == value)).cloned()
    }

    fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    fn write(&self, out: &mut String, level: usize, masked: bool) {
        match self {
            Self::Bare(text) => out.push_str(text),
            Self::Text(_) if masked => out.push_str(&quoted(MASK)),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => block(out, level, ['[', ']'], items, |out, item| {
                item.write(out, level + 1, masked);
            }),
            Self::Object(entries) => block(out, level, ['{', '}'], entries, |out, (key, value)| {
                let _ = write!(out, "{}: ", quoted(key));
                value.write(out, level + 1, hides(key, masked));
            }),
        }
    }
}

/// Whether the value of `key` is masked: everything under `environment` but the names.
fn hides(key: &str, inside: bool) -> bool {
    if inside { !key.eq_ignore_ascii_case("name") } else { key.eq_ignore_ascii_case("environment") }
}

fn block<T>(
    out: &mut String,
    level: usize,
    [open, close]: [char; 2],
    items: &[T],
    each: impl Fn(&mut String, &T),
) {
    out.push(open);
    for (place, item) in items.iter().enumerate() {
        out.push_str(if place == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(level + 1));
        each(out, item);
    }
    if !items.is_empty() {
        let _ = write!(out, "\n{}", "  ".repeat(level));
    }
    out.push(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Bare("null".to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bare(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Bare(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Bare(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Bare(serde_json::Value::from(value).to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pretty(text: &str) -> String {
        serde_json::from_str::<Json>(text).unwrap().pretty()
    }

    #[test]
    fn the_order_of_the_answer_stays() {
        let text = r#"{"b":1,"a":[true,null,{"t":1756865090.421}],"e":[],"o":{}}"#;
        insta::assert_snapshot!(pretty(text), @r#"
        {
          "b": 1,
          "a": [
            true,
            null,
            {
              "t": 1756865090.421
            }
          ],
          "e": [],
          "o": {}
        }
        "#);
    }

    #[test]
    fn environment_values_are_masked_wherever_they_stand_and_other_values_are_not() {
        let text = r#"{"containerOverrides":[{"name":"app","environment":[{"name":"PASSWORD","value":"hunter2"}]}],
            "environment":{"TOKEN":"hunter2","name":"kept"},"secrets":[{"name":"A","valueFrom":"arn:x"}],"value":"seen"}"#;
        let shown = pretty(text);
        assert!(!shown.contains("hunter2"), "{shown}");
        for kept in ["\"PASSWORD\"", "\"arn:x\"", "\"value\": \"seen\"", "\"kept\"", "\"value\": \"***\""] {
            assert!(shown.contains(kept), "{kept} in {shown}");
        }
    }
}
