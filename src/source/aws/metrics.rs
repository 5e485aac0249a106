//! CPU and memory of a service: CBOR, written down as `aws cloudwatch get-metric-data` prints it.

use std::time::Duration;

use aws_sdk_cloudwatch::operation::get_metric_data::GetMetricDataOutput;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricDataResult, MetricStat};
use serde_json::{Value, json};

use super::calls::Place;

/// How far back: what an hour's incident needs, and one page of an answer.
pub(super) const SPAN: Duration = Duration::from_hours(3);
/// Seconds between two values. Source: developer guide, `cloudwatch-metrics`: Fargate and EC2 send each minute.
const PERIOD: i32 = 60;

/// The percentages of what the tasks reserve, averaged and at their highest.
pub(super) fn queries(place: Place<'_>) -> Vec<MetricDataQuery> {
    let wanted = [
        ("cpu", "CPUUtilization", "Average"),
        ("cpuHighest", "CPUUtilization", "Maximum"),
        ("memory", "MemoryUtilization", "Average"),
        ("memoryHighest", "MemoryUtilization", "Maximum"),
    ];
    wanted.map(|(id, metric, statistic)| query(place, id, metric, statistic)).to_vec()
}

fn query(place: Place<'_>, id: &str, metric: &str, statistic: &str) -> MetricDataQuery {
    let dimension = |name, value| Dimension::builder().name(name).value(value).build();
    let metric_of_service = Metric::builder()
        .namespace("AWS/ECS")
        .metric_name(metric)
        .dimensions(dimension("ClusterName", crate::model::arn::name(place.cluster)))
        .dimensions(dimension("ServiceName", crate::model::arn::name(place.service)))
        .build();
    let stat = MetricStat::builder().metric(metric_of_service).period(PERIOD).stat(statistic).build();
    let label = format!("{metric} {statistic}");
    MetricDataQuery::builder().id(id).label(label).metric_stat(stat).return_data(true).build()
}

/// `aws cloudwatch get-metric-data`.
pub(super) fn json(answer: &GetMetricDataOutput) -> Value {
    json!({"MetricDataResults": answer.metric_data_results().iter().map(result).collect::<Vec<_>>()})
}

fn result(one: &MetricDataResult) -> Value {
    let times = one.timestamps().iter().map(aws_sdk_cloudwatch::primitives::DateTime::as_secs_f64);
    json!({
        "Id": one.id,
        "Label": one.label,
        "Timestamps": times.collect::<Vec<_>>(),
        "Values": one.values(),
        "StatusCode": one.status_code.as_ref().map(AsRef::<str>::as_ref),
    })
}
