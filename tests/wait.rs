//! `triage --wait` against an endpoint whose answers change with every look (invented).

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;
#[path = "live/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use endpoint::{Asked, Endpoint, Reply};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";

fn ecsplain(url: &str, arguments: &[&str]) -> Command {
    let mut command = program::keyed(env!("CARGO_BIN_EXE_ecsplain"));
    command.args(["--endpoint-url", url]).args(arguments);
    command
}

/// What the service says at one look: its rows, and the records of its deployments, the newest first.
#[derive(Clone)]
struct Moment {
    rows: Vec<Value>,
    records: Vec<Value>,
    breaker: bool,
}

/// A row: number, status, rollout state, running of 2.
fn row(number: u32, status: &str, rollout: &str, running: u32) -> Value {
    json!({"id": format!("ecs-svc/{number}"), "status": status, "rolloutState": rollout, "desiredCount": 2,
        "runningCount": running, "pendingCount": 2 - running, "failedTasks": 0,
        "taskDefinition": format!("{ARN}:task-definition/web:{number}"),
        "createdAt": 1.79e9 + f64::from(number), "updatedAt": 1.79e9 + f64::from(number)})
}

fn record(number: u32, status: &str) -> Value {
    let revision = |number: u32| json!({"arn": format!("{ARN}:service-revision/prod/web/{number}")});
    json!({"serviceDeploymentArn": format!("{ARN}:service-deployment/prod/web/d{number}"),
        "serviceArn": format!("{ARN}:service/prod/web"), "clusterArn": format!("{ARN}:cluster/prod"),
        "status": status, "createdAt": 1.79e9 + f64::from(number), "targetServiceRevision": revision(number),
        "deploymentConfiguration": {"strategy": "ROLLING"}})
}

fn moment(rows: &[Value], records: &[Value]) -> Moment {
    Moment { rows: rows.to_vec(), records: records.to_vec(), breaker: false }
}

/// An endpoint that shows one moment after the other, one for each look; the last one stays.
fn endpoint(moments: Vec<Moment>) -> Endpoint {
    let looks = AtomicUsize::new(0);
    let last = moments.len() - 1;
    Endpoint::start(move |asked| {
        let described = asked.operation == "DescribeServices";
        let looks =
            if described { looks.fetch_add(1, Ordering::SeqCst) + 1 } else { looks.load(Ordering::SeqCst) };
        answer(asked, &moments[looks.saturating_sub(1).min(last)])
    })
}

fn answer(asked: &Asked, now: &Moment) -> Reply {
    let primary = now.rows.iter().find(|row| row["status"] == "PRIMARY").unwrap();
    Reply::ok(match asked.operation.as_str() {
        "DescribeServices" => json!({"services": [{"serviceArn": format!("{ARN}:service/prod/web"),
            "serviceName": "web", "clusterArn": format!("{ARN}:cluster/prod"), "status": "ACTIVE",
            "desiredCount": 2, "runningCount": primary["runningCount"], "pendingCount": primary["pendingCount"],
            "taskDefinition": primary["taskDefinition"], "deployments": now.rows, "events": [],
            "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": now.breaker, "rollback": now.breaker}}}]}),
        "ListTasks" => json!({"taskArns": []}),
        "DescribeTaskDefinition" => {
            json!({"taskDefinition": {"taskDefinitionArn": asked.input["taskDefinition"],
            "family": "web", "containerDefinitions": []}})
        }
        "ListServiceDeployments" => json!({"serviceDeployments": now.records}),
        "DescribeServiceDeployments" => {
            json!({"serviceDeployments": now.records})
        }
        _ => return Reply::error("AccessDeniedException", "not in this test"),
    })
}

/// Waits for what the endpoint shows; exit code, the answer, stderr.
fn wait(endpoint: &Endpoint, timeout: &str) -> (i32, Value, String) {
    let arguments = ["triage", "prod/web", "--wait", "--every", "20ms", "--timeout", timeout, "-o", "json"];
    let output = ecsplain(&endpoint.url, &arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, said) = (text(&output.stdout), text(&output.stderr));
    let answer = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{said}"));
    (output.status.code().unwrap(), answer, said)
}

/// Waits without a limit that a slow machine could meet.
fn outcome(moments: Vec<Moment>) -> (i32, String) {
    let (code, answer, said) = wait(&endpoint(moments), "10m");
    assert_eq!(answer["waitedFor"]["deployment"], "ecs-svc/2", "{answer}{said}");
    (code, answer["waitedFor"]["outcome"].as_str().unwrap().to_owned())
}

/// The rollout of revision 2 over revision 1, as it begins.
fn begun() -> [Value; 2] {
    [row(2, "PRIMARY", "IN_PROGRESS", 0), row(1, "ACTIVE", "COMPLETED", 2)]
}

#[test]
fn a_deployment_that_completes_ends_with_zero_with_a_record_or_without() {
    let done = [row(2, "PRIMARY", "COMPLETED", 2)];
    let with = vec![
        moment(&begun(), &[record(2, "IN_PROGRESS"), record(1, "SUCCESSFUL")]),
        moment(&done, &[record(2, "IN_PROGRESS"), record(1, "SUCCESSFUL")]),
        moment(&done, &[record(2, "SUCCESSFUL"), record(1, "SUCCESSFUL")]),
    ];
    assert_eq!(outcome(with), (0, "completed".to_owned()));
    let without = vec![moment(&begun(), &[]), moment(&begun(), &[]), moment(&done, &[])];
    assert_eq!(outcome(without), (0, "completed".to_owned()));
}

#[test]
fn what_is_waited_for_is_said_as_it_changes_and_the_answer_stands_alone() {
    let more = [row(2, "PRIMARY", "IN_PROGRESS", 1), row(1, "ACTIVE", "COMPLETED", 2)];
    let moments = vec![
        moment(&begun(), &[]),
        moment(&begun(), &[]),
        moment(&more, &[]),
        moment(&[row(2, "PRIMARY", "COMPLETED", 2)], &[]),
    ];
    let (code, answer, said) = wait(&endpoint(moments), "10m");
    assert_eq!((code, &answer["schema"]), (0, &Value::from("ecsplain/triage/v1")));
    let schema = include_str!("../assets/schema/triage-v1.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    assert!(validator.is_valid(&answer));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 5, "one line for each change, one before and one after: {said}");
    for (line, words) in
        lines.iter().zip(["ecs-svc/2 of prod/web", "0 of 2", "1 of 2", "2 of 2", "is complete"])
    {
        assert!(line.contains(words), "{words} in {line}");
    }
}

#[test]
fn the_next_push_does_not_take_the_place_of_the_deployment_that_is_followed() {
    let newer = [row(3, "PRIMARY", "IN_PROGRESS", 0), row(2, "ACTIVE", "IN_PROGRESS", 1)];
    let newer_done = [row(3, "PRIMARY", "COMPLETED", 2)];
    let with = vec![
        moment(&begun(), &[record(2, "IN_PROGRESS")]),
        moment(&newer_done, &[record(3, "SUCCESSFUL"), record(2, "STOPPED")]),
    ];
    assert_eq!(outcome(with), (1, "superseded".to_owned()));
    for next in [&newer[..], &newer_done[..]] {
        let without = vec![moment(&begun(), &[]), moment(next, &[])];
        assert_eq!(outcome(without), (1, "superseded".to_owned()), "{next:?}");
    }
}

#[test]
fn a_rollback_is_waited_for_to_its_end() {
    let back = |rollout: &str| {
        let mut primary = row(1, "PRIMARY", rollout, 2);
        primary["rolloutStateReason"] =
            "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.".into();
        [primary, row(2, "ACTIVE", "FAILED", 0)]
    };
    let with = vec![
        moment(&begun(), &[record(2, "IN_PROGRESS")]),
        moment(&back("IN_PROGRESS"), &[record(2, "ROLLBACK_IN_PROGRESS")]),
        moment(&back("COMPLETED"), &[record(2, "ROLLBACK_SUCCESSFUL")]),
    ];
    assert_eq!(outcome(with), (3, "rolled-back".to_owned()));
    let failed = [row(2, "PRIMARY", "FAILED", 0), row(1, "ACTIVE", "COMPLETED", 2)];
    let mut without = vec![
        moment(&begun(), &[]),
        moment(&failed, &[]),
        moment(&back("IN_PROGRESS"), &[]),
        moment(&back("COMPLETED"), &[]),
    ];
    without[1].breaker = true;
    assert_eq!(
        outcome(without),
        (3, "rolled-back".to_owned()),
        "a failure with a breaker that rolls back is not the end"
    );
}

#[test]
fn a_failure_without_a_way_back_ends_with_one() {
    let failed = [row(2, "PRIMARY", "FAILED", 0), row(1, "ACTIVE", "COMPLETED", 2)];
    assert_eq!(outcome(vec![moment(&begun(), &[]), moment(&failed, &[])]), (1, "failed".to_owned()));
    let recorded =
        vec![moment(&begun(), &[record(2, "IN_PROGRESS")]), moment(&failed, &[record(2, "ROLLBACK_FAILED")])];
    assert_eq!(outcome(recorded), (1, "failed".to_owned()));
}

#[test]
fn a_pause_ends_with_four_and_a_function_that_runs_does_not() {
    let with_hook = |kind: &str, status: &str| {
        let mut record = record(2, "IN_PROGRESS");
        record["lifecycleHookDetails"] = json!([{"hookId": "h1", "targetType": kind, "status": status}]);
        moment(&begun(), &[record])
    };
    let moments = vec![with_hook("AWS_LAMBDA", "IN_PROGRESS"), with_hook("PAUSE", "AWAITING_ACTION")];
    let paused = endpoint(moments);
    let (code, answer, _) = wait(&paused, "10m");
    assert_eq!((code, &answer["waitedFor"]["outcome"]), (4, &Value::from("paused")));
    assert_eq!(paused.count("DescribeServices"), 2);
}

#[test]
fn when_the_time_runs_out_the_deployment_is_still_under_way() {
    let never = endpoint(vec![moment(&begun(), &[record(2, "IN_PROGRESS")])]);
    let (code, answer, said) = wait(&never, "5s");
    assert_eq!((code, &answer["waitedFor"]["outcome"]), (5, &Value::from("timed-out")), "{said}");
    assert_eq!(answer["state"], "progressing");
}

#[test]
fn a_call_that_fails_meanwhile_is_told_and_tried_again() {
    let looks = AtomicUsize::new(0);
    let (before, after) = (moment(&begun(), &[]), moment(&[row(2, "PRIMARY", "COMPLETED", 2)], &[]));
    let endpoint = Endpoint::start(move |asked| {
        let described = asked.operation == "DescribeServices";
        let look =
            if described { looks.fetch_add(1, Ordering::SeqCst) } else { looks.load(Ordering::SeqCst) - 1 };
        match look {
            0 => answer(asked, &before),
            1 => Reply::error("ExpiredTokenException", "The security token is expired"),
            _ => answer(asked, &after),
        }
    });
    let (code, answer, said) = wait(&endpoint, "10m");
    assert_eq!((code, &answer["waitedFor"]["outcome"]), (0, &Value::from("completed")), "{said}");
    assert!(said.contains("Nothing could be seen"), "{said}");
}

#[test]
fn what_was_saved_is_not_waited_for_and_the_flags_belong_together() {
    let output = ecsplain("http://127.0.0.1:9", &["triage", "--timeout", "5m"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let mut saved = Command::new(env!("CARGO_BIN_EXE_ecsplain"));
    let saved = saved.args(["--from", "assets/snapshots/image-not-found", "triage", "--wait"]);
    let output = saved.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("does not change"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once_with_what_is_known() {
    let endpoint = endpoint(vec![moment(&begun(), &[])]);
    let mut child =
        ecsplain(&endpoint.url, &["triage", "prod/web", "--wait", "--every", "1h", "--timeout", "2h"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    lines.find(|line| line.contains("0 of 2")).unwrap();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(5));
    assert!(out.starts_with("prod/web"), "{out}");
    assert!(lines.any(|line| line.contains("Waiting was ended")));
}
