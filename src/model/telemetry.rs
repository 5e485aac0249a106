//! Log lines and metric values (CloudWatch Logs, CloudWatch).

use serde::Deserialize;

use super::lenient;
use super::origin::Origin;
use super::time::Time;

/// The log lines of one answer that belong to one stream.
#[derive(Debug, Clone, Default)]
pub struct LogStream {
    /// The log group, when something around the answer says it; the answers themselves do not.
    pub group: Option<String>,
    /// The stream: stated by `filter-log-events`, absent in `get-log-events`.
    pub stream: Option<String>,
    /// Its lines, in the order of the answer.
    pub lines: Vec<LogLine>,
    /// Where it was read.
    pub origin: Origin,
}

/// One log event. Source: CloudWatch Logs API reference, `OutputLogEvent`, `FilteredLogEvent`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct LogLine {
    pub timestamp: Option<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub message: String,
}

/// One metric of an answer of `aws cloudwatch get-metric-data` (its keys are in PascalCase).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct MetricSeries {
    pub id: Option<String>,
    pub label: Option<String>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub timestamps: Vec<Time>,
    #[serde(deserialize_with = "lenient::or_default")]
    pub values: Vec<f64>,
    pub status_code: Option<String>,
    /// Cluster and service that were asked about, when something around the answer says it.
    #[serde(skip)]
    pub owner: Option<(String, String)>,
    /// Where it was read.
    #[serde(skip)]
    pub origin: Origin,
}
