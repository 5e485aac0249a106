//! The rules: each file looks for one family of failure and says Present, Absent or Unknown.
//!
//! A rule is a unit type in its own file and one entry in [`RULES`]. What it may look at is the [`Case`].

mod container_checks;
mod contradictions;
mod exits;
mod failures;
mod hosts;
mod listening;
mod load;
mod log_lines;
mod memory;
mod notes;
mod placement;
mod readiness;
mod rollback;
mod rollout;
mod sidecars;
mod slow_start;
mod stops;
mod targets;
mod texts;
mod unexplained;
mod waiting;

use super::causes::{Cause, Reading, Role};
use super::commands::Names;
use super::finding::{Confidence, Evidence, Finding, RuledOut, StepId, Unchecked};
use super::knowledge::{Knowledge, Owner, Place};
use super::steps::Steps;
use super::steps::stopped::is_before;
use crate::model::time::Time;
use crate::model::{Facts, Task};
use crate::msg;
use crate::words::Message;

/// What a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The facts.
    pub facts: &'a Facts<'a>,
    /// The five steps.
    pub steps: &'a Steps,
    /// What is known of texts.
    pub knowledge: &'a Knowledge,
}

/// What a rule says.
#[derive(Debug, Clone)]
pub enum Judgement {
    /// It is so.
    Present(Found),
    /// It was looked for and is not so.
    Absent(RuledOut),
    /// It cannot be told; what is missing is named.
    Unknown(Unchecked),
}

/// A finding, and what decides its place among others.
#[derive(Debug, Clone)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// What its class is to the verdict.
    pub role: Role,
    /// Where it was read; the nearer to the container, the more it counts.
    pub source: Source,
    /// The newest moment that it rests on.
    pub at: Option<Time>,
}

/// Where a finding was read, the most telling first: a container's reason beats the task's, the task's beats
/// events, and events beat the state of a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `containers[].reason`, an exit code, a log line.
    Container,
    /// `stoppedReason`, an attachment.
    Task,
    /// A service event.
    Event,
    /// A deployment or its record.
    Deployment,
}

/// A family of failure to look for.
pub trait Rule: Sync + std::fmt::Debug {
    /// Looks for it; says nothing where it has nothing to say.
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement>;
}

/// How many different texts or exits of one kind are read, the most frequent first: people may give each stop words
/// of its own, and beyond these nothing new is learnt.
const READ: usize = 100;

/// All rules.
pub const RULES: &[&dyn Rule] = &[
    &texts::Texts,
    &exits::Exits,
    &rollout::Rollout,
    &stops::Stops,
    &waiting::Waiting,
    &targets::Targets,
    &slow_start::SlowStart,
    &container_checks::ContainerChecks,
    &listening::Listening,
    &load::Load,
    &memory::Memory,
    &sidecars::Sidecars,
    &placement::Placement,
    &hosts::Hosts,
    &rollback::Rollbacks,
    &failures::Failures,
];

pub use contradictions::COVERED;

/// Weighs what the rules found against the rest of the capture: tells what none of them explains, doubts what could
/// be otherwise, adds what else the facts say.
pub fn weigh(given: &Case<'_>, found: &mut Vec<Found>) {
    unexplained::add(given, found);
    contradictions::weigh(given, found);
    notes::annotate(given, found);
}

impl Case<'_> {
    /// Reads a text of the subject that stood at `place`; nothing when it states no known cause.
    pub fn read(&self, text: &str, place: Place) -> Option<Reading> {
        let name = self.facts.name();
        let owner = Owner { service: Some(&name), cluster: self.facts.cluster() };
        self.knowledge.read(text, Some(place), owner)
    }

    /// Whether a living task is of a deployment that is being replaced: what ails it, the rollout may be there to mend.
    /// In a rollback nobody is replaced for the better.
    fn is_replaced(&self, task: &Task) -> bool {
        self.steps.deployments.rollback.is_none() && is_before(task, &self.steps.deployments)
    }

    /// A finding of class `cause`, its commands filled in from the capture.
    pub fn found(
        &self,
        cause: &'static Cause,
        confidence: Confidence,
        (step, source): (StepId, Source),
        evidence: Vec<Evidence>,
    ) -> Found {
        let names = Names { facts: self.facts, steps: self.steps };
        let mut next = Vec::new();
        for command in cause.next.iter().flat_map(|next| names.commands(*next)) {
            if !next.contains(&command) {
                next.push(command);
            }
        }
        let finding = Finding {
            class: cause.class,
            confidence,
            because: reason(confidence),
            step,
            summary: cause.sentence(),
            evidence,
            notes: Vec::new(),
            kubernetes: cause.kubernetes,
            next,
        };
        Found { finding, role: cause.role, source, at: None }
    }
}

/// The class that a line of a log may speak for, read without the rest of the case; it points there and no more.
pub fn class_of_log_line(line: &str) -> Option<&'static str> {
    log_lines::class_of(line)
}

/// Why `words` alone do not decide for `class`, though they state it.
pub fn doubt_of_text(class: &str, words: &str) -> Option<Message> {
    contradictions::doubt_of_text(class, words)
}

/// Why a finding is as sure as it is, where its rule says nothing more exact.
pub fn reason(confidence: Confidence) -> Message {
    match confidence {
        Confidence::Certain => msg!("because-stated"),
        Confidence::Likely => msg!("because-points"),
        Confidence::Possible => msg!("because-fits"),
    }
}

impl Found {
    /// The same, as sure as `confidence` for the reason given.
    #[must_use]
    pub fn sure(mut self, confidence: Confidence, because: Message) -> Self {
        self.finding.confidence = confidence;
        self.finding.because = because;
        self
    }

    /// The same with one more fact.
    #[must_use]
    pub fn noting(mut self, note: Message) -> Self {
        self.finding.notes.push(note);
        self
    }

    /// The same with another sentence.
    #[must_use]
    pub fn saying(mut self, summary: Message) -> Self {
        self.finding.summary = summary;
        self
    }

    /// The same with the newest moment that it rests on.
    #[must_use]
    pub fn at(mut self, at: Option<Time>) -> Self {
        self.at = at;
        self
    }
}
