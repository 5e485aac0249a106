//! Target groups and what their load balancer says of each target.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A target group. Source of fields: ELBv2 API reference, `TargetGroup`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct TargetGroup {
    pub target_group_arn: String,
    pub target_group_name: String,
    pub protocol: String,
    pub port: i64,
    pub vpc_id: String,
    pub health_check_protocol: String,
    pub health_check_port: String,
    pub health_check_enabled: bool,
    pub health_check_interval_seconds: i64,
    pub health_check_timeout_seconds: i64,
    pub healthy_threshold_count: i64,
    pub unhealthy_threshold_count: i64,
    pub health_check_path: String,
    pub matcher: Matcher,
    pub load_balancer_arns: Vec<String>,
    pub target_type: String,
    pub protocol_version: String,
    pub ip_address_type: String,
    /// How long a leaving target keeps its connections, in seconds; an attribute, not answered.
    #[serde(skip)]
    pub deregistration_delay: i64,
}

/// The codes that count as healthy.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct Matcher {
    pub http_code: String,
}

/// One target of DescribeTargetHealth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Address or instance id.
    pub id: String,
    /// The port that is checked.
    pub port: i64,
    /// e.g. `us-east-1a`.
    pub availability_zone: Option<String>,
    /// What the load balancer says of it.
    pub health: super::task::TargetState,
}

impl Default for Matcher {
    fn default() -> Self {
        Self { http_code: "200".to_owned() }
    }
}

impl Default for TargetGroup {
    fn default() -> Self {
        Self {
            target_group_arn: String::new(),
            target_group_name: String::new(),
            protocol: "HTTP".to_owned(),
            port: 80,
            vpc_id: "vpc-0c8f4e2a9b7d61035".to_owned(),
            health_check_protocol: "HTTP".to_owned(),
            health_check_port: "traffic-port".to_owned(),
            health_check_enabled: true,
            health_check_interval_seconds: 10,
            health_check_timeout_seconds: 5,
            healthy_threshold_count: 2,
            unhealthy_threshold_count: 2,
            health_check_path: "/health".to_owned(),
            matcher: Matcher::default(),
            load_balancer_arns: Vec::new(),
            target_type: "ip".to_owned(),
            protocol_version: "HTTP1".to_owned(),
            ip_address_type: "ipv4".to_owned(),
            deregistration_delay: 30,
        }
    }
}

impl TargetGroup {
    /// As `aws elbv2 describe-target-groups` prints it (keys in PascalCase).
    pub fn describe(&self) -> Value {
        super::document(self)
    }
}
