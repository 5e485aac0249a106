//! Stops that belong to a healthy day, and stops that came from outside the containers.

use crate::diagnosis::text;
use crate::model::Task;

/// Whether the stop is part of a healthy day: a replacement or a scale-in by the scheduler, maintenance, or a
/// job that ended as it should.
pub fn is_routine(task: &Task) -> bool {
    is_scheduled(task.stopped_reason.as_deref().unwrap_or_default()) || is_finished_job(task)
}

/// Whether a stopped reason states such a replacement, scale-in or maintenance.
pub fn is_scheduled(reason: &str) -> bool {
    let reason = text::fold(reason);
    SCHEDULED.iter().any(|words| reason.contains(words))
}

/// Words of such reasons, folded. Sources: developer guide (`stopped-task-error-codes`), Batch user guide
/// (`ecs-managed-instances-instance-draining`).
const SCHEDULED: [&str; 3] = [
    "scaling activity initiated by",
    "is performing maintenance on the underlying infrastructure",
    "task stopped during instance draining",
];

/// Whether a reason of the scheduler says that something failed. Without a reason nothing speaks for the task.
pub fn states_failure(reason: Option<&str>) -> bool {
    const WORDS: [&str; 6] = ["fail", "unhealthy", "error", "unable", "cannot", "timed out"];
    reason.map(text::fold).is_none_or(|reason| WORDS.iter().any(|word| reason.contains(word)))
}

/// A task outside of a service all of whose containers exited 0, none of them with a reason against it.
pub fn is_finished_job(task: &Task) -> bool {
    task.service().is_none()
        && task.started_by.as_deref().is_none_or(|by| !by.starts_with("ecs-svc/"))
        && ended_by_itself(task)
        && !task.containers.is_empty()
        && task
            .containers
            .iter()
            .filter(|container| !container.is_guard())
            .all(|container| container.exit_code == Some(0) && container.reason.is_none())
}

/// Answers without a stopCode say it in the reason, or leave that out as well.
fn ended_by_itself(task: &Task) -> bool {
    match (task.stop_code.as_deref(), task.stopped_reason.as_deref()) {
        (Some(code), _) => code == "EssentialContainerExited",
        (None, Some(reason)) => text::fold(reason).contains("essential container in task exited"),
        (None, None) => true,
    }
}

/// Whether the stop came from outside: the scheduler, a person, the host. The containers then only went with it.
pub fn is_from_outside(task: &Task) -> bool {
    match task.stop_code.as_deref() {
        Some(
            "ServiceSchedulerInitiated"
            | "UserInitiated"
            | "SpotInterruption"
            | "TerminationNotice"
            | "InfrastructureHealth",
        ) => true,
        Some(_) => false,
        // Answers from before 2019 state no stopCode.
        None => {
            let reason = text::fold(task.stopped_reason.as_deref().unwrap_or_default());
            [
                "scaling activity initiated by",
                "task failed elb health checks",
                "task failed container health checks",
                "host ec2",
                "task stopped by user",
                "is performing maintenance",
                "spot task was interrupted",
            ]
            .iter()
            .any(|words| reason.contains(words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(json: &str) -> Task {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_finished_job_is_routine_and_a_finished_service_is_not() {
        let job =
            r#"{"group":"family:job","stopCode":"EssentialContainerExited","containers":[{"exitCode":0}]}"#;
        assert!(is_routine(&task(job)));
        for near in [
            r#"{"group":"service:web","stopCode":"EssentialContainerExited","containers":[{"exitCode":0}]}"#,
            r#"{"group":"family:job","stopCode":"EssentialContainerExited","containers":[{"exitCode":1}]}"#,
            r#"{"group":"family:job","stopCode":"EssentialContainerExited","containers":[{"exitCode":0,"reason":"OutOfMemoryError"}]}"#,
            r#"{"group":"family:job","stopCode":"TaskFailedToStart","containers":[]}"#,
            r#"{"group":"family:job","stoppedReason":"stopped by hand","containers":[{"exitCode":0}]}"#,
        ] {
            assert!(!is_routine(&task(near)), "{near}");
        }
    }

    #[test]
    fn a_scale_in_is_routine_and_a_failed_check_by_the_same_scheduler_is_not() {
        let stop = |reason: &str| {
            task(&format!(r#"{{"stopCode":"ServiceSchedulerInitiated","stoppedReason":"{reason}"}}"#))
        };
        assert!(is_routine(&stop("Scaling activity initiated by (deployment ecs-svc/8646900195280463695)")));
        assert!(is_routine(&stop(
            "Service x: ECS is performing maintenance on the underlying infrastructure hosting the task"
        )));
        assert!(!is_routine(&stop("Task failed ELB health checks in (target-group arn:x)")));
        assert!(is_from_outside(&stop("Task failed container health checks")));
    }
}
