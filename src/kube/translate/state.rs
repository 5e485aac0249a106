//! The phase of a pod and the states of its containers.

use k8s_openapi::api::core::v1::{
    ContainerState, ContainerStateRunning, ContainerStateTerminated, ContainerStateWaiting,
};

use super::reason;
use crate::kube::names;
use crate::model::{Container, Task, TaskDefinition};

/// What the agent writes when the kernel killed a container for its memory. Source: amazon-ecs-agent.
const OUT_OF_MEMORY: &str = "OutOfMemoryError";
/// Exit codes above this are 128 plus the signal that ended the process; there are 64 signals.
const SIGNAL_BASE: i64 = 128;

/// The phase of a task. Without its task definition every container counts as essential.
pub fn phase(task: &Task, definition: Option<&TaskDefinition>) -> &'static str {
    match task.last_status.as_deref() {
        Some("PROVISIONING" | "PENDING" | "ACTIVATING") => "Pending",
        Some("DEACTIVATING" | "STOPPING" | "DEPROVISIONING") if task.started_at.is_none() => "Pending",
        Some("RUNNING" | "DEACTIVATING" | "STOPPING" | "DEPROVISIONING") => "Running",
        Some("STOPPED" | "DELETED") if succeeded(task, definition) => "Succeeded",
        Some("STOPPED" | "DELETED") => "Failed",
        _ => "Unknown",
    }
}

fn succeeded(task: &Task, definition: Option<&TaskDefinition>) -> bool {
    let mut essential =
        task.containers.iter().filter(|container| is_essential(container, definition)).peekable();
    essential.peek().is_some() && essential.all(|container| container.exit_code == Some(0))
}

fn is_essential(container: &Container, definition: Option<&TaskDefinition>) -> bool {
    let name = container.name.as_deref().unwrap_or_default();
    definition
        .and_then(|definition| definition.container(name))
        .is_none_or(crate::model::ContainerDefinition::is_essential)
}

/// The state of a container. ECS times no container, so the times are the task's; not of one that runs
/// `first`, which had ended before the task counted as started.
///
/// Kubernetes calls a container terminated only with an exit code. Of one that never ran, or whose exit
/// code ECS does not state, none is made up: it is waiting, for the reason that the task states.
pub fn state(task: &Task, container: &Container, first: bool) -> ContainerState {
    let out_of_memory = container.reason.as_deref().is_some_and(|reason| reason.contains(OUT_OF_MEMORY));
    // The kernel kills for memory with SIGKILL and nothing else, so 137 is no guess.
    let code = container.exit_code.or(out_of_memory.then_some(SIGNAL_BASE + 9));
    if let Some(code) = code {
        return terminated(task, container, code, out_of_memory, first);
    }
    let status = container.last_status.as_deref().or(task.last_status.as_deref());
    if status == Some("RUNNING") && !task.is_stopped() {
        let started_at = task.started_at.map(names::time);
        return ContainerState {
            running: Some(ContainerStateRunning { started_at }),
            ..ContainerState::default()
        };
    }
    let ended = task.is_stopped() || status == Some("STOPPED");
    let word = match (ended, task.started_at.is_some()) {
        (true, true) => Some("ContainerStatusUnknown"),
        (true, false) => reason::never_started(task, container),
        (false, _) => reason::never_started(task, container).or(Some("ContainerCreating")),
    };
    let message = container.reason.clone().or_else(|| task.stopped_reason.clone());
    let waiting = ContainerStateWaiting { reason: word.map(str::to_owned), message };
    ContainerState { waiting: Some(waiting), ..ContainerState::default() }
}

fn terminated(
    task: &Task,
    container: &Container,
    code: i64,
    out_of_memory: bool,
    first: bool,
) -> ContainerState {
    let reason = match code {
        _ if out_of_memory => "OOMKilled",
        0 => "Completed",
        _ => "Error",
    };
    let by_signal = (SIGNAL_BASE + 1..=SIGNAL_BASE + 64).contains(&code);
    let finished = task.execution_stopped_at.or(task.stopped_at);
    let ended = ContainerStateTerminated {
        exit_code: i32::try_from(code).unwrap_or(i32::MAX),
        reason: Some(reason.to_owned()),
        message: container.reason.clone(),
        signal: by_signal.then(|| names::count(code - SIGNAL_BASE)),
        started_at: task.started_at.filter(|_| !first).map(names::time),
        finished_at: finished.filter(|_| !first).map(names::time),
        container_id: container.runtime_id.clone(),
    };
    ContainerState { terminated: Some(ended), ..ContainerState::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(json: &str) -> Task {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn phases() {
        let phase = |json: &str| super::phase(&task(json), None);
        assert_eq!(phase(r#"{"lastStatus":"ACTIVATING"}"#), "Pending");
        assert_eq!(phase(r#"{"lastStatus":"RUNNING"}"#), "Running");
        assert_eq!(phase(r#"{"lastStatus":"DEPROVISIONING"}"#), "Pending");
        assert_eq!(phase(r#"{"lastStatus":"STOPPED","containers":[{"exitCode":0}]}"#), "Succeeded");
        assert_eq!(phase(r#"{"lastStatus":"STOPPED","containers":[{"exitCode":0},{}]}"#), "Failed");
        assert_eq!(phase(r#"{"lastStatus":"STOPPED"}"#), "Failed");
        assert_eq!(phase("{}"), "Unknown");
    }

    #[test]
    fn a_sidecar_that_may_fail_does_not_fail_the_pod() {
        let definition: TaskDefinition = serde_json::from_str(
            r#"{"containerDefinitions":[{"name":"app"},{"name":"log","essential":false}]}"#,
        )
        .unwrap();
        let ended = task(
            r#"{"lastStatus":"STOPPED","containers":[{"name":"app","exitCode":0},{"name":"log","exitCode":137}]}"#,
        );
        assert_eq!(super::phase(&ended, Some(&definition)), "Succeeded");
        assert_eq!(super::phase(&ended, None), "Failed");
    }

    fn end(exit: &str) -> Option<ContainerStateTerminated> {
        let task = task(&format!(r#"{{"lastStatus":"STOPPED","containers":[{{{exit}}}]}}"#));
        state(&task, &task.containers[0], false).terminated
    }

    #[test]
    fn only_the_agents_word_makes_137_an_out_of_memory_kill() {
        let killed = end(r#""exitCode":137"#).unwrap();
        assert_eq!((killed.reason.as_deref(), killed.signal), (Some("Error"), Some(9)));
        let starved =
            end(r#""exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage""#)
                .unwrap();
        assert_eq!(starved.reason.as_deref(), Some("OOMKilled"));
        assert_eq!(end(r#""exitCode":1"#).unwrap().signal, None);
        assert_eq!(end(r#""exitCode":255"#).unwrap().signal, None);
        assert_eq!(end(r#""exitCode":0"#).unwrap().reason.as_deref(), Some("Completed"));
    }

    #[test]
    fn no_exit_code_is_made_up() {
        assert!(end(r#""name":"app""#).is_none());
        let ran = task(r#"{"lastStatus":"STOPPED","startedAt":1700000000,"containers":[{"name":"a"}]}"#);
        let waiting = state(&ran, &ran.containers[0], false).waiting.unwrap();
        assert_eq!(waiting.reason.as_deref(), Some("ContainerStatusUnknown"));
    }
}
