//! The words that Kubernetes has for what ECS writes as text: the nearest reason, where there is one, and
//! ECS's own word where there is none.

use crate::model::{Container, Task};

/// Type and reason of a Kubernetes event.
pub type Verdict = (&'static str, &'static str);

const NORMAL: &str = "Normal";
const WARNING: &str = "Warning";

/// What a line of the service scheduler contains, and the event that it is; the first that fits decides.
/// Source of the texts: developer guide, `service-event-messages-list`.
const SERVICE_EVENTS: [(&str, Verdict); 30] = [
    ("has reached a steady state", (NORMAL, "SteadyState")),
    ("is unable to consistently start tasks", (WARNING, "BackOff")),
    ("reached the limit on the number", (WARNING, "FailedCreate")),
    ("is above your limit", (WARNING, "FailedCreate")),
    ("unable to place", (WARNING, "FailedScheduling")),
    ("could not launch", (WARNING, "FailedCreate")),
    ("can no longer maintain", (WARNING, "FailedCreate")),
    ("encountered error", (WARNING, "FailedScheduling")),
    ("is unhealthy in", (WARNING, "Unhealthy")),
    ("is not healthy in", (WARNING, "Unhealthy")),
    ("failed ELB health checks", (WARNING, "Unhealthy")),
    ("failed container health checks", (WARNING, "Unhealthy")),
    ("due to an unhealthy status", (WARNING, "Unhealthy")),
    ("deployment failed: alarm", (WARNING, "AlarmTriggered")),
    ("deployment failed", (WARNING, "CircuitBreaker")),
    ("rolling back to", (NORMAL, "DeploymentRollback")),
    ("deployment completed", (NORMAL, "DeploymentCompleted")),
    ("unable to stop or start tasks during a deployment", (WARNING, "DeploymentConfiguration")),
    ("protected tasks", (WARNING, "ScaleInProtected")),
    ("under protection", (WARNING, "ScaleInProtected")),
    ("are being throttled", (WARNING, "Throttled")),
    ("Timed out waiting for", (WARNING, "NodeNotReady")),
    ("AZ Rebalance", (NORMAL, "AvailabilityZoneRebalance")),
    ("AZ balanced", (NORMAL, "AvailabilityZoneRebalance")),
    ("deregistered", (NORMAL, "TargetsDeregistered")),
    ("registered", (NORMAL, "TargetsRegistered")),
    ("has begun draining", (NORMAL, "TargetsDraining")),
    ("has started", (NORMAL, "SuccessfulCreate")),
    ("has stopped", (NORMAL, "SuccessfulDelete")),
    ("stopped", (NORMAL, "SuccessfulDelete")),
];

/// The event that a line of the service scheduler is. ECS wraps the failures of tasks that did start into
/// `unable to place a task. Reason: …`, so that reason is read first.
pub fn service_event(text: &str) -> Verdict {
    if let Some((_, wrapped)) = text.split_once("Reason: ")
        && let Some((kind, reason, _)) = failure(wrapped)
    {
        return (kind, reason);
    }
    let known = SERVICE_EVENTS.iter().find(|(part, _)| text.contains(part));
    known.map_or_else(|| unknown(text), |(_, verdict)| *verdict)
}

fn unknown(text: &str) -> Verdict {
    let grave = ["unable", "failed", "error"].iter().any(|word| text.contains(word));
    (if grave { WARNING } else { NORMAL }, "ServiceEvent")
}

/// The event that the end of a task is, and the text that says so.
pub fn stop(task: &Task) -> (Verdict, Option<&str>) {
    let texts = task.containers.iter().filter_map(|one| one.reason.as_deref());
    let stopped = task.stopped_reason.as_deref();
    let mut all = stopped.into_iter().chain(texts);
    let failed = all.find_map(|text| failure(text).map(|(kind, reason, _)| ((kind, reason), Some(text))));
    failed.unwrap_or_else(|| (stopped.map_or((NORMAL, "Killing"), |text| by_code(task, text)), stopped))
}

fn by_code(task: &Task, text: &str) -> Verdict {
    if text.contains("failed ELB health checks") || text.contains("failed container health checks") {
        return (WARNING, "Unhealthy");
    }
    let failed = || task.containers.iter().any(|one| one.exit_code.is_some_and(|code| code != 0));
    match task.stop_code.as_deref() {
        Some("EssentialContainerExited") if failed() => (WARNING, "EssentialContainerExited"),
        Some("EssentialContainerExited") => (NORMAL, "Completed"),
        Some("SpotInterruption" | "TerminationNotice") => (WARNING, "Evicted"),
        Some("TaskFailedToStart") => (WARNING, "Failed"),
        _ => (NORMAL, "Killing"),
    }
}

/// The waiting reason of a container whose task stopped before it ran; nothing when no text says why.
pub fn never_started(task: &Task, container: &Container) -> Option<&'static str> {
    let texts = [container.reason.as_deref(), task.stopped_reason.as_deref()];
    texts.into_iter().flatten().find_map(|text| failure(text).map(|(_, _, waiting)| waiting))
}

/// Event type, event reason and the container's waiting reason of a failure to start.
fn failure(text: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let has = |part: &str| text.contains(part);
    let (reason, waiting) = if has("CannotPull") || has("PullBeginError") {
        ("Failed", "ErrImagePull")
    } else if has("ResourceInitializationError") {
        initialization(text)
    } else if has("CannotCreateVolumeError") {
        ("FailedMount", "ContainerCreating")
    } else if has("etwork Interface") || has("network interface") || has("TagPolicyViolation") {
        ("FailedCreatePodSandBox", "ContainerCreating")
    } else if has("CannotCreateContainerError") || has("HostConfigError") {
        ("Failed", "CreateContainerError")
    } else if RUNTIME.iter().any(|name| has(name)) {
        ("Failed", "RunContainerError")
    } else {
        return None;
    };
    Some((WARNING, reason, waiting))
}

/// Errors of the container runtime. Source: amazon-ecs-agent; developer guide, `stopped-task-error-codes`.
const RUNTIME: [&str; 5] = [
    "CannotStartContainerError",
    "ContainerRuntimeError",
    "ContainerRuntimeTimeoutError",
    "DockerTimeoutError",
    "exec format error",
];

/// `unable to pull secrets or registry auth` begins the text of both; what follows tells them apart.
fn initialization(text: &str) -> (&'static str, &'static str) {
    let rest = text.split_once("registry auth").map_or(text, |(_, rest)| rest);
    let has = |part: &str| rest.contains(part);
    if has("logging driver") || has("log group") {
        ("Failed", "CreateContainerError")
    } else if has("EFS") || has("FSx") || has("volume") {
        ("FailedMount", "ContainerCreating")
    } else if has("Unable to launch instance") {
        ("FailedScheduling", "ContainerCreating")
    } else if has("network interface") {
        ("FailedCreatePodSandBox", "ContainerCreating")
    } else if has("registry auth") || has("GetAuthorizationToken") || has(" ecr ") {
        ("Failed", "ErrImagePull")
    } else {
        ("Failed", "CreateContainerConfigError")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_tasks_that_never_started() {
        let cases = [
            (
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found",
                Some(("Failed", "ErrImagePull")),
            ),
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: AccessDeniedException",
                Some(("Failed", "CreateContainerConfigError")),
            ),
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s)",
                Some(("Failed", "ErrImagePull")),
            ),
            (
                "ResourceInitializationError: failed to validate logger args: failed to initialize logging driver",
                Some(("Failed", "CreateContainerError")),
            ),
            (
                "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes",
                Some(("FailedMount", "ContainerCreating")),
            ),
            (
                "CannotStartContainerError: exec: \"x\": executable file not found",
                Some(("Failed", "RunContainerError")),
            ),
            ("Scaling activity initiated by (deployment ecs-svc/1)", None),
        ];
        for (text, expected) in cases {
            assert_eq!(failure(text).map(|(_, reason, waiting)| (reason, waiting)), expected, "{text}");
        }
    }

    #[test]
    fn lines_of_the_service_scheduler() {
        let cases = [
            ("(service web) has reached a steady state.", (NORMAL, "SteadyState")),
            (
                "(service web) was unable to place a task because no container instance met all of its requirements.",
                (WARNING, "FailedScheduling"),
            ),
            (
                "(service web) was unable to place a task. Reason: CannotPullContainerError: not found",
                (WARNING, "Failed"),
            ),
            (
                "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently",
                (WARNING, "FailedCreate"),
            ),
            ("(service web) registered 2 targets in (target-group x)", (NORMAL, "TargetsRegistered")),
            ("(service web) deregistered 1 targets in (target-group x)", (NORMAL, "TargetsDeregistered")),
            (
                "(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.",
                (WARNING, "CircuitBreaker"),
            ),
            ("(service web) (task a) (port 80) is unhealthy in (target-group x)", (WARNING, "Unhealthy")),
            ("(service web) has stopped 1 running tasks: (task a).", (NORMAL, "SuccessfulDelete")),
            ("(service web) did something new.", (NORMAL, "ServiceEvent")),
            ("(service web) failed in a new way.", (WARNING, "ServiceEvent")),
        ];
        for (text, expected) in cases {
            assert_eq!(service_event(text), expected, "{text}");
        }
    }

    fn stopped(json: &str) -> (Verdict, Option<String>) {
        let task: Task = serde_json::from_str(json).unwrap();
        let (verdict, text) = stop(&task);
        (verdict, text.map(str::to_owned))
    }

    #[test]
    fn the_end_of_a_task_is_named_by_its_text_before_its_code() {
        let pull = stopped(
            r#"{"stopCode":"TaskFailedToStart","stoppedReason":"Task failed to start","containers":[{"reason":"CannotPullContainerError: x"}]}"#,
        );
        assert_eq!(pull, ((WARNING, "Failed"), Some("CannotPullContainerError: x".to_owned())));
        let replaced = stopped(
            r#"{"stopCode":"ServiceSchedulerInitiated","stoppedReason":"Scaling activity initiated by (deployment ecs-svc/1)"}"#,
        );
        assert_eq!(replaced.0, (NORMAL, "Killing"));
        let done = stopped(
            r#"{"stopCode":"EssentialContainerExited","stoppedReason":"Essential container in task exited","containers":[{"exitCode":0}]}"#,
        );
        assert_eq!(done.0, (NORMAL, "Completed"));
    }
}
