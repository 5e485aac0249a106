//! One deployment, followed by its identity until it is over.
//!
//! `PRIMARY` is no identity: in a rollback, and after the next push, it is another deployment. What stays is
//! the ARN of the service deployment and the id of its row (`ecs-svc/N`); the revision that the record leads
//! to ends in the same number.

use crate::diagnosis::steps::deployments::{DeploymentRow, RollbackPhase, RowRole};
use crate::diagnosis::{Diagnosis, State};
use crate::model::{Facts, ServiceDeployment, arn};

/// The deployment that is followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followed {
    /// ARN of the service deployment, where ECS keeps a record of it.
    pub record: Option<String>,
    /// Id of its row, `ecs-svc/N`.
    pub row: Option<String>,
    /// `web:42`, where the row stands.
    pub revision: Option<String>,
    /// Whether it was seen as failed without a rollback that had begun.
    failed: bool,
}

/// How the deployment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// ECS calls it complete.
    Completed,
    /// It failed, and is not taken back.
    Failed,
    /// It was taken back.
    RolledBack,
    /// It waits for a person.
    Paused,
    /// Another deployment was begun before it was through.
    Superseded,
    /// Somebody stopped it.
    Stopped,
    /// The service is being deleted, or is no more.
    Gone,
}

impl Outcome {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::RolledBack => "rolled-back",
            Self::Paused => "paused",
            Self::Superseded => "superseded",
            Self::Stopped => "stopped",
            Self::Gone => "gone",
        }
    }
}

impl Followed {
    /// The newest deployment of the service; nothing when the answers name none.
    pub fn newest(facts: &Facts<'_>, diagnosis: &Diagnosis) -> Option<Self> {
        let step = &diagnosis.steps.deployments;
        let row = step.pushed();
        let record = facts.service_deployments.first().copied().filter(|record| covers(record, row));
        // The row of a deployment that was taken back may be gone already.
        let failed = step.rollback.as_ref().and_then(|rollback| rollback.from.clone());
        let newest = row.map(|row| row.id.clone()).filter(|id| !id.is_empty());
        let own = record.and_then(number).or(failed).or(newest);
        let revision = step.rows.iter().find(|row| Some(&row.id) == own.as_ref());
        let followed = Self {
            record: record.and_then(|record| record.service_deployment_arn.clone()),
            revision: revision.map(|row| row.revision.clone()),
            row: own,
            failed: false,
        };
        (followed.record.is_some() || followed.row.is_some()).then_some(followed)
    }

    /// What a person calls it by.
    pub fn name(&self) -> &str {
        self.row.as_deref().or(self.record.as_deref().map(arn::name)).unwrap_or_default()
    }

    /// How it ended, as far as a new look tells; nothing while it is under way.
    pub fn outcome(&mut self, facts: &Facts<'_>, diagnosis: &Diagnosis) -> Option<Outcome> {
        let status = facts.service.and_then(|service| service.status.as_deref());
        if status.is_some_and(|status| status != "ACTIVE") {
            return Some(Outcome::Gone);
        }
        match self.own_record(facts) {
            Some(record) => by_record(record, facts),
            None if self.was_overtaken(facts) => Some(Outcome::Superseded),
            None => self.by_row(diagnosis),
        }
    }

    fn own_record<'a>(&self, facts: &Facts<'a>) -> Option<&'a ServiceDeployment> {
        let arn = self.record.as_deref()?;
        facts
            .service_deployments
            .iter()
            .copied()
            .find(|one| one.service_deployment_arn.as_deref() == Some(arn))
    }

    /// Whether ECS lists records, and no longer this one: only the newest are read.
    fn was_overtaken(&self, facts: &Facts<'_>) -> bool {
        self.record.is_some() && !facts.service_deployments.is_empty()
    }

    /// What the rows tell, where there is no record.
    fn by_row(&mut self, diagnosis: &Diagnosis) -> Option<Outcome> {
        let step = &diagnosis.steps.deployments;
        let own = step.rows.iter().find(|row| Some(&row.id) == self.row.as_ref());
        let rollback = step.rollback.as_ref().filter(|rollback| match &rollback.from {
            Some(from) => Some(from) == self.row.as_ref(),
            // ECS does not say what it takes back.
            None => own.is_none_or(|row| matches!(row.role, RowRole::Failed | RowRole::RollbackTarget)),
        });
        match rollback.map(|rollback| rollback.phase) {
            Some(RollbackPhase::Running) => return None,
            Some(RollbackPhase::Done) => return Some(Outcome::RolledBack),
            Some(RollbackPhase::Impossible) => return Some(Outcome::Failed),
            None => {}
        }
        let Some(row) = own else {
            return (!step.rows.is_empty()).then_some(Outcome::Superseded);
        };
        match row.rollout_state.as_deref() {
            Some("COMPLETED" | "STEADY_STATE") if row.role != RowRole::Superseded => Some(Outcome::Completed),
            Some("FAILED") => {
                let returns =
                    step.breaker.as_ref().is_some_and(|breaker| breaker.enabled && breaker.rollback);
                // A breaker that rolls back does so in a moment.
                let was = std::mem::replace(&mut self.failed, true);
                (was || !returns).then_some(Outcome::Failed)
            }
            _ if row.role == RowRole::Superseded => Some(Outcome::Superseded),
            None if diagnosis.state == State::Steady => Some(Outcome::Completed),
            _ => None,
        }
    }
}

/// What the record states. Source: API reference, `ServiceDeployment.status`.
fn by_record(record: &ServiceDeployment, facts: &Facts<'_>) -> Option<Outcome> {
    let overtaken = facts
        .service_deployments
        .iter()
        .any(|other| other.created_at.zip(record.created_at).is_some_and(|(other, own)| other > own));
    let waits =
        record.lifecycle_hook_details.iter().any(|hook| hook.status.as_deref() == Some("AWAITING_ACTION"));
    match record.status.as_deref()? {
        "SUCCESSFUL" => Some(Outcome::Completed),
        "ROLLBACK_SUCCESSFUL" => Some(Outcome::RolledBack),
        "ROLLBACK_FAILED" => Some(Outcome::Failed),
        _ if overtaken => Some(Outcome::Superseded),
        "STOPPED" => Some(Outcome::Stopped),
        "PENDING" | "IN_PROGRESS" if waits => Some(Outcome::Paused),
        _ => None,
    }
}

/// Whether the newest record is that of the newest row. A row that was begun after a record had ended has none
/// yet, or never will.
fn covers(record: &ServiceDeployment, row: Option<&DeploymentRow>) -> bool {
    const OVER: [&str; 4] = ["SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"];
    let over = record.status.as_deref().is_some_and(|status| OVER.contains(&status));
    let Some(row) = row else { return true };
    !over
        || number(record).as_ref() == Some(&row.id)
        || row.created <= record.finished_at.max(record.created_at)
}

/// The id of the row that a record leads to: the last part of the ARN of its target revision is its number.
fn number(record: &ServiceDeployment) -> Option<String> {
    record.target_arn().map(|arn| format!("ecs-svc/{}", arn::name(arn)))
}
