//! Target groups and target health: XML, written down as `aws elbv2` prints it.

use aws_sdk_elasticloadbalancingv2::operation::describe_target_groups::DescribeTargetGroupsOutput;
use aws_sdk_elasticloadbalancingv2::operation::describe_target_health::DescribeTargetHealthOutput;
use aws_sdk_elasticloadbalancingv2::types::{TargetGroup, TargetHealthDescription};
use serde_json::{Map, Value, json};

/// `aws elbv2 describe-target-groups`.
pub(super) fn groups(answer: &DescribeTargetGroupsOutput) -> Value {
    json!({"TargetGroups": answer.target_groups().iter().map(group).collect::<Vec<_>>()})
}

/// `aws elbv2 describe-target-health`.
pub(super) fn health(answer: &DescribeTargetHealthOutput) -> Value {
    let targets = answer.target_health_descriptions().iter();
    json!({"TargetHealthDescriptions": targets.map(target).collect::<Vec<_>>()})
}

fn group(group: &TargetGroup) -> Value {
    let matcher = group.matcher.as_ref().map(|matcher| {
        stated([("HttpCode", json!(matcher.http_code)), ("GrpcCode", json!(matcher.grpc_code))])
    });
    stated([
        ("TargetGroupArn", json!(group.target_group_arn)),
        ("TargetGroupName", json!(group.target_group_name)),
        ("Protocol", word(group.protocol.as_ref())),
        ("Port", json!(group.port)),
        ("VpcId", json!(group.vpc_id)),
        ("HealthCheckProtocol", word(group.health_check_protocol.as_ref())),
        ("HealthCheckPort", json!(group.health_check_port)),
        ("HealthCheckEnabled", json!(group.health_check_enabled)),
        ("HealthCheckIntervalSeconds", json!(group.health_check_interval_seconds)),
        ("HealthCheckTimeoutSeconds", json!(group.health_check_timeout_seconds)),
        ("HealthyThresholdCount", json!(group.healthy_threshold_count)),
        ("UnhealthyThresholdCount", json!(group.unhealthy_threshold_count)),
        ("HealthCheckPath", json!(group.health_check_path)),
        ("Matcher", json!(matcher)),
        ("LoadBalancerArns", json!(group.load_balancer_arns)),
        ("TargetType", word(group.target_type.as_ref())),
        ("ProtocolVersion", json!(group.protocol_version)),
        ("IpAddressType", word(group.ip_address_type.as_ref())),
    ])
}

fn target(one: &TargetHealthDescription) -> Value {
    let target = one.target.as_ref().map(|target| {
        stated([
            ("Id", json!(target.id)),
            ("Port", json!(target.port)),
            ("AvailabilityZone", json!(target.availability_zone)),
        ])
    });
    let health = one.target_health.as_ref().map(|health| {
        stated([
            ("State", word(health.state.as_ref())),
            ("Reason", word(health.reason.as_ref())),
            ("Description", json!(health.description)),
        ])
    });
    stated([
        ("Target", json!(target)),
        ("HealthCheckPort", json!(one.health_check_port)),
        ("TargetHealth", json!(health)),
    ])
}

/// A word of an enumeration that AWS may have added to since.
fn word(one: Option<&impl AsRef<str>>) -> Value {
    json!(one.map(AsRef::as_ref))
}

/// An object of the fields that were answered: what AWS left out stays out.
fn stated<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
