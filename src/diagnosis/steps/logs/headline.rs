//! The head of step 5.

use super::{LogDestination, LogOwner, LogStep};
use crate::diagnosis::finding::{Status, Step, StepId};
use crate::diagnosis::steps::exits::ExitStep;
use crate::diagnosis::wording::evidence;
use crate::model::Facts;
use crate::msg;
use crate::words::Message;

/// A head for a step whose lines are not yet looked at.
pub fn empty() -> Step {
    Step {
        id: StepId::LogsMetrics,
        status: Status::Unknown,
        headline: msg!("logs-not-saved"),
        evidence: Vec::new(),
    }
}

/// The head of the step. Logs alone never turn it red: what a line means, the rules say.
pub fn head(facts: &Facts<'_>, exits: &ExitStep, step: &LogStep) -> Step {
    let (status, headline) = judge(facts, exits, step);
    let proof = step.lines.last().map(|line| evidence(&line.field, &line.text, step.stream.as_deref()));
    Step { id: StepId::LogsMetrics, status, headline, evidence: proof.into_iter().collect() }
}

fn judge(facts: &Facts<'_>, exits: &ExitStep, step: &LogStep) -> (Status, Message) {
    let count = step.lines.len();
    let name = exits.culprit.as_ref().map(|culprit| culprit.container.clone()).unwrap_or_default();
    match step.owner {
        LogOwner::Culprit => (Status::Warn, msg!("logs-of-culprit", count = count, container = name)),
        LogOwner::Unstated => (Status::Unknown, msg!("logs-unstated", count = count)),
        LogOwner::Other => (Status::Unknown, msg!("logs-of-other", count = count)),
        LogOwner::Nobody => nothing(facts, exits, step),
    }
}

fn nothing(facts: &Facts<'_>, exits: &ExitStep, step: &LogStep) -> (Status, Message) {
    if exits.culprit.as_ref().is_some_and(|culprit| !culprit.ran(facts)) {
        return (Status::Unknown, msg!("logs-never-ran"));
    }
    if let LogDestination::Driver { driver } = &step.destination {
        return (Status::Unknown, msg!("logs-elsewhere", driver = driver));
    }
    if step.destination == LogDestination::None {
        return (Status::Unknown, msg!("logs-not-configured"));
    }
    if !step.metrics.is_empty() {
        return (Status::Ok, msg!("logs-metrics-only", count = step.metrics.len()));
    }
    (Status::Unknown, msg!("logs-not-saved"))
}
