//! Times as AWS JSON 1.1 carries them: epoch seconds as a number with milliseconds.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};

/// Epoch seconds of `moment`, to the millisecond.
#[expect(clippy::cast_precision_loss, reason = "epoch milliseconds are far below 2^52")]
pub fn seconds(moment: Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1000.0
}

/// For `#[serde(serialize_with)]`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    seconds(*moment).serialize(serializer)
}

/// For `#[serde(serialize_with)]` of what may not have happened.
///
/// # Errors
/// Those of the serializer.
pub fn maybe<S: Serializer>(moment: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(seconds).serialize(serializer)
}

/// The moment `seconds` after `moment`; the end of time when there is none.
pub fn after(moment: Timestamp, seconds: i64) -> Timestamp {
    after_millis(moment, seconds.saturating_mul(1000))
}

/// The moment `millis` milliseconds after `moment`; the end of time when there is none.
pub fn after_millis(moment: Timestamp, millis: i64) -> Timestamp {
    moment.checked_add(SignedDuration::from_millis(millis)).unwrap_or(Timestamp::MAX)
}

/// `moment`, or the whole second after it.
pub fn next_second(moment: Timestamp) -> Timestamp {
    let whole = moment.as_second();
    let later = if moment.subsec_nanosecond() == 0 { whole } else { whole.saturating_add(1) };
    Timestamp::from_second(later).unwrap_or(Timestamp::MAX)
}
