//! Invented answers: one service of three tasks in a rollout, laid over with what a test is about.
#![expect(clippy::unwrap_used, reason = "a fixture that is not what it should be must fail the test")]

use ecsplain::diagnosis::Diagnosis;
use serde_json::{Value, json};

use super::capture::{first, snapshot};

/// How the ARNs begin.
pub const PREFIX: &str = "arn:aws:ecs:eu-west-1:111122223333";

/// A service of 3 whose revision 2 replaces revision 1; `change` is laid over it.
pub fn service(change: &Value) -> Value {
    let mut service = json!({
        "serviceArn": format!("{PREFIX}:service/prod/web"), "serviceName": "web", "status": "ACTIVE",
        "clusterArn": format!("{PREFIX}:cluster/prod"), "desiredCount": 3, "runningCount": 3, "pendingCount": 0,
        "launchType": "FARGATE", "createdAt": 1_700_000_000,
        "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200},
        "deployments": [row("2", "PRIMARY", 3, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")],
        "events": [],
    });
    for (key, value) in change.as_object().into_iter().flatten() {
        service[key] = value.clone();
    }
    json!({"services": [service]})
}

/// Revision 2 rolls out, none of it runs; `change` is laid over the service.
pub fn rollout(change: &Value) -> Value {
    let mut over =
        json!({"deployments": [row("2", "PRIMARY", 0, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")]});
    for (key, value) in change.as_object().into_iter().flatten() {
        over[key] = value.clone();
    }
    service(&over)
}

/// Deployment `ecs-svc/N` of revision `web:N`, running `running` of 3.
pub fn row(number: &str, status: &str, running: i64, state: &str) -> Value {
    json!({
        "id": format!("ecs-svc/{number}"), "status": status, "taskDefinition": format!("{PREFIX}:task-definition/web:{number}"),
        "desiredCount": 3, "runningCount": running, "pendingCount": 0, "failedTasks": 0,
        "createdAt": 1_700_000_000 + number.parse::<i64>().unwrap() * 10_000, "rolloutState": state,
        "rolloutStateReason": format!("ECS deployment ecs-svc/{number} in progress."),
    })
}

/// A service event, `at` seconds after the second deployment began.
pub fn event(at: i64, message: &str) -> Value {
    json!({"id": format!("e{at}"), "createdAt": 1_700_020_000 + at, "message": format!("(service web) {message}")})
}

/// A stopped task of deployment 2.
pub fn task(id: &str, change: &Value) -> Value {
    let mut task = json!({
        "taskArn": format!("{PREFIX}:task/prod/{id}"), "clusterArn": format!("{PREFIX}:cluster/prod"),
        "taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "group": "service:web", "startedBy": "ecs-svc/2",
        "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "launchType": "FARGATE", "createdAt": 1_700_020_100,
        "startedAt": 1_700_020_110, "stoppingAt": 1_700_020_150, "executionStoppedAt": 1_700_020_151,
        "stoppedAt": 1_700_020_160, "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 1}],
    });
    for (key, value) in change.as_object().into_iter().flatten() {
        task[key] = value.clone();
    }
    task
}

/// An answer of DescribeTasks.
pub fn tasks(list: &[Value]) -> Value {
    json!({"tasks": list})
}

/// Diagnoses the first subject of these answers.
pub fn of(documents: &[Value]) -> Diagnosis {
    first(&snapshot(documents))
}
