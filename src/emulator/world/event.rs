//! The lines that the service scheduler writes, newest first, at most a hundred.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

use super::epoch;

/// How many lines ECS keeps of a service. Source: API reference, `Service`.
pub const KEPT: usize = 100;

/// A service event.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Event {
    pub id: String,
    #[serde(serialize_with = "epoch::serialize")]
    pub created_at: Timestamp,
    pub message: String,
}

/// Puts `event` in front and lets go of what is beyond a hundred.
pub fn record(events: &mut VecDeque<Event>, event: Event) {
    events.push_front(event);
    events.truncate(KEPT);
}
