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
