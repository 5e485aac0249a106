//! The hard cases as data: what is captured, what must then be said, what is captured without the evidence that
//! decides, and what must be said then.

#![expect(clippy::too_many_lines, reason = "a table of cases: its length is that of the data")]

use ecsplain::diagnosis::State;
use serde_json::{Value, json};

use super::invented::{PREFIX, event, rollout, row, service, task, tasks};

/// A hard case.
pub struct Case {
    /// Its number in the list that it was taken from.
    pub number: u8,
    /// What it is about.
    pub name: &'static str,
    /// A capture with the evidence that decides.
    pub full: Vec<Value>,
    /// What must be said of it.
    pub truth: Vec<Truth>,
    /// The same without that evidence.
    pub withheld: Vec<Value>,
    /// What must be said then.
    pub then: Vec<Truth>,
}

/// Something that a diagnosis must hold.
#[derive(Debug, Clone, Copy)]
pub enum Truth {
    /// The root cause is of this class.
    Top(&'static str),
    /// A finding is of this class.
    Among(&'static str),
    /// Where the service stands.
    State(State),
    /// A note with this key stands beside a finding.
    Note(&'static str),
    /// This class is ruled out.
    RuledOut(&'static str),
    /// A field that begins so has changed.
    Change(&'static str),
    /// What could not be checked holds a sentence with this key.
    Missing(&'static str),
    /// Nothing is found.
    Silent,
}

impl Truth {
    /// The class that is the truth.
    pub fn class(&self) -> Option<&'static str> {
        match self {
            Self::Top(class) | Self::Among(class) => Some(class),
            _ => None,
        }
    }
}

const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef";

fn case(
    number: u8,
    name: &'static str,
    full: Vec<Value>,
    truth: &[Truth],
    withheld: Vec<Value>,
    then: &[Truth],
) -> Case {
    Case { number, name, full, truth: truth.to_vec(), withheld, then: then.to_vec() }
}

/// Two tasks that ended as `change` says.
fn two(change: &Value) -> Value {
    tasks(&[task("a", change), task("b", change)])
}

/// A task that never started, for `reason`.
fn unstarted(reason: &str) -> Value {
    json!({"stopCode": "TaskFailedToStart", "stoppedReason": reason, "startedAt": null, "executionStoppedAt": null,
        "containers": [{"name": "app", "lastStatus": "STOPPED"}]})
}

fn definition(container: &Value) -> Value {
    let mut app = json!({"name": "app"});
    for (key, value) in container.as_object().into_iter().flatten() {
        app[key] = value.clone();
    }
    json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "family": "web", "revision": 2,
        "containerDefinitions": [app]}})
}

fn log(line: &str) -> Value {
    json!({"logs": {"stream": "web/app/a", "events": [{"timestamp": 1_700_020_149_000_i64, "message": line}]}})
}

/// Stopped by the scheduler for a failed check of the load balancer.
fn killed_by_balancer() -> Value {
    json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": format!("Task failed ELB health checks in (target-group {GROUP})"),
        "containers": [{"name": "app", "lastStatus": "STOPPED", "exitCode": 143}]})
}

fn unhealthy(at: i64, id: &str, reason: &str) -> Value {
    event(
        at,
        &format!("(task {id}) (port 8080) is unhealthy in (target-group {GROUP}) due to (reason {reason})."),
    )
}

/// All of them.
pub fn all() -> Vec<Case> {
    [one_to_five(), six_to_ten(), eleven_to_fifteen(), sixteen_to_twenty(), twenty_one_to_twenty_five()]
        .concat_cases()
}

trait Concat {
    fn concat_cases(self) -> Vec<Case>;
}

impl Concat for [Vec<Case>; 5] {
    fn concat_cases(self) -> Vec<Case> {
        self.into_iter().flatten().collect()
    }
}

fn one_to_five() -> Vec<Case> {
    let starts: Vec<Value> = (0..12)
        .rev()
        .map(|n| event(5_000 + n * 50, &format!("has started 1 tasks: (task {n:032x}).")))
        .collect();
    let steady = json!({"desiredCount": 1, "runningCount": 1, "events": starts, "deployments": [row("2", "PRIMARY", 1, "COMPLETED")]});
    let oom = json!({"createdAt": 1_700_025_500, "startedAt": 1_700_025_505, "stoppedAt": 1_700_025_550,
        "containers": [{"name": "app", "exitCode": 137, "reason": "OutOfMemoryError: Container killed due to memory usage"}]});
    let failed = event(30, "(deployment ecs-svc/2) deployment failed: tasks failed to start.");
    let given_up = json!({"deployments": [row("2", "PRIMARY", 0, "FAILED")], "events": [failed]});
    let with_code = json!({"deployments": [row("2", "PRIMARY", 0, "FAILED")],
        "events": [failed, unhealthy(20, "a", "Health checks failed with these codes: [500]")]});
    let back = json!({"deployments": [row("1", "PRIMARY", 3, "COMPLETED")], "events": [
        event(60, "has reached a steady state."), event(50, "(deployment ecs-svc/1) deployment completed."),
        event(40, "rolling back to deployment ecs-svc/1."), failed]});
    let quiet = json!({"deployments": [row("1", "PRIMARY", 3, "COMPLETED")], "events": [event(60, "has reached a steady state.")]});
    let empty = json!({"runningCount": 0, "deployments": [row("1", "PRIMARY", 0, "COMPLETED")], "events": [
        unhealthy(70, "b", "Health checks failed with these codes: [404]"), event(50, "(deployment ecs-svc/1) deployment completed."),
        event(40, "rolling back to deployment ecs-svc/1."), failed, unhealthy(20, "a", "Health checks failed with these codes: [404]")]});
    let timed_out = |address: &str| {
        format!(
            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post \"https://api.ecr.eu-west-1.amazonaws.com/\": {address}: i/o timeout"
        )
    };
    vec![
        case(
            1,
            "a crash loop that is always steady",
            vec![service(&steady), tasks(&[task("a", &oom)])],
            &[Truth::Top("run.oom_container"), Truth::State(State::Stuck)],
            vec![service(&steady)],
            &[Truth::Top("deploy.impaired"), Truth::Missing("unchecked-stopped-tasks")],
        ),
        case(
            2,
            "tasks failed to start, though they started",
            vec![service(&with_code), two(&killed_by_balancer())],
            &[Truth::Top("health.elb_5xx")],
            vec![service(&given_up)],
            &[Truth::Top("deploy.circuit_breaker"), Truth::Missing("unchecked-stopped-tasks")],
        ),
        case(
            3,
            "healthy after a silent rollback",
            vec![service(&back)],
            &[Truth::State(State::RolledBack)],
            vec![service(&quiet), definition(&json!({}))],
            &[Truth::Silent, Truth::Missing("unchecked-newer-revision")],
        ),
        case(
            4,
            "a rollback that cannot help",
            vec![service(&empty)],
            &[Truth::Top("health.elb_4xx"), Truth::Among("deploy.rollback_ineffective")],
            vec![service(&back)],
            &[Truth::State(State::RolledBack), Truth::Missing("unchecked-stopped-tasks")],
        ),
        case(
            5,
            "a timeout of ECR at a private address",
            vec![rollout(&json!({})), two(&unstarted(&timed_out("dial tcp 172.16.54.241:443")))],
            &[Truth::Top("init.net_ecr"), Truth::Note("note-private-address")],
            vec![rollout(&json!({})), two(&unstarted(&timed_out("dial tcp")))],
            &[Truth::Top("init.net_ecr")],
        ),
    ]
}

fn six_to_ten() -> Vec<Case> {
    let prefix = "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth:";
    let network = unstarted(&format!("{prefix} StatusCode: 0, canceled, context deadline exceeded"));
    let mut refused = unstarted(&format!(
        "{prefix} StatusCode: 400, AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/s is not authorized to perform: ecr:GetAuthorizationToken"
    ));
    refused["stoppedAt"] = json!(1_700_020_900);
    refused["stoppingAt"] = json!(1_700_020_890);
    let at = |subnet: &str, change: &Value| {
        let mut one = change.clone();
        one["attachments"] =
            json!([{"type": "ElasticNetworkInterface", "details": [{"name": "subnetId", "value": subnet}]}]);
        one
    };
    let good = at(
        "subnet-b",
        &json!({"startedBy": "ecs-svc/1", "lastStatus": "RUNNING", "desiredStatus": "RUNNING", "stopCode": null,
        "stoppedReason": null, "stoppingAt": null, "stoppedAt": null, "executionStoppedAt": null,
        "taskDefinitionArn": format!("{PREFIX}:task-definition/web:1")}),
    );
    let bad = at("subnet-a", &network);
    let group = "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.";
    let ssm = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/s is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:1:parameter/db status code: 400";
    let region = json!({"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web", "awslogs-region": "us-east-1"}}});
    let starts = |reason: &str| vec![rollout(&json!({})), two(&unstarted(reason))];
    let with = |reason: &str, container: &Value| [starts(reason), vec![definition(container)]].concat();
    vec![
        case(
            6,
            "two faults on one call",
            vec![rollout(&json!({})), tasks(&[task("a", &network), task("b", &refused)])],
            &[Truth::Top("init.iam_ecr"), Truth::Among("init.net_ecr")],
            vec![rollout(&json!({})), two(&network)],
            &[Truth::Top("init.net_ecr")],
        ),
        case(
            7,
            "works in one subnet only",
            vec![rollout(&json!({})), tasks(&[task("a", &bad), task("b", &bad), task("c", &good)])],
            &[Truth::Top("init.net_ecr"), Truth::Note("note-one-subnet")],
            vec![rollout(&json!({})), tasks(&[task("a", &bad), task("b", &bad)])],
            &[Truth::Top("init.net_ecr")],
        ),
        case(
            8,
            "signal: killed while the log options are checked",
            starts("ResourceInitializationError: failed to validate logger args: : signal: killed"),
            &[Truth::Top("init.logs_network")],
            starts("Task failed to start"),
            &[Truth::Top("deploy.impaired")],
        ),
        case(
            9,
            "a log group that exists, in another Region",
            with(group, &region),
            &[Truth::Top("init.logs_config")],
            starts(group),
            &[Truth::Top("init.logs_group_missing"), Truth::Missing("unchecked-task-definition")],
        ),
        case(
            10,
            "a secret that is asked of the wrong service",
            with(ssm, &json!({"secrets": [{"name": "DB", "valueFrom": "db"}]})),
            &[Truth::Top("init.secret_bad_valuefrom")],
            starts(ssm),
            &[Truth::Top("init.iam_secrets"), Truth::Missing("unchecked-task-definition")],
        ),
    ]
}

fn eleven_to_fifteen() -> Vec<Case> {
    let hub = "CannotPullContainerError: Error response from daemon: pull access denied for acme/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied";
    let image = "CannotPullContainerError: Error response from daemon: manifest for acme/web:v1 not found: manifest unknown: manifest unknown";
    let stop = |gap: i64| {
        let mut one = killed_by_balancer();
        one["executionStoppedAt"] = json!(1_700_020_150 + gap);
        one["containers"] = json!([{"name": "app", "exitCode": 137}]);
        one
    };
    let zero = |reason: Value| json!({"containers": [{"name": "app", "exitCode": 0, "reason": reason}]});
    let mut never = unstarted("Task failed to start");
    never["containers"] = json!([]);
    never["createdAt"] = json!(1_700_018_000);
    let short = unstarted("Task failed to start");
    let check = json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": "Task failed container health checks",
        "containers": [{"name": "app", "exitCode": 143, "healthStatus": "UNHEALTHY"}]});
    vec![
        case(
            11,
            "a refusal that means a wrong name",
            vec![rollout(&json!({})), two(&unstarted(image))],
            &[Truth::Top("image.not_found")],
            vec![rollout(&json!({})), two(&unstarted(hub))],
            &[Truth::Top("image.auth_denied")],
        ),
        case(
            12,
            "137 that is not out of memory",
            vec![rollout(&json!({})), two(&stop(31))],
            &[Truth::RuledOut("run.oom_container"), Truth::Among("run.sigkill_after_stop")],
            vec![rollout(&json!({})), two(&json!({"containers": [{"name": "app", "exitCode": 137}]}))],
            &[Truth::Top("run.app_exit_nonzero"), Truth::Missing("unchecked-memory")],
        ),
        case(
            13,
            "out of memory that does not show 137",
            vec![
                rollout(&json!({})),
                two(&zero(json!("OutOfMemoryError: Container killed due to memory usage"))),
            ],
            &[Truth::Top("run.oom_container")],
            vec![rollout(&json!({})), two(&zero(Value::Null))],
            &[Truth::Top("run.app_exit_zero")],
        ),
        case(
            14,
            "task failed to start, nothing else",
            vec![rollout(&json!({})), two(&never)],
            &[Truth::Top("place.eni")],
            vec![rollout(&json!({})), two(&short)],
            &[Truth::Top("deploy.impaired"), Truth::State(State::Stuck)],
        ),
        case(
            15,
            "green for the balancer, killed by its own check",
            vec![
                rollout(&json!({})),
                two(&check),
                log("   - Local:        http://ip-10-0-1-7.ec2.internal:3000"),
            ],
            &[Truth::Top("health.bind_address")],
            vec![rollout(&json!({})), two(&check)],
            &[Truth::Top("health.container_cmd_fails"), Truth::Missing("unchecked-logs")],
        ),
    ]
}

fn sixteen_to_twenty() -> Vec<Case> {
    let answered =
        rollout(&json!({"events": [unhealthy(20, "a", "Health checks failed with these codes: [400]")]}));
    let slow = rollout(&json!({"events": [unhealthy(20, "a", "Request timed out")]}));
    let group = json!({"TargetGroups": [{"TargetGroupArn": GROUP, "HealthCheckPort": "9090", "HealthCheckPath": "/"}]});
    let on_host = |n: i64, host: &str| {
        event(
            20 + n,
            &format!(
                "(instance {host}) (port 80) (task t{n}) is unhealthy in (target-group {GROUP}) due to (reason Request timed out)"
            ),
        )
    };
    let hosts = |names: [&str; 3]| {
        rollout(
            &json!({"launchType": "EC2", "events": [on_host(2, names[2]), on_host(1, names[1]), on_host(0, names[0])]}),
        )
    };
    let role = event(
        20,
        "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/null' that was provided for this task.)",
    );
    let proxy = json!({"stopCode": "ServiceSchedulerInitiated", "stoppedReason": "Task failed container health checks", "containers": [
        {"name": "app", "exitCode": 143}, {"name": "ecs-service-connect-x1", "exitCode": 143, "healthStatus": "UNHEALTHY"}]});
    let mut bare = proxy.clone();
    bare["containers"] = json!([]);
    vec![
        case(
            16,
            "400 on the right path",
            vec![
                answered.clone(),
                two(&killed_by_balancer()),
                log(
                    "Invalid HTTP_HOST header: '10.0.1.7:8000'. You may need to add '10.0.1.7' to ALLOWED_HOSTS.",
                ),
            ],
            &[Truth::Top("health.elb_4xx"), Truth::Note("note-host-header")],
            vec![answered, two(&killed_by_balancer())],
            &[Truth::Top("health.elb_4xx"), Truth::Missing("unchecked-logs")],
        ),
        case(
            17,
            "a check that goes to a port of its own",
            vec![slow.clone(), two(&killed_by_balancer()), group],
            &[Truth::Top("health.elb_timeout"), Truth::Note("note-check-port")],
            vec![slow, two(&killed_by_balancer())],
            &[Truth::Top("health.elb_timeout"), Truth::Missing("unchecked-target-group")],
        ),
        case(
            18,
            "all on one host, in the same second",
            vec![hosts(["i-0a", "i-0a", "i-0a"])],
            &[Truth::Top("health.host_unresponsive")],
            vec![hosts(["i-0a", "i-0b", "i-0c"])],
            &[Truth::Top("health.elb_timeout")],
        ),
        case(
            19,
            "a role that cannot be assumed",
            vec![rollout(&json!({"events": [role]}))],
            &[Truth::Top("iam.assume_role")],
            vec![rollout(&json!({"events": [event(20, "has started 1 tasks: (task a).")]}))],
            &[Truth::Silent, Truth::Missing("unchecked-stopped-tasks")],
        ),
        case(
            20,
            "IAM wording of the Service Connect proxy",
            vec![rollout(&json!({})), two(&proxy)],
            &[Truth::Among("health.service_connect"), Truth::Note("note-service-connect")],
            vec![rollout(&json!({})), two(&bare)],
            &[Truth::Top("health.container_cmd_fails")],
        ),
    ]
}

fn twenty_one_to_twenty_five() -> Vec<Case> {
    let pull = |image: &str| {
        format!(
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {image}: {image}: not found"
        )
    };
    let digest = "1.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:5de487da1234567890abcdef1234567890abcdef1234567890abcdef12345678";
    let kms = "IdempotentParameterMismatch: The client token you have provided is associated with a resource that is already deleted.";
    let missing = json!({"stopCode": "TaskFailedToStart", "startedAt": null, "stoppedReason": "CannotStartContainerError", "containers": [{"name": "app",
        "reason": "CannotStartContainerError: OCI runtime create failed: unable to start container process: exec: \"/app/run\": stat /app/run: no such file or directory"}]});
    let five = |code: i64| json!({"containers": [{"name": "app", "exitCode": 143}, {"name": "proxy", "exitCode": 143}, {"name": "watchdog", "exitCode": code}]});
    let pinned = |id: &str, at: i64, digest: &str| {
        task(
            id,
            &json!({"createdAt": at, "containers": [{"name": "app", "image": "r/web:latest", "imageDigest": digest, "exitCode": 1}]}),
        )
    };
    let old_exit = json!({"startedAt": 1_700_019_200});
    let started = |reason: &str| vec![rollout(&json!({})), two(&unstarted(reason))];
    vec![
        case(
            21,
            "the tag is there, the digest is gone",
            started(&pull(digest)),
            &[Truth::Top("image.digest_gone")],
            started("CannotPullContainerError: ref pull has been retried 1 t"),
            &[Truth::Top("image.unknown")],
        ),
        case(
            22,
            "a volume whose message names the wrong part",
            started(kms),
            &[Truth::Top("vol.ebs_kms")],
            started("Task failed to start"),
            &[Truth::Top("deploy.impaired")],
        ),
        case(
            23,
            "a program that a volume hides",
            vec![
                rollout(&json!({})),
                two(&missing),
                definition(&json!({"mountPoints": [{"sourceVolume": "data", "containerPath": "/app"}]})),
            ],
            &[Truth::Top("vol.shadows_image")],
            vec![rollout(&json!({})), two(&missing)],
            &[Truth::Top("start.exec_not_found"), Truth::Missing("unchecked-task-definition")],
        ),
        case(
            24,
            "five containers, one culprit",
            vec![rollout(&json!({})), two(&five(1))],
            &[Truth::Top("run.app_exit_nonzero")],
            vec![rollout(&json!({})), two(&five(143))],
            &[Truth::Top("deploy.impaired")],
        ),
        case(
            25,
            "nothing in ECS changed, the tag was moved",
            vec![
                service(&json!({})),
                tasks(&[pinned("a", 1_700_020_100, "sha256:aa"), pinned("b", 1_700_020_200, "sha256:bb")]),
            ],
            &[Truth::Change("imageDigest")],
            vec![
                service(&json!({})),
                tasks(&[pinned("a", 1_700_020_100, "sha256:aa"), pinned("b", 1_700_020_200, "sha256:aa")]),
            ],
            &[Truth::Top("run.app_exit_nonzero"), Truth::Missing("unchecked-logs")],
        ),
        case(
            25,
            "the database is not as expected",
            vec![rollout(&json!({})), two(&old_exit), log("ERROR: column \"plan\" does not exist")],
            &[Truth::Top("run.app_dependency")],
            vec![rollout(&json!({})), two(&old_exit)],
            &[Truth::Top("run.app_exit_nonzero"), Truth::Missing("unchecked-logs")],
        ),
    ]
}
