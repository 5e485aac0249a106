//! What the scheduler can decide, and why.

use jiff::Timestamp;

use crate::emulator::world::Stage;

/// One decision. Places in `tasks` are those of the service at the moment of the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Start so many tasks of the deployment or task set `ecs-svc/N`; so many of them replace unhealthy ones.
    Start {
        /// `ecs-svc/N`.
        deployment: String,
        /// How many.
        count: usize,
        /// How many of them stand in for tasks that failed their checks.
        replaced: usize,
    },
    /// Stop these tasks.
    Stop {
        /// Places of the tasks.
        tasks: Vec<usize>,
        /// Why.
        why: StopCause,
    },
    /// The deployment in question has what it wants.
    Complete,
    /// The deployment in question enters a stage.
    Enter(Stage),
    /// So many percent of production traffic go to the new revision.
    Shift(f64),
    /// The deployment in question failed.
    Fail(Failure),
    /// As many tasks run as are wanted, and nothing is under way.
    Steady,
    /// The task set `ecs-svc/N` should have so many tasks from now on.
    Compute {
        /// `ecs-svc/N`.
        set: String,
        /// How many.
        count: i64,
    },
    /// The task set `ecs-svc/N` has what it wants.
    Stabilize(String),
    /// The task set `ecs-svc/N` drained, and no task of it is left.
    Remove(String),
    /// A service that is being deleted has no task left.
    Close,
    /// Nothing to do before something happens, or before this moment.
    Wait(Wait, Option<Timestamp>),
}

/// Why a task is told to stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StopCause {
    /// It is one too many, or of a revision that is being replaced.
    Scaling,
    /// Its container's own check failed.
    ContainerCheck,
    /// Its load balancer's check failed.
    TargetCheck,
}

/// Why a deployment failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The circuit breaker counted enough failures.
    Breaker,
    /// These alarms are in ALARM.
    Alarm(Vec<String>),
    /// A lifecycle hook failed, ran out, or a person said no.
    Hook,
    /// A person stopped the deployment: back to the revision before.
    Requested,
    /// A person stopped the deployment where it stands.
    Aborted,
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Floor and ceiling leave nothing to start and nothing to stop.
    Deadlock,
    /// Starts that failed stretch the delay to the next.
    Throttle,
    /// Tasks are on their way, or leaving.
    Tasks,
    /// Tasks that should leave are protected.
    Protection,
    /// Bake time.
    Bake,
    /// A hook.
    Hook,
    /// The deployment failed and nothing is started for it.
    Failed,
}
