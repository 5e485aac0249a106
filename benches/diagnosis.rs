//! How long a diagnosis takes: one service with 5,000 stopped tasks, 100 events and 10,000 log lines; the same with
//! a reason of its own for each task; with 1,000 unhealthy targets of 5,000 tasks; and how long a paste of 1,000
//! lines takes to explain.
//!
//! `cargo bench --bench diagnosis`

use divan::{Bencher, black_box};
use ecsplain::diagnosis::knowledge::Owner;
use ecsplain::diagnosis::{Knowledge, diagnose, diagnose_all};
use ecsplain::explain::{Reader, explain};
use ecsplain::handbook::Handbook;
use ecsplain::model::{Facts, Snapshot};
use ecsplain::source::saved::load_bytes;
use serde_json::{Value, json};

const PREFIX: &str = "arn:aws:ecs:eu-west-1:111122223333";

fn main() {
    divan::main();
}

/// Tasks that were stopped for seven reasons, one of them with a name of its own each time.
fn task(number: usize) -> Value {
    let reason = match number % 7 {
        0 => format!(
            "CannotPullContainerError: failed to resolve ref r/web:{number}: r/web:{number}: not found"
        ),
        1 => {
            "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/a/b)"
                .into()
        }
        _ => "Essential container in task exited".to_owned(),
    };
    json!({"taskArn": format!("{PREFIX}:task/prod/{number:032x}"), "clusterArn": format!("{PREFIX}:cluster/prod"),
        "taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "group": "service:web", "startedBy": "ecs-svc/2",
        "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "launchType": "FARGATE", "createdAt": 1_700_020_000 + number,
        "startedAt": 1_700_020_010 + number, "stoppingAt": 1_700_020_050 + number, "stoppedAt": 1_700_020_060 + number,
        "stopCode": "EssentialContainerExited", "stoppedReason": reason,
        "containers": [{"name": "app", "exitCode": 1, "lastStatus": "STOPPED"},
            {"name": "proxy", "exitCode": 143, "lastStatus": "STOPPED"}]})
}

fn snapshot() -> Snapshot {
    let event = |number: usize| {
        json!({"id": format!("e{number}"), "createdAt": 1_700_025_000 - number * 30,
        "message": format!("(service web) was unable to place a task. Reason: CannotPullContainerError: {number}.")})
    };
    let service = json!({"services": [{"serviceName": "web", "serviceArn": format!("{PREFIX}:service/prod/web"),
        "clusterArn": format!("{PREFIX}:cluster/prod"), "status": "ACTIVE", "desiredCount": 3, "runningCount": 0,
        "deployments": [{"id": "ecs-svc/2", "status": "PRIMARY", "taskDefinition": format!("{PREFIX}:task-definition/web:2"),
            "desiredCount": 3, "runningCount": 0, "pendingCount": 1, "rolloutState": "IN_PROGRESS", "createdAt": 1_700_020_000}],
        "events": (0..100).map(event).collect::<Vec<_>>()}]});
    let tasks = json!({"tasks": (0..5_000).map(task).collect::<Vec<_>>()});
    let line = |number: usize| json!({"timestamp": 1_700_020_000_000_u64 + number as u64, "message": format!("line {number}")});
    let logs = json!({"events": (0..10_000).map(line).collect::<Vec<_>>(), "nextForwardToken": "f", "nextBackwardToken": "b"});
    let text = format!("{service}\n{tasks}\n{logs}\n");
    load_bytes("bench", text.into_bytes()).snapshot
}

#[divan::bench]
fn one_service(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    let subject = snapshot.subjects().remove(0);
    bencher.bench_local(|| black_box(diagnose(&Facts::gather(&snapshot, &subject), &Knowledge::BUILT_IN)));
}

/// Every task was stopped with words of its own, and by a starter of its own.
#[divan::bench]
fn different_reasons(bencher: Bencher<'_, '_>) {
    let mut snapshot = snapshot();
    for (number, task) in snapshot.tasks.iter_mut().enumerate() {
        let word: String = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
        task.stopped_reason = Some(format!("stopped by {word}"));
        task.started_by = Some(format!("cron-{word}"));
    }
    let subject = snapshot.subjects().remove(0);
    bencher.bench_local(|| black_box(diagnose(&Facts::gather(&snapshot, &subject), &Knowledge::BUILT_IN)));
}

/// 5,000 tasks run, and the load balancer calls 1,000 of them unhealthy.
#[divan::bench]
fn unhealthy_targets(bencher: Bencher<'_, '_>) {
    let mut snapshot = snapshot();
    let address = |number: usize| format!("10.{}.{}.7", number / 250, number % 250);
    let running = |number: usize| {
        let mut task = task(number);
        for field in ["stopCode", "stoppedReason", "stoppingAt", "stoppedAt"] {
            task[field] = Value::Null;
        }
        (task["lastStatus"], task["desiredStatus"]) = ("RUNNING".into(), "RUNNING".into());
        task["attachments"] = json!([{"type": "ElasticNetworkInterface",
            "details": [{"name": "privateIPv4Address", "value": address(number)}]}]);
        task
    };
    let target = |number: usize| {
        json!({"Target": {"Id": address(number * 5), "Port": 8080}, "TargetHealth": {"State": "unhealthy",
            "Reason": "Target.Timeout", "Description": "Request timed out"}})
    };
    let tasks = json!({"tasks": (0..5_000).map(running).collect::<Vec<_>>()});
    let health = json!({"TargetHealthDescriptions": (0..1_000).map(target).collect::<Vec<_>>()});
    let more = load_bytes("bench", format!("{tasks}\n{health}\n").into_bytes()).snapshot;
    (snapshot.tasks, snapshot.target_health) = (more.tasks, more.target_health);
    let subject = snapshot.subjects().remove(0);
    bencher.bench_local(|| black_box(diagnose(&Facts::gather(&snapshot, &subject), &Knowledge::BUILT_IN)));
}

/// A screenful of events and lines of a log, as a terminal gives them.
#[divan::bench]
fn a_paste(bencher: Bencher<'_, '_>) {
    let line = |number: usize| match number % 10 {
        0 => {
            format!("(service web) was unable to place a task. Reason: CannotPullContainerError: {number}.\n")
        }
        _ => format!("2024-05-02T10:11:12Z INFO line {number} of a log that tells of nothing\n"),
    };
    let paste: String = (0..1_000).map(line).collect();
    let reader =
        Reader { knowledge: &Knowledge::BUILT_IN, handbook: Handbook::BUILT_IN, owner: Owner::default() };
    bencher.bench_local(|| black_box(explain(&paste, "paste", reader)));
}

#[divan::bench]
fn everything(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    assert_eq!((snapshot.tasks.len(), snapshot.logs[0].lines.len()), (5_000, 10_000), "all was read");
    bencher.bench_local(|| black_box(diagnose_all(&snapshot, &Knowledge::BUILT_IN)));
}
