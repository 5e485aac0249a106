//! Log events, as `get-log-events` and `filter-log-events` answer them.

use serde::Deserialize;

use crate::model::time::Time;
use crate::model::{LogLine, LogStream, Origin, lenient};

/// A log event with what is needed to sort it in. Source: CloudWatch Logs API reference,
/// `OutputLogEvent` and `FilteredLogEvent`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LogEvent {
    pub(super) timestamp: Option<Time>,
    pub(super) ingestion_time: Option<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    message: String,
    log_stream_name: Option<String>,
}

impl LogEvent {
    /// The EventBridge event that the line is, when a rule writes its events to a log group.
    pub(super) fn carried(&self) -> Option<String> {
        let is_event = self.message.trim_start().starts_with('{')
            && self.message.contains("\"detail-type\"")
            && self.message.contains("\"detail\"");
        is_event.then(|| self.message.clone())
    }

    /// The line, and the stream that it names.
    pub(super) fn into_line(self) -> (Option<String>, LogLine) {
        (self.log_stream_name, LogLine { timestamp: self.timestamp, message: self.message })
    }
}

/// Sorts lines by their stream; both keep the order of the answer. An answer without lines is one
/// nameless stream without lines: the log was asked and said nothing.
pub(super) fn streams(lines: Vec<(Option<String>, LogLine)>, origin: Origin) -> Vec<LogStream> {
    let mut streams: Vec<LogStream> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (stream, line) in lines {
        let next = streams.len();
        let place = places.get(&stream).copied().unwrap_or(next);
        if place == next {
            places.insert(stream.clone(), next);
            streams.push(LogStream { group: None, stream, lines: Vec::new(), origin });
        }
        if let Some(stream) = streams.get_mut(place) {
            stream.lines.push(line);
        }
    }
    if streams.is_empty() {
        streams.push(LogStream { origin, ..LogStream::default() });
    }
    for stream in &mut streams {
        stream.lines.shrink_to_fit();
    }
    streams
}
