//! Each rule on an invented capture that must raise it, and on a near miss that must not.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::steps::deployments::RowRole;
use ecsplain::diagnosis::steps::exits::Part;
use ecsplain::diagnosis::{Confidence, State, Status};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

#[test]
fn a_rollout_that_nothing_speaks_against_is_progressing() {
    let diagnosis = of(&[service(&json!({}))]);
    assert_eq!((diagnosis.state, classes(&diagnosis)), (State::Progressing, vec![]));
}

#[test]
fn a_band_without_room_is_a_deadlock_though_no_event_says_so() {
    let tight = json!({"minimumHealthyPercent": 100, "maximumPercent": 100});
    let stuck = of(&[rollout(&json!({"deploymentConfiguration": tight}))]);
    assert_eq!((stuck.state, classes(&stuck)), (State::Stuck, vec!["deploy.config_deadlock"]));
    assert_eq!(stuck.confidence, Some(Confidence::Certain));
    let open = stuck.next.last().unwrap();
    assert!(open.mutates && open.run.contains("maximumPercent=134"), "{}", open.run);

    // Room for one: the smallest ceiling that the command proposes must really open it.
    let room = json!({"minimumHealthyPercent": 100, "maximumPercent": 134});
    let moving = of(&[rollout(&json!({"deploymentConfiguration": room}))]);
    assert_eq!((moving.state, classes(&moving)), (State::Progressing, vec![]));
    assert_eq!(moving.ruled_out[0].class, "deploy.config_deadlock");

    // A tight band without a rollout stops nothing.
    let rest = json!([row("2", "PRIMARY", 3, "COMPLETED")]);
    let steady = of(&[service(&json!({"deploymentConfiguration": tight, "deployments": rest}))]);
    assert_eq!((steady.state, classes(&steady)), (State::Steady, vec![]));
}

#[test]
fn a_codedeploy_service_has_no_band_and_so_no_deadlock() {
    let change = json!({
        "deploymentController": {"type": "CODE_DEPLOY"}, "deployments": [],
        "deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 100},
        "taskSets": [{"id": "ecs-svc/9", "status": "PRIMARY", "taskDefinition": "web:9", "computedDesiredCount": 3,
                      "runningCount": 3, "pendingCount": 0, "createdAt": 1_700_020_000, "stabilityStatus": "STEADY_STATE"}],
    });
    let diagnosis = of(&[service(&change)]);
    assert_eq!(diagnosis.steps.deployments.band, None);
    assert_eq!((diagnosis.state, classes(&diagnosis)), (State::Steady, vec![]));
}

#[test]
fn the_primary_row_of_a_rollback_is_the_old_revision() {
    let mut back = row("1", "PRIMARY", 3, "COMPLETED");
    back["rolloutStateReason"] = json!("ECS deployment ecs-svc/1 completed.");
    let events = json!([
        event(50, "(deployment ecs-svc/1) deployment completed."),
        event(40, "rolling back to deployment ecs-svc/1."),
        event(39, "(deployment ecs-svc/2) deployment failed: tasks failed to start."),
        event(
            10,
            "was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref x/web:v42: x/web:v42: not found."
        ),
    ]);
    let done = of(&[service(&json!({"deployments": [back], "events": events}))]);
    assert_eq!(done.state, State::RolledBack);
    assert_eq!(done.steps.deployments.rows[0].role, RowRole::RollbackTarget);
    assert_eq!(done.state.exit_code(), 3);
    // The cause comes before its consequence, and the old revision's steady state does not hide it.
    assert_eq!(classes(&done), ["image.not_found", "deploy.circuit_breaker"]);

    let mut under_way = row("1", "PRIMARY", 1, "IN_PROGRESS");
    under_way["rolloutStateReason"] =
        json!("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.");
    let mut failed = row("2", "ACTIVE", 0, "FAILED");
    failed["failedTasks"] = json!(3);
    let running = of(&[service(&json!({"deployments": [under_way, failed]}))]);
    assert_eq!(running.state, State::RollingBack);
    assert_eq!(running.steps.deployments.rows[1].role, RowRole::Failed);
}

#[test]
fn a_rollback_before_the_newest_deployment_is_history() {
    let events = json!([
        event(-30, "rolling back to deployment ecs-svc/1."),
        event(-31, "(deployment ecs-svc/0) deployment failed: tasks failed to start."),
    ]);
    let diagnosis = of(&[service(&json!({"events": events}))]);
    assert_eq!((diagnosis.state, classes(&diagnosis)), (State::Progressing, vec![]));
    assert!(diagnosis.steps.events.groups.iter().all(|group| group.before_deployment));
    assert_eq!(diagnosis.steps.events.step.status, Status::Ok);
}

#[test]
fn what_failed_before_the_rolled_back_deployment_began_is_history() {
    let events = json!([
        event(50, "(deployment ecs-svc/1) deployment completed."),
        event(40, "rolling back to deployment ecs-svc/1."),
        event(39, "(deployment ecs-svc/2) deployment failed: tasks failed to start."),
        event(-500, "has reached a steady state."),
        event(
            -900,
            "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later."
        ),
    ]);
    let rows = json!([row("1", "PRIMARY", 3, "COMPLETED")]);
    // Tasks of the old revision explain nothing, those of the failed deployment do.
    let old = task("old", &json!({"startedBy": "ecs-svc/1"}));
    let failed =
        task("new", &json!({"startedBy": "ecs-svc/2", "containers": [{"name": "app", "exitCode": 139}]}));
    let diagnosis = of(&[service(&json!({"deployments": rows, "events": events})), tasks(&[old, failed])]);
    assert_eq!(classes(&diagnosis), ["run.segfault", "deploy.circuit_breaker"]);
    assert_eq!(diagnosis.state, State::RolledBack);
}

#[test]
fn an_interrupted_spot_task_that_was_made_up_for_leaves_the_service_steady() {
    let rows = json!([row("2", "PRIMARY", 3, "COMPLETED")]);
    let stop =
        |code: &str, reason: &str| json!({"stopCode": code, "stoppedReason": reason, "containers": []});
    let spot = task("a", &stop("SpotInterruption", "Your Spot Task was interrupted."));
    let steady = of(&[service(&json!({"deployments": rows})), tasks(&[spot])]);
    assert_eq!(
        (steady.state, classes(&steady), steady.confidence),
        (State::Steady, vec!["infra.spot"], None)
    );
    let dead = task("a", &stop("TaskFailedToStart", "CannotPullContainerError: x not found"));
    let unsteady = of(&[service(&json!({"deployments": rows})), tasks(&[dead])]);
    assert_ne!(unsteady.state, State::Steady);
}

#[test]
fn a_pause_is_no_stall() {
    let arn = format!("{PREFIX}:service-deployment/prod/web/2");
    let record = |status: &str| {
        json!({"serviceDeployments": [{
            "serviceDeploymentArn": arn, "serviceArn": format!("{PREFIX}:service/prod/web"), "status": "IN_PROGRESS",
            "lifecycleStage": "PRE_PRODUCTION_TRAFFIC_SHIFT", "createdAt": 1_700_020_000,
            "lifecycleHookDetails": [{"hookId": "h-1", "targetType": "PAUSE", "status": status,
                                      "expiresAt": 1_700_090_000, "timeoutAction": "ROLLBACK"}],
        }]})
    };
    let dead = json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": "Scaling activity initiated by (deployment ecs-svc/2)"});
    let paused = of(&[service(&json!({})), record("AWAITING_ACTION"), tasks(&[task("a", &dead)])]);
    assert_eq!((paused.state, paused.state.exit_code()), (State::Paused, 4));
    assert!(say(&paused.verdict).contains("2023-11-15"), "{}", say(&paused.verdict));
    let go_on = paused.next.last().unwrap();
    assert!(go_on.mutates && go_on.run.contains("--hook-id h-1"), "{}", go_on.run);

    let over = of(&[service(&json!({})), record("SUCCEEDED")]);
    assert_eq!(over.state, State::Progressing);
    let failed = of(&[service(&json!({})), record("TIMED_OUT")]);
    assert_eq!(classes(&failed), ["deploy.hook_failed"]);
}

#[test]
fn the_code_of_a_health_check_comes_from_the_event_and_not_from_the_task() {
    let killed = json!({"stopCode": "ServiceSchedulerInitiated",
        "stoppedReason": "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/a/b)",
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]});
    let unhealthy = event(
        20,
        "(task 0c9d) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:r:1:targetgroup/a/b) due to (reason Health checks failed with these codes: [404]).",
    );
    let both =
        of(&[service(&json!({"events": [unhealthy]})), tasks(&[task("a", &killed), task("b", &killed)])]);
    assert_eq!((both.state, classes(&both)), (State::Stuck, vec!["health.elb_4xx"]));

    let alone = of(&[service(&json!({})), tasks(&[task("a", &killed)])]);
    assert_eq!(classes(&alone), ["health.elb_unknown"]);
    assert_eq!(alone.steps.exits.rows[0].part, Part::Collateral);
}

#[test]
fn one_failed_check_of_a_service_at_rest_raises_no_finding() {
    let rows = json!([row("2", "PRIMARY", 3, "COMPLETED")]);
    let unhealthy =
        event(200, "(port 80) is unhealthy in (target-group arn:x) due to (reason Request timed out).");
    let steady = event(100, "has reached a steady state.");
    let diagnosis = of(&[service(&json!({"deployments": rows, "events": [unhealthy, steady]}))]);
    assert_eq!(classes(&diagnosis), Vec::<&str>::new());
    assert_eq!(diagnosis.steps.events.step.status, Status::Warn);
    assert_ne!(diagnosis.state, State::Steady);
}

#[test]
fn a_replacement_by_a_deployment_is_routine() {
    let stop = json!({"stopCode": "ServiceSchedulerInitiated", "startedBy": "ecs-svc/1",
        "stoppedReason": "Scaling activity initiated by (deployment ecs-svc/2)",
        "stoppingAt": 1_700_020_150, "executionStoppedAt": 1_700_020_181,
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 137}]});
    let diagnosis = of(&[service(&json!({})), tasks(&[task("a", &stop)])]);
    assert_eq!((diagnosis.state, classes(&diagnosis)), (State::Progressing, vec![]));
    assert_eq!(diagnosis.steps.stopped.step.status, Status::Ok);
    assert!(say(&diagnosis.steps.exits.rows[0].meaning).contains("ignored SIGTERM"));
}

#[test]
fn a_task_of_the_old_deployment_does_not_explain_the_new_one() {
    let old =
        json!({"startedBy": "ecs-svc/1", "taskDefinitionArn": format!("{PREFIX}:task-definition/web:1")});
    let diagnosis = of(&[service(&json!({})), tasks(&[task("a", &old)])]);
    assert_eq!(classes(&diagnosis), Vec::<&str>::new());
    let new = of(&[service(&json!({})), tasks(&[task("a", &json!({})), task("b", &json!({}))])]);
    assert_eq!((new.state, classes(&new)), (State::Stuck, vec!["run.app_exit_nonzero"]));
}

#[test]
fn a_137_without_a_reason_is_not_called_out_of_memory() {
    let killed = json!({"containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 137}]});
    let diagnosis = of(&[service(&json!({})), tasks(&[task("a", &killed), task("b", &killed)])]);
    assert_eq!(classes(&diagnosis), ["run.app_exit_nonzero"]);
    assert_eq!(diagnosis.confidence, Some(Confidence::Possible));
}

#[test]
fn an_exec_format_error_counts_when_it_stands_in_the_log_of_what_died() {
    let logs = |stream: &str| json!({"logs": {"stream": stream, "events": [{"timestamp": 1_700_020_150_000_i64, "message": "exec /app: exec format error"}]}});
    let theirs = of(&[service(&json!({})), tasks(&[task("a", &json!({}))]), logs("web/app/a")]);
    assert_eq!(classes(&theirs), ["image.arch_exec_format"]);
    let another = of(&[service(&json!({})), tasks(&[task("a", &json!({}))]), logs("web/app/b")]);
    assert_eq!(classes(&another), ["run.app_exit_nonzero"]);
}

#[test]
fn scaling_out_is_no_crash_loop_and_dying_is() {
    let rows = json!([row("2", "PRIMARY", 3, "COMPLETED")]);
    let starts = |count: i64| -> Vec<Value> {
        (0..count)
            .rev()
            .map(|place| event(5_000 + place * 60, &format!("has started 1 tasks: (task {place:032x}).")))
            .collect()
    };
    let scaled = of(&[service(
        &json!({"deployments": rows, "desiredCount": 9, "runningCount": 9, "events": starts(6)}),
    )]);
    assert_eq!(classes(&scaled), Vec::<&str>::new());
    let dying = of(&[service(&json!({"deployments": rows, "events": starts(6)}))]);
    assert_eq!((dying.state, classes(&dying)), (State::Stuck, vec!["deploy.impaired"]));
    // Three in ten minutes may be anything.
    let few = of(&[service(
        &json!({"deployments": rows, "desiredCount": 1, "runningCount": 1, "events": starts(3)}),
    )]);
    assert_eq!(classes(&few), Vec::<&str>::new());
}

#[test]
fn a_container_that_waits_for_one_that_has_failed_waits_for_ever() {
    let waiting = |condition: &str, code: i64| {
        let pending = json!({"lastStatus": "PENDING", "desiredStatus": "RUNNING", "stopCode": null, "stoppedReason": null,
            "stoppingAt": null, "executionStoppedAt": null, "stoppedAt": null, "startedAt": null,
            "containers": [{"name": "init", "lastStatus": "STOPPED", "exitCode": code}, {"name": "app", "lastStatus": "PENDING"}]});
        let definition = json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"),
            "containerDefinitions": [{"name": "init", "essential": false},
                {"name": "app", "dependsOn": [{"containerName": "init", "condition": condition}]}]}});
        of(&[service(&json!({})), tasks(&[task("a", &pending)]), definition])
    };
    assert_eq!(classes(&waiting("SUCCESS", 1)), ["start.dependency_stuck"]);
    assert_eq!(classes(&waiting("SUCCESS", 0)), Vec::<&str>::new());
    assert_eq!(classes(&waiting("COMPLETE", 1)), Vec::<&str>::new());
}

#[test]
fn a_stopping_task_may_hold_what_the_new_one_needs_on_instances_only() {
    let draining = |launch: &str| {
        let stop = json!({"lastStatus": "STOPPING", "launchType": launch, "stopCode": "ServiceSchedulerInitiated",
            "stoppedReason": "Scaling activity initiated by (deployment ecs-svc/2)", "stoppedAt": null});
        let change = json!({"launchType": launch, "desiredCount": 1, "runningCount": 0,
            "deployments": [row("2", "PRIMARY", 0, "IN_PROGRESS")]});
        of(&[service(&change), tasks(&[task("a", &stop)])])
    };
    let waiting = draining("EC2");
    assert_eq!((waiting.state, classes(&waiting)), (State::Progressing, vec!["place.stopping_resources"]));
    assert_eq!(classes(&draining("FARGATE")), Vec::<&str>::new());
}

#[test]
fn a_cause_is_not_hidden_by_the_tasks_of_one_that_came_before_it() {
    // The network was mended, then IAM refused: the newer failure is the one to look at.
    let start = |at: i64, reason: &str| {
        json!({"stopCode": "TaskFailedToStart", "stoppedReason": reason, "startedAt": null,
        "executionStoppedAt": null, "stoppingAt": at, "stoppedAt": at, "containers": [{"name": "app", "lastStatus": "STOPPED"}]})
    };
    let prefix = "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth:";
    let network = task(
        "a",
        &start(
            1_700_020_200,
            &format!("{prefix} https response error StatusCode: 0, dial tcp 10.0.0.1:443: i/o timeout"),
        ),
    );
    let refused = task(
        "b",
        &start(
            1_700_020_300,
            &format!(
                "{prefix} StatusCode: 400, AccessDeniedException: not authorized to perform: ecr:GetAuthorizationToken"
            ),
        ),
    );
    let diagnosis = of(&[service(&json!({})), tasks(&[network, refused])]);
    assert_eq!(classes(&diagnosis), ["init.iam_ecr", "init.net_ecr"]);
    assert_eq!(diagnosis.state, State::Stuck);
}

#[test]
fn a_log_destination_is_derived_and_not_guessed() {
    use ecsplain::diagnosis::steps::logs::LogDestination;
    let definition = |configuration: Value| {
        json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"),
            "containerDefinitions": [{"name": "app", "logConfiguration": configuration}]}})
    };
    let run = |configuration: Value| {
        of(&[service(&json!({})), tasks(&[task("a", &json!({}))]), definition(configuration)])
    };
    let awslogs = run(json!({"logDriver": "awslogs", "options":
        {"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web", "awslogs-region": "us-east-1"}}));
    assert!(awslogs.next.iter().any(|line| line.run
        == "aws logs get-log-events --log-group-name /ecs/web --log-stream-name web/app/a --limit 200 --region us-east-1"));
    let bare = run(json!({"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web"}}));
    assert!(matches!(bare.steps.logs.destination, LogDestination::CloudWatch { stream: None, .. }));
    let firelens = run(json!({"logDriver": "awsfirelens", "options": {"Name": "s3"}}));
    assert_eq!(firelens.steps.logs.destination, LogDestination::Driver { driver: "awsfirelens".to_owned() });
}

#[test]
fn thousands_of_tasks_make_a_few_groups() {
    let list: Vec<Value> = (0..5_000).map(|place| task(&format!("{place:032x}"), &json!({}))).collect();
    let diagnosis = of(&[service(&json!({})), tasks(&list)]);
    assert_eq!(diagnosis.steps.stopped.groups.len(), 1);
    assert_eq!(diagnosis.steps.stopped.groups[0].tasks.len(), 5_000);
    assert_eq!(diagnosis.steps.exits.rows.len(), 1);
}

#[test]
fn nothing_at_all_is_five_unknown_steps() {
    let diagnosis = of(&[]);
    assert_eq!(diagnosis.state, State::Unknown);
    assert!(diagnosis.steps.heads().iter().all(|step| step.status == Status::Unknown));
}
