//! What RunTask or StartTask answered instead of a task: `failures[].reason`, one a container instance.
//! Source: developer guide, `api_failures_messages`.

use super::{Case, Judgement, Rule, Source};
use crate::diagnosis::finding::StepId;
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::wording::evidence;
use crate::model::Subject;

/// Reads failures where no service and no task was answered.
#[derive(Debug)]
pub struct Failures;

impl Rule for Failures {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        if given.facts.subject != Subject::Nothing {
            return Vec::new();
        }
        let failures = given.facts.snapshot.failures.iter().enumerate();
        failures
            .filter_map(|(index, failure)| {
                let reason = failure.reason.as_deref()?;
                let reading = given.read(reason, Place::FailureReason)?;
                let proof = evidence(format!("failures[{index}].reason"), reason, failure.arn.as_deref());
                let place = (StepId::StoppedTasks, Source::Task);
                Some(given.found(reading.cause, reading.confidence, place, vec![proof]))
            })
            .map(Judgement::Present)
            .collect()
    }
}
