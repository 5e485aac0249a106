//! What one service event says.

use super::EventKind;
use crate::diagnosis::text;

/// Sentences by what they hold, the telling ones first: `has started 2 tasks … Amazon ECS replaced 2 tasks
/// due to an unhealthy status` is a start as well. Source: developer guide, `service-event-messages-list`,
/// and captured events, whose wording differs from it.
const KINDS: &[(&str, EventKind)] = &[
    ("deployment completed", EventKind::DeploymentCompleted),
    ("deployment failed", EventKind::DeploymentFailed),
    ("rolling back to", EventKind::RollingBack),
    ("unable to consistently start tasks", EventKind::Impaired),
    ("unable to stop or start tasks during a deployment", EventKind::Deadlock),
    ("operations are being throttled", EventKind::Throttled),
    ("due to an unhealthy status", EventKind::Replaced),
    ("unable to place", EventKind::Placement),
    ("could not launch", EventKind::Placement),
    ("tasks provisioning capacity limit", EventKind::Placement),
    ("closest matching container-instance", EventKind::Placement),
    ("closest matching (container-instance", EventKind::Placement),
    ("is unhealthy in", EventKind::Unhealthy),
    ("is not healthy in", EventKind::Unhealthy),
    ("failed container health checks", EventKind::Unhealthy),
    ("failed elb health checks", EventKind::Unhealthy),
];

/// How routine sentences begin, after the subject.
const ROUTINE: &[&str] = &[
    "has started ",
    "has stopped ",
    "stopped ",
    "registered ",
    "deregistered ",
    "has begun draining ",
    "is az balanced",
    "is not az balanced",
    "has been created",
    "updated computeddesiredcount ",
    // One task set is steady, which says nothing of the others.
    "updated state to ",
];

/// Words that ECS uses only for what went wrong.
const FAILURE: &[&str] = &[
    "unable to",
    "failed",
    "failure",
    "error",
    "could not",
    "cannot",
    "misconfigured",
    "timed out",
    "denied",
    "limit",
];

/// What the text of an event says.
pub fn kind_of(message: &str) -> EventKind {
    let folded = text::fold(message);
    let predicate = text::predicate(&folded);
    if predicate.starts_with("has reached a steady state") {
        return EventKind::SteadyState;
    }
    if let Some((_, kind)) = KINDS.iter().find(|(words, _)| folded.contains(words)) {
        return *kind;
    }
    if ROUTINE.iter().any(|start| predicate.starts_with(start)) {
        return EventKind::Routine;
    }
    if FAILURE.iter().any(|word| predicate.contains(word)) {
        EventKind::OtherFailure
    } else {
        EventKind::Other
    }
}

/// What the name of an EventBridge service event says. Source: developer guide, `ecs_service_events`.
pub fn kind_of_notice(name: &str) -> EventKind {
    match name {
        "SERVICE_STEADY_STATE" | "CAPACITY_PROVIDER_STEADY_STATE" | "TASKSET_STEADY_STATE" => {
            EventKind::SteadyState
        }
        "SERVICE_DEPLOYMENT_COMPLETED" => EventKind::DeploymentCompleted,
        "SERVICE_DEPLOYMENT_IN_PROGRESS" | "SERVICE_DESIRED_COUNT_UPDATED" => EventKind::Routine,
        "SERVICE_DEPLOYMENT_FAILED" => EventKind::DeploymentFailed,
        "SERVICE_TASK_START_IMPAIRED" => EventKind::Impaired,
        "SERVICE_TASK_PLACEMENT_FAILURE" | "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED" => {
            EventKind::Placement
        }
        "ECS_OPERATION_THROTTLED" | "SERVICE_DISCOVERY_OPERATION_THROTTLED" => EventKind::Throttled,
        "SERVICE_TASK_CONFIGURATION_FAILURE" | "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY" => {
            EventKind::OtherFailure
        }
        _ => EventKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_a_productions_base_rate_has_its_kind() {
        let cases = [
            ("(service a) has reached a steady state.", EventKind::SteadyState),
            ("(service a) deregistered 2 targets in (target-group arn:x)", EventKind::Routine),
            ("(service a, taskSet ecs-svc/3) has begun draining connections on 2 tasks.", EventKind::Routine),
            ("(service a) updated computedDesiredCount for taskSet ecs-svc/3 to 2.", EventKind::Routine),
            ("(service a, taskSet ecs-svc/3) updated state to STEADY_STATE.", EventKind::Routine),
            (
                "(service a) has started 1 tasks in eu-central-1a to AZ Rebalance: (task b).",
                EventKind::Routine,
            ),
            (
                "(service a) is not AZ balanced with 3 tasks in eu-central-1a. AZ Rebalancing in progress.",
                EventKind::Routine,
            ),
            (
                "(service a) has started 2 tasks: (task b). Amazon ECS replaced 2 tasks due to an unhealthy status.",
                EventKind::Replaced,
            ),
            ("(service a) (deployment ecs-svc/1) deployment completed.", EventKind::DeploymentCompleted),
            (
                "(service a) (deployment ecs-svc/1)\n deployment failed: tasks failed to start.",
                EventKind::DeploymentFailed,
            ),
            ("(service a) rolling back to deployment ecs-svc/1.", EventKind::RollingBack),
            ("(service a) stopped 2 pending tasks.", EventKind::Routine),
            (
                "Service (a) was unable to stop or start tasks during a deployment because of the service deployment configuration.",
                EventKind::Deadlock,
            ),
            (
                "(service a) was unable to place a task. Reason: You\u{2019}ve reached the limit on the number of tasks",
                EventKind::Placement,
            ),
            (
                "service a failed to launch a task with (error ECS was unable to assume the role 'x')",
                EventKind::OtherFailure,
            ),
            (
                "(service a) was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks under protection)",
                EventKind::OtherFailure,
            ),
            ("(service a) sang a song.", EventKind::Other),
            ("", EventKind::Other),
        ];
        for (message, kind) in cases {
            assert_eq!(kind_of(message), kind, "{message}");
        }
    }

    #[test]
    fn a_service_whose_name_is_a_failure_is_not_one() {
        assert_eq!(
            kind_of("(service error-failed-limit) has reached a steady state."),
            EventKind::SteadyState
        );
        assert_eq!(kind_of("(service login-failed) has started 1 tasks: (task a)."), EventKind::Routine);
    }
}
