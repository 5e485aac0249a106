//! The actions that ecsplain may call: the one table that the client and the IAM policy are made from.

use serde_json::{Value, json};

/// An operation of AWS that only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the operation of its name in the API reference")]
pub enum Action {
    ListClusters,
    ListServices,
    DescribeServices,
    ListTasks,
    DescribeTasks,
    DescribeTaskDefinition,
    ListServiceDeployments,
    DescribeServiceDeployments,
    DescribeTaskSets,
    GetLogEvents,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::ListClusters,
        Self::ListServices,
        Self::DescribeServices,
        Self::ListTasks,
        Self::DescribeTasks,
        Self::DescribeTaskDefinition,
        Self::ListServiceDeployments,
        Self::DescribeServiceDeployments,
        Self::DescribeTaskSets,
        Self::GetLogEvents,
    ];

    /// The name that IAM has for it. Source: service authorization reference.
    pub fn name(self) -> &'static str {
        match self {
            Self::ListClusters => "ecs:ListClusters",
            Self::ListServices => "ecs:ListServices",
            Self::DescribeServices => "ecs:DescribeServices",
            Self::ListTasks => "ecs:ListTasks",
            Self::DescribeTasks => "ecs:DescribeTasks",
            Self::DescribeTaskDefinition => "ecs:DescribeTaskDefinition",
            Self::ListServiceDeployments => "ecs:ListServiceDeployments",
            Self::DescribeServiceDeployments => "ecs:DescribeServiceDeployments",
            Self::DescribeTaskSets => "ecs:DescribeTaskSets",
            Self::GetLogEvents => "logs:GetLogEvents",
        }
    }
}

/// The least IAM policy that lets ecsplain see everything it can show.
///
/// The resource is `*`: ListClusters and DescribeTaskDefinition cannot be narrowed, and which services and
/// log groups a person may see is for the account to say. Source: service authorization reference.
pub fn policy() -> Value {
    let of = |service: &str| -> Vec<&str> {
        Action::ALL.into_iter().map(Action::name).filter(|name| name.starts_with(service)).collect()
    };
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "EcsplainReadsEcs", "Effect": "Allow", "Action": of("ecs:"), "Resource": "*"},
            {"Sid": "EcsplainReadsLogs", "Effect": "Allow", "Action": of("logs:"), "Resource": "*"},
        ],
    })
}
