//! Points in time as ECS, the two AWS CLI generations and Step Functions write them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, de};

/// Numbers from here up are epoch milliseconds, below they are epoch seconds: 1e11 s is the year 5138
/// and 1e11 ms is March 1973, so no real capture can be read the wrong way.
const MILLISECONDS_FROM: f64 = 1e11;

/// A point in time: epoch seconds with a fraction (API, AWS CLI v1), epoch milliseconds (CloudWatch
/// Logs, Step Functions) or ISO 8601 with any offset (AWS CLI v2, EventBridge); all are decoded alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub Timestamp);

impl Time {
    /// Reads epoch seconds or milliseconds, told apart by their size.
    pub fn from_number(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let millis = if number.abs() >= MILLISECONDS_FROM { number } else { number * 1000.0 };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float beyond i64 saturates, and jiff refuses it"
        )]
        Timestamp::from_millisecond(millis.round() as i64).ok().map(Self)
    }

    /// Reads ISO 8601 with an offset or `Z`; a time without either is taken as UTC, as AWS documents.
    pub fn from_text(text: &str) -> Option<Self> {
        if let Ok(stamp) = text.parse::<Timestamp>() {
            return Some(Self(stamp));
        }
        if let Ok(number) = text.parse::<f64>() {
            return Self::from_number(number);
        }
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| Self(zoned.timestamp()))
    }

    /// How long after `earlier` this is; negative when it is before.
    pub fn since(self, earlier: Self) -> SignedDuration {
        self.0.duration_since(earlier.0)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimeVisitor)
    }
}

struct TimeVisitor;

impl de::Visitor<'_> for TimeVisitor {
    type Value = Time;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a time: epoch seconds, epoch milliseconds or ISO 8601")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Time, E> {
        Time::from_number(value).ok_or_else(|| E::invalid_value(de::Unexpected::Float(value), &self))
    }

    #[expect(clippy::cast_precision_loss, reason = "epoch milliseconds are far below 2^52")]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Time, E> {
        Time::from_number(value as f64).ok_or_else(|| E::invalid_value(de::Unexpected::Signed(value), &self))
    }

    #[expect(clippy::cast_precision_loss, reason = "epoch milliseconds are far below 2^52")]
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Time, E> {
        Time::from_number(value as f64)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(value), &self))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Time, E> {
        Time::from_text(value).ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Time {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_spelling_of_one_moment_is_the_same_moment() {
        let iso = read("\"2025-09-03T10:04:50.421000+08:00\"");
        assert_eq!(iso, read("\"2025-09-03T02:04:50.421Z\""));
        assert_eq!(iso, read("1756865090.421"));
        assert_eq!(iso, read("1756865090421"));
        assert_eq!(iso, read("\"2025-09-03T02:04:50.421\""));
    }

    #[test]
    fn words_and_wild_numbers_are_refused_without_a_panic() {
        for json in ["\"soon\"", "1e300", "-1e300", "true", "9223372036854775807"] {
            assert!(serde_json::from_str::<Time>(json).is_err(), "{json}");
        }
    }
}
