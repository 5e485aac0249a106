//! The verdict: state, sentence, findings in order of cause, what was ruled out and what is missing.

use super::Diagnosis;
use super::finding::State;
use super::steps::Steps;
use crate::model::Facts;
use crate::msg;

/// Concludes from the five steps.
pub fn conclude(facts: &Facts<'_>, steps: Steps) -> Diagnosis {
    Diagnosis {
        subject: facts.subject.clone(),
        name: facts.name(),
        cluster: facts.cluster().map(str::to_owned),
        captured: facts.snapshot.captured,
        state: State::Unknown,
        verdict: msg!("unknown"),
        confidence: None,
        steps,
        findings: Vec::new(),
        ruled_out: Vec::new(),
        unchecked: Vec::new(),
        next: Vec::new(),
    }
}
