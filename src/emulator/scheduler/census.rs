//! Who is there: tasks by deployment, and which of them count as healthy.

use jiff::Timestamp;

use crate::emulator::world::{Deployment, Health, Service, Task, epoch};

/// Seconds in RUNNING after which a task without any check counts as healthy.
/// Source: API reference, `DeploymentConfiguration`.
const UNCHECKED_HEALTHY_AFTER: i64 = 40;

/// The tasks of a service, or of one of its deployments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Census {
    /// On their way to RUNNING.
    pub pending: usize,
    /// Running and wanted.
    pub running: usize,
    /// Of the running ones, those that count as healthy.
    pub healthy: usize,
    /// Of the running ones, those whose checks failed.
    pub failing: usize,
    /// Told to stop and not yet gone.
    pub leaving: usize,
}

impl Census {
    /// Counts the tasks of `service` that `fits` takes.
    pub fn of(service: &Service, now: Timestamp, fits: impl Fn(&Task) -> bool) -> Self {
        let mut census = Self::default();
        for task in service.tasks.iter().filter(|task| fits(task)) {
            census.pending += usize::from(task.is_pending());
            census.running += usize::from(task.is_running());
            census.leaving += usize::from(!task.is_wanted() && !task.is_stopped());
            census.healthy += usize::from(is_healthy(service, task, now));
            census.failing += usize::from(is_failing(service, task, now));
        }
        census
    }

    /// The tasks of one deployment.
    pub fn of_row(service: &Service, row: &Deployment, now: Timestamp) -> Self {
        Self::of(service, now, |task| belongs(task, row))
    }

    /// What the ceiling counts: RUNNING or PENDING.
    pub fn wanted(&self) -> usize {
        self.pending + self.running
    }
}

/// Whether `row` started the task.
pub fn belongs(task: &Task, row: &Deployment) -> bool {
    task.started_by.as_deref() == Some(row.id.as_str())
}

/// Whether a task counts for the floor. Without any check: 40 s in RUNNING. With a check of its container:
/// HEALTHY. With a load balancer: its target is healthy. With both: both.
pub fn is_healthy(service: &Service, task: &Task, now: Timestamp) -> bool {
    if !task.is_running() {
        return false;
    }
    let balanced = service.target_groups().next().is_some();
    let target = || task.inside.target.as_ref().is_some_and(|target| target.state == "healthy");
    let container = || task.health_status == Health::Healthy;
    match (balanced, task.inside.checked) {
        (true, true) => target() && container(),
        (true, false) => target(),
        (false, true) => container(),
        (false, false) => task.started_at.is_some_and(|at| epoch::after(at, UNCHECKED_HEALTHY_AFTER) <= now),
    }
}

/// Whether a running task failed a check and its grace period is over.
pub fn is_failing(service: &Service, task: &Task, now: Timestamp) -> bool {
    let grace = service.health_check_grace_period_seconds.unwrap_or(0);
    let graced = task.started_at.is_some_and(|at| epoch::after(at, grace) > now);
    task.is_running() && !graced && (fails_target(task) || task.health_status == Health::Unhealthy)
}

/// Whether its load balancer calls it unhealthy.
pub fn fails_target(task: &Task) -> bool {
    task.inside.target.as_ref().is_some_and(|target| target.state == "unhealthy")
}
