//! The panel bodies as text at three widths, and that none is ever too wide.

use ecsplain::diagnosis::{Knowledge, diagnose_all};
use ecsplain::kube::{self, Twin};
use ecsplain::model::{Facts, Snapshot};
use ecsplain::view::panel::describe::Fit;
use ecsplain::view::panel::{
    deployments, describe, events, exits, findings, gaps, logs, next, raw, services, steps, stopped, verdict,
};
use ecsplain::view::{Body, ViewContext, plain};
use ecsplain::words::Words;

#[path = "frames/sample.rs"]
#[expect(dead_code, reason = "whole frames take the rest")]
mod sample;

fn bodies(ctx: &ViewContext<'_>) -> Vec<(&'static str, Body)> {
    let state = sample::state();
    let snapshot: &Snapshot = &state.snapshot;
    let one = &state.diagnoses[0];
    let facts = Facts::gather(snapshot, &one.subject);
    let described = kube::describe(&facts, &Twin::Deployment);
    let wrapped = Fit { wrap: true, ..Fit::default() };
    let scrolled = Fit { skip: 30, ..Fit::default() };
    let json = r#"{"name":"web","environment":[{"name":"A","value":"hunter2"}],"list":[1,"日本語のとても長い文字列がここにあります"]}"#;
    vec![
        (
            "verdict",
            verdict::body(one, one.findings.first().and_then(|finding| finding.evidence.first()), ctx),
        ),
        ("steps", steps::body(&one.steps, ctx)),
        ("events", events::body(&one.steps.events, ctx)),
        ("deployments", deployments::body(&one.steps.deployments, ctx)),
        ("stopped", stopped::body(&one.steps.stopped, ctx)),
        ("tasks", stopped::tasks(&one.steps.stopped.groups[0], ctx)),
        ("exits", exits::body(&one.steps.exits, ctx)),
        ("logs", logs::body(&one.steps.logs, ctx)),
        ("services", services::body(snapshot, &state.diagnoses, ctx)),
        ("findings", findings::body(one, ctx)),
        ("gaps", gaps::body(&one.unchecked, ctx)),
        ("next", next::body(&one.next, ctx)),
        ("describe", describe::body(&described, ctx)),
        ("describe, wrapped", describe::fitted(&described, wrapped, ctx)),
        ("describe, scrolled", describe::fitted(&described, scrolled, ctx)),
        ("raw", raw::body(json, ctx)),
    ]
}

fn printed(width: u16) -> String {
    let words = Words::english();
    let now = sample::state().snapshot.captured.at;
    let ctx = ViewContext { words: &words, width, now };
    let text = |(name, body): (&str, Body)| {
        // The long ones show their shape in their first lines.
        let shown: Vec<String> = plain(&body).lines().take(24).map(str::to_owned).collect();
        format!("== {name}\n{}\n", shown.join("\n"))
    };
    bodies(&ctx).into_iter().map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn panels_at_three_widths() {
    insta::assert_snapshot!("panels at 40", printed(40));
    insta::assert_snapshot!("panels at 80", printed(80));
    insta::assert_snapshot!("panels at 120", printed(120));
}

#[test]
fn no_panel_is_wider_than_its_place_and_rows_are_in_order() {
    let words = Words::english();
    for width in (0..60).chain([80, 200, u16::MAX]) {
        let ctx = ViewContext { words: &words, width, now: None };
        for (name, body) in bodies(&ctx) {
            for line in &body.lines {
                assert!(line.width() <= usize::from(width), "{name} at {width}: {line}");
            }
            let mut end = body.head;
            for row in &body.rows {
                assert!(
                    row.lines.start >= end && row.lines.end <= body.lines.len(),
                    "{name} at {width}: {row:?}"
                );
                end = row.lines.end;
            }
        }
    }
}

#[test]
fn an_empty_input_is_told_in_sentences() {
    let words = Words::english();
    let ctx = ViewContext { words: &words, width: 80, now: None };
    let snapshot = Snapshot::default();
    let diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
    let steps = &diagnoses[0].steps;
    let empty = [
        events::body(&steps.events, &ctx),
        deployments::body(&steps.deployments, &ctx),
        stopped::body(&steps.stopped, &ctx),
        exits::body(&steps.exits, &ctx),
        logs::body(&steps.logs, &ctx),
        services::body(&snapshot, &[], &ctx),
        describe::body(&kube::Described::default(), &ctx),
        raw::body("", &ctx),
    ];
    for body in empty {
        assert!(plain(&body).trim_end().ends_with('.'), "{}", plain(&body));
    }
}
