//! Whole captures as an account gives them, all of them invented: what the words do not explain is told as it
//! stands, what died first is told apart from what went with it, and each case has a near-miss that stays silent.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, State};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

const NEW_WORDS: &str = "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1': InvalidGroup.NotFound";

/// Two tasks of the new revision that stopped alike.
fn two(change: &Value) -> Value {
    tasks(&[task("a", change), task("b", change)])
}

fn complete(events: &Value) -> Value {
    service(&json!({"deployments": [row("2", "PRIMARY", 3, "COMPLETED")], "events": events}))
}

fn definition(containers: &Value) -> Value {
    json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "family": "web",
        "revision": 2, "containerDefinitions": containers}})
}

/// What awslogs is told.
fn logged() -> Value {
    json!({"logDriver": "awslogs", "options": {"awslogs-group": "/web", "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "ecs"}})
}

#[test]
fn a_rollout_whose_tasks_die_of_words_that_nobody_knows_is_stuck_and_the_words_are_quoted() {
    let died = json!({"stopCode": "TaskFailedToStart", "stoppedReason": NEW_WORDS, "containers": []});
    let stuck = of(&[rollout(&json!({})), two(&died)]);
    assert_eq!((stuck.state, stuck.exit_code(), classes(&stuck)), (State::Stuck, 1, vec!["deploy.impaired"]));
    assert!(say(&stuck.verdict).contains("InvalidGroup.NotFound"), "{}", say(&stuck.verdict));
    assert_eq!(stuck.findings[0].evidence[0].text, NEW_WORDS);
    // What stops healthy tasks from outside, in words as new, is no failure of theirs.
    let outside = json!({"stopCode": "InfrastructureHealth", "stoppedReason": "The host was found impaired"});
    let steady = of(&[complete(&json!([event(300, "has reached a steady state.")])), two(&outside)]);
    assert_eq!((steady.state, classes(&steady)), (State::Steady, Vec::<&str>::new()));
}

#[test]
fn one_task_that_fell_before_the_service_was_steady_again_is_told_and_over() {
    let fell = |id: &str, at: i64| {
        task(id, &json!({"stoppingAt": at - 10, "executionStoppedAt": at - 9, "stoppedAt": at}))
    };
    let steady = |at: i64, stopped: &[Value]| {
        of(&[complete(&json!([event(at, "has reached a steady state.")])), tasks(stopped)])
    };
    let stop = |seconds: i64| 1_700_020_000 + seconds;
    let again = steady(400, &[fell("a", stop(160))]);
    assert_eq!(
        (again.state, again.exit_code(), classes(&again)),
        (State::Steady, 0, vec!["run.app_exit_nonzero"])
    );
    let said = say(&again.verdict);
    assert!(said.starts_with("Steady again: 3 of 3 tasks of web:2 run.") && said.contains("exit"), "{said}");
    // It fell after the service was last called steady, it was not the only one, or one is missing.
    for open in
        [steady(100, &[fell("a", stop(160))]), steady(400, &[fell("a", stop(160)), fell("b", stop(170))])]
    {
        assert_ne!((open.state, open.exit_code()), (State::Steady, 0), "{}", say(&open.verdict));
    }
    let events = json!([event(400, "has reached a steady state.")]);
    let row = row("2", "PRIMARY", 2, "COMPLETED");
    let short = service(&json!({"deployments": [row], "runningCount": 2, "events": events}));
    assert_ne!(of(&[short, tasks(&[fell("a", stop(160))])]).state, State::Steady);
}

#[test]
fn a_deployment_that_is_being_stopped_or_has_no_way_back_is_told_so() {
    let with = |status: &str| {
        let record = json!({"serviceDeploymentArn": format!("{PREFIX}:service-deployment/prod/web/2"),
            "serviceArn": format!("{PREFIX}:service/prod/web"), "status": status, "createdAt": 1_700_020_000,
            "targetServiceRevision": {"arn": format!("{PREFIX}:service-revision/prod/web/2")}});
        of(&[rollout(&json!({})), json!({"serviceDeployments": [record]})])
    };
    let told = |status: &str| (with(status).state, with(status).verdict.key);
    assert_eq!(told("STOP_REQUESTED"), (State::Progressing, "verdict-stop-requested"));
    assert_eq!(told("IN_PROGRESS"), (State::Progressing, "verdict-progressing"));
    let failed = with("ROLLBACK_FAILED");
    assert_eq!(failed.state, State::Stuck);
    assert!(say(&failed.verdict).contains("could not be taken back"), "{}", say(&failed.verdict));
}

#[test]
fn a_rollout_that_moves_traffic_says_at_which_stage_it_is() {
    let with = |strategy: &str| {
        let record = json!({"serviceDeploymentArn": format!("{PREFIX}:service-deployment/prod/web/2"),
            "serviceArn": format!("{PREFIX}:service/prod/web"), "status": "IN_PROGRESS", "createdAt": 1_700_020_000,
            "lifecycleStage": "PRODUCTION_TRAFFIC_SHIFT", "deploymentConfiguration": {"strategy": strategy},
            "targetServiceRevision": {"arn": format!("{PREFIX}:service-revision/prod/web/2"),
                "requestedProductionTrafficWeight": 10.0}});
        let change = json!({"deploymentConfiguration": {"strategy": strategy}});
        say(&of(&[rollout(&change), json!({"serviceDeployments": [record]})]).verdict)
    };
    let canary = with("CANARY");
    assert!(canary.contains("now at PRODUCTION_TRAFFIC_SHIFT with 10 % of the traffic: "), "{canary}");
    assert!(!with("ROLLING").contains("now at"), "{}", with("ROLLING"));
}

#[test]
fn what_is_not_known_does_not_stand_before_what_is() {
    let unknown = json!({"stopCode": "TaskFailedToStart", "stoppedReason": NEW_WORDS, "containers": []});
    let known = json!({"stopCode": "TaskFailedToStart", "containers": [],
        "stoppedReason": "CannotPullContainerError: failed to resolve ref r/web:2: r/web:2: not found"});
    let both =
        of(&[rollout(&json!({})), tasks(&[task("a", &unknown), task("b", &unknown), task("c", &known)])]);
    assert_eq!(classes(&both), ["image.not_found"]);
}

#[test]
fn an_event_that_says_that_something_failed_speaks_against_a_rollout() {
    let refused = "failed to register instance in (service registry arn:x) with (error AccessDenied).";
    let with = |second: &str| {
        of(&[rollout(&json!({"events": [event(90, second), event(60, refused), event(30, refused)]}))])
    };
    let stuck = with(refused);
    assert_eq!((stuck.state, classes(&stuck)), (State::Stuck, vec!["deploy.impaired"]));
    assert!(say(&stuck.verdict).contains("AccessDenied"), "{}", say(&stuck.verdict));
    let steady = event(200, "has reached a steady state.");
    let over = of(&[complete(&json!([steady, event(60, refused), event(30, refused)]))]);
    assert_eq!((over.state, classes(&over)), (State::Steady, Vec::<&str>::new()));
}

#[test]
fn an_init_container_that_failed_is_named_and_its_log_asked_for() {
    let with = |exit: i64, code: &str, app: &Value| {
        let stop = json!({"stopCode": code, "stoppedReason": "Task failed to start", "startedAt": null,
            "pullStartedAt": 1_700_020_105, "pullStoppedAt": 1_700_020_120,
            "containers": [app, {"name": "migrate", "lastStatus": "STOPPED", "exitCode": exit}]});
        let needs = json!([{"containerName": "migrate", "condition": "SUCCESS"}]);
        let containers = json!([{"name": "app", "essential": true, "dependsOn": needs},
            {"name": "migrate", "essential": false, "logConfiguration": logged()}]);
        of(&[rollout(&json!({})), two(&stop), definition(&containers)])
    };
    let waits = json!({"name": "app", "lastStatus": "STOPPED"});
    let failed = with(1, "TaskFailedToStart", &waits);
    let said = say(&failed.verdict);
    assert!(said.starts_with("migrate exited with code 1 before the task was running."), "{said}");
    let commands: Vec<&str> = failed.next.iter().map(|one| one.run.as_str()).collect();
    assert!(commands.iter().any(|run| run.contains("ecs/migrate/")), "{commands:?}");
    // It did its work, and the application fell by itself.
    let done =
        with(0, "EssentialContainerExited", &json!({"name": "app", "exitCode": 3, "lastStatus": "STOPPED"}));
    assert!(say(&done.verdict).starts_with("app exited with code 3"), "{}", say(&done.verdict));
}

#[test]
fn two_containers_that_fell_are_both_named_and_neither_is_accused() {
    let with = |worker: i64| {
        let containers = json!([{"name": "app", "exitCode": 1}, {"name": "worker", "exitCode": worker}]);
        of(&[rollout(&json!({})), two(&json!({"containers": containers}))])
    };
    let unclear = with(2);
    assert_eq!((unclear.state, classes(&unclear)), (State::Stuck, vec!["run.app_exit_nonzero"]));
    assert_eq!(unclear.findings[0].confidence, Confidence::Possible);
    assert!(say(&unclear.verdict).contains("app (1), worker (2)"), "{}", say(&unclear.verdict));
    let clear = with(143);
    assert!(say(&clear.verdict).starts_with("app exited with code 1"), "{}", say(&clear.verdict));
}

#[test]
fn a_container_killed_before_ecs_would_kill_it_was_first() {
    let with = |ended: i64| {
        let containers = json!([{"name": "agent", "exitCode": 143}, {"name": "app", "exitCode": 137}]);
        let stop = json!({"containers": containers, "executionStoppedAt": 1_700_020_150 + ended});
        of(&[rollout(&json!({})), two(&stop)])
    };
    let first = with(4);
    assert!(say(&first.verdict).starts_with("app got SIGKILL"), "{}", say(&first.verdict));
    assert_eq!(first.findings[0].confidence, Confidence::Possible);
    // After half a minute it may as well have been ECS, for a container that did not obey.
    assert_eq!(classes(&with(31)), ["deploy.impaired"]);
}

#[test]
fn a_failed_check_outranks_the_kill_of_a_container_that_did_not_obey() {
    let killed = json!({"stopCode": "ServiceSchedulerInitiated", "executionStoppedAt": 1_700_020_181,
        "stoppedReason": "Task failed ELB health checks in (target-group arn:x)",
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 137}]});
    let found = of(&[rollout(&json!({})), two(&killed)]);
    assert_eq!(classes(&found), ["health.elb_unknown", "run.sigkill_after_stop"]);
}

#[test]
fn a_described_service_comes_before_the_jobs_that_lie_beside_it() {
    let job = json!({"group": "family:report", "startedBy": "events-rule/report"});
    let loaded =
        capture::snapshot(&[complete(&json!([event(300, "has reached a steady state.")])), two(&job)]);
    let all = ecsplain::diagnosis::diagnose_all(&loaded, &ecsplain::diagnosis::Knowledge::BUILT_IN);
    let chosen = |service: Option<&str>| {
        let wish = ecsplain::report::choice::Wish::new(None, service, None);
        ecsplain::report::choice::choose(&all, &wish).unwrap().0.name.clone()
    };
    assert_eq!((chosen(None), chosen(Some("report"))), ("web".to_owned(), "report".to_owned()));
}

/// A task of deployment 2 that runs since `age` seconds before the capture.
fn running(id: &str, age: i64, subnet: &str) -> Value {
    let details =
        json!([{"name": "subnetId", "value": subnet}, {"name": "privateIPv4Address", "value": "10.0.0.1"}]);
    json!({"taskArn": format!("{PREFIX}:task/prod/{id}"), "group": "service:web", "startedBy": "ecs-svc/2",
        "taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "lastStatus": "RUNNING", "desiredStatus": "RUNNING",
        "createdAt": 1_700_020_000, "startedAt": 1_700_020_900 - age,
        "attachments": [{"type": "ElasticNetworkInterface", "details": details}],
        "containers": [{"name": "app", "lastStatus": "RUNNING"}]})
}

#[test]
fn a_target_that_does_not_answer_yet_is_excused_while_the_grace_period_runs() {
    let with = |age: i64, reason: &str, words: &str| {
        let health = json!({"TargetHealthDescriptions": [{"Target": {"Id": "10.0.0.1", "Port": 8080},
            "TargetHealth": {"State": "unhealthy", "Reason": reason, "Description": words}}]});
        let now = event(900, "registered 1 targets in (target-group arn:x)");
        let waits = service(&json!({"healthCheckGracePeriodSeconds": 600, "events": [now]}));
        of(&[waits, tasks(&[running("a", age, "subnet-a")]), health])
    };
    let silent = with(110, "Target.FailedHealthChecks", "Health checks failed");
    assert_eq!((silent.state, classes(&silent)), (State::Progressing, Vec::<&str>::new()));
    assert!(silent.ruled_out.iter().any(|one| one.class == "health.elb_unknown"));
    let over = with(700, "Target.FailedHealthChecks", "Health checks failed");
    assert_eq!(classes(&over), ["health.elb_unknown"]);
    let codes = "Health checks failed with these codes: [404]";
    assert_eq!(classes(&with(110, "Target.ResponseCodeMismatch", codes)), ["health.elb_4xx"]);
}

#[test]
fn checks_that_time_out_in_one_subnet_alone_say_so() {
    let with = |good: &str| {
        let eni = json!([{"details": [{"name": "subnetId", "value": "subnet-b"}]}]);
        let stop = json!({"stopCode": "ServiceSchedulerInitiated", "attachments": eni,
            "stoppedReason": "Task failed ELB health checks in (target-group arn:x)"});
        let failed =
            event(60, "(port 80) is unhealthy in (target-group arn:x) due to (reason Request timed out).");
        let all = tasks(&[task("a", &stop), task("b", &stop), running("c", 700, good)]);
        let found = of(&[rollout(&json!({"events": [failed]})), all]);
        let notes = found.findings[0].notes.iter().map(|note| note.key);
        (found.findings[0].class, notes.collect::<Vec<&str>>())
    };
    assert_eq!(with("subnet-a"), ("health.elb_timeout", vec!["note-one-subnet-checked"]));
    assert_eq!(with("subnet-b"), ("health.elb_timeout", vec![]));
}

#[test]
fn a_missing_image_behind_a_pull_through_cache_is_not_certain() {
    let with = |repository: &str| {
        let image = format!("111122223333.dkr.ecr.eu-west-1.amazonaws.com/{repository}:1");
        let reason = format!("CannotPullContainerError: failed to resolve ref {image}: {image}: not found");
        let died = json!({"stopCode": "TaskFailedToStart", "stoppedReason": reason, "containers": []});
        let found = of(&[rollout(&json!({})), two(&died)]);
        (found.findings[0].class, found.findings[0].confidence)
    };
    assert_eq!(with("docker-hub/library/nginx"), ("image.not_found", Confidence::Likely));
    assert_eq!(with("shop/docker-hub-mirror"), ("image.not_found", Confidence::Certain));
}

#[test]
fn a_script_that_cannot_be_executed_may_only_lack_its_first_line() {
    let with = |line: &str| {
        let stream = json!({"logs": {"stream": "ecs/app/a", "events": [{"timestamp": 1_700_020_150_000_i64, "message": line}]}});
        let containers = json!([{"name": "app", "logConfiguration": logged()}]);
        let found = of(&[rollout(&json!({})), two(&json!({})), definition(&containers), stream]);
        (found.findings[0].class, found.findings[0].confidence)
    };
    let arch = "image.arch_exec_format";
    assert_eq!(with("exec /app/start.sh: exec format error"), (arch, Confidence::Likely));
    assert_eq!(with("exec /app/server: exec format error"), (arch, Confidence::Certain));
}

#[test]
fn a_rollback_names_what_was_pushed_where_something_names_it() {
    let events = json!([
        event(500, "(deployment ecs-svc/3) deployment completed."),
        event(400, "rolling back to deployment ecs-svc/3."),
        event(400, "(deployment ecs-svc/2) deployment failed: tasks failed to start.")
    ]);
    let mut back = row("3", "PRIMARY", 3, "COMPLETED");
    back["taskDefinition"] = json!(format!("{PREFIX}:task-definition/web:1"));
    let service = service(&json!({"deployments": [back], "events": events}));
    let named = of(&[service.clone(), two(&json!({}))]);
    assert_eq!(named.state, State::RolledBack);
    assert!(
        say(&named.verdict).ends_with("web:2 was taken back: what runs is web:1."),
        "{}",
        say(&named.verdict)
    );
    let unnamed = say(&of(&[service]).verdict);
    assert!(unnamed.starts_with("The newest deployment failed and was taken back"), "{unnamed}");
}

#[test]
fn lines_without_a_stream_count_for_the_only_container_whose_life_they_are_of() {
    let with = |at: i64, containers: &Value| {
        let lines = json!({"logs": {"events": [{"timestamp": at * 1000, "message": "Error: connect ECONNREFUSED 10.0.3.4:5432"}]}});
        let found = of(&[rollout(&json!({})), two(&json!({"containers": containers})), lines]);
        (found.findings[0].class, found.findings[0].confidence)
    };
    let alone = json!([{"name": "app", "exitCode": 1}]);
    let beside = json!([{"name": "app", "exitCode": 1}, {"name": "agent", "exitCode": 143}]);
    let dependency = "run.app_dependency";
    assert_eq!(with(1_700_020_149, &alone), (dependency, Confidence::Likely));
    assert_eq!(with(1_700_020_149, &beside), (dependency, Confidence::Possible));
    assert_eq!(with(1_700_010_000, &alone), (dependency, Confidence::Possible));
}

#[test]
fn the_log_of_a_task_that_ended_alike_is_heard() {
    let with = |stream: &str| {
        let line = json!({"timestamp": 1_700_020_149_000_i64, "message": "KeyError: 'DATABASE_URL'"});
        let log = json!({"logs": {"stream": stream, "events": [line]}});
        classes(&of(&[rollout(&json!({})), two(&json!({})), log]))
    };
    assert_eq!(with("ecs/app/b"), ["run.app_config"]);
    assert_eq!(with("ecs/app/c"), ["run.app_exit_nonzero"]);
    assert_eq!(with("ecs/agent/b"), ["run.app_exit_nonzero"]);
}

#[test]
fn a_container_that_logs_has_its_secrets_and_speaks_of_a_call_of_its_own() {
    let with = |line: &str| {
        let stream = json!({"logs": {"stream": "ecs/app/a", "events": [{"timestamp": 1_700_020_150_000_i64, "message": line}]}});
        let found = of(&[rollout(&json!({})), two(&json!({})), stream]);
        (found.findings[0].class, found.findings[0].confidence)
    };
    let refused = "ClientError: An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed";
    assert_eq!(with(refused), ("run.app_exit_nonzero", Confidence::Likely));
    assert_eq!(with("exec /app/server: exec format error").0, "image.arch_exec_format");
}

#[test]
fn a_service_that_answered_is_not_said_to_be_out_of_reach() {
    let with = |tail: &str| {
        let reason = format!(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf from secrets manager: {tail}"
        );
        let died = json!({"stopCode": "TaskFailedToStart", "stoppedReason": reason, "containers": []});
        classes(&of(&[rollout(&json!({})), two(&died)]))[0]
    };
    assert_eq!(with("ThrottlingException: Rate exceeded"), "deploy.throttled");
    assert_eq!(
        with(
            "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."
        ),
        "init.secret_missing"
    );
    assert_eq!(with("RequestCanceled: request context canceled"), "init.net_secrets");
    assert_eq!(with(""), "init.net_secrets");
}

#[test]
fn a_login_that_another_registry_refuses_is_not_looked_for_in_iam() {
    let with = |image: &str| {
        let reason = format!(
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {image}: failed to authorize: unexpected status: 401 Unauthorized"
        );
        let died = json!({"stopCode": "TaskFailedToStart", "stoppedReason": reason, "containers": []});
        let mut roles = definition(&json!([{"name": "app", "image": image}]));
        roles["taskDefinition"]["executionRoleArn"] = json!("arn:aws:iam::111122223333:role/web-execution");
        let found = of(&[rollout(&json!({})), two(&died), roles]).findings.remove(0);
        let iam = found.next.iter().any(|command| command.run.starts_with("aws iam "));
        (found.class, iam, found.notes.iter().any(|note| note.key == "note-own-login"))
    };
    assert_eq!(with("ghcr.io/acme/web:2"), ("image.auth_denied", false, true));
    let ours = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:2";
    assert_eq!(with(ours), ("image.auth_denied", true, false));
}

#[test]
fn a_target_that_the_load_balancer_does_not_use_is_told_where_a_rollout_waits_for_it() {
    let with = |strategy: &str| {
        let words = "Target is in an Availability Zone that is not enabled for the load balancer";
        let health = json!({"TargetHealthDescriptions": [{"Target": {"Id": "10.0.0.1", "Port": 8080},
            "TargetHealth": {"State": "unused", "Reason": "Target.NotInUse", "Description": words}}]});
        let shape = json!({"deploymentConfiguration": {"minimumHealthyPercent": 100, "maximumPercent": 200, "strategy": strategy}});
        let found = of(&[service(&shape), tasks(&[running("a", 700, "subnet-a")]), health]);
        (classes(&found), say(&found.verdict))
    };
    let (class, said) = with("ROLLING");
    assert_eq!(class, ["health.elb_unknown"]);
    assert!(said.contains("not enabled for the load balancer"), "{said}");
    // Before the traffic is shifted nobody uses the new targets.
    assert_eq!(with("BLUE_GREEN").0, Vec::<&str>::new());
}

#[test]
fn a_container_that_others_wait_to_end_and_that_runs_on_is_named() {
    let with = |condition: &str, now: i64| {
        let mut waits = running("a", 0, "subnet-a");
        waits["lastStatus"] = json!("PENDING");
        waits["pullStoppedAt"] = json!(1_700_020_020);
        waits["containers"] = json!([{"name": "app", "lastStatus": "PENDING"}, {"name": "wait-for-db", "lastStatus": "RUNNING"}]);
        waits.as_object_mut().map(|fields| fields.remove("startedAt"));
        let needs = json!([{"containerName": "wait-for-db", "condition": condition}]);
        let containers =
            json!([{"name": "app", "dependsOn": needs}, {"name": "wait-for-db", "essential": false}]);
        let begun = rollout(&json!({"events": [event(now, "has started 1 tasks: (task a).")]}));
        let found = of(&[begun, tasks(&[waits]), definition(&containers)]);
        (classes(&found), say(&found.verdict))
    };
    let (class, said) = with("SUCCESS", 900);
    assert_eq!(class, ["start.dependency_stuck"]);
    assert!(said.starts_with("wait-for-db has run for 14m"), "{said}");
    assert_eq!(with("START", 900).0, Vec::<&str>::new());
    assert_eq!(with("SUCCESS", 200).0, Vec::<&str>::new());
}
