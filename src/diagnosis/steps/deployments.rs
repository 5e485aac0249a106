//! Step 2: the generations of tasks: deployments, or task sets where CodeDeploy or somebody else rolls out.

use crate::diagnosis::finding::{Status, Step, StepId};
use crate::model::Facts;
use crate::model::time::Time;
use crate::msg;

/// Step 2.
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
    pub current: Option<CurrentDeployment>,
    /// Circuit breaker, as configured and, when saved, as it counts.
    pub breaker: Option<Breaker>,
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
    /// Alarms that fired.
    pub triggered_alarms: Vec<String>,
}

/// A hook of the service deployment.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Its id, when ECS states one.
    pub id: Option<String>,
    /// `AWS_LAMBDA` or `PAUSE`.
    pub kind: String,
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
pub fn take(_facts: &Facts<'_>) -> DeploymentStep {
    DeploymentStep {
        step: Step {
            id: StepId::Deployments,
            status: Status::Unknown,
            headline: msg!("unknown"),
            evidence: Vec::new(),
        },
        rows: Vec::new(),
        band: None,
        controller: "ECS".to_owned(),
        strategy: "ROLLING".to_owned(),
        current: None,
        breaker: None,
    }
}
