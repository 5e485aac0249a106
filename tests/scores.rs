//! Precision and recall of the diagnosis, a class a line: how texts are read, and what a triage of a snapshot that
//! holds the text where ECS put it says first. One case in five, by a hash of its id, is held out.
//!
//! `CASES=cases.jsonl cargo test --test scores -- --ignored --nocapture`; without `CASES` those of the fixtures.

#![expect(clippy::unwrap_used, reason = "a case that does not decode must fail the test")]

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/invented.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod invented;
#[path = "scores/table.rs"]
mod table;

use ecsplain::diagnosis::knowledge::{Knowledge, Owner};
use ecsplain::diagnosis::{Confidence, causes::Role, causes::find};
use serde_json::{Value, json};
use table::{Answer, Table};

struct Case {
    id: String,
    place: String,
    kind: String,
    label: String,
    text: String,
    sufficient: bool,
    raw: Value,
}

fn cases() -> Vec<Case> {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/diagnosis/cases.jsonl");
    let path = std::env::var("CASES").unwrap_or_else(|_| shipped.to_owned());
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let raw: Value = serde_json::from_str(line).unwrap();
            let word = |key: &str| raw[key].as_str().unwrap_or_default().to_owned();
            Case {
                id: word("id"),
                place: word("where"),
                kind: word("textKind"),
                label: word("label"),
                text: word("text"),
                sufficient: raw["textSufficient"] == true,
                raw,
            }
        })
        .collect()
}

/// FNV-1a, so that the split is the same everywhere.
fn held_out(id: &str) -> bool {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.is_multiple_of(5)
}

/// Reads the text alone.
fn read(case: &Case) -> Answer {
    let reading = Knowledge::BUILT_IN.read(&case.text, None, Owner::default());
    reading.map_or(Answer::Nothing, |one| Answer::Said {
        class: one.cause.class.to_owned(),
        certain: one.confidence == Confidence::Certain && one.cause.role == Role::Cause,
    })
}

/// Triages a snapshot with the text where it stood: an event, a stopped task, a container, a log line.
fn triage(case: &Case) -> Answer {
    let diagnosis = invented::of(&snapshot(case));
    diagnosis.findings.first().map_or(Answer::Nothing, |one| Answer::Said {
        class: one.class.to_owned(),
        certain: one.confidence == Confidence::Certain
            && find(one.class).is_some_and(|cause| cause.role == Role::Cause),
    })
}

fn snapshot(case: &Case) -> Vec<Value> {
    let rows = json!([
        invented::row("2", "PRIMARY", 0, "IN_PROGRESS"),
        invented::row("1", "ACTIVE", 3, "COMPLETED")
    ]);
    let launch = case.raw["launchType"].as_str().filter(|word| matches!(*word, "EC2" | "FARGATE"));
    let mut over = json!({"deployments": rows, "launchType": launch.unwrap_or("FARGATE")});
    let mut task = json!({"launchType": launch.unwrap_or("FARGATE")});
    if let Some(code) = case.raw["stopCode"].as_str() {
        task["stopCode"] = json!(code);
    }
    let exit = case.raw["exitCode"].clone();
    let reason = case.raw["containerReason"].clone();
    match case.place.as_str() {
        "event" => {
            over["events"] = json!([{"id": "e", "createdAt": 1_700_020_200, "message": case.text}]);
            return vec![invented::service(&over)];
        }
        "stoppedReason" => {
            task["stoppedReason"] = json!(case.text);
            task["containers"] =
                json!([{"name": "app", "lastStatus": "STOPPED", "exitCode": exit, "reason": reason}]);
            if exit.is_null() {
                task["startedAt"] = Value::Null;
            }
        }
        "containerReason" => {
            task["containers"] =
                json!([{"name": "app", "lastStatus": "STOPPED", "exitCode": exit, "reason": case.text}]);
        }
        _ => {
            if !exit.is_null() {
                task["containers"] = json!([{"name": "app", "lastStatus": "STOPPED", "exitCode": exit}]);
            }
            let line = json!({"timestamp": 1_700_020_149_000_i64, "message": case.text});
            let logs = json!({"logs": {"stream": "web/app/a", "events": [line]}});
            let both = invented::tasks(&[invented::task("a", &task), invented::task("b", &task)]);
            return vec![invented::service(&over), both, logs];
        }
    }
    let both = invented::tasks(&[invented::task("a", &task), invented::task("b", &task)]);
    vec![invented::service(&over), both]
}

#[test]
#[ignore = "prints a table: CASES=cases.jsonl cargo test --test scores -- --ignored --nocapture"]
fn the_table() {
    let cases = cases();
    for (name, answer) in [("texts read alone", read as fn(&Case) -> Answer), ("triage of snapshots", triage)]
    {
        for (split, wanted) in [("tuned on", false), ("held out", true)] {
            let mut table = Table::default();
            let chosen =
                cases.iter().filter(|case| held_out(&case.id) == wanted && case.kind != "json-field");
            // What a tool answered instead of ECS stands in no snapshot.
            let chosen = chosen.filter(|case| name.starts_with("texts") || case.kind != "api-or-tool");
            for case in chosen {
                let said = match answer(case) {
                    // A triage that is silent on what is part of a healthy day is right.
                    Answer::Nothing if is_normal(&case.label) => {
                        Answer::Said { class: case.label.clone(), certain: false }
                    }
                    said => said,
                };
                table.add(&case.id, &case.label, case.sufficient, said);
            }
            println!("\n== {name}, {split} ==\n{table}");
        }
    }
}

fn is_normal(class: &str) -> bool {
    find(class).is_some_and(|cause| cause.role == Role::Normal)
}

/// What must hold of any set of cases.
#[test]
fn no_triage_is_certain_and_wrong() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case.kind == "ecs") {
        if let Answer::Said { class, certain: true } = triage(case)
            && class != case.label
        {
            wrong.push(format!("{}: {} is called {class}, certainly", case.id, case.label));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
