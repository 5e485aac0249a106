//! Log events, as `get-log-events` and `filter-log-events` answer them.

use std::collections::HashMap;

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

/// A field of a row. Source: CloudWatch Logs API reference, `ResultField`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LogField {
    field: String,
    #[serde(deserialize_with = "lenient::or_default")]
    value: String,
}

impl LogEvent {
    /// The event that a row of a query shows; nothing where the query did not ask for the message.
    pub(super) fn of_row(row: Vec<LogField>) -> Option<Self> {
        let mut event = Self::default();
        let mut has_message = false;
        for LogField { field, value } in row {
            match field.as_str() {
                "@timestamp" => event.timestamp = Time::from_text(&value),
                "@ingestionTime" => event.ingestion_time = Time::from_text(&value),
                "@logStream" => event.log_stream_name = Some(value),
                "@message" => {
                    value.trim_end().clone_into(&mut event.message);
                    has_message = true;
                }
                _ => {}
            }
        }
        has_message.then_some(event)
    }

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
    let mut streams = vec![LogStream { origin, ..LogStream::default() }];
    let mut places: HashMap<Option<String>, usize> = HashMap::from([(None, 0)]);
    let mut place = 0;
    for (name, line) in lines {
        if streams[place].stream != name {
            place = *places.entry(name).or_insert_with_key(|name| {
                streams.push(LogStream { stream: name.clone(), origin, ..LogStream::default() });
                streams.len() - 1
            });
        }
        streams[place].lines.push(line);
    }
    if streams.len() > 1 && streams[0].lines.is_empty() {
        streams.remove(0);
    }
    for stream in &mut streams {
        stream.lines.shrink_to_fit();
    }
    streams
}
