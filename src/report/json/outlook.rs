//! What the triage says besides the five steps: what it waits for, what becomes of it, what changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnosis::forecast::End;
use crate::diagnosis::steps::deployments::{PastDeployment, PastOutcome};
use crate::diagnosis::{self, Diagnosis, Suspicion};
use crate::model::time::Time;
use crate::words::Words;

/// What a deployment waits for on purpose.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// `person`, `hook`, `bake-time`, `alarms`.
    #[serde(rename = "for")]
    pub kind: &'static str,
    /// When it runs out, RFC 3339 in UTC; null when ECS does not state it.
    pub until: Option<String>,
    /// The whole sentence.
    pub text: String,
}

/// What becomes of a failing rollout.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// `breaker-trips`, `not-counted`, `retries-forever`.
    pub end: &'static str,
    /// Failures that are still needed to trip the breaker.
    pub left: Option<i64>,
    /// Failures so far.
    pub failures: Option<i64>,
    /// Failures at which the breaker trips.
    pub threshold: Option<i64>,
    /// Whether ECS states both numbers; false when they are computed.
    pub stated: bool,
    /// The latest moment of the next attempt, RFC 3339 in UTC; null when the scheduler does not wait.
    pub next_try_by: Option<String>,
    /// The sentences.
    pub text: Vec<String>,
}

/// What changed between two revisions.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// The revision that last worked.
    pub from: String,
    /// The revision that was pushed.
    pub to: String,
    /// The revision whose task definition was not captured; the two are not compared then.
    pub missing: Option<String>,
    /// The differences, the most suspicious first.
    pub list: Vec<Change>,
}

/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The container; null when it is of the whole task or of the deployment.
    pub container: Option<String>,
    /// The field as the API calls it.
    pub field: String,
    /// Before; null when there was none, or when the value is masked.
    pub before: Option<String>,
    /// After; null when there is none, or when the value is masked.
    pub after: Option<String>,
    /// Whether the values are masked.
    pub masked: bool,
    /// `likely`, `possible`, `unlikely`: how well it fits what went wrong.
    pub suspicion: &'static str,
    /// The difference in words.
    pub text: String,
}

/// A service deployment before the current one.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Past {
    /// Last segment of its ARN.
    pub id: String,
    /// `successful`, `rolled-back`, `rollback-failed`, `superseded`, `stopped`, `other`.
    pub outcome: &'static str,
    /// The status as ECS states it.
    pub status: String,
    /// The revision that was pushed; null when nothing names it.
    pub pushed: Option<String>,
    /// When it ended, else began, RFC 3339 in UTC.
    pub at: Option<String>,
}

pub(super) fn waiting(words: &Words, chosen: &Diagnosis) -> Option<Waiting> {
    let waiting = chosen.steps.deployments.waiting.as_ref()?;
    Some(Waiting {
        kind: waiting.word(),
        until: moment(waiting.until()),
        text: words.say(&waiting.sentence()),
    })
}

pub(super) fn forecast(words: &Words, chosen: &Diagnosis) -> Option<Forecast> {
    let forecast = chosen.steps.deployments.forecast.as_ref()?;
    let (left, failures, threshold, stated) = match forecast.end {
        End::Trips { left, failures, threshold, stated, .. } => {
            (Some(left), Some(failures), Some(threshold), stated)
        }
        End::NotCounted { .. } | End::Never => (None, None, None, false),
    };
    Some(Forecast {
        end: forecast.end.word(),
        left,
        failures,
        threshold,
        stated,
        next_try_by: moment(forecast.next_try_by),
        text: forecast.messages().iter().map(|message| words.say(message)).collect(),
    })
}

pub(super) fn changes(words: &Words, chosen: &Diagnosis) -> Option<Changes> {
    let changes = chosen.changes()?;
    Some(Changes {
        from: changes.from.clone(),
        to: changes.to.clone(),
        missing: changes.missing.clone(),
        list: changes.list.iter().map(|one| change(words, one)).collect(),
    })
}

fn change(words: &Words, change: &diagnosis::Change) -> Change {
    let (before, after) = change.shown();
    Change {
        container: change.container.clone(),
        field: change.field.clone(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        masked: change.masked,
        suspicion: match change.suspicion {
            Suspicion::Likely => "likely",
            Suspicion::Possible => "possible",
            Suspicion::Unlikely => "unlikely",
        },
        text: words.say(&change.message()),
    }
}

pub(super) fn past(chosen: &Diagnosis) -> Vec<Past> {
    chosen.steps.deployments.past.iter().map(ended).collect()
}

fn ended(past: &PastDeployment) -> Past {
    Past {
        id: past.id.clone(),
        outcome: match past.outcome {
            PastOutcome::Successful => "successful",
            PastOutcome::RolledBack => "rolled-back",
            PastOutcome::RollbackFailed => "rollback-failed",
            PastOutcome::Superseded => "superseded",
            PastOutcome::Stopped => "stopped",
            PastOutcome::Other => "other",
        },
        status: past.status.clone(),
        pushed: past.pushed.clone(),
        at: moment(past.at),
    }
}

fn moment(at: Option<Time>) -> Option<String> {
    at.map(|time| time.0.to_string())
}
