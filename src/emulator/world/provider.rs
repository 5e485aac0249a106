//! Capacity providers: Fargate's own, and Auto Scaling groups.

use serde::Serialize;
use serde_json::{Value, json};

/// A capacity provider. Source of fields: API reference, `CapacityProvider`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "fields have the names and meanings of the API reference")]
pub struct CapacityProvider {
    pub capacity_provider_arn: String,
    pub name: String,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_scaling_group_provider: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_status: Option<&'static str>,
    pub tags: Vec<Value>,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

impl CapacityProvider {
    /// FARGATE or FARGATE_SPOT.
    pub fn fargate(arn: String, name: &'static str) -> Self {
        Self {
            capacity_provider_arn: arn,
            name: name.to_owned(),
            status: "ACTIVE",
            auto_scaling_group_provider: None,
            update_status: None,
            tags: Vec::new(),
            kind: name,
        }
    }

    /// One with an Auto Scaling group behind it; `managed` when ECS scales the group.
    pub fn group(arn: String, name: &str, group_arn: &str, managed: bool) -> Self {
        let scaling = if managed { "ENABLED" } else { "DISABLED" };
        Self {
            auto_scaling_group_provider: Some(json!({
                "autoScalingGroupArn": group_arn,
                "managedScaling": {
                    "status": scaling, "targetCapacity": 100, "minimumScalingStepSize": 1,
                    "maximumScalingStepSize": 10000, "instanceWarmupPeriod": 300,
                },
                "managedTerminationProtection": "DISABLED",
                "managedDraining": "ENABLED",
            })),
            name: name.to_owned(),
            kind: "EC2_AUTOSCALING",
            update_status: Some("UPDATE_COMPLETE"),
            ..Self::fargate(arn, "FARGATE")
        }
    }

    /// As DescribeCapacityProviders answers it.
    pub fn describe(&self) -> Value {
        super::document(self)
    }

    /// Whether it is one of Fargate's own, which every account has and nobody can change.
    pub fn is_fargate(&self) -> bool {
        self.kind.starts_with("FARGATE")
    }

    /// Whether ECS scales the group behind it.
    pub fn is_managed(&self) -> bool {
        let scaling = self.auto_scaling_group_provider.as_ref();
        scaling.is_some_and(|group| group["managedScaling"]["status"] == "ENABLED")
    }
}
