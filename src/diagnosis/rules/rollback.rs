//! `deploy.rollback_ineffective`: what was gone back to fails as well, so the fault is not in the task
//! definition; and `deploy.codedeploy_health`, where CodeDeploy does not see that the new tasks die.

use super::{Case, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, StepId};
use crate::diagnosis::steps::deployments::{RollbackPhase, RowRole};
use crate::diagnosis::steps::stopped::routine;
use crate::diagnosis::wording::evidence;
use crate::model::Task;
use crate::msg;

/// Failures that are no accident.
const SEVERAL: usize = 2;

/// Looks at what runs after a rollback, and at the task sets of CodeDeploy.
#[derive(Debug)]
pub struct Rollbacks;

impl Rule for Rollbacks {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        ineffective(given).into_iter().chain(code_deploy(given)).collect()
    }
}

fn ineffective(given: &Case<'_>) -> Option<Judgement> {
    let step = &given.steps.deployments;
    let rollback = step.rollback.as_ref().filter(|one| one.phase != RollbackPhase::Impossible)?;
    let row = step.rows.iter().find(|row| row.role == RowRole::RollbackTarget)?;
    let mut proof = rollback.evidence.clone();
    let failed = failed_of(given, &row.id);
    let empty = row.running == Some(0)
        && row.desired.is_some_and(|desired| desired > 0)
        && row.rollout_state.as_deref() == Some("COMPLETED");
    if failed.len() < SEVERAL && !empty {
        return None;
    }
    if empty {
        proof.push(evidence(row.place("runningCount"), "0", Some(&row.id)));
    }
    proof.extend(failed.into_iter().take(2).map(|(field, text, task)| Evidence {
        field,
        text,
        object: Some(task),
    }));
    let at = (StepId::Deployments, Source::Deployment);
    let found = given.found(causes::find("deploy.rollback_ineffective")?, Confidence::Likely, at, proof);
    Some(Judgement::Present(
        found.saying(msg!("cause-deploy-rollback-ineffective-of", revision = &row.revision)),
    ))
}

/// Stops of tasks that deployment `id` started and that are no part of a healthy day: place, text, task.
fn failed_of(given: &Case<'_>, id: &str) -> Vec<(String, String, String)> {
    let since = given.steps.deployments.since;
    let failed = |task: &Task| {
        let after = since.zip(task.created_at).is_none_or(|(since, created)| created > since);
        task.is_stopping() && task.started_by.as_deref() == Some(id) && !routine::is_routine(task) && after
    };
    let tasks = given.facts.tasks.iter().enumerate().filter(|(_, task)| failed(task));
    tasks
        .map(|(index, task)| {
            let reason = task.stopped_reason.clone().unwrap_or_default();
            (format!("tasks[{index}].stoppedReason"), reason, task.id().unwrap_or_default().to_owned())
        })
        .collect()
}

/// CodeDeploy looks at the traffic; tasks of its new set that die after it are seen by ECS alone.
fn code_deploy(given: &Case<'_>) -> Option<Judgement> {
    let step = &given.steps.deployments;
    let row = step.leading().filter(|row| row.is_task_set && step.controller == "CODE_DEPLOY")?;
    let failed = failed_of(given, &row.id);
    if failed.len() < SEVERAL {
        return None;
    }
    let proof =
        failed.into_iter().take(2).map(|(field, text, task)| Evidence { field, text, object: Some(task) });
    let at = (StepId::Deployments, Source::Deployment);
    let found =
        given.found(causes::find("deploy.codedeploy_health")?, Confidence::Likely, at, proof.collect());
    Some(Judgement::Present(found))
}
