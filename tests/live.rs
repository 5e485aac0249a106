//! The program against an endpoint on loopback that answers well, badly, or not at all.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/account.rs"]
mod account;
#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;
#[path = "live/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use ecsplain::source::aws::Action;
use endpoint::{Asked, Endpoint, Reply};
use serde_json::{Value, json};

/// A command that knows nothing of the account of whoever runs the tests.
fn ecsplain(url: &str, arguments: &[&str]) -> Command {
    let mut command = program::keyed(env!("CARGO_BIN_EXE_ecsplain"));
    command.args(["--endpoint-url", url]).args(arguments);
    command
}

/// Exit code, stdout and stderr.
fn run(endpoint: &Endpoint, arguments: &[&str]) -> (i32, String, String) {
    run_command(&mut ecsplain(&endpoint.url, arguments))
}

fn run_command(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn triage(endpoint: &Endpoint) -> (i32, Value) {
    let (code, out, error) = run(endpoint, &["triage", "prod/web", "-o", "json"]);
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{code}: {out}{error}")))
}

/// The account of the shipped snapshot, but for what `other` answers.
fn account_but(other: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Endpoint {
    Endpoint::start(move |asked| other(asked).unwrap_or_else(|| account::image_not_found(asked)))
}

#[test]
fn a_live_service_gives_what_its_saved_answers_give() {
    let endpoint = account_but(|_| None);
    let (code, live) = triage(&endpoint);
    let saved = Command::new(env!("CARGO_BIN_EXE_ecsplain"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["--from", "assets/snapshots/image-not-found", "triage", "-o", "json"])
        .output()
        .unwrap();
    let saved: Value = serde_json::from_slice(&saved.stdout).unwrap();
    assert_eq!(code, 1);
    // What steps 1 and 2 say depends on how long ago the events were.
    for step in [2, 3] {
        assert_eq!(live["steps"][step]["headline"], saved["steps"][step]["headline"], "step {}", step + 1);
        assert_eq!(live["steps"][step]["status"], saved["steps"][step]["status"], "step {}", step + 1);
    }
    assert_eq!(live["findings"][0]["class"], "image.not_found");
    assert_eq!(live["source"]["kind"], "live");
    assert_eq!(live["source"]["region"], "us-east-1");
    assert_eq!(live["source"]["account"], "123456789012");
    let schema = include_str!("../assets/schema/triage-v1.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    assert!(validator.is_valid(&live));
}

#[test]
fn which_answer_comes_first_changes_nothing() {
    let place = |slow: &'static str| {
        let endpoint = account_but(move |asked| {
            let late = asked.operation == "ListTasks" && asked.input["desiredStatus"] == slow;
            std::thread::sleep(std::time::Duration::from_millis(if late { 150 } else { 0 }));
            None
        });
        triage(&endpoint).1["steps"][2]["evidence"].clone()
    };
    assert_eq!(place("RUNNING"), place("STOPPED"));
}

#[test]
fn nothing_is_asked_twice_and_nothing_that_is_not_needed() {
    let endpoint = account_but(|_| None);
    triage(&endpoint);
    let mut operations: Vec<String> = endpoint.asked().into_iter().map(|asked| asked.operation).collect();
    operations.sort();
    assert_eq!(
        operations,
        [
            "DescribeServiceDeployments",
            "DescribeServices",
            "DescribeTargetGroups",
            "DescribeTargetHealth",
            "DescribeTaskDefinition",
            "DescribeTaskDefinition",
            "DescribeTasks",
            "DescribeTasks",
            "ListServiceDeployments",
            "ListTasks",
            "ListTasks",
        ]
    );
}

#[test]
fn a_service_is_found_in_whichever_cluster_it_is() {
    let endpoint = account_but(|_| None);
    let (code, out, _) = run(&endpoint, &["triage", "web"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("prod/web"), "{out}");
    assert_eq!(endpoint.count("DescribeServices"), 1);
}

#[test]
fn the_log_of_the_container_that_died_is_read_from_its_own_stream() {
    let endpoint = Endpoint::start(account::crashing);
    let (_, out, _) = run(&endpoint, &["triage", "prod/job", "-o", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let asked = endpoint.asked().into_iter().find(|asked| asked.operation == "GetLogEvents").unwrap();
    assert_eq!(asked.input["logGroupName"], "/ecs/job");
    assert_eq!(asked.input["logStreamName"], "ecs/app/0123456789abcdef0123456789abcdef");
    assert_eq!(answer["steps"][4]["evidence"][0]["text"], "no such table: users");
    let unchecked = answer["unchecked"].to_string();
    assert!(!unchecked.contains("log lines"), "{unchecked}");
}

#[test]
fn a_refused_call_is_named_and_the_rest_goes_on() {
    let needed = [Action::DescribeServices, Action::ListClusters, Action::ListServices];
    let unused = [
        Action::DescribeTaskSets,
        Action::DescribeClusters,
        Action::DescribeServiceRevisions,
        Action::ListContainerInstances,
        Action::DescribeContainerInstances,
        Action::DescribeCapacityProviders,
        Action::GetLogEvents,
        Action::GetMetricData,
    ];
    for action in Action::ALL.into_iter().filter(|one| !needed.contains(one) && !unused.contains(one)) {
        let name = action.name();
        let endpoint = account_but(move |asked| {
            let denied = name.ends_with(&format!(":{}", asked.operation));
            denied.then(|| asked.error("AccessDeniedException", "not authorized to perform it"))
        });
        let (code, answer) = triage(&endpoint);
        assert_ne!(code, 0, "{name}: nothing is called healthy that could not be seen");
        assert_eq!(answer["service"]["name"], "web", "{name}");
        let unchecked = answer["unchecked"].to_string();
        assert!(
            unchecked.contains(name) && unchecked.contains("AccessDeniedException"),
            "{name}: {unchecked}"
        );
    }
}

#[test]
fn no_stopped_task_is_said_only_when_ecs_said_so() {
    let none_listed = "ECS lists no stopped task";
    let said = |endpoint: &Endpoint| triage(endpoint).1.to_string().contains(none_listed);
    let empty = |asked: &Asked| {
        let stopped = asked.operation == "ListTasks" && asked.input["desiredStatus"] == "STOPPED";
        stopped.then(|| Reply::ok(json!({"taskArns": []})))
    };
    assert!(said(&account_but(empty)));
    for refused in ["ListTasks", "DescribeTasks"] {
        let endpoint = account_but(move |asked| {
            (asked.operation == refused).then(|| Reply::error("AccessDeniedException", "no"))
        });
        assert!(!said(&endpoint), "{refused}");
    }
    let gone = json!({"tasks": [], "failures": [{"arn": "arn:aws:ecs:us-east-1:1:task/prod/1", "reason": "MISSING"}]});
    assert!(!said(&account_but(move |asked| {
        (asked.operation == "DescribeTasks").then(|| Reply::ok(gone.clone()))
    })));
}

#[test]
fn without_the_service_itself_there_is_one_sentence_and_the_code_for_it() {
    for (reply, words) in [
        (("AccessDeniedException", "no"), "ecsplain policy"),
        (("ExpiredTokenException", "expired"), "aws sso login --profile night"),
        (("UnrecognizedClientException", "invalid"), "aws sts get-caller-identity --profile night"),
        (("ClusterNotFoundException", "Cluster not found."), "aws ecs list-clusters --region us-east-1"),
        (("SomethingNew", "of next year"), "SomethingNew: of next year"),
    ] {
        let endpoint = Endpoint::start(move |_| Reply::error(reply.0, reply.1));
        let mut command = ecsplain(&endpoint.url, &["triage", "prod/web"]);
        let (code, out, error) = run_command(command.env("AWS_PROFILE", "night"));
        assert_eq!((code, out.as_str()), (6, ""), "{}: {error}", reply.0);
        assert!(error.contains(words) && error.lines().count() == 1, "{}: {error}", reply.0);
    }
}

#[test]
fn a_cluster_that_is_gone_is_told_to_who_named_it_alone() {
    let endpoint = account_but(|asked| {
        let gone = asked.input["cluster"].as_str().is_some_and(|cluster| cluster.ends_with("old"));
        let arn = |name: &str| format!("{}:cluster/{name}", account::ARN);
        let listed = json!({"clusterArns": [arn("old"), arn("prod")]});
        match asked.operation.as_str() {
            "ListClusters" => Some(Reply::ok(listed)),
            "DescribeServices" if !gone && asked.input["services"][0] == "nope" => {
                Some(Reply::ok(json!({"services": [], "failures": []})))
            }
            _ if gone => {
                Some(Reply::error("ClusterNotFoundException", "The referenced cluster was inactive."))
            }
            _ => None,
        }
    });
    for arguments in [&["services"][..], &["triage"], &["triage", "web"]] {
        let (_, out, error) = run(&endpoint, arguments);
        assert!(
            out.contains("web") && !out.contains("ecs:ListServices") && error.is_empty(),
            "{arguments:?}: {out}{error}"
        );
    }
    let (code, _, error) = run(&endpoint, &["triage", "nope"]);
    assert!(code == 6 && error.contains("There is no service nope in any cluster"), "{error}");
    let (code, _, error) = run(&endpoint, &["--cluster", "old", "services"]);
    assert!(code == 6 && error.contains("There is no cluster old"), "{error}");
}

#[test]
fn answers_that_are_none_are_told_without_being_shown() {
    let page = "<html><b>no</b></html>";
    for (what, status, body, cut, words) in [
        ("a page", 500, page, false, "HTTP status 500"),
        ("a page that says it is well", 200, page, false, "not JSON"),
        ("half an answer", 200, "{\"services\": [{\"serviceName\": \"web\"}]}", true, "ecs:DescribeServices"),
        ("nothing", 200, "", false, "not JSON"),
        ("a list", 200, "[]", false, "not JSON"),
    ] {
        let endpoint = Endpoint::start(move |_| Reply { status, body: body.into(), cut });
        let (code, out, error) = run(&endpoint, &["triage", "prod/web"]);
        assert_eq!((code, out.as_str()), (6, ""), "{what}: {error}");
        assert!(error.contains(words) && !error.contains("html"), "{what}: {error}");
    }
}

#[test]
fn empty_answers_are_no_service() {
    let missing = json!({"services": [], "failures": [{"arn": "arn:aws:ecs:r:1:service/prod/web", "reason": "MISSING"}]});
    let endpoint = Endpoint::start(move |asked| match asked.operation.as_str() {
        "DescribeServices" => Reply::ok(missing.clone()),
        _ => Reply::ok(json!({})),
    });
    let (code, _, error) = run(&endpoint, &["triage", "prod/web"]);
    assert_eq!(code, 6);
    assert!(error.contains("There is no service web in the cluster prod"), "{error}");
    let (code, _, error) = run(&endpoint, &["services"]);
    assert_eq!(code, 6);
    assert!(error.contains("No cluster of this Region holds a service"), "{error}");
}

#[test]
fn a_list_that_was_refused_is_not_an_empty_one() {
    for action in [Action::ListClusters, Action::ListServices, Action::DescribeServices] {
        let name = action.name();
        let endpoint = account_but(move |asked| {
            let denied = name.ends_with(&format!(":{}", asked.operation));
            denied.then(|| Reply::error("AccessDeniedException", "not authorized to perform it"))
        });
        let (code, out, error) = run(&endpoint, &["services"]);
        assert_eq!((code, out.as_str()), (6, ""), "{name}");
        assert!(error.contains(name) && error.contains("ecsplain policy"), "{name}: {error}");
    }
}

#[test]
fn a_list_that_is_not_whole_says_so() {
    let endpoint = Endpoint::start(|asked| match asked.input["services"][0].as_str() {
        Some(first) if first.ends_with("/s10") => Reply::error("AccessDeniedException", "not this one"),
        _ => account::many(asked, 25),
    });
    let (code, out, error) = run(&endpoint, &["--cluster", "prod", "services", "-o", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{code}: {error}"));
    assert_eq!((code, answer["services"].as_array().unwrap().len()), (0, 15));
    assert!(answer["unreadable"][0]["what"].as_str().unwrap().contains("not this one"), "{answer}");
    assert!(error.contains("ecs:DescribeServices prod"), "{error}");
}

#[test]
fn a_throttled_call_is_sent_again() {
    let throttled = AtomicUsize::new(0);
    let endpoint = account_but(move |asked| {
        let first = asked.operation == "DescribeServices" && throttled.fetch_add(1, Ordering::SeqCst) == 0;
        first.then(|| Reply::error("ThrottlingException", "Rate exceeded"))
    });
    let (code, _, error) = run(&endpoint, &["--stats", "triage", "prod/web"]);
    assert_eq!(code, 1);
    let row = error.lines().find(|line| line.starts_with("ecs:DescribeServices")).unwrap();
    assert!(row.contains("1 call, 1 retries"), "{row}");
}

#[test]
fn nobody_at_the_address_is_told_with_the_address() {
    let url = {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", closed.local_addr().unwrap())
    };
    let (code, _, error) = run_command(&mut ecsplain(&url, &["services"]));
    assert_eq!(code, 6);
    assert!(error.contains(&url) && error.lines().count() == 1, "{error}");
}

#[test]
fn without_credentials_or_region_the_command_that_sets_them_is_told() {
    let endpoint = Endpoint::start(|_| Reply::ok(json!({})));
    let mut command = ecsplain(&endpoint.url, &["services"]);
    let (code, _, error) = run_command(command.env_remove("AWS_ACCESS_KEY_ID"));
    assert_eq!(code, 6);
    assert!(error.contains("aws configure"), "{error}");
    let mut command = ecsplain(&endpoint.url, &["services"]);
    let (code, _, error) = run_command(command.env_remove("AWS_REGION"));
    assert_eq!(code, 6);
    assert!(error.contains("aws configure set region"), "{error}");
    let (code, _, error) = run_command(&mut ecsplain(&endpoint.url, &["--profile", "none", "services"]));
    assert_eq!(code, 6);
    assert!(error.contains("--profile none"), "a profile that is named outranks keys: {error}");
    assert_eq!(endpoint.asked().len(), 0);
}

#[test]
fn a_large_cluster_is_listed_ten_at_a_time_and_never_more_than_eight_at_once() {
    let endpoint = Endpoint::start(|asked| account::many(asked, 305));
    let (code, out, error) = run(&endpoint, &["--cluster", "prod", "services", "-o", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{code}: {error}"));
    let names: BTreeSet<&str> =
        answer["services"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 305);
    assert_eq!((endpoint.count("ListServices"), endpoint.count("DescribeServices")), (4, 31));
    assert!(endpoint.most_in_flight() <= 8, "{}", endpoint.most_in_flight());
}

#[test]
fn a_page_that_leads_to_itself_ends() {
    let endpoint = Endpoint::start(|asked| match asked.operation.as_str() {
        "ListServices" => Reply::ok(json!({"serviceArns": [], "nextToken": "again"})),
        other => panic!("{other} was not expected"),
    });
    let (code, _, _) = run(&endpoint, &["--cluster", "prod", "services"]);
    assert_eq!((code, endpoint.count("ListServices")), (6, 2));
}

#[test]
fn one_frame_of_the_screen_says_that_it_is_live() {
    let endpoint = account_but(|_| None);
    let (code, out, error) =
        run(&endpoint, &["--cluster", "prod", "--service", "web", "--frame", "140x40", "--color", "never"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.lines().next().unwrap().contains("live · captured"), "{out}");
}
