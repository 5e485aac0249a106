//! Services on an ordinary day, all of them invented: they scale, shift traffic, lose hosts and are rolled out, and
//! nothing may be called broken, nor anything certain. Each has a near-miss that must be told.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, Diagnosis, Knowledge, State, diagnose};
use ecsplain::model::time::Time;
use ecsplain::model::{CaptureBasis, Captured, Facts};
use invented::{PREFIX, event, of, row, service, task, tasks};
use serde_json::{Value, json};

/// A service of 3 that is as it should be, `change` laid over it.
fn settled(running: i64, events: &Value, change: &Value) -> Value {
    let mut one = row("2", "PRIMARY", running, "COMPLETED");
    one["pendingCount"] = change.get("pendingCount").cloned().unwrap_or(json!(0));
    one["desiredCount"] = change.get("desiredCount").cloned().unwrap_or(json!(3));
    let mut all = json!({"deployments": [one], "runningCount": running, "events": events});
    for (key, value) in change.as_object().into_iter().flatten() {
        all[key] = value.clone();
    }
    service(&all)
}

/// A task that was stopped from outside.
fn stopped(id: &str, code: &str, reason: &str) -> Value {
    let containers = json!([{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]);
    task(id, &json!({"stopCode": code, "stoppedReason": reason, "containers": containers}))
}

fn steady() -> Value {
    json!([event(400, "has reached a steady state.")])
}

fn quiet(found: &Diagnosis) -> (State, Vec<&'static str>) {
    (found.state, classes(found))
}

#[test]
fn what_an_operator_wrote_beside_a_stop_is_no_text_of_ecs() {
    let words = "restart: OutOfMemoryError: Container killed due to memory usage, seen in the cache";
    let by = |code: &str| {
        let stop = stopped("a", code, words);
        classes(&of(&[settled(3, &steady(), &json!({})), tasks(&[stop])]))
    };
    assert_eq!(by("UserInitiated"), ["infra.user_stopped"]);
    assert_eq!(by("EssentialContainerExited")[0], "run.oom_container");
}

#[test]
fn a_stop_by_the_scheduler_in_new_words_is_a_failure_only_where_it_says_so() {
    let with = |reason: &str| {
        let stops = tasks(&[
            stopped("a", "ServiceSchedulerInitiated", reason),
            stopped("b", "ServiceSchedulerInitiated", reason),
        ]);
        of(&[settled(3, &steady(), &json!({})), stops])
    };
    for routine in ["Availability Zone rebalancing moved the task", "Task stopped during instance draining"] {
        assert_eq!(quiet(&with(routine)), (State::Steady, vec![]), "{routine}");
    }
    assert_ne!(with("Task failed the checks of a service that is new").state, State::Steady);
}

#[test]
fn starts_that_replace_what_the_hosts_took_are_no_crash_loop() {
    let starts: Vec<Value> =
        (0..5).rev().map(|at| event(100 + at * 100, "has started 1 tasks: (task x).")).collect();
    let with = |code: &str| {
        let stops: Vec<Value> = (0..5)
            .map(|at| {
                let mut one =
                    stopped(&format!("t{at}"), code, "Host EC2 (instance i-0a1b2c3d4e5f60718) terminated.");
                for field in ["stoppingAt", "executionStoppedAt", "stoppedAt"] {
                    one[field] = json!(1_700_020_090 + at * 100);
                }
                one
            })
            .collect();
        let change = json!({"schedulingStrategy": "DAEMON", "launchType": "EC2"});
        of(&[settled(3, &json!(starts), &change), tasks(&stops)])
    };
    assert_eq!(quiet(&with("TerminationNotice")), (State::Steady, vec!["infra.host_terminated"]));
    assert_eq!(with("EssentialContainerExited").state, State::Stuck);
}

#[test]
fn an_instance_that_drains_while_replacements_start_is_at_work() {
    let instance = json!({"containerInstanceArn": format!("{PREFIX}:container-instance/prod/1"),
        "ec2InstanceId": "i-1", "status": "DRAINING", "runningTasksCount": 1});
    let with = |now: i64| {
        let events = json!([
            event(now, "deregistered 1 targets in (target-group x)"),
            event(900, "has started 1 tasks: (task a).")
        ]);
        let change = json!({"launchType": "EC2", "pendingCount": 1});
        let instances = json!({"containerInstances": [instance]});
        quiet(&of(&[settled(2, &events, &change), instances]))
    };
    assert_eq!(with(960), (State::Progressing, vec![]));
    assert_eq!(with(1500), (State::Progressing, vec!["infra.draining"]));
}

#[test]
fn protected_tasks_delay_a_scale_in_and_hold_up_a_rollout() {
    let protected = json!([event(60, "was unable to scale in due to (reason 2 tasks under protection).")]);
    let scaling = of(&[settled(5, &protected, &json!({}))]);
    assert_eq!(quiet(&scaling), (State::Progressing, vec!["deploy.task_protection"]));
    let said = say(&scaling.verdict);
    assert!(said.contains("No rollout is under way: 5 tasks of web:2 run"), "{said}");
    let failing = event(30, "failed to register targets in (target-group x) with (error AccessDenied).");
    let both = json!([failing, protected[0]]);
    assert_ne!(of(&[settled(5, &both, &json!({}))]).state, State::Progressing);
}

#[test]
fn a_place_that_was_found_after_all_is_not_missing() {
    let none = event(
        100,
        "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.",
    );
    let with = |running: i64, pending: i64| {
        let mut new = row("2", "PRIMARY", running, "IN_PROGRESS");
        new["pendingCount"] = json!(pending);
        let events = json!([event(200, "has started 1 tasks: (task c)."), none]);
        let change = json!({"deployments": [new, row("1", "ACTIVE", 3, "COMPLETED")], "events": events});
        classes(&of(&[service(&change)]))
    };
    assert_eq!(with(2, 1), Vec::<&str>::new());
    assert_eq!(with(1, 1), ["place.fargate_capacity"]);
}

#[test]
fn a_scaling_that_nobody_acted_on_yet_is_under_way() {
    let with = |seconds: i64, basis: CaptureBasis| {
        let mut saved = settled(3, &steady(), &json!({"desiredCount": 5}));
        saved["services"][0]["deployments"][0]["updatedAt"] = json!(1_700_020_500);
        let mut snapshot = capture::snapshot(&[saved]);
        let at = serde_json::from_value::<Time>(json!(1_700_020_500 + seconds)).ok();
        snapshot.captured = Captured { at, basis };
        let subject = snapshot.subjects().remove(0);
        let found = diagnose(&Facts::gather(&snapshot, &subject), &Knowledge::BUILT_IN);
        (found.state, say(&found.verdict))
    };
    let (state, said) = with(3, CaptureBasis::Live);
    assert_eq!(state, State::Progressing);
    assert!(said.ends_with("and the others are still to be started."), "{said}");
    assert_eq!(with(300, CaptureBasis::Live).0, State::Unknown);
    // How old a saved answer was when it was saved, it does not tell.
    assert_eq!(with(0, CaptureBasis::NewestInside).0, State::Unknown);
}

#[test]
fn every_stage_of_a_blue_green_deployment_is_quiet() {
    let stages = [
        ("RECONCILE_SERVICE", 0),
        ("PRE_SCALE_UP", 0),
        ("SCALE_UP", 1),
        ("POST_SCALE_UP", 3),
        ("TEST_TRAFFIC_SHIFT", 3),
        ("POST_TEST_TRAFFIC_SHIFT", 3),
        ("PRODUCTION_TRAFFIC_SHIFT", 3),
        ("POST_PRODUCTION_TRAFFIC_SHIFT", 3),
        ("BAKE_TIME", 3),
        ("CLEAN_UP", 3),
    ];
    for (stage, running) in stages {
        let configuration = json!({"minimumHealthyPercent": 100, "maximumPercent": 200, "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 10});
        let rows = [row("2", "PRIMARY", running, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")];
        let record = json!({"serviceDeploymentArn": format!("{PREFIX}:service-deployment/prod/web/2"),
            "serviceArn": format!("{PREFIX}:service/prod/web"), "status": "IN_PROGRESS", "lifecycleStage": stage,
            "createdAt": 1_700_020_000, "deploymentConfiguration": configuration,
            "targetServiceRevision": {"arn": format!("{PREFIX}:service-revision/prod/web/2")}});
        let change = json!({"deployments": rows, "deploymentConfiguration": configuration, "runningCount": 3 + running});
        let found = of(&[service(&change), json!({"serviceDeployments": [record]})]);
        let expected = if stage == "BAKE_TIME" { State::Paused } else { State::Progressing };
        assert_eq!(quiet(&found), (expected, vec![]), "{stage}");
    }
}

#[test]
fn a_scale_in_is_quiet_whatever_its_containers_ended_with() {
    let with = |reason: &str, app: i64| {
        let containers = json!([{"name": "app", "exitCode": app}, {"name": "envoy", "exitCode": 0},
            {"name": "xray", "exitCode": 1}, {"name": "fluent-bit", "exitCode": 255}]);
        let stop = |id: &str| {
            task(
                id,
                &json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": reason, "containers": containers}),
            )
        };
        of(&[settled(3, &steady(), &json!({})), tasks(&[stop("a"), stop("b")])])
    };
    for code in [0, 1, 137, 143, 255, 3_221_225_786, -1_073_741_510] {
        let found = with("Scaling activity initiated by (deployment ecs-svc/2)", code);
        assert_eq!(quiet(&found), (State::Steady, vec![]), "{code}");
    }
    assert_ne!(with("Task failed container health checks", 137).state, State::Steady);
}

#[test]
fn a_row_that_nothing_is_left_of_is_no_rollout() {
    let with = |status: &str, running: i64| {
        let mut old = row("1", status, running, "COMPLETED");
        old["desiredCount"] = json!(0);
        let rows = [row("2", "PRIMARY", 3, "COMPLETED"), old];
        let change = json!({"deployments": rows, "runningCount": 3 + running, "events": steady()});
        of(&[service(&change)]).state
    };
    assert_eq!((with("INACTIVE", 0), with("ACTIVE", 0)), (State::Steady, State::Steady));
    assert_ne!(with("ACTIVE", 1), State::Steady);
}

#[test]
fn a_check_that_a_task_of_the_old_revision_fails_says_nothing_of_the_new_one() {
    let failed =
        event(100, "(task a) (port 80) is unhealthy in (target-group x) due to (reason Request timed out).");
    let with = |deployment: &str| {
        let mut stop =
            stopped("a", "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group x)");
        stop["startedBy"] = json!(deployment);
        let rows = [row("2", "PRIMARY", 2, "IN_PROGRESS"), row("1", "ACTIVE", 3, "COMPLETED")];
        let change = json!({"deployments": rows, "events": [failed]});
        quiet(&of(&[service(&change), tasks(&[stop])]))
    };
    assert_eq!(with("ecs-svc/1"), (State::Progressing, vec![]));
    assert!(with("ecs-svc/2").1.contains(&"health.elb_timeout"));
}

#[test]
fn one_failed_task_of_a_rollout_that_goes_on_is_no_certain_impairment() {
    let with = |failed: i64| {
        let mut new = row("2", "PRIMARY", 2, "IN_PROGRESS");
        new["failedTasks"] = json!(failed);
        let change = json!({"deployments": [new, row("1", "ACTIVE", 3, "COMPLETED")]});
        let found = of(&[service(&change)]);
        (found.state, found.findings[0].confidence)
    };
    assert_eq!(with(1), (State::Progressing, Confidence::Possible));
    assert_eq!(with(2), (State::Stuck, Confidence::Certain));
}

/// A task that fell `at` seconds after the second deployment began.
fn fell(id: &str, at: i64, change: &Value) -> Value {
    let stop = 1_700_020_000 + at;
    let mut one =
        task(id, &json!({"stoppingAt": stop, "executionStoppedAt": stop + 1, "stoppedAt": stop + 10}));
    for (key, value) in change.as_object().into_iter().flatten() {
        one[key] = value.clone();
    }
    one
}

#[test]
fn one_fallen_task_of_a_settled_service_is_replaced_and_two_are_not() {
    let health = json!({"stopCode": "ServiceSchedulerInitiated",
        "stoppedReason": "Task failed ELB health checks in (target-group x)"});
    let memory = json!({"containers": [{"name": "app", "exitCode": 137,
        "reason": "OutOfMemoryError: Container killed due to memory usage"}]});
    let events = json!([
        event(920, "has started 1 tasks: (task b). Amazon ECS replaced 1 tasks due to an unhealthy status."),
        event(900, "(task a) (port 80) is unhealthy in (target-group x) due to (reason Request timed out).")
    ]);
    let with = |running: i64, pending: i64, events: &Value, stops: &[Value]| {
        of(&[settled(running, events, &json!({"pendingCount": pending})), tasks(stops)])
    };
    let none =
        json!([event(300, "has reached a steady state."), event(920, "has started 1 tasks: (task b).")]);
    for (events, change) in [(&none, &json!({})), (&none, &memory), (&events, &health)] {
        let found = with(2, 1, events, &[fell("a", 900, change)]);
        assert_eq!(found.state, State::Progressing, "{change}");
        assert!(say(&found.verdict).ends_with("2 of 3 tasks of web:2 run, and one is starting."));
    }
    let both = [fell("a", 900, &json!({})), fell("b", 960, &json!({}))];
    assert_eq!(with(2, 1, &none, &both).state, State::Stuck);
    // Nothing runs, and why is known: the next one will fall as well.
    assert_eq!(with(0, 3, &none, &[fell("a", 900, &memory)]).state, State::Stuck);
}

#[test]
fn failures_far_apart_are_told_and_no_loop() {
    let with = |apart: i64, change: &Value| {
        let stops = [fell("a", 900, change), fell("b", 900 + apart, change)];
        let found = of(&[
            settled(3, &json!([event(9000, "has reached a steady state.")]), &json!({})),
            tasks(&stops),
        ]);
        (found.state, classes(&found))
    };
    let ran = json!({});
    assert_eq!(with(1800, &ran), (State::Unknown, vec!["run.app_exit_nonzero"]));
    assert_eq!(with(300, &ran).0, State::Stuck);
    // ECS waits longer and longer with tasks that never ran.
    let never = json!({"startedAt": null, "stopCode": "TaskFailedToStart", "containers": [],
        "stoppedReason": "CannotPullContainerError: failed to resolve ref r/web:2: r/web:2: not found"});
    assert_eq!(with(1500, &never).0, State::Stuck);
}
