//! The words that Kubernetes has for what ECS writes as text: the nearest reason, where there is one.

use crate::model::{Container, Task};

/// The waiting reason of a container whose task stopped before it ran; nothing when no text says why.
pub fn never_started(task: &Task, container: &Container) -> Option<&'static str> {
    let own = container.reason.as_deref().and_then(waiting);
    own.or_else(|| task.stopped_reason.as_deref().and_then(waiting))
}

/// The waiting reason that a stopped task's text amounts to.
pub fn waiting(text: &str) -> Option<&'static str> {
    let has = |part: &str| text.contains(part);
    if has("CannotPull") || has("PullBeginError") {
        return Some("ErrImagePull");
    }
    if has("ResourceInitializationError") {
        return Some(initialization(text));
    }
    if has("CannotCreateVolumeError") || has("etwork Interface") || has("network interface") {
        return Some("ContainerCreating");
    }
    if has("CannotCreateContainerError") || has("HostConfigError") {
        return Some("CreateContainerError");
    }
    let runtime = [
        "CannotStartContainerError",
        "ContainerRuntimeError",
        "ContainerRuntimeTimeoutError",
        "DockerTimeoutError",
        "exec format error",
    ];
    runtime.iter().any(|name| has(name)).then_some("RunContainerError")
}

/// `unable to pull secrets or registry auth` begins the text of both; what follows tells them apart.
fn initialization(text: &str) -> &'static str {
    let rest = text.split_once("registry auth").map_or(text, |(_, rest)| rest);
    let has = |part: &str| rest.contains(part);
    if has("logging driver") || has("log group") {
        "CreateContainerError"
    } else if has("EFS")
        || has("FSx")
        || has("volume")
        || has("network interface")
        || has("Unable to launch instance")
    {
        "ContainerCreating"
    } else if has("registry auth") || has("GetAuthorizationToken") || has(" ecr ") {
        "ErrImagePull"
    } else {
        "CreateContainerConfigError"
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
                Some("ErrImagePull"),
            ),
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: AccessDeniedException",
                Some("CreateContainerConfigError"),
            ),
            (
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s)",
                Some("ErrImagePull"),
            ),
            (
                "ResourceInitializationError: failed to validate logger args: failed to initialize logging driver",
                Some("CreateContainerError"),
            ),
            (
                "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes",
                Some("ContainerCreating"),
            ),
            ("CannotStartContainerError: exec: \"x\": executable file not found", Some("RunContainerError")),
            ("Scaling activity initiated by (deployment ecs-svc/1)", None),
        ];
        for (text, reason) in cases {
            assert_eq!(waiting(text), reason, "{text}");
        }
    }
}
