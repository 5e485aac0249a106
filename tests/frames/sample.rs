//! Invented answers of ECS in the shape of a stuck deployment: a tag that does not exist. They go through the
//! real reader and the real steps; verdict and findings are set here, so that a frame does not change with
//! the wording of a rule.

use std::sync::Arc;

use ecsplain::app::State;
use ecsplain::diagnosis::finding::KubernetesReason;
use ecsplain::diagnosis::{
    Command, Confidence, Diagnosis, Evidence, Finding, Knowledge, RuledOut, State as ServiceState, Status,
    StepId, Unchecked, diagnose_all,
};
use ecsplain::model::Snapshot;
use ecsplain::model::time::Time;
use ecsplain::source::saved::load_bytes;
use ecsplain::words::{Message, Words};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// ARNs of the invented account.
const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";
const NEW: &str = "ecs-svc/2222222222222222222";
const OLD: &str = "ecs-svc/1111111111111111111";
const REASON: &str = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v42: not found";

/// A sentence as it is: a key that the catalogue lacks is said as the key.
fn says(sentence: &'static str) -> Message {
    Message { key: sentence, args: Vec::new() }
}

fn before(base: &str, seconds: usize) -> String {
    let base = Time::from_text(base).expect("a time");
    (base.0 - SignedDuration::from_secs(i64::try_from(seconds).expect("few seconds"))).to_string()
}

fn id(place: usize) -> String {
    format!("{:032x}", 0xa1b2_c3d4_e5f6_0718_293a_4b5c_6d7e_8f90_u128.wrapping_add((place as u128) << 101))
}

fn deployment(
    id: &str,
    status: &str,
    revision: u8,
    [pending, running, failed]: [u8; 3],
    state: &str,
) -> Value {
    json!({
        "id": id, "status": status, "taskDefinition": format!("{ARN}:task-definition/web:{revision}"),
        "desiredCount": 3, "pendingCount": pending, "runningCount": running, "failedTasks": failed,
        "createdAt": if revision == 42 { "2026-11-22T13:50:00Z" } else { "2026-11-20T09:00:00Z" },
        "updatedAt": "2026-11-22T14:01:00Z", "launchType": "FARGATE", "rolloutState": state,
        "rolloutStateReason": format!("ECS deployment {id} {}.", state.to_lowercase().replace('_', " ")),
    })
}

fn service(name: &str) -> Value {
    json!({
        "serviceArn": format!("{ARN}:service/prod/{name}"), "serviceName": name,
        "clusterArn": format!("{ARN}:cluster/prod"), "status": "ACTIVE",
        "desiredCount": 3, "runningCount": 3, "pendingCount": 1, "launchType": "FARGATE",
        "taskDefinition": format!("{ARN}:task-definition/web:42"),
        "deploymentConfiguration": {
            "minimumHealthyPercent": 100, "maximumPercent": 200, "strategy": "ROLLING",
            "deploymentCircuitBreaker": {"enable": false, "rollback": false},
        },
        "deployments": [
            deployment(NEW, "PRIMARY", 42, [1, 0, 7], "IN_PROGRESS"),
            deployment(OLD, "ACTIVE", 41, [0, 3, 0], "COMPLETED"),
        ],
        "events": [
            event("e5", "2026-11-22T14:02:11Z", &format!("(service {name}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.")),
            event("e4", "2026-11-22T14:01:02Z", &format!("(service {name}) has started 1 tasks: (task {}).", id(0))),
            event("e3", "2026-11-22T13:53:11Z", &format!("(service {name}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.")),
            event("e2", "2026-11-22T13:50:40Z", &format!("(service {name}) has started 1 tasks: (task {}).", id(6))),
            event("e1", "2026-11-22T07:48:00Z", &format!("(service {name}) has reached a steady state.")),
        ],
    })
}

fn event(id: &str, at: &str, message: &str) -> Value {
    json!({"id": id, "createdAt": at, "message": message})
}

fn failed_task(place: usize) -> Value {
    json!({
        "taskArn": format!("{ARN}:task/prod/{}", id(place)), "clusterArn": format!("{ARN}:cluster/prod"),
        "taskDefinitionArn": format!("{ARN}:task-definition/web:42"), "group": "service:web", "startedBy": NEW,
        "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "launchType": "FARGATE", "cpu": "256", "memory": "512",
        "stopCode": "TaskFailedToStart", "stoppedReason": REASON,
        "createdAt": before("2026-11-22T14:01:02Z", 94 * place),
        "stoppingAt": before("2026-11-22T14:01:33Z", 94 * place), "stoppedAt": before("2026-11-22T14:01:40Z", 94 * place),
        "containers": [{"name": "app", "image": "web:v42", "lastStatus": "STOPPED", "reason": REASON}],
    })
}

fn killed_task() -> Value {
    json!({
        "taskArn": format!("{ARN}:task/prod/{}", "7".repeat(32)), "clusterArn": format!("{ARN}:cluster/prod"),
        "taskDefinitionArn": format!("{ARN}:task-definition/web:42"), "group": "service:web", "startedBy": NEW,
        "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "launchType": "FARGATE",
        "stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited",
        "createdAt": "2026-11-22T13:55:00Z", "startedAt": "2026-11-22T13:55:20Z",
        "stoppingAt": "2026-11-22T13:59:00Z", "stoppedAt": "2026-11-22T13:59:30Z",
        "containers": [
            {"name": "app", "lastStatus": "STOPPED", "exitCode": 137, "reason": "OutOfMemoryError: Container killed due to memory usage"},
            {"name": "sidecar", "lastStatus": "STOPPED", "exitCode": 143},
        ],
    })
}

fn definition() -> Value {
    json!({
        "taskDefinitionArn": format!("{ARN}:task-definition/web:42"), "family": "web", "revision": 42,
        "networkMode": "awsvpc", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"],
        "containerDefinitions": [
            {"name": "app", "image": "web:v42", "essential": true, "portMappings": [{"containerPort": 8080}],
             "environment": [{"name": "PASSWORD", "value": "hunter2"}],
             "logConfiguration": {"logDriver": "awslogs", "options": {
                "awslogs-group": "/ecs/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}}},
            {"name": "sidecar", "image": "envoy:1", "essential": false},
        ],
    })
}

fn log_event(place: usize) -> Value {
    json!({
        "timestamp": 1_795_355_900_000_u64 + place as u64,
        "message": format!("\u{1b}[31mERROR\u{1b}[0m 接続できません 🚢 attempt {place}: connection to 10.0.1.5:5432 refused\n"),
    })
}

fn metric() -> Value {
    let times: Vec<String> = (0..90).map(|minute| before("2026-11-22T14:00:00Z", minute * 60)).collect();
    let values: Vec<f64> = (0..90_u8).map(|minute| f64::from(89 - minute) * 1.1).collect();
    json!({"Id": "m1", "Label": "MemoryUtilization", "Timestamps": times, "Values": values, "StatusCode": "Complete"})
}

/// The answers, with so many tasks that never started and so many log lines.
pub fn snapshot(tasks: usize, lines: usize, services: &[&str]) -> Snapshot {
    let services: Vec<Value> = services.iter().map(|name| service(name)).collect();
    let mut all: Vec<Value> = (0..tasks).map(failed_task).collect();
    all.push(killed_task());
    let answers = [
        json!({"services": services, "failures": []}),
        json!({"tasks": all, "failures": []}),
        json!({"taskDefinition": definition()}),
        json!({"events": (0..lines).map(log_event).collect::<Vec<_>>(), "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}),
        json!({"MetricDataResults": [metric()], "Messages": []}),
    ];
    let text = answers.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let loaded = load_bytes("sample", text.into_bytes());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.snapshot
}

fn command(run: &str, why: &'static str, mutates: bool) -> Command {
    Command { run: run.to_owned(), why: says(why), mutates }
}

fn conclude(diagnosis: &mut Diagnosis) {
    diagnosis.state = ServiceState::Stuck;
    diagnosis.verdict = says(
        "The tag web:v42 does not exist in ECR. 7 tasks of web:42 never started; 3 of web:41 still serve.",
    );
    diagnosis.confidence = Some(Confidence::Certain);
    let heads = [
        (Status::Warn, "unable to consistently start tasks, 2 times in 9m"),
        (Status::Bad, "web:42 0/3, 7 failed; web:41 3/3 still serve"),
        (Status::Bad, "7 × CannotPullContainerError"),
        (Status::Unknown, "no container of the newest tasks ever ran"),
        (Status::Ok, "nothing speaks of an error"),
    ];
    let steps = &mut diagnosis.steps;
    let all = [
        &mut steps.events.step,
        &mut steps.deployments.step,
        &mut steps.stopped.step,
        &mut steps.exits.step,
        &mut steps.logs.step,
    ];
    for (step, (status, headline)) in all.into_iter().zip(heads) {
        step.status = status;
        step.headline = says(headline);
    }
    for row in &mut steps.exits.rows {
        row.meaning = says("What the exit code means stands here.");
    }
    diagnosis.next = vec![
        command(
            "aws ecr describe-images --repository-name web --image-ids imageTag=v42",
            "Says whether the tag is there.",
            false,
        ),
        command(
            "aws ecs update-service --cluster prod --service web --task-definition web:41",
            "Goes back to the revision that serves.",
            true,
        ),
    ];
    diagnosis.findings = vec![finding(diagnosis.next[0].clone())];
    diagnosis.ruled_out = vec![RuledOut { class: "capacity.cpu", because: says("ECS placed every task.") }];
    diagnosis.unchecked = vec![Unchecked {
        what: says("Target health"),
        because: says("It was not saved."),
        command: Some(command(
            "aws elbv2 describe-target-health --target-group-arn arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef",
            "Shows which targets fail their check.",
            false,
        )),
    }];
}

fn finding(next: Command) -> Finding {
    Finding {
        class: "image.not_found",
        confidence: Confidence::Certain,
        because: says("It is stated."),
        notes: Vec::new(),
        step: StepId::StoppedTasks,
        summary: says("The image tag v42 is not in the repository web."),
        evidence: vec![Evidence {
            field: "tasks[0].stoppedReason".to_owned(),
            text: REASON.to_owned(),
            object: Some(id(0)),
        }],
        kubernetes: Some(KubernetesReason { reason: "ImagePullBackOff", exact: true }),
        next: vec![next],
    }
}

/// A triage with so many tasks that never started and so many log lines.
pub fn state_of(tasks: usize, lines: usize) -> State {
    let snapshot = snapshot(tasks, lines, &["web"]);
    let mut diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
    diagnoses.iter_mut().for_each(conclude);
    // A diagnosis keeps the tail of a log; a frame has to bear more.
    let tail = &mut diagnoses[0].steps.logs.lines;
    if let Some(last) = tail.last().cloned() {
        tail.resize(lines, last);
    }
    State::new(Arc::new(snapshot), diagnoses, Arc::new(Words::english()))
}

/// The triage of one service.
pub fn state() -> State {
    state_of(7, 30)
}

/// A list of services.
pub fn many() -> State {
    let snapshot = snapshot(7, 30, &["web", "検索", "payments-api"]);
    let mut diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
    let web = diagnoses.iter().position(|one| one.name == "web").expect("one is web");
    diagnoses.swap(0, web);
    diagnoses.iter_mut().for_each(conclude);
    diagnoses[1].state = ServiceState::Paused;
    diagnoses[1].verdict = says("The deployment waits for a person at a pause.");
    diagnoses[2].state = ServiceState::Steady;
    diagnoses[2].verdict = says("Nothing is under way and nothing that was saved speaks against it.");
    State::new(Arc::new(snapshot), diagnoses, Arc::new(Words::english()))
}
