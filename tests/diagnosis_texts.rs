//! How many published failure texts are read for what they are, by class; a wrong class counts against it.
#![expect(clippy::unwrap_used, reason = "a case that does not decode must fail the test")]

use std::collections::BTreeMap;

use ecsplain::diagnosis::Knowledge;
use ecsplain::diagnosis::causes::{Reading, Role};
use ecsplain::diagnosis::knowledge::Owner;
use serde_json::Value;

struct Case {
    id: String,
    label: String,
    text: String,
}

fn read(text: &str) -> Option<Reading> {
    Knowledge::BUILT_IN.read(text, None, Owner::default())
}

/// Texts that ECS or its agent wrote, verbatim, and that allow the class alone.
fn telling() -> Vec<Case> {
    cases(|case| case["textSufficient"] == true)
}

fn cases(wanted: impl Fn(&Value) -> bool) -> Vec<Case> {
    let lines = include_str!("fixtures/diagnosis/cases.jsonl").lines();
    let all = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let by_ecs = all.filter(|case| case["textKind"] == "ecs" && case["verbatim"] == true && wanted(case));
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    by_ecs
        .map(|case| Case { id: word(&case["id"]), label: word(&case["label"]), text: word(&case["text"]) })
        .collect()
}

#[test]
fn telling_texts_are_read_for_what_they_are() {
    let (mut hits, mut all) = (0, 0);
    let mut by_class: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in telling() {
        let read = read(&case.text).map(|reading| reading.cause.class);
        let count = by_class.entry(case.label.clone()).or_default();
        count.1 += 1;
        all += 1;
        if read == Some(case.label.as_str()) {
            count.0 += 1;
            hits += 1;
        } else {
            wrong.push(format!(
                "{}: {} read as {read:?}: {}",
                case.id,
                case.label,
                case.text.replace('\n', " ")
            ));
        }
    }
    for (class, (hit, of)) in &by_class {
        println!("{class}: {hit} of {of}");
    }
    println!("{hits} of {all}\n{}", wrong.join("\n"));
    assert!(hits * 100 >= all * 90, "{hits} of {all}:\n{}", wrong.join("\n"));
}

/// A text that does not carry its class alone must not be called certain of another one.
#[test]
fn texts_that_tell_too_little_are_not_called_certain() {
    let mut overstated = Vec::new();
    for case in cases(|case| case["textSufficient"] == false) {
        let Some(reading) = read(&case.text) else { continue };
        let symptom = reading.cause.role != Role::Cause;
        let certain = reading.confidence == ecsplain::diagnosis::Confidence::Certain;
        if certain && !symptom && reading.cause.class != case.label {
            overstated
                .push(format!("{}: {} read as {}: {}", case.id, case.label, reading.cause.class, case.text));
        }
    }
    assert!(overstated.is_empty(), "{}", overstated.join("\n"));
}

#[test]
fn a_text_whose_secrets_are_taken_out_is_read_as_before() {
    let class = |text: &str| read(text).map(|one| one.cause.class);
    let files =
        [include_str!("fixtures/diagnosis/cases.jsonl"), include_str!("fixtures/diagnosis/carried.jsonl")];
    for line in files.into_iter().flat_map(str::lines) {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        let cleaned = ecsplain::model::redaction::cleaned(text);
        assert_eq!(class(&cleaned), class(text), "{}: {cleaned}", case["id"]);
    }
}
