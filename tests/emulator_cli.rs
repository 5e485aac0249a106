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
    let update = ["update-service", "--cluster", "prod", "--service", "web", "--task-definition", "web:2"];
    let rows = rehearsal.ecs(&update)["service"]["deployments"].clone();
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
    let update = ["update-service", "--cluster", "prod", "--service", "web"];
    rehearsal.ecs(&[&update[..], &["--desired-count", "3"]].concat());
    rehearsal.pass(120);
    rehearsal.wait_stable();
    assert_eq!(rehearsal.service()["deployments"].as_array().unwrap().len(), 1);

    rehearsal.ecs(&[&update[..], &["--force-new-deployment"]].concat());
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

/// Asks each protocol that boto3 speaks, with its own paginators and error classes.
const SCRIPT: &str = r#"
import boto3, datetime, json, os
client = lambda name: boto3.client(name, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
ecs, logs, elb, watch = client("ecs"), client("logs"), client("elbv2"), client("cloudwatch")
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
    "tasks": len(tasks), "year": created.year, "error": error, "group": group["TargetGroupName"],
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
    assert!(said["tasks"].as_u64().unwrap() >= 3, "{said}");
    assert_eq!((&said["year"], &said["group"]), (&Value::from(2026), &Value::from("orders")));
    assert!(said["targets"].as_array().unwrap().contains(&Value::from("healthy")), "{said}");
    assert_eq!((&said["label"], &said["status"]), (&Value::from("CPUUtilization"), &Value::from("Complete")));
    let error = said["error"].as_str().unwrap();
    assert!(error.contains("Cluster not found.") && error.contains("target groups not found"), "{error}");
}
