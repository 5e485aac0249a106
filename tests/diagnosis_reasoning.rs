//! Rules that hold several answers against each other, each on an invented capture that carries it and on a near
//! miss that must stay silent.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::{Confidence, Diagnosis};
use invented::{PREFIX, event, of, rollout, row, service, task, tasks};
use serde_json::{Value, json};

fn definition(change: &Value, container: &Value) -> Value {
    let mut app = json!({"name": "app"});
    for (key, value) in container.as_object().into_iter().flatten() {
        app[key] = value.clone();
    }
    let mut definition = json!({"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "family": "web", "revision": 2,
        "containerDefinitions": [app]});
    for (key, value) in change.as_object().into_iter().flatten() {
        definition[key] = value.clone();
    }
    json!({"taskDefinition": definition})
}

fn two(change: &Value) -> Value {
    tasks(&[task("a", change), task("b", change)])
}

fn notes(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings.iter().flat_map(|one| &one.notes).map(|note| note.key).collect()
}

#[test]
fn memory_near_its_limit_speaks_for_an_unexplained_kill_and_little_memory_does_not() {
    let killed = two(&json!({"containers": [{"name": "app", "exitCode": 137}]}));
    let with = |percent: f64| {
        let metric = json!({"MetricDataResults": [{"Id": "m", "Label": "MemoryUtilization", "Timestamps": [1_700_020_140], "Values": [percent]}]});
        of(&[rollout(&json!({})), killed.clone(), metric])
    };
    let near = with(98.5);
    assert_eq!((classes(&near), near.confidence), (vec!["run.oom_container"], Some(Confidence::Likely)));
    assert_eq!(classes(&with(40.0)), ["run.app_exit_nonzero"]);
}

#[test]
fn an_unexplained_kill_asks_for_the_memory_and_an_explained_one_does_not() {
    let with = |container: Value| of(&[rollout(&json!({})), two(&json!({"containers": [container]}))]);
    let asked = |diagnosis: &Diagnosis| {
        let gaps = diagnosis.unchecked.iter().filter(|gap| gap.what.key == "unchecked-memory");
        gaps.filter_map(|gap| gap.command.clone()).any(|command| command.run.contains("MemoryUtilization"))
    };
    assert!(asked(&with(json!({"name": "app", "exitCode": 137}))));
    assert!(!asked(&with(json!({"name": "app", "exitCode": 1}))));
}

fn instance(change: &Value) -> Value {
    let mut one = json!({"containerInstanceArn": format!("{PREFIX}:container-instance/prod/c1"), "ec2InstanceId": "i-0aaa",
        "status": "ACTIVE", "agentConnected": true, "attributes": [{"name": "ecs.capability.logging-driver.awslogs"}],
        "remainingResources": [{"name": "CPU", "integerValue": 2048}, {"name": "MEMORY", "integerValue": 4096},
            {"name": "PORTS", "stringSetValue": ["22", "8080"]}]});
    for (key, value) in change.as_object().into_iter().flatten() {
        one[key] = value.clone();
    }
    json!({"containerInstances": [one]})
}

#[test]
fn what_no_instance_can_take_is_computed_though_no_event_says_so() {
    let short = json!({"launchType": "EC2", "runningCount": 0, "deployments": [row("2", "PRIMARY", 0, "IN_PROGRESS")]});
    let with = |container: Value, task: &Value, host: &Value| {
        of(&[service(&short), definition(task, &container), instance(host)])
    };
    let none = json!({});
    let port =
        with(json!({"memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}), &none, &none);
    assert_eq!((classes(&port), port.confidence), (vec!["place.port"], Some(Confidence::Possible)));
    assert!(say(&port.findings[0].summary).contains("8080"), "{}", say(&port.findings[0].summary));
    let memory = with(json!({"memory": 8192}), &none, &none);
    assert_eq!(classes(&memory), ["place.memory"]);
    let needs = json!({"requiresAttributes": [{"name": "ecs.capability.task-eni"}]});
    assert_eq!(classes(&with(json!({"memory": 64}), &needs, &none)), ["place.attribute"]);
    let lost = json!({"agentConnected": false});
    assert_eq!(classes(&with(json!({"memory": 64}), &none, &lost)), ["place.agent_disconnected"]);
    // There is room: nothing is claimed, and that is said.
    let room =
        with(json!({"memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 0}]}), &none, &none);
    assert_eq!(classes(&room), Vec::<&str>::new());
    assert!(room.ruled_out.iter().any(|one| one.class == "place.cpu"), "{:?}", room.ruled_out);
    // In awsvpc mode the port is the task's own.
    let own = with(
        json!({"memory": 64, "portMappings": [{"containerPort": 8080, "hostPort": 8080}]}),
        &json!({"networkMode": "awsvpc"}),
        &none,
    );
    assert_eq!(classes(&own), Vec::<&str>::new());
}

#[test]
fn the_refused_role_is_told_apart() {
    let text = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf from secrets manager: AccessDeniedException: User: arn:aws:sts::1:assumed-role/web-exec/s is not authorized to perform: secretsmanager:GetSecretValue";
    let stop = json!({"stopCode": "TaskFailedToStart", "stoppedReason": text, "startedAt": null, "containers": [{"name": "app"}]});
    let with = |execution: &str, task: &str| {
        let roles = json!({"executionRoleArn": format!("arn:aws:iam::1:role/{execution}"), "taskRoleArn": format!("arn:aws:iam::1:role/{task}")});
        of(&[rollout(&json!({})), two(&stop), definition(&roles, &json!({}))])
    };
    assert_eq!(notes(&with("web-exec", "web-task")), ["note-role-execution"]);
    assert_eq!(notes(&with("other", "web-exec")), ["note-role-task"]);
    assert_eq!(notes(&with("other", "another")), ["note-role-neither"]);
    assert_eq!(notes(&of(&[rollout(&json!({})), two(&stop)])), ["note-role"]);
}

#[test]
fn deaths_that_are_one_are_said_to_be_and_a_mixed_lot_is_not() {
    let many = |lives: &[i64]| {
        let list: Vec<Value> = lives
            .iter()
            .enumerate()
            .map(|(place, lived)| {
                let end = 1_700_020_110 + lived;
                task(
                    &format!("t{place}"),
                    &json!({"stoppingAt": end, "executionStoppedAt": end, "stoppedAt": end + 9}),
                )
            })
            .collect();
        notes(&of(&[rollout(&json!({})), tasks(&list)]))
    };
    assert_eq!(many(&[30, 31, 33, 32]), ["note-died-alike", "note-same-exit"]);
    assert_eq!(many(&[30, 31, 900, 4_000]), ["note-same-exit"]);
    assert_eq!(many(&[30, 31]), Vec::<&str>::new());
}

/// Two tasks that their own check killed after `lived` seconds.
fn killed_by_check(lived: i64) -> Value {
    let end = 1_700_020_110 + lived;
    two(
        &json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": "Task failed container health checks",
        "stoppingAt": end, "executionStoppedAt": end + 2, "stoppedAt": end + 9,
        "containers": [{"name": "app", "exitCode": 143, "healthStatus": "UNHEALTHY"}]}),
    )
}

#[test]
fn a_life_as_long_as_the_check_takes_to_fail_fits_a_slow_start() {
    let check = json!({"healthCheck": {"command": ["CMD-SHELL", "curl -f localhost"], "interval": 10, "timeout": 5, "retries": 3, "startPeriod": 30}});
    let with =
        |lived: i64| of(&[rollout(&json!({})), killed_by_check(lived), definition(&json!({}), &check)]);
    let slow = with(65);
    assert!(classes(&slow).contains(&"health.container_slow"), "{:?}", classes(&slow));
    let known = slow.findings.iter().find(|one| one.class == "health.container_slow");
    assert_eq!(known.map(|one| one.confidence), Some(Confidence::Possible));
    let later = with(900);
    assert!(!classes(&later).contains(&"health.container_slow"));
    assert!(later.ruled_out.iter().any(|one| one.class == "health.container_slow"), "{:?}", later.ruled_out);
}

#[test]
fn where_a_server_listens_explains_a_failed_check_or_rules_it_out() {
    let group = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/0";
    let killed = two(&json!({"stopCode": "ServiceSchedulerInitiated",
        "stoppedReason": format!("Task failed ELB health checks in (target-group {group})"),
        "containers": [{"name": "app", "exitCode": 143}]}));
    let balanced =
        json!({"loadBalancers": [{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}]});
    let with = |line: &str| {
        let logs = json!({"logs": {"stream": "web/app/a", "events": [{"timestamp": 1_700_020_149_000_i64, "message": line}]}});
        of(&[rollout(&balanced), killed.clone(), logs])
    };
    assert_eq!(classes(&with("Listening on http://127.0.0.1:8080"))[0], "health.bind_address");
    assert_eq!(classes(&with("Listening on 0.0.0.0:3000"))[0], "health.elb_wrong_port");
    let right = with("Listening on 0.0.0.0:8080");
    assert_eq!(classes(&right), ["health.elb_unknown"]);
    assert!(right.ruled_out.iter().any(|one| one.class == "health.bind_address"));
}

#[test]
fn a_rollback_whose_target_fails_too_is_said_to_be_ineffective_and_one_that_serves_is_not() {
    let with = |running: i64| {
        let events = json!([
            event(60, "has reached a steady state."),
            event(50, "(deployment ecs-svc/1) deployment completed."),
            event(40, "rolling back to deployment ecs-svc/1."),
            event(30, "(deployment ecs-svc/2) deployment failed: tasks failed to start.")
        ]);
        of(&[service(
            &json!({"runningCount": running, "deployments": [row("1", "PRIMARY", running, "COMPLETED")], "events": events}),
        )])
    };
    assert!(classes(&with(0)).contains(&"deploy.rollback_ineffective"));
    assert!(!classes(&with(3)).contains(&"deploy.rollback_ineffective"));
}
