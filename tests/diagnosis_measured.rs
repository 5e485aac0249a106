//! What arithmetic and log lines add to the words of ECS, each on a capture that carries it and on a near miss.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, StepId};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef";

fn definition(containers: &Value) -> Value {
    json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "family": "web",
        "revision": 2, "containerDefinitions": containers}})
}

fn instance(free: i64, status: &str) -> Value {
    json!({"containerInstances": [{"containerInstanceArn": format!("{PREFIX}:container-instance/prod/c1"),
        "ec2InstanceId": "i-0aaa", "status": status, "agentConnected": true,
        "remainingResources": [{"name": "CPU", "integerValue": 100}, {"name": "MEMORY", "integerValue": free}]}]})
}

#[test]
fn the_nearest_instance_is_named_with_what_it_lacks() {
    let full = event(
        50,
        "was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance c1) has insufficient memory available.",
    );
    let needs = definition(&json!([{"name": "app", "memory": 2048, "memoryReservation": 1024}]));
    let with = |free, status| {
        of(&[rollout(&json!({"events": [full], "launchType": "EC2"})), needs.clone(), instance(free, status)])
    };
    let short = with(256, "ACTIVE");
    let said = say(&short.findings[0].summary);
    assert!(said.contains("1024 MiB") && said.contains("i-0aaa, has 256 MiB"), "{said}");
    let proof = short.findings[0].evidence.last().map(|one| (one.field.as_str(), one.text.as_str()));
    assert_eq!(proof, Some(("containerInstances[0].remainingResources[1].integerValue", "256")));
    for near in [with(4096, "ACTIVE"), with(256, "DRAINING")] {
        assert_eq!(classes(&near), ["place.memory"]);
        assert!(!say(&near.findings[0].summary).contains("i-0aaa"), "{}", say(&near.findings[0].summary));
    }
}

#[test]
fn a_task_that_lives_as_long_as_the_failing_checks_never_passed_one() {
    let lived = |seconds: i64| {
        let killed = json!({"stopCode": "ServiceSchedulerInitiated", "stoppingAt": 1_700_020_110 + seconds,
            "executionStoppedAt": 1_700_020_112 + seconds,
            "stoppedReason": format!("Task failed ELB health checks in (target-group {GROUP})"),
            "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]});
        let group = json!({"TargetGroups": [{"TargetGroupArn": GROUP, "HealthCheckIntervalSeconds": 30,
            "UnhealthyThresholdCount": 2}]});
        of(&[rollout(&json!({})), tasks(&[task("a", &killed), task("b", &killed)]), group])
    };
    let young = lived(70);
    assert_eq!(classes(&young), ["health.elb_unknown", "health.elb_slow_start"]);
    assert_eq!(young.findings[1].confidence, Confidence::Possible);
    assert_eq!(classes(&lived(900)), ["health.elb_unknown"]);
}

#[test]
fn a_rollout_that_fails_for_long_without_a_breaker_is_said_to() {
    let off = json!({"enable": false, "rollback": false});
    let with = |breaker: &Value, minutes: i64| {
        let mut rows = json!([row("2", "PRIMARY", 0, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")]);
        rows[0]["failedTasks"] = json!(9);
        let band =
            json!({"minimumHealthyPercent": 100, "maximumPercent": 200, "deploymentCircuitBreaker": breaker});
        let started = event(minutes * 60, "has started 1 tasks: (task a).");
        of(&[service(&json!({"deployments": rows, "deploymentConfiguration": band, "events": [started]}))])
    };
    assert_eq!(classes(&with(&off, 60)), ["deploy.impaired", "deploy.no_breaker_loop"]);
    assert_eq!(classes(&with(&off, 20)), ["deploy.impaired"]);
    assert_eq!(classes(&with(&json!({"enable": true, "rollback": true}), 60)), ["deploy.impaired"]);
}

#[test]
fn the_last_lines_of_what_died_are_heard_and_those_of_another_are_not() {
    let log = json!({"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web",
        "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}}});
    let mut app = json!({"name": "app"});
    app["logConfiguration"] = log["logConfiguration"].clone();
    let with = |stream: &str, line: &str| {
        let logs = json!({"logs": {"stream": stream, "events": [{"timestamp": 1_700_020_149_000_i64, "message": line}]}});
        of(&[rollout(&json!({})), tasks(&[task("a", &json!({}))]), definition(&json!([app.clone()])), logs])
    };
    let taken = with("ecs/app/a", "Error: listen EADDRINUSE: address already in use :::8080");
    assert_eq!(classes(&taken), ["run.app_exit_nonzero"]);
    let first = &taken.findings[0];
    assert_eq!((first.confidence, first.step), (Confidence::Likely, StepId::ExitCodes));
    assert!(say(&first.summary).contains("port"), "{}", say(&first.summary));
    assert_eq!(first.evidence[1].field, "logs[0].events[0].message");
    for (stream, line) in [("ecs/other/b", "Error: listen EADDRINUSE"), ("ecs/app/a", "listening on 8080")] {
        let near = with(stream, line);
        assert_eq!(near.findings[0].confidence, Confidence::Certain, "{stream} {line}");
        assert_eq!(near.findings[0].evidence.len(), 1);
    }
}

#[test]
fn scaling_out_and_in_again_is_no_crash_loop() {
    let starts = (0..9).map(|minute| event(1_000 + minute * 60, "has started 1 tasks: (task a)."));
    let stop = event(1_700, "has stopped 8 running tasks: (task a).");
    let rows = json!([row("2", "PRIMARY", 2, "COMPLETED")]);
    let with = |events: Vec<Value>| {
        of(&[service(&json!({"deployments": rows, "desiredCount": 2, "runningCount": 2, "events": events}))])
    };
    let scaled: Vec<Value> =
        std::iter::once(stop).chain(starts.clone().collect::<Vec<_>>().into_iter().rev()).collect();
    assert_eq!(classes(&with(scaled)), Vec::<&str>::new());
    let dying: Vec<Value> = starts.collect::<Vec<_>>().into_iter().rev().collect();
    assert_eq!(classes(&with(dying)), ["deploy.impaired"]);
}
