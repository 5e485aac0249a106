//! The hard cases: the message points one way, the cause is another. Each on an invented capture that holds the
//! evidence that decides, and on one from which it is withheld: there the answer must not be certain and wrong,
//! and must name what is missing.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/hard.rs"]
mod hard;
#[path = "diagnosis/invented.rs"]
mod invented;

use capture::{classes, say};
use ecsplain::diagnosis::causes::{Role, find};
use ecsplain::diagnosis::{Confidence, Diagnosis};
use hard::{Case, Truth};

fn holds(diagnosis: &Diagnosis, truth: &Truth) -> bool {
    match truth {
        Truth::Top(class) => classes(diagnosis).first() == Some(class),
        Truth::Among(class) => classes(diagnosis).contains(class),
        Truth::State(state) => diagnosis.state == *state,
        Truth::Note(key) => diagnosis.findings.iter().flat_map(|one| &one.notes).any(|note| note.key == *key),
        Truth::RuledOut(class) => diagnosis.ruled_out.iter().any(|one| one.class == *class),
        Truth::Change(field) => {
            diagnosis.changes().is_some_and(|all| all.list.iter().any(|one| one.field.starts_with(field)))
        }
        Truth::Missing(key) => diagnosis.unchecked.iter().any(|one| one.what.key == *key),
        Truth::Silent => diagnosis.findings.is_empty(),
    }
}

/// Findings that are called certain, explain why, and are not the truth.
fn overstated(diagnosis: &Diagnosis, truth: &[&str]) -> Vec<&'static str> {
    let findings = diagnosis.findings.iter();
    let certain = findings.filter(|one| one.confidence == Confidence::Certain);
    let causes = certain.filter(|one| find(one.class).is_some_and(|cause| cause.role == Role::Cause));
    causes.map(|one| one.class).filter(|one| !truth.contains(one)).collect()
}

fn told(diagnosis: &Diagnosis) -> String {
    let findings = diagnosis.findings.iter();
    let findings: Vec<String> = findings
        .map(|one| {
            let notes: Vec<&str> = one.notes.iter().map(|note| note.key).collect();
            format!("{} {} {notes:?}", one.class, one.confidence.word())
        })
        .collect();
    let missing: Vec<&str> = diagnosis.unchecked.iter().map(|one| one.what.key).collect();
    format!("{} {findings:?} missing {missing:?}: {}", diagnosis.state.word(), say(&diagnosis.verdict))
}

#[test]
fn the_deciding_evidence_turns_the_verdict() {
    let wrong: Vec<String> = hard::all()
        .iter()
        .filter_map(|case: &Case| {
            let diagnosis = invented::of(&case.full);
            let failed: Vec<&Truth> = case.truth.iter().filter(|truth| !holds(&diagnosis, truth)).collect();
            (!failed.is_empty()).then(|| format!("{}: {failed:?}: {}", case.name, told(&diagnosis)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_it_the_answer_is_not_certain_and_wrong_and_says_what_is_missing() {
    let wrong: Vec<String> = hard::all()
        .iter()
        .filter_map(|case: &Case| {
            let diagnosis = invented::of(&case.withheld);
            let still = case.truth.iter().all(|truth| holds(&diagnosis, truth));
            let failed: Vec<&Truth> = case.then.iter().filter(|truth| !holds(&diagnosis, truth)).collect();
            let classes: Vec<&str> = case.truth.iter().filter_map(Truth::class).collect();
            let overstated = overstated(&diagnosis, &classes);
            (still || !failed.is_empty() || !overstated.is_empty()).then(|| {
                format!(
                    "{}: still {still}, {failed:?}, certain {overstated:?}: {}",
                    case.name,
                    told(&diagnosis)
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_twenty_five_are_there() {
    let numbers: std::collections::BTreeSet<u8> = hard::all().iter().map(|case| case.number).collect();
    assert_eq!(numbers, (1..=25).collect());
}
