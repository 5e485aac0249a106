//! The verdict: state, sentence, findings in order of cause, what was ruled out and what is missing.

mod gaps;
mod next;
mod order;
mod sentence;
mod standing;

use super::changes;
use super::finding::{Finding, RuledOut, State, Unchecked};
use super::rules::{self, Case, Found, Judgement, RULES};
use super::steps::Steps;
use super::{Diagnosis, Knowledge};
use crate::model::Facts;

/// Concludes from the five steps.
pub fn conclude(facts: &Facts<'_>, mut steps: Steps, knowledge: &Knowledge) -> Diagnosis {
    let given = Case { facts, steps: &steps, knowledge };
    let (mut found, ruled_out, mut unchecked) = judge(&given);
    rules::weigh(&given, &mut found);
    let found = order::by_cause(found);
    let state = standing::of(&given, &found);
    let verdict = sentence::of(&given, state, &found);
    unchecked.extend(gaps::of(&given, state, &found));
    let next = next::of(&given, state, &found, &unchecked);
    let present = |class: &str| found.iter().any(|one| one.finding.class == class);
    let ruled_out = ruled_out.into_iter().filter(|one| !present(one.class)).collect();
    let confidence = found.first().map(|first| first.finding.confidence);
    let findings: Vec<Finding> = found.into_iter().map(|one| one.finding).collect();
    steps.deployments.changes = changes::of(facts, &steps.deployments, &findings);
    Diagnosis {
        subject: facts.subject.clone(),
        name: facts.name(),
        cluster: facts.cluster().map(str::to_owned),
        captured: facts.captured(),
        state,
        verdict,
        // The confidence is that of the cause; these states have none.
        confidence: confidence
            .filter(|_| !matches!(state, State::Steady | State::Progressing | State::Paused)),
        findings,
        ruled_out,
        unchecked,
        next,
        steps,
    }
}

fn judge(given: &Case<'_>) -> (Vec<Found>, Vec<RuledOut>, Vec<Unchecked>) {
    let (mut found, mut ruled_out, mut unchecked) = (Vec::new(), Vec::new(), Vec::new());
    for judgement in RULES.iter().flat_map(|rule| rule.judge(given)) {
        match judgement {
            Judgement::Present(one) => found.push(one),
            Judgement::Absent(one) => ruled_out.push(one),
            Judgement::Unknown(one) => unchecked.push(one),
        }
    }
    (found, ruled_out, unchecked)
}
