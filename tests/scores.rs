//! Precision and recall of the diagnosis, a class a line: how texts are read, what `explain` says of them first, and
//! what a triage of a snapshot says first that holds the text where ECS put it.
//!
//! Three sets: `cases.jsonl`, of which one case in five is held out, and `carried.jsonl` and then `fresh.jsonl`, each
//! collected after the signatures were written, of which one in two is. What is held out goes by a hash of the id, and no
//! signature is written from it.
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

use ecsplain::diagnosis::finding::Finding;
use ecsplain::diagnosis::knowledge::{Knowledge, Owner};
use ecsplain::diagnosis::{Confidence, causes::Role, causes::find};
use ecsplain::explain::{Reader, explain};
use ecsplain::handbook::Handbook;
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

/// Cases of one origin, and how many of them make one that is held out.
struct Set {
    name: &'static str,
    cases: Vec<Case>,
    one_in: u64,
}

/// A text of a usual day: nothing failed.
const NONE: &str = "none";

fn sets() -> Vec<Set> {
    if let Ok(path) = std::env::var("CASES") {
        return vec![Set { name: "given", cases: cases(&std::fs::read_to_string(path).unwrap()), one_in: 5 }];
    }
    let first = include_str!("fixtures/diagnosis/cases.jsonl");
    let carried = include_str!("fixtures/diagnosis/carried.jsonl");
    let fresh = include_str!("fixtures/diagnosis/fresh.jsonl");
    vec![
        Set { name: "cases", cases: cases(first), one_in: 5 },
        Set { name: "carried", cases: cases(carried), one_in: 2 },
        Set { name: "fresh", cases: cases(fresh), one_in: 2 },
    ]
}

fn cases(text: &str) -> Vec<Case> {
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
fn held_out(id: &str, one_in: u64) -> bool {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.is_multiple_of(one_in)
}

/// Reads the text alone.
fn read(case: &Case) -> Answer {
    let reading = Knowledge::BUILT_IN.read(&case.text, None, Owner::default());
    reading.map_or(Answer::Nothing, |one| Answer::Said {
        class: one.cause.class.to_owned(),
        certain: one.confidence == Confidence::Certain && one.cause.role == Role::Cause,
    })
}

/// What `ecsplain explain` says of it first.
fn explained(case: &Case) -> Answer {
    let reader =
        Reader { knowledge: &Knowledge::BUILT_IN, handbook: Handbook::BUILT_IN, owner: Owner::default() };
    first_of(&explain(&case.text, "paste", reader))
}

/// Triages a snapshot with the text where it stood: an event, a stopped task, a container, a log line.
fn triage(case: &Case) -> Answer {
    first_of(&invented::of(&snapshot(case)).findings)
}

fn first_of(findings: &[Finding]) -> Answer {
    findings.first().map_or(Answer::Nothing, |one| Answer::Said {
        class: one.class.to_owned(),
        certain: one.confidence == Confidence::Certain
            && find(one.class).is_some_and(|cause| cause.role == Role::Cause),
    })
}

/// A reader of cases, its name, and the kinds of text that are not for it.
type Way = (&'static str, fn(&Case) -> Answer, &'static [&'static str]);

const WAYS: [Way; 3] = [
    ("texts read alone", read, &["json-field", "exit-code"]),
    ("explained", explained, &["json-field"]),
    // What a tool answered instead of ECS stands in no snapshot.
    ("triage of snapshots", triage, &["json-field", "exit-code", "api-or-tool", "usual-log"]),
];

/// The cases of `set` that one way is scored by.
fn chosen<'a>(set: &'a Set, way: &Way, held: bool) -> impl Iterator<Item = &'a Case> {
    let not = way.2;
    set.cases
        .iter()
        .filter(move |case| held_out(&case.id, set.one_in) == held && !not.contains(&case.kind.as_str()))
}

fn score(set: &Set, way: &Way, held: bool) -> Table {
    let mut table = Table::default();
    for case in chosen(set, way, held) {
        table.add(&case.id, &case.label, case.sufficient, judged(case, way.1(case)));
    }
    table
}

/// What was said, where saying nothing and saying that it is part of a healthy day are the same.
fn judged(case: &Case, said: Answer) -> Answer {
    let nothing = match &said {
        Answer::Nothing => true,
        Answer::Said { class, .. } => is_normal(class) && class != &case.label,
    };
    if nothing && (case.label == NONE || is_normal(&case.label)) {
        return Answer::Said { class: case.label.clone(), certain: false };
    }
    said
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
    for set in sets() {
        for way in WAYS {
            for (split, held) in [("tuned on", false), ("held out", true)] {
                println!("\n== {}: {}, {split} ==\n{}", set.name, way.0, score(&set, &way, held));
            }
        }
    }
}

/// Whether a class is part of a healthy day.
fn is_normal(class: &str) -> bool {
    find(class).is_some_and(|cause| cause.role == Role::Normal)
}

/// What must hold of any set of cases, the held-out half included: nobody looks at it, only at this sum.
#[test]
fn the_true_class_is_named_first() {
    let mut low = Vec::new();
    for set in sets() {
        for way in WAYS {
            for held in [false, true] {
                let (hits, telling) = score(&set, &way, held).sum();
                if hits * 100 < telling * 95 {
                    low.push(format!("{}, {}, held out {held}: {hits} of {telling}", set.name, way.0));
                }
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

/// A text that does not carry its class is not called certain of another one, in no way of reading.
#[test]
fn nothing_is_certain_and_wrong() {
    let mut wrong = Vec::new();
    for set in sets() {
        // What is read is weighed before anybody is told.
        for way in &WAYS[1..] {
            let all = chosen(&set, way, false).chain(chosen(&set, way, true));
            for case in all.filter(|case| case.kind != "reporter") {
                if let Answer::Said { class, certain: true } = way.1(case)
                    && class != case.label
                {
                    wrong
                        .push(format!("{}, {}: {} is called {class}, certainly", case.id, way.0, case.label));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
