//! The actions that ecsplain may call: the one table that the client and the IAM policy are made from.

use serde_json::{Value, json};

/// An operation of AWS that only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the operation of its name in the API reference")]
pub enum Action {
    ListClusters,
    DescribeClusters,
    ListServices,
    DescribeServices,
    ListTasks,
    DescribeTasks,
    DescribeTaskDefinition,
    ListServiceDeployments,
    DescribeServiceDeployments,
    DescribeServiceRevisions,
    DescribeTaskSets,
    ListContainerInstances,
    DescribeContainerInstances,
    DescribeCapacityProviders,
    DescribeTargetGroups,
    DescribeTargetHealth,
    GetLogEvents,
    GetMetricData,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::ListClusters,
        Self::DescribeClusters,
        Self::ListServices,
        Self::DescribeServices,
        Self::ListTasks,
        Self::DescribeTasks,
        Self::DescribeTaskDefinition,
        Self::ListServiceDeployments,
        Self::DescribeServiceDeployments,
        Self::DescribeServiceRevisions,
        Self::DescribeTaskSets,
        Self::ListContainerInstances,
        Self::DescribeContainerInstances,
        Self::DescribeCapacityProviders,
        Self::DescribeTargetGroups,
        Self::DescribeTargetHealth,
        Self::GetLogEvents,
        Self::GetMetricData,
    ];

    /// The name that IAM has for it. Source: service authorization reference.
    pub fn name(self) -> &'static str {
        match self {
            Self::ListClusters => "ecs:ListClusters",
            Self::DescribeClusters => "ecs:DescribeClusters",
            Self::ListServices => "ecs:ListServices",
            Self::DescribeServices => "ecs:DescribeServices",
            Self::ListTasks => "ecs:ListTasks",
            Self::DescribeTasks => "ecs:DescribeTasks",
            Self::DescribeTaskDefinition => "ecs:DescribeTaskDefinition",
            Self::ListServiceDeployments => "ecs:ListServiceDeployments",
            Self::DescribeServiceDeployments => "ecs:DescribeServiceDeployments",
            Self::DescribeServiceRevisions => "ecs:DescribeServiceRevisions",
            Self::DescribeTaskSets => "ecs:DescribeTaskSets",
            Self::ListContainerInstances => "ecs:ListContainerInstances",
            Self::DescribeContainerInstances => "ecs:DescribeContainerInstances",
            Self::DescribeCapacityProviders => "ecs:DescribeCapacityProviders",
            Self::DescribeTargetGroups => "elasticloadbalancing:DescribeTargetGroups",
            Self::DescribeTargetHealth => "elasticloadbalancing:DescribeTargetHealth",
            Self::GetLogEvents => "logs:GetLogEvents",
            Self::GetMetricData => "cloudwatch:GetMetricData",
        }
    }
}

/// The least IAM policy that lets ecsplain see everything it can show.
///
/// The resource is `*`: ListClusters and DescribeTaskDefinition cannot be narrowed, and which services and
/// log groups a person may see is for the account to say. Source: service authorization reference.
pub fn policy() -> Value {
    let statement = |(id, service): (&str, &str)| {
        let of_service = |name: &&str| name.split_once(':').is_some_and(|(of, _)| of == service);
        let actions: Vec<&str> = Action::ALL.into_iter().map(Action::name).filter(of_service).collect();
        json!({"Sid": id, "Effect": "Allow", "Action": actions, "Resource": "*"})
    };
    let statements = [
        ("EcsplainReadsEcs", "ecs"),
        ("EcsplainReadsTargets", "elasticloadbalancing"),
        ("EcsplainReadsLogs", "logs"),
        ("EcsplainReadsMetrics", "cloudwatch"),
    ];
    json!({"Version": "2012-10-17", "Statement": statements.map(statement)})
}
