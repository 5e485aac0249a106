//! Times as AWS JSON 1.1 carries them: epoch seconds as a number with milliseconds.

use jiff::Timestamp;
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
