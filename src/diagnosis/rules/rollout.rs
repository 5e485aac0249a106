//! `deploy.*` as far as counts and states tell it: deadlock, breaker, alarms, hooks, and the silent loop.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, RuledOut, StepId};
use crate::diagnosis::steps::deployments::RowRole;
use crate::diagnosis::wording::{evidence, span};
use crate::msg;

const HERE: (StepId, Source) = (StepId::Deployments, Source::Deployment);

/// Reads what the deployments say.
#[derive(Debug)]
pub struct Rollout;

impl Rule for Rollout {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let present = [
            deadlock(given),
            breaker(given),
            alarms(given),
            hooks(given),
            rhythm(given),
            failures(given),
            unbroken(given),
        ];
        let mut judgements: Vec<Judgement> = present.into_iter().flatten().map(Judgement::Present).collect();
        judgements.extend(no_deadlock(given).map(Judgement::Absent));
        judgements
    }
}

fn deadlock(given: &Case<'_>) -> Option<Found> {
    let step = &given.steps.deployments;
    let band = step.band.filter(|_| step.is_deadlocked())?;
    let place = |field: &str| format!("service.deploymentConfiguration.{field}");
    let proof = vec![
        evidence("service.desiredCount", band.desired.to_string(), None),
        evidence(place("minimumHealthyPercent"), band.minimum_percent.to_string(), None),
        evidence(place("maximumPercent"), band.maximum_percent.to_string(), None),
    ];
    let summary = msg!(
        "cause-deploy-deadlock-computed",
        desired = band.desired,
        floor = band.floor,
        ceiling = band.ceiling,
        minimum = band.minimum_percent,
        maximum = band.maximum_percent,
    );
    let cause = causes::find("deploy.config_deadlock")?;
    Some(given.found(cause, Confidence::Certain, HERE, proof).saying(summary))
}

fn no_deadlock(given: &Case<'_>) -> Option<RuledOut> {
    let step = &given.steps.deployments;
    let band = step.band.filter(|band| !band.is_deadlocked() && band.desired > 0)?;
    let under_way = step.leading().is_some_and(|row| row.rollout_state.as_deref() == Some("IN_PROGRESS"));
    under_way.then(|| RuledOut {
        class: "deploy.config_deadlock",
        because: msg!(
            "ruled-out-deadlock",
            floor = band.floor,
            ceiling = band.ceiling,
            desired = band.desired
        ),
    })
}

fn breaker(given: &Case<'_>) -> Option<Found> {
    let step = &given.steps.deployments;
    let cause = causes::find("deploy.circuit_breaker")?;
    if let Some(rollback) = &step.rollback {
        return Some(given.found(cause, Confidence::Certain, HERE, rollback.evidence.clone()));
    }
    let failed = step.rows.iter().find(|row| {
        matches!(row.role, RowRole::Target | RowRole::Failed)
            && row.rollout_state.as_deref() == Some("FAILED")
    })?;
    let proof = evidence(failed.place("rolloutState"), "FAILED", Some(&failed.id));
    Some(given.found(cause, Confidence::Certain, HERE, vec![proof]))
}

fn alarms(given: &Case<'_>) -> Option<Found> {
    let current = given.steps.deployments.current.as_ref()?;
    let proof: Vec<Evidence> = current
        .triggered_alarms
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let field = format!("serviceDeployments[{}].alarms.triggeredAlarmNames[{place}]", current.index);
            evidence(field, name, Some(&current.id))
        })
        .collect();
    if proof.is_empty() {
        return None;
    }
    Some(given.found(causes::find("deploy.alarm_rollback")?, Confidence::Certain, HERE, proof))
}

fn hooks(given: &Case<'_>) -> Option<Found> {
    let current = given.steps.deployments.current.as_ref()?;
    let hook = current.hooks.iter().find(|hook| matches!(hook.status.as_str(), "FAILED" | "TIMED_OUT"))?;
    let field = format!("serviceDeployments[{}].lifecycleHookDetails[{}].status", current.index, hook.index);
    let proof = evidence(field, &hook.status, hook.id.as_deref());
    Some(given.found(causes::find("deploy.hook_failed")?, Confidence::Certain, HERE, vec![proof]))
}

/// Failures in a row that the row itself counts, whether or not anything else says why.
fn failures(given: &Case<'_>) -> Option<Found> {
    let row = given.steps.deployments.leading().filter(|row| row.role == RowRole::Target)?;
    let count = row.failed.filter(|count| *count > 0)?;
    if row.rollout_state.as_deref() != Some("IN_PROGRESS") {
        return None;
    }
    let proof = evidence(row.place("failedTasks"), count.to_string(), Some(&row.id));
    let found = given.found(causes::find("deploy.impaired")?, Confidence::Certain, HERE, vec![proof]);
    let found = if count > 1 { found } else { found.sure(Confidence::Possible, msg!("because-one-failure")) };
    // A query may have left the revision out.
    let revision = Some(row.revision.as_str()).filter(|name| !name.is_empty()).unwrap_or("none");
    Some(found.saying(msg!("cause-deploy-failed-tasks", count = count, revision = revision)))
}

/// A rollout of this age that still fails is not going to end by itself.
const LONG: SignedDuration = SignedDuration::from_mins(30);

/// Failures that are no accident.
const SEVERAL: usize = 3;

/// The deployment fails again and again, and no breaker ends it.
fn unbroken(given: &Case<'_>) -> Option<Found> {
    let step = &given.steps.deployments;
    let row = step.leading().filter(|row| row.role == RowRole::Target)?;
    let open = row.rollout_state.as_deref() == Some("IN_PROGRESS");
    let age = given.facts.captured_at()?.since(row.created?);
    let configuration = given.facts.service?.deployment_configuration.as_ref()?;
    let breaker = configuration.deployment_circuit_breaker.as_ref()?.enable;
    if !open || breaker != Some(false) || age < LONG {
        return None;
    }
    let failed = usize::try_from(row.failed.unwrap_or_default()).unwrap_or_default();
    let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
    let saved: usize = groups.map(|group| group.tasks.len()).sum();
    if failed.max(saved) < SEVERAL {
        return None;
    }
    let field = "service.deploymentConfiguration.deploymentCircuitBreaker.enable";
    let mut proof = vec![evidence(field, "false", None)];
    if failed > 0 {
        proof.push(evidence(row.place("failedTasks"), failed.to_string(), Some(&row.id)));
    }
    let found = given.found(causes::find("deploy.no_breaker_loop")?, Confidence::Certain, HERE, proof);
    Some(found.saying(msg!("cause-deploy-no-breaker-loop-of", age = span(age))))
}

/// Starts follow each other and nothing asked for them: tasks keep dying, though every event is routine.
fn rhythm(given: &Case<'_>) -> Option<Found> {
    let rhythm = given.steps.events.rhythm.as_ref()?;
    let over = span(rhythm.last.since(rhythm.first));
    let proof = evidence(&rhythm.field, &rhythm.message, None);
    let place = (StepId::ServiceEvents, Source::Event);
    let found = given.found(causes::find("deploy.impaired")?, Confidence::Likely, place, vec![proof]);
    let said = msg!("cause-deploy-rhythm", count = rhythm.starts, over = over);
    Some(found.saying(said).at(Some(rhythm.last)))
}
