//! Why: from what ECS said to the five steps of the debugging order and a verdict.
//!
//! Pure: [`Facts`] in, [`Diagnosis`] out; no clock, no I/O. Times are counted from the capture.
//! It grows by files: a step is a file in `steps/`, a rule a file in `rules/`.

pub mod causes;
pub mod changes;
pub mod commands;
pub mod finding;
pub mod forecast;
pub mod knowledge;
pub mod naming;
pub mod ranking;
pub mod rollout;
pub mod rules;
pub mod signature;
pub mod steps;
pub mod text;
pub mod timeline;
pub mod verdict;
pub mod vocabulary;
pub mod wording;

pub use changes::{Change, Changes, Suspicion};
pub use finding::{
    Command, Confidence, Evidence, Finding, KubernetesReason, RuledOut, State, Status, Step, StepId,
    Unchecked,
};
pub use knowledge::Knowledge;
pub use ranking::diagnose_all;
pub use steps::Steps;

use crate::model::{Captured, Facts, Subject};
use crate::words::Message;

/// The answer to "why is this deployment stuck".
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// What was diagnosed.
    pub subject: Subject,
    /// Its name; empty when the input states none.
    pub name: String,
    /// Its cluster.
    pub cluster: Option<String>,
    /// The moment that ages are counted from.
    pub captured: Captured,
    /// Where the service stands.
    pub state: State,
    /// The verdict in one sentence.
    pub verdict: Message,
    /// How sure the verdict is; absent when the state is all there is to say.
    pub confidence: Option<Confidence>,
    /// The five steps.
    pub steps: Steps,
    /// What is wrong, the root cause first; empty when nothing is, or nothing could be told.
    pub findings: Vec<Finding>,
    /// What was looked for and is not the cause, with what speaks against it.
    pub ruled_out: Vec<RuledOut>,
    /// What could not be looked at, with the command that would fetch it.
    pub unchecked: Vec<Unchecked>,
    /// What to do next, the most telling command first.
    pub next: Vec<Command>,
}

impl Diagnosis {
    /// What changed since the revision that last worked, where both are known by name.
    pub fn changes(&self) -> Option<&Changes> {
        self.steps.deployments.changes.as_ref()
    }

    /// The exit code of `ecsplain triage`: that of the state; where the state cannot be told, a finding that
    /// is more than possible still is a failure that was seen.
    pub fn exit_code(&self) -> u8 {
        let seen = self.findings.iter().any(|finding| finding.confidence < Confidence::Possible);
        if self.state == State::Unknown && seen { State::Stuck.exit_code() } else { self.state.exit_code() }
    }
}

/// Diagnoses one subject with what is known of texts.
pub fn diagnose(facts: &Facts<'_>, knowledge: &Knowledge) -> Diagnosis {
    let steps = Steps::take(facts);
    verdict::conclude(facts, steps, knowledge)
}
