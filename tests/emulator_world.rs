//! The emulator's world and scheduler, driven by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "emulator/hand.rs"]
#[expect(dead_code, reason = "no file of tests uses all of the hand")]
mod hand;

use ecsplain::emulator::world::input::DeleteService;
use ecsplain::emulator::world::{
    Behaviour, DeploymentStatus, LastStatus, RolloutState, ServiceDeploymentStatus, StopCode,
};
use hand::Hand;
use serde_json::json;

const NOT_FOUND: &str = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to \
    resolve ref web:v2: web:v2: not found";

fn broken(definition: &str) -> Behaviour {
    Behaviour {
        definition: Some(definition.to_owned()),
        pull_error: Some(NOT_FOUND.to_owned()),
        ..Behaviour::default()
    }
}

#[test]
fn a_first_rollout_completes_and_says_so_in_ecs_own_order() {
    let mut hand = Hand::new();
    hand.service("web", 3);
    hand.pass(180);
    let service = hand.get("web");
    assert_eq!((service.running_count, service.pending_count, service.deployments.len()), (3, 0, 1));
    assert_eq!(service.deployments[0].rollout_state, RolloutState::Completed);
    assert_eq!(service.service_deployments[0].status, ServiceDeploymentStatus::Successful);
    let said: Vec<&str> = service.events.iter().rev().map(|event| event.message.as_str()).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("(service web) has started 3 tasks: (task "), "{said:?}");
    assert!(said[1].ends_with(" deployment completed."), "{said:?}");
    assert_eq!(said[2], "(service web) has reached a steady state.");
}

#[test]
fn a_rollout_replaces_all_tasks_and_never_leaves_the_band() {
    let mut hand = Hand::new();
    hand.service("web", 4);
    hand.pass(180);
    let second = hand.define("web", "web:v2");
    hand.update("web", json!({ "taskDefinition": second }));
    for _ in 0..300 {
        hand.pass(1);
        let service = hand.get("web");
        assert!(service.running_count + service.pending_count <= 8, "{:?}", hand.events("web"));
        assert!(service.running_count >= 4, "{:?}", hand.events("web"));
    }
    let service = hand.get("web");
    assert_eq!((service.deployments.len(), service.running_count), (1, 4));
    assert_eq!(service.task_definition, second);
    let stopped: Vec<_> = service.tasks.iter().filter(|task| task.is_stopped()).collect();
    assert_eq!(stopped.len(), 4);
    assert!(stopped.iter().all(|task| task.stop_code == Some(StopCode::ServiceSchedulerInitiated)
        && task.containers[0].exit_code == Some(143)));
    assert!(hand.events("web")[0].ends_with("has reached a steady state."));
}

#[test]
fn failed_pulls_stretch_the_delay_and_are_told_as_fargate_tells_them() {
    let mut hand = Hand::new();
    hand.service("web", 3);
    hand.pass(180);
    hand.behaves(broken("web:2"));
    let second = hand.define("web", "web:v2");
    hand.update("web", json!({ "taskDefinition": second }));
    hand.pass(600);
    let service = hand.get("web");
    let [new, old] = &service.deployments[..] else { panic!("{:?}", service.deployments) };
    assert_eq!((new.status, new.running_count, old.running_count), (DeploymentStatus::Primary, 0, 3));
    assert_eq!((new.rollout_state, old.rollout_state), (RolloutState::InProgress, RolloutState::Completed));
    let failed: Vec<_> = service.tasks.iter().filter(|task| task.stop_code.is_some()).collect();
    assert!(failed.len() >= 5 && new.failed_tasks >= 5, "{}", failed.len());
    for task in failed.iter().filter(|task| task.is_stopped()) {
        assert_eq!((task.stop_code, task.started_at), (Some(StopCode::TaskFailedToStart), None));
        assert_eq!(task.stopped_reason.as_deref(), Some(NOT_FOUND));
        assert!(task.created_at < task.pull_started_at.unwrap());
        assert!(task.pull_started_at < task.pull_stopped_at && task.pull_stopped_at < task.stopping_at);
        assert!(task.stopping_at < task.execution_stopped_at && task.execution_stopped_at < task.stopped_at);
        assert_eq!(task.containers[0].exit_code, None);
    }
    let said = hand.events("web").join("\n");
    assert!(said.contains("is unable to consistently start tasks successfully. For more"), "{said}");
    assert!(
        said.contains("was unable to place a task. Reason: CannotPullContainerError: pull image"),
        "{said}"
    );
    let far = hand.events("web").len();
    hand.pass(3600);
    let starts = service_starts(&hand);
    assert!(starts < 30, "{starts} starts in an hour, {far} events before");
}

fn service_starts(hand: &Hand) -> usize {
    hand.events("web").iter().filter(|event| event.contains("has started 1 tasks")).count()
}

#[test]
fn the_breaker_trips_and_takes_the_service_back() {
    let mut hand = Hand::new();
    let breaker = json!({ "deploymentCircuitBreaker": { "enable": true, "rollback": true } });
    hand.service_with("web", 3, breaker);
    hand.pass(180);
    hand.behaves(broken("web:2"));
    let first = hand.get("web").deployments[0].id.clone();
    let second = hand.define("web", "web:v2");
    hand.update("web", json!({ "taskDefinition": second }));
    hand.pass(300);
    let service = hand.get("web");
    let said = hand.events("web").join("\n");
    assert!(said.contains("deployment failed: tasks failed to start."), "{said}");
    assert!(said.contains(&format!("rolling back to deployment {first}.")), "{said}");
    assert_eq!(service.deployments.len(), 1, "{said}");
    assert_eq!((service.deployments[0].id.as_str(), service.running_count), (first.as_str(), 3));
    let record = service.service_deployments.last().unwrap();
    assert_eq!(record.status, ServiceDeploymentStatus::RollbackSuccessful);
    assert_eq!(
        (record.deployment_circuit_breaker.status, record.deployment_circuit_breaker.failure_count),
        ("TRIGGERED", 3)
    );
}

#[test]
fn a_first_deployment_has_nothing_to_go_back_to() {
    let mut hand = Hand::new();
    hand.behaves(broken("web"));
    hand.service_with("web", 1, json!({ "deploymentCircuitBreaker": { "enable": true, "rollback": true } }));
    hand.pass(900);
    let service = hand.get("web");
    let record = service.service_deployments.last().unwrap();
    assert_eq!(record.status, ServiceDeploymentStatus::RollbackFailed);
    assert_eq!(record.status_reason.as_deref(), Some("No rollback candidate was found to run the rollback."));
    let tasks = service.tasks.len();
    hand.pass(300);
    assert_eq!(hand.get("web").tasks.len(), tasks, "a failed deployment starts nothing");
}

#[test]
fn a_deadlock_is_told_and_a_wider_band_ends_it() {
    let mut hand = Hand::new();
    hand.service_with("web", 3, json!({ "minimumHealthyPercent": 100, "maximumPercent": 100 }));
    hand.pass(180);
    let second = hand.define("web", "web:v2");
    hand.update("web", json!({ "taskDefinition": second }));
    hand.pass(120);
    assert!(hand.events("web")[0].contains("unable to stop or start tasks during a deployment"));
    hand.update("web", json!({ "deploymentConfiguration": { "minimumHealthyPercent": 50 } }));
    hand.pass(600);
    let service = hand.get("web");
    assert_eq!((service.deployments.len(), service.running_count), (1, 3), "{:?}", hand.events("web"));
    assert_eq!(service.deployments[0].task_definition, second);
}

#[test]
fn a_stopped_task_is_replaced_and_forgotten_after_an_hour() {
    let mut hand = Hand::new();
    hand.service("web", 1);
    hand.pass(180);
    let id = hand.get("web").tasks[0].id().to_owned();
    hand.stop(&id, "drill");
    hand.pass(120);
    let service = hand.get("web");
    assert_eq!((service.running_count, service.tasks.len()), (1, 2));
    assert_eq!(service.tasks[0].last_status, LastStatus::Stopped);
    assert_eq!(service.tasks[0].stop_code, Some(StopCode::UserInitiated));
    hand.pass(3700);
    assert_eq!(hand.get("web").tasks.len(), 1);
}

#[test]
fn a_deleted_service_drains_and_closes() {
    let mut hand = Hand::new();
    hand.service("web", 2);
    hand.pass(180);
    let delete = |hand: &mut Hand, force| {
        let input = DeleteService { cluster: Some("prod".to_owned()), service: "web".to_owned(), force };
        hand.world.delete_service(hand.world.now, &input).map(|_| ())
    };
    assert!(delete(&mut hand, false).is_err());
    delete(&mut hand, true).unwrap();
    assert_eq!(hand.get("web").status, "DRAINING");
    hand.pass(120);
    assert_eq!((hand.get("web").status, hand.get("web").running_count), ("INACTIVE", 0));
}

#[test]
fn one_seed_is_one_run_however_time_passes() {
    let run = |step: i64| {
        let mut hand = Hand::new();
        hand.behaves(broken("web:2"));
        hand.service("web", 3);
        hand.pass(180);
        let second = hand.define("web", "web:v2");
        hand.update("web", json!({ "taskDefinition": second }));
        for _ in 0..(1200 / step) {
            hand.pass(step);
        }
        (hand.get("web").describe(), hand.events("web"))
    };
    assert_eq!(run(1), run(1200));
}
