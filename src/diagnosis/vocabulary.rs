//! The words in which the handbook's front matter says what a class is. The build script reads them too.

use serde::Deserialize;

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// ECS states it, and nothing that was saved contradicts it.
    Certain,
    /// The facts point there; another cause is not excluded.
    Likely,
    /// One of several causes that fit.
    Possible,
}

/// What a class is to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It explains why.
    Cause,
    /// It says that a check failed, not why.
    Check,
    /// It only says that something upstream failed.
    Symptom,
    /// It is part of a healthy day.
    Normal,
}

/// Where a text stood in what ECS said. A signature may be limited to some places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// `services[].events[].message`.
    Event,
    /// `tasks[].stoppedReason`, and the status reason of a task's attachment.
    StoppedReason,
    /// `tasks[].containers[].reason`.
    ContainerReason,
    /// `services[].deployments[].rolloutStateReason`.
    RolloutStateReason,
    /// `serviceDeployments[].statusReason`.
    StatusReason,
    /// `failures[].reason` of an answer.
    FailureReason,
    /// `TargetHealth.Reason` or `.Description` of the load balancer.
    TargetHealth,
    /// A line of a log.
    Log,
}

/// A command that confirms or mends, its names filled in from the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// describe-services.
    Service,
    /// list-service-deployments.
    ServiceDeployments,
    /// list-tasks and describe-tasks of the stopped ones.
    StoppedTasks,
    /// describe-task-definition.
    TaskDefinition,
    /// describe-clusters.
    Cluster,
    /// list-container-instances.
    Instances,
    /// describe-capacity-providers.
    CapacityProviders,
    /// get-log-events.
    Logs,
    /// describe-log-groups.
    LogGroup,
    /// describe-target-health.
    TargetHealth,
    /// describe-target-groups.
    TargetGroup,
    /// describe-subnets.
    Subnets,
    /// ec2 describe-security-groups.
    SecurityGroups,
    /// ec2 describe-vpc-endpoints.
    Endpoints,
    /// ec2 describe-route-tables.
    Routes,
    /// iam get-role of the execution role.
    ExecutionRole,
    /// iam get-role of the task role.
    TaskRole,
    /// ecr describe-images.
    Image,
    /// secretsmanager or ssm metadata.
    Secrets,
    /// service-quotas.
    FargateQuota,
    /// ecs get-task-protection.
    Protection,
    /// update-service with percentages that open a deadlock: changes something.
    OpenBand,
}
