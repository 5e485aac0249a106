//! `ecsplain explain` on published texts and on pastes as people make them.

#![expect(clippy::unwrap_used, reason = "a case that does not decode must fail the test")]

use std::fmt::Write as _;

use assert_cmd::Command;
use ecsplain::diagnosis::causes::{self, Role};
use ecsplain::diagnosis::finding::Finding;
use ecsplain::diagnosis::knowledge::Owner;
use ecsplain::diagnosis::{Confidence, Knowledge};
use ecsplain::explain::{Reader, explain};
use ecsplain::handbook::Handbook;
use serde_json::Value;

fn explained(paste: &str) -> Vec<Finding> {
    let reader =
        Reader { knowledge: &Knowledge::BUILT_IN, handbook: Handbook::BUILT_IN, owner: Owner::default() };
    explain(paste, "paste", reader)
}

fn classes(paste: &str) -> Vec<&'static str> {
    explained(paste).iter().map(|finding| finding.class).collect()
}

fn top(paste: &str) -> Option<&'static str> {
    classes(paste).first().copied()
}

fn run(arguments: &[&str], stdin: &str) -> (String, Option<i32>) {
    let mut command = Command::cargo_bin("ecsplain").unwrap();
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("ECSPLAIN_HANDBOOK", "no-such-folder")
        .args(arguments);
    let output = command.write_stdin(stdin.to_owned()).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

fn cases() -> Vec<Value> {
    include_str!("fixtures/diagnosis/cases.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The top finding of a text that allows its class is that class, or says itself that it is one of several.
#[test]
fn published_texts_are_explained_by_their_class() {
    let (mut right, mut all, mut report) = (0, 0, String::new());
    for case in cases().iter().filter(|case| case["textSufficient"] == true && case["textKind"] != "reporter")
    {
        let (text, label) = (case["text"].as_str().unwrap(), case["label"].as_str().unwrap());
        let findings = explained(text);
        all += 1;
        if findings.first().is_some_and(|first| first.class == label) {
            right += 1;
        } else {
            let said: Vec<(&str, Confidence)> =
                findings.iter().map(|one| (one.class, one.confidence)).collect();
            writeln!(report, "{}: {label} is explained as {said:?}: {text}", case["id"]).unwrap();
        }
    }
    println!("{right} of {all}\n{report}");
    assert!(right * 100 >= all * 95, "{right} of {all}:\n{report}");
}

/// Of all texts, also those that tell too little: none is called certain of a cause that it is not.
#[test]
fn no_text_is_certain_and_wrong() {
    let mut wrong = String::new();
    for case in cases() {
        let (text, label) = (case["text"].as_str().unwrap(), case["label"].as_str().unwrap());
        for finding in explained(text) {
            let is_cause = causes::find(finding.class).is_some_and(|cause| cause.role == Role::Cause);
            if is_cause && finding.confidence == Confidence::Certain && finding.class != label {
                writeln!(wrong, "{}: {label} is called {}: {text}", case["id"], finding.class).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn exit_codes_say_what_they_say_and_no_more() {
    assert_eq!(classes("137"), ["run.sigkill_after_stop", "run.oom_container"]);
    assert!(explained("137").iter().all(|finding| finding.confidence == Confidence::Possible));
    assert_eq!(top("exit code 139"), Some("run.segfault"));
    assert_eq!(top("exited with code 0"), Some("run.app_exit_zero"));
    assert_eq!(top("0xC0000005"), Some("run.app_exit_nonzero"));
    assert_eq!(top("Exit code: -1073741819"), Some("run.app_exit_nonzero"));
    assert_eq!(top("exit code 143"), Some("infra.scale_in"));
    let oom = "exitCode: 137, reason: OutOfMemoryError: Container killed due to memory usage";
    assert_eq!(classes(oom), ["run.oom_container"]);
}

#[test]
fn what_is_healthy_is_called_so_and_what_is_unknown_is_not_guessed() {
    assert_eq!(top("(service web) has reached a steady state."), Some("state.steady"));
    assert_eq!(top("(service web) registered 1 targets in (target-group arn:x)"), Some("state.routine"));
    assert_eq!(top("Target.Timeout"), Some("health.elb_timeout"));
    assert_eq!(top("PROVISIONING"), Some("state.task"));
    for text in [
        "",
        "hello",
        "it does not work",
        "error",
        "why is my deployment stuck?",
        "42 is not found",
        "2026-11-22",
    ] {
        assert_eq!(classes(text), [""; 0], "{text}");
    }
}

#[test]
fn a_code_of_a_stop_says_nothing_beside_who_stopped_the_task() {
    let stopped = |reason: &str| classes(&format!("stoppedReason: {reason}\nexitCode: 137"));
    let maintenance = "ECS is performing maintenance on the underlying infrastructure hosting the task";
    assert_eq!(stopped(maintenance), ["infra.maintenance"]);
    assert_eq!(stopped("Task failed ELB health checks in (target-group arn:x)"), ["health.elb_unknown"]);
    let open = ["run.sigkill_after_stop", "run.oom_container"];
    assert_eq!(stopped("Essential container in task exited")[..2], open);
    // Another code is the program's own.
    assert!(classes(&format!("{maintenance}\nexitCode: 3")).contains(&"run.app_exit_nonzero"));
}

#[test]
fn a_line_of_a_log_points_somewhere_and_no_more() {
    for (line, class) in [
        ("Error: connect ECONNREFUSED 10.0.1.5:5432", "run.app_dependency"),
        ("psycopg2.errors.UndefinedColumn: column \"plan\" does not exist", "run.app_dependency"),
        ("sh: 0: cannot open c", "run.bad_command"),
        ("Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space", "run.app_exit_nonzero"),
        ("2026-11-22 ERROR Error: listen EADDRINUSE: address already in use :::3000", "run.app_exit_nonzero"),
    ] {
        let findings = explained(line);
        let said: Vec<_> = findings.iter().map(|one| (one.class, one.confidence)).collect();
        assert_eq!(said, [(class, Confidence::Possible)], "{line}");
    }
}

#[test]
fn a_screenful_is_read_for_all_that_it_holds() {
    let dump = "\
$ aws ecs describe-services --cluster prod --services web --output table
+----------------------------------------------------------------------------------+
|  createdAt |  message                                                            |
+------------+---------------------------------------------------------------------+
|  14:02     |  (service web) has started 1 tasks: (task a).                       |
|  14:01     |  (service web) (task b) failed container health checks.             |
|  13:58     |  (service web) was unable to place a task. Reason: CannotPullContainerError: failed to resolve ref docker.io/library/webb:1: not found. |
+------------+---------------------------------------------------------------------+
";
    assert_eq!(classes(dump), ["image.not_found", "health.container_cmd_fails"]);
    let pull = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 1.dkr.ecr.eu-west-1.amazonaws.com/app:v42: 1.dkr.ecr.eu-west-1.amazonaws.com/app:v42: not found";
    for width in [60, 80, 97, 171] {
        let letters: Vec<char> = pull.chars().collect();
        let lines: Vec<String> = letters.chunks(width).map(|line| line.iter().collect()).collect();
        assert_eq!(top(&lines.join("\n")), Some("image.not_found"), "{width}");
    }
    let pieces = "\"stopCode\": \"TaskFailedToStart\",\n\"stoppedReason\": \"ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR.\"";
    assert_eq!(top(pieces), Some("init.net_ecr"));
    let quota = r"Reason: You\u2019ve reached the limit on the number of vCPUs you can run concurrently";
    assert_eq!(top(quota), Some("place.quota"));
}

#[test]
fn the_commands_carry_the_names_of_the_paste() {
    let findings =
        explained("(service web) (task 0c9d85800c30b349039d104d52b506b9) failed container health checks.");
    let commands: Vec<&str> = findings[0].next.iter().map(|command| command.run.as_str()).collect();
    assert!(
        commands.iter().any(|run| run.contains("--tasks 0c9d85800c30b349039d104d52b506b9")),
        "{commands:?}"
    );
    assert!(findings[0].next.iter().all(|command| !command.mutates));
}

#[test]
fn an_answer_of_ecs_is_diagnosed_and_ansi_is_left_out() {
    let tasks =
        std::fs::read_to_string("assets/snapshots/image-not-found/describe-tasks-stopped.json").unwrap();
    let (answer, code) = run(&["explain", "-o", "json"], &tasks);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((answer["findings"][0]["class"].as_str(), code), (Some("image.not_found"), Some(0)));
    assert!(
        answer["findings"][0]["evidence"][0]["field"].as_str().unwrap().starts_with("tasks["),
        "{answer}"
    );
    let (text, _) = run(
        &["explain", "-"],
        "\u{1b}[31mOutOfMemoryError\u{1b}[0m: Container killed\u{1b}]0;x\u{7} due to memory usage",
    );
    assert!(text.contains("run.oom_container") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn every_form_holds_the_page_and_nothing_known_is_no_error() {
    let (markdown, _) =
        run(&["explain", "toomanyrequests: You have reached your pull rate limit.", "-o", "markdown"], "");
    assert!(markdown.starts_with("## ") && markdown.contains("image.rate_limited"), "{markdown}");
    let (json, code) = run(&["explain", "hello", "-o", "json"], "");
    assert_eq!(
        (serde_json::from_str::<Value>(&json).unwrap()["findings"].as_array().map(Vec::len), code),
        (Some(0), Some(0))
    );
    let (text, _) = run(&["explain", "exit", "code", "139"], "");
    assert!(text.contains("SIGSEGV") && text.contains("ecsplain handbook run.segfault"), "{text}");
}

#[test]
fn what_is_not_known_is_told_apart() {
    let said = |paste: &str| run(&["explain", paste], "").0.replace('\n', " ");
    assert!(said("CrashLoopBackOff").contains("a word of Kubernetes"));
    assert!(said("(service web) was unable to place a task. Reason:").contains("Give the whole message"));
    assert!(said("hello").starts_with("Nothing in this text is known."));
    let name = "assets/snapshots/image-not-found/describe-services.json";
    let healthy = std::fs::read_to_string(name).unwrap();
    let mut answer: Value = serde_json::from_str(&healthy).unwrap();
    let service = &mut answer["services"][0];
    service["deployments"].as_array_mut().unwrap().truncate(1);
    for (field, value) in [("desiredCount", 0), ("runningCount", 0), ("pendingCount", 0)] {
        (service[field], service["deployments"][0][field]) = (value.into(), value.into());
    }
    service["deployments"][0]["rolloutState"] = "COMPLETED".into();
    service["events"] = Value::Array(Vec::new());
    let (text, _) = run(&["explain"], &answer.to_string());
    assert!(text.starts_with("Scaled to zero"), "{text}");
}

#[test]
fn a_steady_event_among_the_counts_of_a_service_is_no_verdict() {
    let event = "\"message\": \"(service web) has reached a steady state.\"";
    let sure =
        |paste: &str| explained(paste).iter().map(|one| (one.class, one.confidence)).collect::<Vec<_>>();
    assert_eq!(sure(event), [("state.steady", Confidence::Certain)]);
    let cut = format!("  \"failedTasks\": 3,\n  … 120 lines …\n  {event}");
    assert_eq!(sure(&cut), [("state.steady", Confidence::Possible)]);
}

#[test]
fn an_exit_code_in_passing_is_explained_and_never_certain() {
    let sure =
        |paste: &str| explained(paste).iter().map(|one| (one.class, one.confidence)).collect::<Vec<_>>();
    let possible = Confidence::Possible;
    assert_eq!(
        sure("exit 137 on web again, OOM right?"),
        [("run.sigkill_after_stop", possible), ("run.oom_container", possible)]
    );
    assert_eq!(sure("it exited 139 last night"), [("run.segfault", possible)]);
    for other in ["take exit 12 to the office", "we saw exit 1370 once", "a flexit 137"] {
        assert!(sure(other).is_empty(), "{other}");
    }
}

#[test]
fn a_waiter_that_gave_up_is_not_ecs_that_gave_up() {
    let waiter = "Error: deployment failed: exceeded max wait time for ServicesStable waiter";
    assert_eq!(classes(waiter), ["deploy.timeout"]);
    assert_eq!(
        classes("(deployment ecs-svc/1) deployment failed: tasks failed to start."),
        ["deploy.circuit_breaker"]
    );
}

#[test]
fn a_word_that_a_hyphen_divides_is_one_word() {
    let divided = "was unable to place a task because no container instance met all of its requi-\nrements. The closest matching (container-instance 5f) has insufficient mem-\nory available.";
    assert_eq!(top(divided), Some("place.memory"));
    assert_eq!(classes("we were un-\nable to meet"), [""; 0]);
}
