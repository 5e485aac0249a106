//! CPU and memory of a service, asked for and answered in JSON.
//!
//! CloudWatch speaks JSON as well as the CBOR that its crate speaks (it is what the AWS CLI sends), and JSON needs no
//! mapping, is kept to the byte, and is understood by emulators. So the crate finds the endpoint and signs, and
//! what is sent is this.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_cloudwatch::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_cloudwatch::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_cloudwatch::error::BoxError;
use serde_json::{Value, json};

use super::calls::Place;
use crate::model::arn;

/// How far back: what an hour's incident needs, and one page of an answer.
const SPAN: Duration = Duration::from_hours(3);
/// Seconds between two values. Source: developer guide, `cloudwatch-metrics`: ECS sends them each minute.
const PERIOD: u32 = 60;

/// Sends this body, in JSON, in place of what the crate would send.
#[derive(Debug)]
pub(super) struct InJson(String);

impl InJson {
    /// Asks for the last hours of a service.
    pub(super) fn of(place: Place<'_>, now: SystemTime) -> Self {
        let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let body = json!({
            "StartTime": seconds(now - SPAN),
            "EndTime": seconds(now),
            "MetricDataQueries": queries(place),
        });
        Self(body.to_string())
    }
}

/// The percentages of what the tasks reserve, averaged and at their highest.
fn queries(place: Place<'_>) -> Vec<Value> {
    let query = |(id, metric, statistic): (&str, &str, &str)| {
        json!({
            "Id": id,
            "Label": format!("{metric} {statistic}"),
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/ECS",
                    "MetricName": metric,
                    "Dimensions": [
                        {"Name": "ClusterName", "Value": arn::name(place.cluster)},
                        {"Name": "ServiceName", "Value": arn::name(place.service)},
                    ],
                },
                "Period": PERIOD,
                "Stat": statistic,
            },
        })
    };
    [
        ("cpu", "CPUUtilization", "Average"),
        ("cpuHighest", "CPUUtilization", "Maximum"),
        ("memory", "MemoryUtilization", "Average"),
        ("memoryHighest", "MemoryUtilization", "Maximum"),
    ]
    .map(query)
    .to_vec()
}

impl Intercept for InJson {
    fn name(&self) -> &'static str {
        "InJson"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let root = request.uri().split("/service/").next().unwrap_or_default().to_owned() + "/";
        request.set_uri(root)?;
        let headers = request.headers_mut();
        headers.remove("smithy-protocol");
        headers.insert("accept", "application/json");
        headers.insert("content-type", "application/x-amz-json-1.0");
        headers.insert("content-length", self.0.len().to_string());
        headers.insert("x-amz-target", "GraniteServiceVersion20100801.GetMetricData");
        *request.body_mut() = self.0.clone().into();
        Ok(())
    }
}
