//! What a capture tells though no message says it: a task that nobody places, an application that was ready too
//! late, a check that fails in a task that still runs. Each beside its near-miss.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, Diagnosis, State};
use invented::{event, of, rollout, service, task, tasks};
use serde_json::{Value, json};

const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0a";

/// A task of the new revision that has not stopped, in `status`; `change` is laid over it.
fn living(id: &str, status: &str, change: &Value) -> Value {
    let mut one = task(id, &json!({"lastStatus": status, "desiredStatus": "RUNNING"}));
    for field in ["stopCode", "stoppedReason", "stoppingAt", "stoppedAt", "executionStoppedAt"] {
        one.as_object_mut().map(|fields| fields.remove(field));
    }
    for (key, value) in change.as_object().into_iter().flatten() {
        one[key] = value.clone();
    }
    one
}

#[test]
fn a_task_that_is_provisioned_for_long_waits_for_an_instance() {
    // Created 100 s after the rollout began; the event dates the capture.
    let after = |seconds: i64, change: &Value| {
        let mut waits = json!({"launchType": null, "capacityProviderName": "asg", "startedAt": null,
            "containers": [{"name": "app", "lastStatus": "PENDING"}]});
        for (key, value) in change.as_object().into_iter().flatten() {
            waits[key] = value.clone();
        }
        let over =
            json!({"launchType": null, "events": [event(100 + seconds, "has started 1 tasks: (task a).")]});
        of(&[rollout(&over), tasks(&[living("a", "PROVISIONING", &waits)])])
    };
    let waiting = after(1_800, &json!({}));
    assert_eq!(classes(&waiting), ["place.capacity_provider_empty"]);
    let found = &waiting.findings[0];
    assert_eq!(
        (found.confidence, found.evidence[0].field.as_str()),
        (Confidence::Possible, "tasks[0].lastStatus")
    );
    assert!(say(&found.summary).contains("30m"), "{}", say(&found.summary));
    let near = [
        after(60, &json!({})),
        after(1_800, &json!({"launchType": "FARGATE", "capacityProviderName": null})),
        after(1_800, &json!({"capacityProviderName": "FARGATE_SPOT"})),
        after(1_800, &json!({"lastStatus": "PENDING"})),
    ];
    for one in &near {
        assert_eq!(classes(one), Vec::<&str>::new());
    }
}

/// Tasks that the load balancer stops after 60 s, whose log says at `ready` seconds that the server listens.
fn killed(ready: i64, stream: Option<&str>) -> Diagnosis {
    let dead = json!({"stopCode": "ServiceSchedulerInitiated", "stoppingAt": 1_700_020_170,
        "executionStoppedAt": 1_700_020_172, "stoppedReason": format!("Task failed ELB health checks in (target-group {GROUP})"),
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]});
    let group = json!({"TargetGroups": [{"TargetGroupArn": GROUP, "HealthCheckIntervalSeconds": 30,
        "UnhealthyThresholdCount": 2}]});
    let line = json!({"timestamp": (1_700_020_110 + ready) * 1_000, "message": "Tomcat started on port(s): 8080 (http)"});
    let logs = json!({"logs": {"stream": stream, "events": [line]}});
    of(&[rollout(&json!({})), tasks(&[task("a", &dead), task("b", &dead)]), group, logs])
}

#[test]
fn an_application_that_was_ready_just_before_the_stop_started_too_slowly() {
    let slow = killed(56, Some("web/app/a"));
    assert_eq!(classes(&slow), ["health.elb_slow_start", "health.elb_unknown"]);
    let found = &slow.findings[0];
    assert_eq!(found.confidence, Confidence::Likely);
    assert!(say(&found.summary).contains("ready after 56"), "{}", say(&found.summary));
    assert!(found.evidence.iter().any(|one| one.field == "logs[0].events[0].message"));
    // Whose line it is, is not said.
    let unstated = killed(56, None);
    assert_eq!(
        (classes(&unstated)[0], unstated.findings[0].confidence),
        ("health.elb_slow_start", Confidence::Possible)
    );
}

#[test]
fn an_application_that_was_ready_at_once_failed_the_checks_of_something_else() {
    let soon = killed(3, Some("web/app/a"));
    assert_eq!(classes(&soon), ["health.elb_unknown"]);
    let out =
        soon.ruled_out.iter().find(|one| one.class == "health.elb_slow_start").map(|one| say(&one.because));
    assert!(out.is_some_and(|because| because.contains("after 3")));
    // A line from before or after its life is another task's.
    for ready in [-50, 90] {
        assert_eq!(classes(&killed(ready, None)), ["health.elb_unknown", "health.elb_slow_start"], "{ready}");
    }
}

#[test]
fn a_check_that_fails_in_a_running_task_is_said_before_any_text_says_it() {
    let with = |status: &str, whole: Option<&str>, container: &str| {
        let change = json!({"healthStatus": whole,
            "containers": [{"name": "app", "lastStatus": "RUNNING", "healthStatus": container}]});
        of(&[service(&json!({})), tasks(&[living("a", status, &change)])])
    };
    let failing = with("RUNNING", Some("UNHEALTHY"), "UNHEALTHY");
    assert_eq!(classes(&failing), ["health.container_cmd_fails"]);
    let proof = &failing.findings[0].evidence[0];
    assert_eq!(
        (proof.field.as_str(), proof.object.as_deref()),
        ("tasks[0].containers[0].healthStatus", Some("a"))
    );
    assert_ne!(failing.state, State::Steady);
    // A check has not passed yet, or is that of a container that is not essential.
    for (whole, container) in [("HEALTHY", "HEALTHY"), ("UNKNOWN", "UNKNOWN"), ("HEALTHY", "UNHEALTHY")] {
        assert_eq!(
            classes(&with("RUNNING", Some(whole), container)),
            Vec::<&str>::new(),
            "{whole} {container}"
        );
    }
    assert_eq!(classes(&with("PENDING", None, "UNHEALTHY")), Vec::<&str>::new());
    // A task of the old revision may be what the rollout is there to mend.
    let old = json!({"startedBy": "ecs-svc/1", "healthStatus": "UNHEALTHY",
        "containers": [{"name": "app", "lastStatus": "RUNNING", "healthStatus": "UNHEALTHY"}]});
    assert_eq!(
        classes(&of(&[service(&json!({})), tasks(&[living("a", "RUNNING", &old)])])),
        Vec::<&str>::new()
    );
}

#[test]
fn a_container_check_that_cannot_pass_stands_before_a_slow_start_unless_the_log_says_ready_late() {
    let killed = |ready: Option<i64>| {
        let dead = json!({"stopCode": "ServiceSchedulerInitiated", "stoppingAt": 1_700_020_205,
            "executionStoppedAt": 1_700_020_206, "stoppedReason": "Task failed container health checks",
            "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]});
        let definition = json!({"taskDefinition": {"taskDefinitionArn": format!("{}:task-definition/web:2", invented::PREFIX),
            "containerDefinitions": [{"name": "app", "healthCheck": {"command": ["CMD", "curl"], "interval": 30, "retries": 3}}]}});
        let lines: Vec<Value> = ready
            .map(|after| json!({"timestamp": (1_700_020_110 + after) * 1_000, "message": "Server listening on 0.0.0.0:8080"}))
            .into_iter()
            .collect();
        let logs = json!({"logs": {"stream": "web/app/a", "events": lines}});
        of(&[rollout(&json!({})), tasks(&[task("a", &dead), task("b", &dead)]), definition, logs])
    };
    assert_eq!(classes(&killed(None)), ["health.container_cmd_fails", "health.container_slow"]);
    let late = killed(Some(90));
    assert_eq!(classes(&late), ["health.container_slow", "health.container_cmd_fails"]);
    assert!(say(&late.findings[0].summary).contains("ready after 90"), "{}", say(&late.findings[0].summary));
    assert_eq!(classes(&killed(Some(2))), ["health.container_cmd_fails"]);
}

#[test]
fn a_code_that_means_something_by_itself_is_said_to() {
    let ended = |code: i64| {
        let dead = json!({"containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": code}]});
        let diagnosis = of(&[rollout(&json!({})), tasks(&[task("a", &dead), task("b", &dead)])]);
        assert_eq!(classes(&diagnosis), ["run.app_exit_nonzero"], "{code}");
        diagnosis.findings[0].notes.iter().map(say).collect::<Vec<_>>().join(" ")
    };
    assert!(ended(127).contains("the command was not found"));
    assert!(ended(3_221_225_781).contains("STATUS_DLL_NOT_FOUND"));
    assert!(!ended(2).contains("Exit code"));
}
