//! A rehearsal against the emulator with the real AWS CLI and boto3, and what ecsplain says of it.
//!
//! `ECSPLAIN_MOTO` names the folder with `aws` and a `python` that has boto3 in it; `.ci/run` sets it. Without it
//! the tests say that they were skipped. The clock of the world stands and is moved by hand, so nothing here
//! waits.

#![expect(clippy::unwrap_used, reason = "a test that cannot start its own server fails")]

#[path = "live/program.rs"]
mod program;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use ecsplain::emulator::scenario;
use ecsplain::emulator::wire::{Faults, Options, Server};
use ecsplain::emulator::world::World;
use serde_json::Value;

const START: &str = "2026-03-01T10:00:00Z";
const NETWORK: &str = "awsvpcConfiguration={subnets=[subnet-1],securityGroups=[sg-1]}";
const BREAKER: &str = "deploymentCircuitBreaker={enable=true,rollback=true}";

struct Rehearsal {
    server: Server,
    programs: PathBuf,
}

impl Rehearsal {
    /// Nothing, after saying so, where there is no AWS CLI.
    fn start(world: World) -> Option<Self> {
        let Some(programs) = std::env::var_os("ECSPLAIN_MOTO") else {
            eprintln!("skipped: ECSPLAIN_MOTO does not name a folder with aws and python");
            return None;
        };
        let options = Options { port: 0, speed: 0.0, faults: Faults::default(), seed: 1 };
        Some(Self { server: Server::start(world, options).unwrap(), programs: programs.into() })
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
        let mut command = program::on(&self.server.url(), program);
        command.args(arguments);
        command
    }

    /// What `aws` prints, which must not complain.
    fn aws(&self, arguments: &[&str]) -> Value {
        let output = self.command(self.programs.join("aws"), arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    fn ecs(&self, arguments: &[&str]) -> Value {
        self.aws(&[&["ecs"], arguments].concat())
    }

    fn register(&self, image: &str) {
        let containers = format!(r#"[{{"name": "app", "image": "{image}"}}]"#);
        let form = ["--requires-compatibilities", "FARGATE", "--network-mode", "awsvpc", "--cpu", "256"];
        let rest = ["--memory", "512", "--family", "web", "--container-definitions", &containers];
        self.ecs(&[&["register-task-definition"], &form[..], &rest[..]].concat());
    }

    fn create(&self) {
        self.ecs(&["create-cluster", "--cluster-name", "prod"]);
        self.register("example.com/web:v1");
        let service = ["--service-name", "web", "--task-definition", "web", "--desired-count", "2"];
        let rest = ["--launch-type", "FARGATE", "--network-configuration", NETWORK];
        let breaker = ["--deployment-configuration", BREAKER];
        self.ecs(&[&["create-service", "--cluster", "prod"], &service[..], &rest[..], &breaker[..]].concat());
    }

    /// The only service of `prod`.
    fn service(&self) -> Value {
        let answer = self.ecs(&["describe-services", "--cluster", "prod", "--services", "web"]);
        assert_eq!(answer["failures"], serde_json::json!([]));
        answer["services"][0].clone()
    }

    /// The newest rollout of `web`, as DescribeServiceDeployments answers it.
    fn rollout(&self) -> Value {
        let list = self.ecs(&["list-service-deployments", "--cluster", "prod", "--service", "web"]);
        let arn = list["serviceDeployments"][0]["serviceDeploymentArn"].as_str().unwrap();
        let found = self.ecs(&["describe-service-deployments", "--service-deployment-arns", arn]);
        found["serviceDeployments"][0].clone()
    }

    fn update(&self, more: &[&str]) -> Value {
        self.ecs(&[&["update-service", "--cluster", "prod", "--service", "web"], more].concat())
    }

    /// How `aws` ended that must refuse, and what it said.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.command(self.programs.join("aws"), arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Ends at its first look, or the test fails for its exit code after ten minutes.
    fn wait_stable(&self) {
        self.aws(&["ecs", "wait", "services-stable", "--cluster", "prod", "--services", "web"]);
    }

    fn ecsplain(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(env!("CARGO_BIN_EXE_ecsplain"), arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    fn pass(&self, seconds: u64) {
        self.server.skip(Duration::from_secs(seconds));
    }
}

fn messages(service: &Value) -> String {
    let events = service["events"].as_array().unwrap().iter();
    events.map(|event| event["message"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_broken_image_is_rolled_out_with_the_aws_cli_and_rolled_back_by_the_breaker() {
    let Some(rehearsal) = Rehearsal::start(World::new(1, START.parse().unwrap())) else { return };
    rehearsal.create();
    rehearsal.pass(300);
    rehearsal.wait_stable();
    assert_eq!(rehearsal.service()["runningCount"], 2);
    assert_eq!(rehearsal.ecsplain(&["triage", "prod/web"]).0, 0);

    rehearsal.register("example.com/web:missing");
    let rows = rehearsal.update(&["--task-definition", "web:2"])["service"]["deployments"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 2);

    rehearsal.pass(40);
    let stopped = ["list-tasks", "--cluster", "prod", "--desired-status", "STOPPED"];
    let stopped = rehearsal.ecs(&stopped)["taskArns"].clone();
    let dead = stopped[0].as_str().unwrap();
    let dead = rehearsal.ecs(&["describe-tasks", "--cluster", "prod", "--tasks", dead]);
    assert_eq!(dead["tasks"][0]["stopCode"], "TaskFailedToStart");
    let (_, said) = rehearsal.ecsplain(&["triage", "prod/web"]);
    assert!(said.contains("example.com/web:missing"), "{said}");

    rehearsal.pass(600);
    rehearsal.wait_stable();
    let service = rehearsal.service();
    assert!(service["taskDefinition"].as_str().unwrap().ends_with("web:1"), "{service}");
    assert!(messages(&service).contains("rolling back to deployment ecs-svc/"), "{}", messages(&service));
    let rollouts = ["list-service-deployments", "--cluster", "prod", "--service", "web"];
    assert_eq!(rehearsal.ecs(&rollouts)["serviceDeployments"][0]["status"], "ROLLBACK_SUCCESSFUL");
    assert_eq!(rehearsal.ecsplain(&["triage", "prod/web"]).0, 3);
}

#[test]
fn a_service_is_scaled_deployed_anew_and_deleted_with_the_aws_cli() {
    let Some(rehearsal) = Rehearsal::start(World::new(2, START.parse().unwrap())) else { return };
    rehearsal.create();
    rehearsal.pass(300);
    rehearsal.update(&["--desired-count", "3"]);
    rehearsal.pass(120);
    rehearsal.wait_stable();
    assert_eq!(rehearsal.service()["deployments"].as_array().unwrap().len(), 1);

    rehearsal.update(&["--force-new-deployment"]);
    rehearsal.pass(600);
    rehearsal.wait_stable();
    let task =
        rehearsal.ecs(&["list-tasks", "--cluster", "prod", "--service-name", "web"])["taskArns"][0].clone();
    rehearsal.ecs(&["stop-task", "--cluster", "prod", "--task", task.as_str().unwrap(), "--reason", "drill"]);
    rehearsal.pass(300);
    assert_eq!(rehearsal.service()["runningCount"], 3);

    rehearsal.ecs(&["delete-service", "--cluster", "prod", "--service", "web", "--force"]);
    rehearsal.pass(300);
    rehearsal.aws(&["ecs", "wait", "services-inactive", "--cluster", "prod", "--services", "web"]);
    rehearsal.pass(7200);
    let gone = rehearsal.ecs(&["delete-cluster", "--cluster", "prod"]);
    assert_eq!(gone["cluster"]["status"], "INACTIVE");
}

const PAUSE: &str = r#"{"strategy": "BLUE_GREEN", "lifecycleHooks": [
    {"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"]}]}"#;

#[test]
fn a_paused_rollout_goes_on_and_a_stopped_one_goes_back_with_the_aws_cli() {
    let Some(rehearsal) = Rehearsal::start(World::new(3, START.parse().unwrap())) else { return };
    rehearsal.create();
    rehearsal.pass(300);
    rehearsal.update(&["--deployment-configuration", PAUSE, "--force-new-deployment"]);
    rehearsal.pass(300);
    let waits = rehearsal.rollout();
    let hook = &waits["lifecycleHookDetails"][0];
    assert_eq!(
        (&hook["status"], &waits["lifecycleStage"]),
        (&"AWAITING_ACTION".into(), &"POST_SCALE_UP".into())
    );
    assert_eq!(rehearsal.ecsplain(&["triage", "prod/web"]).0, 4, "it waits on purpose");
    let (arn, hook) = (waits["serviceDeploymentArn"].as_str().unwrap(), hook["hookId"].as_str().unwrap());
    rehearsal.ecs(&["continue-service-deployment", "--service-deployment-arn", arn, "--hook-id", hook]);
    rehearsal.pass(300);
    assert_eq!(rehearsal.rollout()["status"], "SUCCESSFUL");
    rehearsal.wait_stable();

    rehearsal.update(&["--force-new-deployment"]);
    rehearsal.pass(100);
    let arn = rehearsal.rollout()["serviceDeploymentArn"].as_str().unwrap().to_owned();
    let stop = ["ecs", "stop-service-deployment", "--service-deployment-arn", &arn];
    rehearsal.aws(&[&stop[..], &["--stop-type", "ROLLBACK"]].concat());
    rehearsal.pass(300);
    assert_eq!(rehearsal.rollout()["status"], "ROLLBACK_SUCCESSFUL");
    rehearsal.wait_stable();
    let said = rehearsal.refused(&stop);
    assert!(said.contains("ConflictException"), "{said}");
}

#[test]
fn tasks_run_by_hand_and_a_waiter_that_must_fail_does() {
    let Some(rehearsal) = Rehearsal::start(World::new(4, START.parse().unwrap())) else { return };
    rehearsal.create();
    let run = ["run-task", "--cluster", "prod", "--task-definition", "web", "--launch-type", "FARGATE"];
    let started = rehearsal.ecs(&[&run[..], &["--count", "2", "--network-configuration", NETWORK]].concat());
    assert_eq!(started["tasks"].as_array().unwrap().len(), 2);
    let said = rehearsal.refused(&[&["ecs"], &run[..]].concat());
    assert!(said.contains("Network Configuration must be provided"), "{said}");
    rehearsal.pass(120);
    let task = started["tasks"][0]["taskArn"].as_str().unwrap();
    rehearsal.aws(&["ecs", "wait", "tasks-running", "--cluster", "prod", "--tasks", task]);
    rehearsal.ecs(&["stop-task", "--cluster", "prod", "--task", task]);
    rehearsal.pass(120);
    rehearsal.aws(&["ecs", "wait", "tasks-stopped", "--cluster", "prod", "--tasks", task]);

    rehearsal.pass(300);
    rehearsal.ecs(&["delete-service", "--cluster", "prod", "--service", "web", "--force"]);
    let stable = ["ecs", "wait", "services-stable", "--cluster", "prod", "--services", "web"];
    let said = rehearsal.refused(&stable);
    assert!(said.contains("Waiter ServicesStable failed"), "{said}");
    let missing = ["ecs", "wait", "services-stable", "--cluster", "prod", "--services", "nobody"];
    let said = rehearsal.refused(&missing);
    assert!(said.contains("MISSING"), "{said}");
}

/// Asks each protocol that boto3 speaks, with its own paginators and error classes.
const SCRIPT: &str = r#"
import boto3, botocore, datetime, json, os
client = lambda name: boto3.client(name, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
ecs, logs, elb, watch = client("ecs"), client("logs"), client("elbv2"), client("cloudwatch")
try:
    settings = {"Delay": 0, "MaxAttempts": 2}
    ecs.get_waiter("services_stable").wait(cluster="prod", services=["orders"], WaiterConfig=settings)
    waited = "stable"
except botocore.exceptions.WaiterError as refused:
    waited = str(refused)
pages = ecs.get_paginator("list_tasks").paginate(cluster="prod", PaginationConfig={"PageSize": 1})
tasks = [arn for page in pages for arn in page["taskArns"]]
created = ecs.describe_tasks(cluster="prod", tasks=tasks)["tasks"][0]["createdAt"]
try:
    ecs.list_tasks(cluster="no")
    error = None
except ecs.exceptions.ClusterNotFoundException as refused:
    error = str(refused)
group = elb.describe_target_groups()["TargetGroups"][0]
health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
try:
    elb.describe_target_health(TargetGroupArn="arn:no")
except elb.exceptions.TargetGroupNotFoundException as refused:
    error += str(refused)
dimensions = [{"Name": "ClusterName", "Value": "prod"}, {"Name": "ServiceName", "Value": "orders"}]
metric = {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization", "Dimensions": dimensions}
query = {"Id": "cpu", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}
span = {"StartTime": created, "EndTime": created + datetime.timedelta(days=1)}
result = watch.get_metric_data(MetricDataQueries=[query], **span)["MetricDataResults"][0]
print(json.dumps({
    "waited": waited, "tasks": len(tasks), "year": created.year, "error": error, "group": group["TargetGroupName"],
    "targets": [one["TargetHealth"]["State"] for one in health], "label": result["Label"],
    "status": result["StatusCode"],
    "alarms": watch.describe_alarms()["MetricAlarms"],
    "groups": [one["logGroupName"] for one in logs.describe_log_groups()["logGroups"]],
}))
"#;

#[test]
fn boto3_is_answered_in_every_protocol_that_it_speaks() {
    let scenario = scenario::find("image-not-found").unwrap().unwrap();
    let world = scenario.world(1, START.parse().unwrap(), scenario.asked_at());
    let Some(rehearsal) = Rehearsal::start(world) else { return };
    let output = rehearsal.command(rehearsal.programs.join("python"), &["-c", SCRIPT]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        said["waited"].as_str().unwrap().contains("Max attempts exceeded"),
        "a stuck service is not stable: {said}"
    );
    assert!(said["tasks"].as_u64().unwrap() >= 3, "{said}");
    assert_eq!((&said["year"], &said["group"]), (&Value::from(2026), &Value::from("orders")));
    assert!(said["targets"].as_array().unwrap().contains(&Value::from("healthy")), "{said}");
    assert_eq!((&said["label"], &said["status"]), (&Value::from("CPUUtilization"), &Value::from("Complete")));
    let error = said["error"].as_str().unwrap();
    assert!(error.contains("Cluster not found.") && error.contains("target groups not found"), "{error}");
}

/// `web` of an external controller, and a task set of `definition` at this scale; the id of the task set.
fn task_set(rehearsal: &Rehearsal, definition: &str, percent: &str) -> String {
    let scale = format!("value={percent},unit=PERCENT");
    let made = ["create-task-set", "--cluster", "prod", "--service", "web", "--task-definition", definition];
    let rest = ["--launch-type", "FARGATE", "--network-configuration", NETWORK, "--scale", &scale];
    let made = rehearsal.ecs(&[&made[..], &rest[..]].concat());
    made["taskSet"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn task_sets_of_an_external_controller_go_through_the_aws_cli_and_triage_tells_the_broken_one() {
    let Some(rehearsal) = Rehearsal::start(World::new(1, START.parse().unwrap())) else { return };
    rehearsal.ecs(&["create-cluster", "--cluster-name", "prod"]);
    rehearsal.register("example.com/web:v1");
    let service = ["create-service", "--cluster", "prod", "--service-name", "web", "--desired-count", "2"];
    rehearsal.ecs(&[&service[..], &["--deployment-controller", "type=EXTERNAL"]].concat());
    let on = ["--cluster", "prod", "--service", "web"];
    let blue = task_set(&rehearsal, "web:1", "100");
    rehearsal.ecs(&[&["update-service-primary-task-set"], &on[..], &["--primary-task-set", &blue]].concat());
    rehearsal.pass(300);
    let (code, said) = rehearsal.ecsplain(&["triage", "prod/web"]);
    assert_eq!(code, 0, "{said}");

    rehearsal.register("example.com/web:missing");
    let green = task_set(&rehearsal, "web:2", "50");
    rehearsal.pass(300);
    let sets = rehearsal.ecs(&[&["describe-task-sets"], &on[..], &["--task-sets", &blue, &green]].concat());
    let state = |place: usize| sets["taskSets"][place]["stabilityStatus"].clone();
    assert_eq!((state(0), state(1)), ("STEADY_STATE".into(), "STABILIZING".into()));
    let (code, said) = rehearsal.ecsplain(&["triage", "prod/web"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(&green) && said.contains("example.com/web:missing"), "{said}");

    let refused = rehearsal.refused(&[&["ecs", "delete-task-set"], &on[..], &["--task-set", &blue]].concat());
    assert!(refused.contains("Primary TaskSet cannot be deleted"), "{refused}");
    rehearsal.ecs(
        &[&["update-task-set"], &on[..], &["--task-set", &green, "--scale", "value=0,unit=PERCENT"]].concat(),
    );
    let gone = rehearsal.ecs(&[&["delete-task-set"], &on[..], &["--task-set", &green]].concat());
    assert_eq!(gone["taskSet"]["status"], "DRAINING");
    rehearsal.pass(120);
    assert_eq!(rehearsal.service()["taskSets"].as_array().unwrap().len(), 1);
}
