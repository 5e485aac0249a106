//! Decoders that forgive what the AWS CLI, emulators and `--query` do to a field: `null` for a list,
//! a number where the API has text, text where it has a number. A value of a wholly different shape is
//! still an error, so that a misread document is not taken for an empty one.

use serde::{Deserialize, Deserializer, de};

/// `null` and a missing field are both the default.
///
/// # Errors
/// When the value is neither `null` nor a `T`.
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Text, or a number or boolean printed as text (`"cpu": 256` beside `"cpu": "256"`).
///
/// # Errors
/// When the value is a list or an object.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct TextVisitor;
    impl<'de> de::Visitor<'de> for TextVisitor {
        type Value = Option<String>;
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("text or a number")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            inner.deserialize_any(Self)
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
            Ok(Some(value.to_owned()))
        }
        fn visit_string<E: de::Error>(self, value: String) -> Result<Self::Value, E> {
            Ok(Some(value))
        }
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Some(value.to_string()))
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            Ok(Some(value.to_string()))
        }
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            Ok(Some(value.to_string()))
        }
        fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
            Ok(Some(value.to_string()))
        }
    }
    deserializer.deserialize_any(TextVisitor)
}

/// A whole number, also when it is written as text or with a zero fraction.
///
/// # Errors
/// When the value is not a whole number that fits 64 bits.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    struct CountVisitor;
    impl<'de> de::Visitor<'de> for CountVisitor {
        type Value = Option<i64>;
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a whole number")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            inner.deserialize_any(Self)
        }
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
            Ok(Some(value))
        }
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
            i64::try_from(value)
                .map(Some)
                .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53, as checked")]
        fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
            if value.fract() == 0.0 && value.abs() < 9e15 {
                Ok(Some(value as i64))
            } else {
                Err(E::invalid_value(de::Unexpected::Float(value), &self))
            }
        }
        fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
            value.trim().parse().map(Some).map_err(|_| E::invalid_value(de::Unexpected::Str(value), &self))
        }
    }
    deserializer.deserialize_any(CountVisitor)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize, Default, Debug, PartialEq)]
    #[serde(default)]
    struct Probe {
        #[serde(deserialize_with = "super::or_default")]
        list: Vec<i64>,
        #[serde(deserialize_with = "super::text")]
        word: Option<String>,
        #[serde(deserialize_with = "super::count")]
        number: Option<i64>,
    }

    fn probe(json: &str) -> Result<Probe, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn null_is_absent_and_numbers_and_text_are_exchanged() {
        assert_eq!(probe(r#"{"list":null,"word":null,"number":null}"#).unwrap(), Probe::default());
        let read = probe(r#"{"word":256,"number":"3"}"#).unwrap();
        assert_eq!((read.word.as_deref(), read.number), (Some("256"), Some(3)));
        assert_eq!(probe(r#"{"number":3.0}"#).unwrap().number, Some(3));
    }

    #[test]
    fn another_shape_is_an_error_and_not_an_empty_value() {
        for json in [r#"{"list":{}}"#, r#"{"word":[]}"#, r#"{"number":"many"}"#, r#"{"number":2.5}"#] {
            assert!(probe(json).is_err(), "{json}");
        }
    }
}
