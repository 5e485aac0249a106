//! Step 2: the generations of tasks: deployments, or task sets where CodeDeploy or somebody else rolls out.

mod headline;
mod past;
mod rollback;
mod rows;
mod waiting;

pub use past::{PastDeployment, PastOutcome};
pub use rollback::{Rollback, RollbackPhase};
pub use waiting::Waiting;

use crate::diagnosis::changes::Changes;
use crate::diagnosis::finding::Step;
use crate::diagnosis::forecast::Forecast;
use crate::diagnosis::rollout;
use crate::model::time::Time;
use crate::model::{Facts, Service, ServiceDeployment};

/// Step 2.
///
/// What most services have none of stands in a box: a list holds thousands of steps.
#[derive(Debug, Clone)]
pub struct DeploymentStep {
    /// Its head.
    pub step: Step,
    /// One row a deployment or task set, the newest first.
    pub rows: Vec<DeploymentRow>,
    /// The band that the scheduler keeps to, where it draws one (controller ECS, strategy ROLLING).
    pub band: Option<Band>,
    /// `ECS`, `CODE_DEPLOY`, `EXTERNAL`.
    pub controller: String,
    /// `ROLLING`, `BLUE_GREEN`, `LINEAR`, `CANARY`.
    pub strategy: String,
    /// The service deployment under way or just ended, when it was saved.
    pub current: Option<Box<CurrentDeployment>>,
    /// Circuit breaker, as configured and, when saved, as it counts.
    pub breaker: Option<Breaker>,
    /// The rollback under way or done, when ECS says so.
    pub rollback: Option<Box<Rollback>>,
    /// When the deployment in question began: what is older is history. Absent when nothing states it.
    pub since: Option<Time>,
    /// What the deployment waits for on purpose, when it does.
    pub waiting: Option<Box<Waiting>>,
    /// Service deployments before the current one, the newest first.
    pub past: Vec<PastDeployment>,
    /// What becomes of the rollout if it goes on as it does; told where tasks fail.
    pub forecast: Option<Box<Forecast>>,
    /// What changed since the revision that last worked, once the findings are known.
    pub changes: Option<Changes>,
}

/// A generation of tasks.
#[derive(Debug, Clone)]
pub struct DeploymentRow {
    /// `ecs-svc/N`.
    pub id: String,
    /// Index in `deployments[]` or `taskSets[]` of the answer.
    pub index: usize,
    /// Whether it is a task set.
    pub is_task_set: bool,
    /// `PRIMARY`, `ACTIVE`, `DRAINING`, …, verbatim.
    pub status: String,
    /// What the row is to the rollout.
    pub role: RowRole,
    /// `web:42`.
    pub revision: String,
    /// Tasks wanted, pending, running; consecutive failures.
    pub desired: Option<i64>,
    /// Tasks that do not run yet.
    pub pending: Option<i64>,
    /// Tasks that run.
    pub running: Option<i64>,
    /// Consecutive failures; 0 again as soon as one task runs.
    pub failed: Option<i64>,
    /// `IN_PROGRESS`, `COMPLETED`, `FAILED`, verbatim; for a task set its stability status.
    pub rollout_state: Option<String>,
    /// Verbatim.
    pub rollout_reason: Option<String>,
    /// When it was created.
    pub created: Option<Time>,
    /// When it last changed.
    pub updated: Option<Time>,
}

/// What a row is to the rollout. `PRIMARY` alone does not tell: in a rollback it is the old revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRole {
    /// The deployment that the scheduler is leading to.
    Target,
    /// What ran before and is being replaced.
    Source,
    /// The older revision that a rollback leads back to.
    RollbackTarget,
    /// The deployment that failed and is being taken back.
    Failed,
    /// A deployment that never finished because a newer one was pushed over it.
    Superseded,
    /// A row whose part cannot be told.
    Other,
}

/// Floor and ceiling of running tasks during a rollout.
/// floor = ceil(desired × minimumHealthyPercent / 100), ceiling = floor(desired × maximumPercent / 100).
/// Source: API reference, `DeploymentConfiguration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The service's desired count.
    pub desired: i64,
    /// minimumHealthyPercent.
    pub minimum_percent: i64,
    /// maximumPercent.
    pub maximum_percent: i64,
    /// Fewest healthy tasks.
    pub floor: i64,
    /// Most running and pending tasks.
    pub ceiling: i64,
}

/// What the service deployment says.
#[derive(Debug, Clone)]
pub struct CurrentDeployment {
    /// Last segment of its ARN.
    pub id: String,
    /// `IN_PROGRESS`, `ROLLBACK_SUCCESSFUL`, …, verbatim.
    pub status: String,
    /// Verbatim.
    pub reason: Option<String>,
    /// `SCALE_UP`, `BAKE_TIME`, …, verbatim.
    pub stage: Option<String>,
    /// The hooks that have not ended, and those that failed.
    pub hooks: Vec<Hook>,
    /// When it was last updated.
    pub updated: Option<Time>,
    /// Minutes of bake time, where it is configured.
    pub bake_minutes: Option<i64>,
    /// Percent of the production traffic that goes to the new revision, where ECS moves it in steps.
    pub traffic: Option<i64>,
    /// Alarms that it watches: `alarms.status` is `MONITORING`.
    pub watched_alarms: Vec<String>,
    /// Alarms that fired.
    pub triggered_alarms: Vec<String>,
    /// The moment that the newest change is stated for: finished, else updated, started, created.
    pub at: Option<Time>,
    /// Index in the captured list of service deployments of the subject, newest first.
    pub index: usize,
}

/// A hook of the service deployment.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Index in `lifecycleHookDetails[]` of the record.
    pub index: usize,
    /// Its id, when ECS states one.
    pub id: Option<String>,
    /// `AWS_LAMBDA` or `PAUSE`.
    pub kind: String,
    /// The function that a Lambda hook runs, by its name.
    pub function: Option<String>,
    /// `AWAITING_ACTION`, `IN_PROGRESS`, `FAILED`, …, verbatim.
    pub status: String,
    /// When it runs out.
    pub expires: Option<Time>,
    /// `ROLLBACK` or `CONTINUE`.
    pub timeout_action: Option<String>,
}

/// The circuit breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// Whether it is on.
    pub enabled: bool,
    /// Whether it rolls back.
    pub rollback: bool,
    /// Failures so far, when a service deployment states them.
    pub failures: Option<i64>,
    /// Failures at which it trips: stated, or computed from the configuration.
    pub threshold: Option<i64>,
    /// Whether `threshold` was stated by ECS.
    pub stated: bool,
}

/// Takes step 2.
pub fn take(facts: &Facts<'_>) -> DeploymentStep {
    let rollback = rollback::find(facts);
    let rows = rows::take(facts, rollback.as_ref());
    let current = current(facts);
    let since = rows::since(&rows, rollback.as_ref());
    let service = facts.service;
    let mut step = DeploymentStep {
        step: headline::empty(),
        rows,
        band: rollout::band(facts),
        controller: service.map_or("ECS", |service| service.controller()).to_owned(),
        strategy: service.map_or("ROLLING", |service| service.strategy()).to_owned(),
        breaker: rollout::breaker(facts, current_record(facts)),
        current: current.map(Box::new),
        rollback: rollback.map(Box::new),
        since,
        waiting: None,
        past: past::of(facts),
        forecast: None,
        changes: None,
    };
    step.waiting = waiting::of(&step).map(Box::new);
    step.step = headline::head(facts, &step);
    step
}

impl DeploymentStep {
    /// The row that the scheduler leads to: the new revision, or in a rollback the old one.
    pub fn leading(&self) -> Option<&DeploymentRow> {
        self.rows.iter().find(|row| matches!(row.role, RowRole::Target | RowRole::RollbackTarget))
    }

    /// The row that a person pushed and asks about: the failed one of a rollback, else the leading one.
    pub fn pushed(&self) -> Option<&DeploymentRow> {
        self.rows.iter().find(|row| row.role == RowRole::Failed).or_else(|| self.leading())
    }

    /// Whether a row still stands that the leading one replaces.
    pub fn has_old_rows(&self) -> bool {
        self.rows.iter().any(|row| (row.is_old() || row.role == RowRole::Failed) && !row.is_gone())
    }

    /// Whether one generation alone is left.
    pub fn is_of_one_generation(&self) -> bool {
        self.rows.iter().filter(|row| !row.is_gone()).count() == 1
    }
}

impl DeploymentRow {
    /// Whether all wanted tasks run; a row that does not state both numbers is not full.
    pub fn is_full(&self) -> bool {
        self.desired.is_some() && self.running == self.desired
    }

    /// How many tasks it should come to: as many as the service wants, which is where a rollout leads; a task set has a
    /// share of its own.
    pub fn wanted(&self, service: Option<&Service>) -> Option<i64> {
        let whole = service.and_then(|service| service.desired_count);
        if self.is_task_set { self.desired.or(whole) } else { whole.or(self.desired) }
    }

    /// Whether it is replaced by the leading row: what ran before, or what was pushed and never finished.
    pub fn is_old(&self) -> bool {
        matches!(self.role, RowRole::Source | RowRole::Superseded)
    }

    /// Whether nothing is left of it but the row, which ECS lists for a while longer.
    pub fn is_gone(&self) -> bool {
        let empty = [self.desired, self.pending, self.running].iter().all(|count| *count == Some(0));
        self.status == "INACTIVE" || (self.is_old() && empty)
    }

    /// Place of one of its fields in the answer.
    pub fn place(&self, field: &str) -> String {
        let list = if self.is_task_set { "taskSets" } else { "deployments" };
        format!("{list}[{}].{field}", self.index)
    }
}

/// The record of the deployment in question: the one that the service names, else the newest.
pub fn current_record<'a>(facts: &Facts<'a>) -> Option<&'a ServiceDeployment> {
    current_index(facts).and_then(|index| facts.service_deployments.get(index).copied())
}

fn current_index(facts: &Facts<'_>) -> Option<usize> {
    let named = facts.service.and_then(|service| service.current_service_deployment.as_deref());
    let position = named.and_then(|arn| {
        facts.service_deployments.iter().position(|one| one.service_deployment_arn.as_deref() == Some(arn))
    });
    position.or_else(|| (!facts.service_deployments.is_empty()).then_some(0))
}

fn current(facts: &Facts<'_>) -> Option<CurrentDeployment> {
    let index = current_index(facts)?;
    let record = *facts.service_deployments.get(index)?;
    let hooks = record.lifecycle_hook_details.iter().enumerate();
    let hooks = hooks.filter(|(_, hook)| hook.status.as_deref() != Some("SUCCEEDED"));
    Some(CurrentDeployment {
        id: record
            .service_deployment_arn
            .as_deref()
            .map(crate::model::arn::name)
            .unwrap_or_default()
            .to_owned(),
        status: record.status.clone().unwrap_or_default(),
        reason: record.status_reason.clone(),
        stage: record.lifecycle_stage.clone(),
        hooks: hooks
            .map(|(index, hook)| Hook {
                index,
                id: hook.hook_id.clone(),
                kind: hook.target_type.clone().unwrap_or_default(),
                function: hook.target_arn.as_deref().map(function),
                status: hook.status.clone().unwrap_or_default(),
                expires: hook.expires_at,
                timeout_action: hook.timeout_action.clone(),
            })
            .collect(),
        updated: record.updated_at,
        bake_minutes: bake_minutes(facts, record),
        traffic: traffic(record),
        watched_alarms: watched(record),
        triggered_alarms: record
            .alarms
            .iter()
            .flat_map(|alarms| alarms.triggered_alarm_names.clone())
            .collect(),
        at: record.finished_at.or(record.updated_at).or(record.started_at).or(record.created_at),
        index,
    })
}

/// `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]` → `NAME`.
fn function(arn: &str) -> String {
    let name = arn.split_once(":function:").map_or(arn, |(_, name)| name);
    name.split(':').next().unwrap_or(name).to_owned()
}

fn bake_minutes(facts: &Facts<'_>, record: &ServiceDeployment) -> Option<i64> {
    let of_service = facts.service.and_then(|service| service.deployment_configuration.as_ref());
    let configuration = record.deployment_configuration.as_ref().or(of_service)?;
    configuration.bake_time_in_minutes.filter(|minutes| *minutes > 0)
}

/// Whole percent of the weight of the new revision; absent where ECS moves no traffic.
fn traffic(record: &ServiceDeployment) -> Option<i64> {
    let weight = record.target_service_revision.as_ref()?.requested_production_traffic_weight?;
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 100 before")]
    Some(weight.clamp(0.0, 100.0).round() as i64)
}

fn watched(record: &ServiceDeployment) -> Vec<String> {
    let alarms = record.alarms.as_ref().filter(|alarms| alarms.status.as_deref() == Some("MONITORING"));
    alarms.map(|alarms| alarms.alarm_names.clone()).unwrap_or_default()
}
