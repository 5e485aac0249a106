//! Captures of a usual day and of a bad one, judged as a sceptic would: nothing is claimed that the data does
//! not carry, and nothing is called steady while something is off.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, State};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

/// One deployment, complete, that runs `running` and waits for `pending` of 3.
fn settled(running: i64, pending: i64) -> Value {
    let mut one = row("2", "PRIMARY", running, "COMPLETED");
    one["pendingCount"] = json!(pending);
    let steady = event(0, "has reached a steady state.");
    service(
        &json!({"deployments": [one], "runningCount": running, "pendingCount": pending, "events": [steady]}),
    )
}

/// A task of deployment 2 that runs at `address`.
fn running(id: &str, address: &str) -> Value {
    let eni = json!([{"type": "ElasticNetworkInterface", "details": [{"name": "privateIPv4Address", "value": address}]}]);
    let mut one = task(id, &json!({"lastStatus": "RUNNING", "desiredStatus": "RUNNING", "attachments": eni}));
    for field in ["stopCode", "stoppedReason", "stoppingAt", "stoppedAt", "executionStoppedAt"] {
        one.as_object_mut().map(|fields| fields.remove(field));
    }
    one["containers"] = json!([{"name": "app", "lastStatus": "RUNNING"}]);
    one
}

fn target(address: &str, state: &str, reason: &str, description: &str) -> Value {
    json!({"TargetHealthDescriptions": [{"Target": {"Id": address, "Port": 8080},
        "TargetHealth": {"State": state, "Reason": reason, "Description": description}}]})
}

#[test]
fn scaling_is_no_rollout() {
    let out = of(&[settled(1, 2)]);
    assert_eq!(out.state, State::Progressing);
    assert!(say(&out.verdict).starts_with("No rollout is under way: 1 of 3"), "{}", say(&out.verdict));
    let surplus = of(&[settled(5, 0)]);
    assert_eq!(surplus.state, State::Progressing);
    assert!(say(&surplus.verdict).contains("still to be stopped"), "{}", say(&surplus.verdict));
    assert_eq!(of(&[settled(3, 0)]).state, State::Steady);
}

#[test]
fn one_failure_of_a_rollout_that_moves_is_no_stall_and_two_are() {
    let one = of(&[service(&json!({})), tasks(&[task("a", &json!({}))])]);
    assert_eq!((one.state, one.exit_code()), (State::Progressing, 5));
    assert_eq!(classes(&one), ["run.app_exit_nonzero"]);
    let two = of(&[service(&json!({})), tasks(&[task("a", &json!({})), task("b", &json!({}))])]);
    assert_eq!((two.state, two.exit_code()), (State::Stuck, 1));
    let none_runs = of(&[rollout(&json!({})), tasks(&[task("a", &json!({}))])]);
    assert_eq!(none_runs.state, State::Stuck);
}

#[test]
fn a_failure_that_was_seen_ends_with_1_though_the_state_is_unknown() {
    let alone = of(&[tasks(&[task("a", &json!({}))])]);
    assert_eq!((alone.state, alone.exit_code()), (State::Unknown, 1));
    let healthy = of(&[tasks(&[running("a", "10.0.0.1")])]);
    assert_eq!((healthy.state, healthy.exit_code()), (State::Unknown, 6));
}

#[test]
fn an_unhealthy_target_of_a_task_forbids_steady() {
    let all = tasks(&[running("a", "10.0.0.1"), running("b", "10.0.0.2")]);
    let reason = "Target.ResponseCodeMismatch";
    let words = "Health checks failed with these codes: [404]";
    let seen = |state, address| of(&[settled(3, 0), all.clone(), target(address, state, reason, words)]);
    let unhealthy = seen("unhealthy", "10.0.0.2");
    assert_eq!((unhealthy.state, classes(&unhealthy)), (State::Unknown, vec!["health.elb_4xx"]));
    let proof = &unhealthy.findings[0].evidence[2];
    assert_eq!(proof.field, "targetHealth[0].TargetHealthDescriptions[0].TargetHealth.Description");
    assert_eq!((proof.text.as_str(), proof.object.as_deref()), (words, Some("b")));
    for (state, address) in [("healthy", "10.0.0.2"), ("draining", "10.0.0.2"), ("unhealthy", "10.9.9.9")] {
        assert_eq!(seen(state, address).state, State::Steady, "{state} {address}");
    }
}

#[test]
fn a_target_on_an_instance_is_joined_by_its_host_port() {
    let arn = format!("{PREFIX}:container-instance/prod/c1");
    let instances = json!({"containerInstances": [{"containerInstanceArn": arn, "ec2InstanceId": "i-0aaa",
        "status": "ACTIVE", "agentConnected": true}]});
    let mut one = running("a", "10.0.0.1");
    one["containerInstanceArn"] = json!(arn);
    one["containers"][0]["networkBindings"] = json!([{"containerPort": 80, "hostPort": 8080}]);
    let with = |instance: &str| {
        let words = "Health checks failed with these codes: [503]";
        let health = target(instance, "unhealthy", "Target.ResponseCodeMismatch", words);
        classes(&of(&[settled(3, 0), tasks(std::slice::from_ref(&one)), instances.clone(), health]))
    };
    assert_eq!(with("i-0aaa"), ["health.elb_5xx"]);
    assert_eq!(with("i-0bbb"), Vec::<&str>::new());
    one["containers"][0]["networkBindings"][0]["hostPort"] = json!(9090);
    let words = "Health checks failed with these codes: [503]";
    let other = target("i-0aaa", "unhealthy", "Target.ResponseCodeMismatch", words);
    assert_eq!(classes(&of(&[settled(3, 0), tasks(&[one]), instances, other])), Vec::<&str>::new());
}

#[test]
fn an_unhealthy_target_of_a_task_that_is_being_replaced_is_no_finding() {
    let with = |by: &str| {
        let mut one = running("a", "10.0.0.1");
        one["startedBy"] = json!(by);
        let words = "Health checks failed with these codes: [404]";
        let health = target("10.0.0.1", "unhealthy", "Target.ResponseCodeMismatch", words);
        classes(&of(&[service(&json!({})), tasks(&[one]), health]))
    };
    assert_eq!(with("ecs-svc/2"), ["health.elb_4xx"]);
    assert_eq!(with("ecs-svc/1"), Vec::<&str>::new());
}

#[test]
fn an_unhealthy_health_check_outranks_the_kill_that_followed_it() {
    let killed = |why: &str| {
        let over = json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": why,
            "executionStoppedAt": 1_700_020_181, "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 137}]});
        classes(&of(&[service(&json!({})), tasks(&[task("a", &over), task("b", &over)])]))
    };
    let container = killed("Task failed container health checks");
    assert_eq!(container, ["health.container_cmd_fails", "run.sigkill_after_stop"]);
    let balancer = killed(
        "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/t/1)",
    );
    assert_eq!(balancer, ["health.elb_unknown", "run.sigkill_after_stop"]);
}

#[test]
fn a_failed_hook_is_not_told_as_failed_tasks() {
    let record = json!({"serviceDeployments": [{"serviceArn": format!("{PREFIX}:service/prod/web"),
        "status": "ROLLBACK_IN_PROGRESS", "lifecycleHookDetails": [{"targetType": "AWS_LAMBDA", "status": "SUCCEEDED"},
        {"targetType": "AWS_LAMBDA", "status": "FAILED"}]}]});
    let diagnosis = of(&[service(&json!({})), record]);
    assert_eq!((diagnosis.state, classes(&diagnosis)), (State::RollingBack, vec!["deploy.hook_failed"]));
    let field = &diagnosis.findings[0].evidence[0].field;
    assert_eq!(field, "serviceDeployments[0].lifecycleHookDetails[1].status");
}

#[test]
fn failures_that_the_row_counts_are_never_passed_over() {
    let with = |failed: i64, running: i64| {
        let mut rows =
            json!([row("2", "PRIMARY", running, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")]);
        rows[0]["failedTasks"] = json!(failed);
        of(&[service(&json!({"deployments": rows}))])
    };
    let stuck = with(8, 0);
    assert_eq!((stuck.state, classes(&stuck)), (State::Stuck, vec!["deploy.impaired"]));
    assert_eq!(stuck.findings[0].evidence[0].field, "deployments[0].failedTasks");
    assert_eq!(with(1, 2).state, State::Progressing);
    assert!(say(&with(1, 2).verdict).starts_with("One task of web:2 failed"), "{}", say(&with(1, 2).verdict));
    assert_eq!(classes(&with(0, 0)), Vec::<&str>::new());
}

#[test]
fn a_cut_answer_without_a_status_is_still_a_stopped_task() {
    let cut = json!({"tasks": [{"taskArn": format!("{PREFIX}:task/prod/a"), "stopCode": "TaskFailedToStart",
        "stoppedReason": "CannotPullContainerError: failed to resolve ref r/web:1: r/web:1: not found"}]});
    let diagnosis = of(&[cut]);
    assert_eq!((classes(&diagnosis), diagnosis.exit_code()), (vec!["image.not_found"], 1));
}

#[test]
fn the_agent_of_guardduty_fails_no_job() {
    let with = |name: &str| {
        let containers = json!([{"name": "sync", "exitCode": 0, "lastStatus": "STOPPED"},
            {"name": name, "reason": "CannotPullContainerError", "lastStatus": "STOPPED"}]);
        let job = json!({"group": "family:sync", "startedBy": "cron", "containers": containers});
        of(&[tasks(&[task("a", &job)])])
    };
    assert_eq!(classes(&with("aws-guardduty-agent-x1")), Vec::<&str>::new());
    assert_eq!(classes(&with("sidecar")), ["image.unknown"]);
}

#[test]
fn what_ecs_does_not_have_is_said() {
    let missing = json!({"services": [], "failures": [{"arn": format!("{PREFIX}:service/prod/web"), "reason": "MISSING"}]});
    let diagnosis = of(&[missing]);
    assert_eq!((diagnosis.state, diagnosis.exit_code()), (State::Unknown, 6));
    assert!(say(&diagnosis.verdict).contains("MISSING"), "{}", say(&diagnosis.verdict));
    let full = json!({"tasks": [], "failures": [{"arn": format!("{PREFIX}:container-instance/a"), "reason": "RESOURCE:MEMORY"}]});
    let diagnosis = of(&[full]);
    assert_eq!((classes(&diagnosis), diagnosis.exit_code()), (vec!["place.memory"], 1));
    assert_eq!(diagnosis.findings[0].confidence, Confidence::Certain);
}
