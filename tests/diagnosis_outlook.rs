//! What a deployment waits for, what becomes of it, which one is which, and what changed: each on an invented
//! capture that carries it and on a near miss.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::forecast::End;
use ecsplain::diagnosis::steps::deployments::{PastOutcome, RowRole};
use ecsplain::diagnosis::{Diagnosis, State, Suspicion};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

/// A record of the service deployment under way, laid over with `change`.
fn record(change: &Value) -> Value {
    let mut record = json!({"serviceDeploymentArn": format!("{PREFIX}:service-deployment/prod/web/d2"),
        "serviceArn": format!("{PREFIX}:service/prod/web"), "status": "IN_PROGRESS", "createdAt": 1_700_020_000,
        "updatedAt": 1_700_020_300});
    for (key, value) in change.as_object().into_iter().flatten() {
        record[key] = value.clone();
    }
    record
}

fn records(list: &[Value]) -> Value {
    json!({"serviceDeployments": list})
}

/// The new revision alone, and so many of its 3 tasks run.
fn alone(running: i64) -> Value {
    service(&json!({"deployments": [row("2", "PRIMARY", running, "IN_PROGRESS")]}))
}

fn verdict(diagnosis: &Diagnosis) -> String {
    say(&diagnosis.verdict)
}

#[test]
fn a_lambda_hook_is_named_with_its_stage_and_its_end() {
    let hook = json!({"lifecycleStage": "POST_TEST_TRAFFIC_SHIFT", "lifecycleHookDetails": [{"targetType": "AWS_LAMBDA",
        "targetArn": "arn:aws:lambda:eu-west-1:1:function:smoke-test:live", "status": "IN_PROGRESS",
        "expiresAt": 1_700_020_900, "timeoutAction": "ROLLBACK"}]});
    let waiting = of(&[alone(3), records(&[record(&hook)])]);
    assert_eq!(waiting.state, State::Paused);
    let said = verdict(&waiting);
    assert!(said.contains("smoke-test") && said.contains("POST_TEST_TRAFFIC_SHIFT"), "{said}");
    assert!(said.contains("04:01 UTC it is rolled back"), "{said}");
    let ended = json!({"lifecycleHookDetails": [{"targetType": "AWS_LAMBDA", "status": "SUCCEEDED"}]});
    assert_eq!(of(&[alone(3), records(&[record(&ended)])]).state, State::Progressing);
}

#[test]
fn bake_time_ends_after_the_last_update_and_its_minutes() {
    let baking = json!({"lifecycleStage": "BAKE_TIME", "deploymentConfiguration": {"bakeTimeInMinutes": 10}});
    let diagnosis = of(&[alone(3), records(&[record(&baking)])]);
    assert_eq!(diagnosis.state, State::Paused);
    assert!(
        verdict(&diagnosis).contains("10 minutes, which ends on 2023-11-15 04:01 UTC"),
        "{}",
        verdict(&diagnosis)
    );
    let shifting = json!({"lifecycleStage": "PRODUCTION_TRAFFIC_SHIFT", "deploymentConfiguration": {"bakeTimeInMinutes": 10}});
    assert_eq!(of(&[alone(3), records(&[record(&shifting)])]).state, State::Progressing);
}

#[test]
fn alarms_are_watched_once_all_tasks_run_and_not_before() {
    let watched = json!({"alarms": {"status": "MONITORING", "alarmNames": ["web-5xx"]}});
    let done = of(&[alone(3), records(&[record(&watched)])]);
    assert_eq!(done.state, State::Paused);
    assert!(verdict(&done).contains("web-5xx"), "{}", verdict(&done));
    assert_eq!(of(&[alone(2), records(&[record(&watched)])]).state, State::Progressing);
    let over = json!({"alarms": {"status": "MONITORING_COMPLETE", "alarmNames": ["web-5xx"]}});
    assert_eq!(of(&[alone(3), records(&[record(&over)])]).state, State::Progressing);
}

/// A rollout whose row counts `failed` failures; breaker as given.
fn failing(breaker: &Value, failed: i64, extra: &[Value]) -> Diagnosis {
    let mut rows = json!([row("2", "PRIMARY", 0, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")]);
    rows[0]["failedTasks"] = json!(failed);
    let configuration =
        json!({"minimumHealthyPercent": 100, "maximumPercent": 200, "deploymentCircuitBreaker": breaker});
    let service = service(&json!({"deployments": rows, "deploymentConfiguration": configuration}));
    of(&[&[service], extra].concat())
}

fn forecast(diagnosis: &Diagnosis) -> String {
    let forecast = diagnosis.steps.deployments.forecast.iter();
    forecast.flat_map(|one| one.messages()).map(|one| say(&one)).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_breaker_is_forecast_from_its_counter_else_from_the_row() {
    let on = json!({"enable": true, "rollback": true});
    let computed = failing(&on, 1, &[]);
    assert!(
        forecast(&computed).starts_with("2 more failures trip the breaker: 1 of 3 so far (computed)"),
        "{}",
        forecast(&computed)
    );
    let counter =
        json!({"deploymentCircuitBreaker": {"status": "MONITORING", "failureCount": 4, "threshold": 5}});
    let stated = failing(&on, 1, &[records(&[record(&counter)])]);
    assert!(
        forecast(&stated).starts_with(
            "One more failure trips the breaker: 4 of 5 so far (counted by ECS); then it rolls back"
        ),
        "{}",
        forecast(&stated)
    );
    // Nothing fails, nothing is forecast.
    assert_eq!(forecast(&failing(&on, 0, &[])), "");
}

#[test]
fn without_a_breaker_it_goes_on_for_ever_and_the_next_try_is_bounded() {
    let off = json!({"enable": false, "rollback": false});
    let unstarted = json!({"stopCode": "TaskFailedToStart", "stoppedReason": "CannotPullContainerError: x: not found",
        "startedAt": null, "executionStoppedAt": null, "stoppedAt": 1_700_020_160, "containers": []});
    let never = failing(&off, 4, &[tasks(&[task("a", &unstarted)])]);
    let said = forecast(&never);
    assert!(
        said.starts_with("The breaker is off: ECS tries again for ever.") && said.contains("by 04:16 UTC"),
        "{said}"
    );
    // A task that ran is replaced at once.
    let ran = failing(&off, 4, &[tasks(&[task("a", &json!({}))])]);
    assert_eq!(forecast(&ran), "The breaker is off: ECS tries again for ever.");
}

#[test]
fn failures_that_the_breaker_has_not_counted_are_said_to_be_so() {
    let on = json!({"enable": true, "rollback": true});
    let dead = failing(&on, 0, &[tasks(&[task("a", &json!({})), task("b", &json!({}))])]);
    let end = dead.steps.deployments.forecast.as_ref().map(|one| &one.end);
    assert_eq!(end, Some(&End::NotCounted { failed: 2 }));
}

#[test]
fn a_row_that_never_finished_was_overtaken_and_one_that_did_was_not() {
    let with = |state: &str| {
        let rows = json!([
            row("3", "PRIMARY", 0, "IN_PROGRESS"),
            row("2", "ACTIVE", 1, state),
            row("1", "ACTIVE", 3, "COMPLETED")
        ]);
        of(&[service(&json!({"deployments": rows}))])
    };
    let roles = |diagnosis: &Diagnosis| {
        diagnosis.steps.deployments.rows.iter().map(|row| row.role).collect::<Vec<_>>()
    };
    assert_eq!(roles(&with("IN_PROGRESS")), [RowRole::Target, RowRole::Superseded, RowRole::Source]);
    assert_eq!(roles(&with("COMPLETED")), [RowRole::Target, RowRole::Source, RowRole::Source]);
}

#[test]
fn a_stopped_record_was_overtaken_only_when_a_newer_one_began_then() {
    let older = |stopped: i64| {
        let old = record(&json!({"serviceDeploymentArn": format!("{PREFIX}:service-deployment/prod/web/d1"),
            "status": "STOPPED", "createdAt": 1_700_010_000, "stoppedAt": stopped}));
        of(&[alone(3), records(&[record(&json!({})), old])]).steps.deployments.past[0].outcome
    };
    assert_eq!(older(1_700_020_030), PastOutcome::Superseded);
    assert_eq!(older(1_700_015_000), PastOutcome::Stopped);
}

fn definition(number: i64, change: &Value) -> Value {
    let mut app = json!({"name": "app", "image": format!("r/web:v{number}"), "memory": 512,
        "environment": [{"name": "MODE", "value": "s3cret-one"}]});
    for (key, value) in change.as_object().into_iter().flatten() {
        app[key] = value.clone();
    }
    json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:{number}"), "family": "web",
        "revision": number, "containerDefinitions": [app]}})
}

#[test]
fn what_changed_is_ranked_by_what_went_wrong_and_values_of_variables_are_not_kept() {
    let new = json!({"memory": 256, "environment": [{"name": "MODE", "value": "s3cret-two"}, {"name": "NEW", "value": "x"}]});
    let diagnosis = of(&[
        rollout(&json!({})),
        definition(1, &json!({})),
        definition(2, &new),
        tasks(&[task(
            "a",
            &json!({"containers": [{"name": "app", "exitCode": 137, "reason": "OutOfMemoryError: Container killed due to memory usage"}]}),
        )]),
    ]);
    let changes = diagnosis.changes().unwrap();
    assert_eq!((changes.from.as_str(), changes.to.as_str()), ("web:1", "web:2"));
    let seen: Vec<(String, Suspicion)> = changes.list.iter().map(|one| (one.name(), one.suspicion)).collect();
    let expected = [
        ("app.image", Suspicion::Likely),
        ("app.memory", Suspicion::Likely),
        ("app.environment[MODE]", Suspicion::Possible),
        ("app.environment[NEW]", Suspicion::Possible),
    ];
    assert_eq!(seen, expected.map(|(name, suspicion)| (name.to_owned(), suspicion)));
    assert!(!format!("{changes:?}").contains("s3cret"), "{changes:?}");
    assert_eq!(say(&changes.list[1].message()), "app.memory: 512 → 256");
}

#[test]
fn equal_revisions_have_no_change_and_a_missing_one_is_named() {
    let rollout = service(&json!({}));
    let equal =
        of(&[rollout.clone(), definition(1, &json!({"image": "r/web:v2"})), definition(2, &json!({}))]);
    assert_eq!(equal.changes().unwrap().list, []);
    let missing = of(&[rollout, definition(2, &json!({}))]);
    assert_eq!(missing.changes().unwrap().missing.as_deref(), Some("web:1"));
    assert!(of(&[alone(0)]).changes().is_none(), "there is nothing to compare with");
}

#[test]
fn a_tag_that_was_moved_is_a_change_though_the_revision_is_the_same() {
    let with = |old: &str, new: &str| {
        let one = |id: &str, at: i64, digest: &str| {
            task(
                id,
                &json!({"createdAt": at, "containers": [{"name": "app", "image": "r/web:latest", "imageDigest": digest, "exitCode": 1}]}),
            )
        };
        of(&[service(&json!({})), tasks(&[one("a", 1_700_020_100, old), one("b", 1_700_020_200, new)])])
    };
    let moved = with("sha256:aa", "sha256:bb");
    let change = &moved.changes().unwrap().list[0];
    assert_eq!(
        (change.name().as_str(), change.after.as_deref()),
        ("app.imageDigest[r/web:latest]", Some("sha256:bb"))
    );
    assert_eq!(change.suspicion, Suspicion::Likely);
    assert_eq!(with("sha256:aa", "sha256:aa").changes().unwrap().list, []);
}

#[test]
fn a_deadlock_counts_overtaken_tasks_as_old_ones() {
    let tight = json!({"minimumHealthyPercent": 100, "maximumPercent": 100});
    let rows = json!([
        row("3", "PRIMARY", 0, "IN_PROGRESS"),
        row("2", "ACTIVE", 1, "IN_PROGRESS"),
        row("1", "ACTIVE", 2, "COMPLETED")
    ]);
    let stuck = of(&[service(
        &json!({"deploymentConfiguration": tight, "deployments": rows, "events": [event(1, "has reached a steady state.")]}),
    )]);
    assert_eq!((stuck.state, classes(&stuck)), (State::Stuck, vec!["deploy.config_deadlock"]));
}
