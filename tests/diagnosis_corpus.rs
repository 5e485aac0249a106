//! The diagnosis of every published document: what it says, and that nothing in the file contradicts it.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;

use capture::{corpus, first, say, snapshot};
use ecsplain::diagnosis::Diagnosis;

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
