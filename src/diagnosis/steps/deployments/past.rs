//! The service deployments before the current one: which was pushed, which was overtaken, which was taken back.

use jiff::SignedDuration;

use crate::model::time::Time;
use crate::model::{Facts, ServiceDeployment, arn};
use crate::msg;
use crate::words::Message;

/// A newer deployment stops the one that runs; the two are stamped within this time of each other.
const OVERTAKING: SignedDuration = SignedDuration::from_mins(5);

/// A deployment that ended, or that another one overtook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastDeployment {
    /// Last segment of its ARN.
    pub id: String,
    /// How it ended.
    pub outcome: PastOutcome,
    /// `SUCCESSFUL`, `STOPPED`, …, verbatim.
    pub status: String,
    /// The revision that it was to lead to (`web:42`), where something names it.
    pub pushed: Option<String>,
    /// The revision that ran when it had ended: that of a success, or what was gone back to.
    pub runs: Option<String>,
    /// When it ended, else when it began.
    pub at: Option<Time>,
}

/// How a service deployment ended. Source: API reference, `ServiceDeployment.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastOutcome {
    /// It finished.
    Successful,
    /// It was taken back.
    RolledBack,
    /// Taking it back failed.
    RollbackFailed,
    /// A newer deployment was pushed over it.
    Superseded,
    /// Somebody stopped it.
    Stopped,
    /// Any other word.
    Other,
}

/// All records but the current one, the newest first.
pub fn of(facts: &Facts<'_>) -> Vec<PastDeployment> {
    let current = super::current_index(facts);
    let records = facts.service_deployments.iter().enumerate();
    let past = records.filter(|(index, _)| Some(*index) != current);
    past.map(|(_, record)| ended(facts, record)).collect()
}

fn ended(facts: &Facts<'_>, record: &ServiceDeployment) -> PastDeployment {
    let status = record.status.clone().unwrap_or_default();
    let pushed = record.target_arn().and_then(|arn| revision(facts, arn));
    let back = record.rollback.as_ref().and_then(|rollback| rollback.service_revision_arn.as_deref());
    let outcome = outcome(facts, record, &status);
    let runs = match outcome {
        PastOutcome::Successful => pushed.clone(),
        PastOutcome::RolledBack => back.and_then(|arn| revision(facts, arn)),
        _ => None,
    };
    let id = record.service_deployment_arn.as_deref().map(arn::name).unwrap_or_default().to_owned();
    let at = record.finished_at.or(record.stopped_at).or(record.started_at).or(record.created_at);
    PastDeployment { id, outcome, status, pushed, runs, at }
}

fn outcome(facts: &Facts<'_>, record: &ServiceDeployment, status: &str) -> PastOutcome {
    match status {
        "SUCCESSFUL" => PastOutcome::Successful,
        "ROLLBACK_SUCCESSFUL" => PastOutcome::RolledBack,
        "ROLLBACK_FAILED" => PastOutcome::RollbackFailed,
        "STOPPED" | "STOP_REQUESTED" if is_overtaken(facts, record) => PastOutcome::Superseded,
        "STOPPED" | "STOP_REQUESTED" => PastOutcome::Stopped,
        _ => PastOutcome::Other,
    }
}

/// Whether a newer deployment began when this one was stopped.
fn is_overtaken(facts: &Facts<'_>, record: &ServiceDeployment) -> bool {
    let Some(stopped) = record.stopped_at.or(record.finished_at).or(record.updated_at) else { return false };
    let newer = facts.service_deployments.iter().filter(|other| other.created_at > record.created_at);
    let mut began = newer.filter_map(|other| other.created_at);
    began.any(|began| stopped.since(began).abs() <= OVERTAKING)
}

/// The task definition behind a service revision: from its own record, else from the row whose number it has.
pub fn revision(facts: &Facts<'_>, arn: &str) -> Option<String> {
    let mut revisions = facts.service_revisions.iter();
    let named = revisions.find(|one| one.service_revision_arn.as_deref() == Some(arn));
    let named = named.and_then(|one| one.task_definition.as_deref());
    let id = format!("ecs-svc/{}", arn::name(arn));
    let row = || {
        let rows = &facts.service?.deployments;
        rows.iter().find(|row| row.id.as_deref() == Some(id.as_str()))?.task_definition.as_deref()
    };
    named.or_else(row).map(|definition| arn::revision(definition).to_owned())
}

impl PastDeployment {
    /// What became of it, in words.
    pub fn message(&self) -> Message {
        let name = self.pushed.clone().unwrap_or_else(|| self.id.clone());
        match (self.outcome, &self.runs) {
            (PastOutcome::Successful, _) => msg!("past-successful", name = name),
            (PastOutcome::RolledBack, Some(runs)) => {
                msg!("past-rolled-back-to", name = name, revision = runs)
            }
            (PastOutcome::RolledBack, None) => msg!("past-rolled-back", name = name),
            (PastOutcome::RollbackFailed, _) => msg!("past-rollback-failed", name = name),
            (PastOutcome::Superseded, _) => msg!("past-superseded", name = name),
            (PastOutcome::Stopped, _) => msg!("past-stopped", name = name),
            (PastOutcome::Other, _) => msg!("past-other", name = name, status = &self.status),
        }
    }
}
