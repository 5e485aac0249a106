//! The rows of step 2, and what each is to the rollout.

use super::{DeploymentRow, Rollback, RollbackPhase, RowRole};
use crate::model::arn;
use crate::model::time::Time;
use crate::model::{Deployment, Facts, Subject, TaskSet};

/// All rows: deployments in the order of the answer (the newest first), then task sets.
pub fn take(facts: &Facts<'_>, rollback: Option<&Rollback>) -> Vec<DeploymentRow> {
    let deployments = facts.service.map_or(&[][..], |service| &service.deployments);
    let mut rows: Vec<DeploymentRow> =
        deployments.iter().enumerate().map(|(index, row)| from_deployment(index, row, rollback)).collect();
    let sets = task_sets(facts);
    let newest = sets.iter().filter_map(|set| set.created_at).max();
    rows.extend(sets.iter().enumerate().map(|(index, set)| from_task_set(index, set, newest)));
    rows
}

/// The task sets of the subject; an answer of DescribeTaskSets alone names no service and is all there is.
fn task_sets<'a>(facts: &Facts<'a>) -> Vec<&'a TaskSet> {
    match facts.subject {
        Subject::Nothing => facts.snapshot.task_sets.iter().collect(),
        _ => facts.task_sets.clone(),
    }
}

/// When the deployment in question began: the pushed one, which in a rollback is the failed one. Where that
/// row is gone, its record or the events may tell.
pub fn since(rows: &[DeploymentRow], rollback: Option<&Rollback>) -> Option<Time> {
    if let Some(rollback) = rollback {
        let failed = rows.iter().find(|row| row.role == RowRole::Failed).and_then(|row| row.created);
        return failed.or(rollback.since);
    }
    rows.iter().find(|row| row.role == RowRole::Target).and_then(|row| row.created)
}

fn from_deployment(index: usize, row: &Deployment, rollback: Option<&Rollback>) -> DeploymentRow {
    DeploymentRow {
        id: row.id.clone().unwrap_or_default(),
        index,
        is_task_set: false,
        status: row.status.clone().unwrap_or_default(),
        role: role(row, rollback),
        revision: row.task_definition.as_deref().map(arn::revision).unwrap_or_default().to_owned(),
        desired: row.desired_count,
        pending: row.pending_count,
        running: row.running_count,
        failed: row.failed_tasks,
        rollout_state: row.rollout_state.clone(),
        rollout_reason: row.rollout_state_reason.clone(),
        created: row.created_at,
        updated: row.updated_at,
    }
}

fn role(row: &Deployment, rollback: Option<&Rollback>) -> RowRole {
    let failed = row.rollout_state.as_deref() == Some("FAILED");
    let status = row.status.as_deref();
    let Some(rollback) = rollback else {
        return match status {
            Some("PRIMARY") => RowRole::Target,
            // What ran before reads COMPLETED; a row that is still on its way was overtaken.
            Some("ACTIVE") if row.rollout_state.as_deref() == Some("IN_PROGRESS") => RowRole::Superseded,
            Some("ACTIVE") => RowRole::Source,
            _ => RowRole::Other,
        };
    };
    let is_from = rollback.from.is_some() && rollback.from == row.id;
    match status {
        // Without an older deployment to go back to, the PRIMARY row is the one that failed.
        Some("PRIMARY") if rollback.phase == RollbackPhase::Impossible || is_from => RowRole::Failed,
        Some("PRIMARY") => RowRole::RollbackTarget,
        _ if failed || is_from => RowRole::Failed,
        Some("ACTIVE") => RowRole::Source,
        _ => RowRole::Other,
    }
}

fn from_task_set(index: usize, set: &TaskSet, newest: Option<Time>) -> DeploymentRow {
    let is_newest = set.created_at.is_some() && set.created_at == newest;
    DeploymentRow {
        id: set.id.clone().unwrap_or_default(),
        index,
        is_task_set: true,
        status: set.status.clone().unwrap_or_default(),
        role: match set.status.as_deref() {
            Some("DRAINING") => RowRole::Source,
            _ if is_newest => RowRole::Target,
            Some("PRIMARY") => RowRole::Source,
            _ => RowRole::Other,
        },
        revision: set.task_definition.as_deref().map(arn::revision).unwrap_or_default().to_owned(),
        desired: set.computed_desired_count,
        pending: set.pending_count,
        running: set.running_count,
        failed: None,
        rollout_state: set.stability_status.clone(),
        rollout_reason: None,
        created: set.created_at,
        updated: set.updated_at,
    }
}
