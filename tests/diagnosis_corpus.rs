//! The diagnosis of every published document: what it says, and that nothing in the file contradicts it.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;

use capture::{classes, corpus, first, say, snapshot};
use ecsplain::diagnosis::{Confidence, Diagnosis, State};

const FILES: &[&str] = &[
    "cs-fargate-just-created-v2",
    "doc-awscli-create-service-6",
    "doc-awscli-describe-services-1",
    "doc-awscli-describe-task-sets-1",
    "doc-awscli-describe-tasks-2",
    "doc-awscli-stop-task-1",
    "ds-ec2-rolling-oom-loop-steady-v2",
    "ds-fargate-rolling-elb-502-404-v1",
    "dt-ec2-oom137-v2",
    "dt-fargate-task-failed-to-start-partial-v2",
    "dt-stepfunctions-pascalcase-exit0",
    "events-baserate-2190-production",
    "events-dsf-container-health-then-completed",
    "evt-defra-task-start-starting",
    "evt-defra-task-stop-missing-secret",
    "evt-defra-task-stop-out-of-memory",
    "evt-defra-task-stop-test-suite-fail",
    "evt-fargate-elb-failed-exit143",
    "evt-fargate-standalone-exit0",
    "td-fargate-console-flat-codedeploy",
];

/// State and classes of each file; what the file's owner told of it stands in the comments.
#[test]
fn state_and_findings_of_every_file_are_those_of_its_story() {
    let expected: &[(&str, State, &[&str])] = &[
        // Just created: desired 0 in the row and no events are no fault.
        ("cs-fargate-just-created-v2", State::Progressing, &[]),
        ("doc-awscli-create-service-6", State::Progressing, &[]),
        ("doc-awscli-describe-services-1", State::Steady, &[]),
        ("doc-awscli-describe-task-sets-1", State::Unknown, &[]),
        ("doc-awscli-describe-tasks-2", State::Unknown, &[]),
        ("doc-awscli-stop-task-1", State::Unknown, &["start.container_exit_before_ready"]),
        // Fifty restarts in 41 minutes, each called steady, failedTasks 0, COMPLETED.
        ("ds-ec2-rolling-oom-loop-steady-v2", State::Stuck, &["deploy.impaired"]),
        // Four failed checks in the first minutes, then hours of steady state.
        ("ds-fargate-rolling-elb-502-404-v1", State::Steady, &[]),
        ("dt-ec2-oom137-v2", State::Unknown, &["run.oom_container"]),
        // A container ended while another waited for it.
        (
            "dt-fargate-task-failed-to-start-partial-v2",
            State::Unknown,
            &["start.container_exit_before_ready"],
        ),
        ("dt-stepfunctions-pascalcase-exit0", State::Unknown, &[]),
        // 8 of 2,190 events are true failures; 27 failed checks healed by themselves.
        (
            "events-baserate-2190-production",
            State::Unknown,
            &["deploy.task_protection", "deploy.circuit_breaker"],
        ),
        // The failure is older than the two clean deployments after it.
        ("events-dsf-container-health-then-completed", State::Steady, &[]),
        ("evt-defra-task-start-starting", State::Unknown, &[]),
        ("evt-defra-task-stop-missing-secret", State::Unknown, &["init.secret_json_key"]),
        ("evt-defra-task-stop-out-of-memory", State::Unknown, &["run.oom_container"]),
        ("evt-defra-task-stop-test-suite-fail", State::Unknown, &["run.app_exit_nonzero"]),
        // The code of the check is in no field of a task.
        ("evt-fargate-elb-failed-exit143", State::Unknown, &["health.elb_unknown"]),
        ("evt-fargate-standalone-exit0", State::Unknown, &[]),
        ("td-fargate-console-flat-codedeploy", State::Unknown, &[]),
    ];
    assert_eq!(expected.len(), FILES.len());
    for (file, state, findings) in expected {
        let diagnosis = of(file);
        assert_eq!((diagnosis.state, classes(&diagnosis)), (*state, findings.to_vec()), "{file}");
    }
}

#[test]
fn service_and_task_of_the_loop_together_name_the_memory() {
    let documents = [corpus("ds-ec2-rolling-oom-loop-steady-v2"), corpus("dt-ec2-oom137-v2")];
    let diagnosis = first(&snapshot(&documents));
    assert_eq!(diagnosis.state, State::Stuck);
    assert_eq!(classes(&diagnosis), ["run.oom_container", "deploy.impaired"]);
    assert_eq!(diagnosis.confidence, Some(Confidence::Certain));
    assert_eq!(diagnosis.findings[0].evidence[0].field, "tasks[0].containers[0].reason");
}

#[test]
fn events_of_which_nothing_says_when_they_were_carry_no_certainty() {
    let diagnosis = of("events-baserate-2190-production");
    assert!(diagnosis.findings.iter().all(|finding| finding.confidence == Confidence::Possible));
}

#[test]
fn every_finding_cites_a_text_that_the_capture_holds() {
    for file in FILES {
        let raw = corpus(file).to_string();
        for finding in of(file).findings {
            assert!(!finding.evidence.is_empty(), "{file}: {}", finding.class);
            for proof in &finding.evidence {
                let text = serde_json::to_string(&proof.text).unwrap();
                assert!(raw.contains(text.trim_matches('"')), "{file}: {}", proof.text);
            }
        }
    }
}

fn of(name: &str) -> Diagnosis {
    first(&snapshot(&[corpus(name)]))
}

/// Prints all of it, for a person: `cargo test --test diagnosis_corpus -- --nocapture`.
#[test]
fn every_headline_is_said_in_words() {
    for file in FILES {
        let diagnosis = of(file);
        println!(
            "\n{file}: {} {:?}\n  {}",
            diagnosis.state.word(),
            diagnosis.confidence,
            say(&diagnosis.verdict)
        );
        for step in diagnosis.steps.heads() {
            let headline = say(&step.headline);
            println!("  {} {} {headline}", step.id.number(), step.status.mark());
            for evidence in &step.evidence {
                println!("      {} = {}", evidence.field, evidence.text);
            }
            assert!(!headline.contains(['{', '}']) && headline.contains(' '), "{file}: {headline}");
            assert!(headline.chars().count() <= 75, "{file}: {headline}");
        }
        for finding in &diagnosis.findings {
            println!("  * {} {} {}", finding.class, finding.confidence.word(), say(&finding.summary));
        }
        for gap in &diagnosis.unchecked {
            let run = gap.command.as_ref().map_or("", |command| &command.run);
            println!("  ? {} ({}) {run}", say(&gap.what), say(&gap.because));
        }
        for command in &diagnosis.next {
            println!(
                "  $ {}{} # {}",
                if command.mutates { "! " } else { "" },
                command.run,
                say(&command.why)
            );
        }
    }
}
