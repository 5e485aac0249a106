//! Who is there: tasks by deployment, and which of them count as healthy.

use jiff::Timestamp;

use crate::emulator::world::{Deployment, Health, LoadBalancer, Service, Task, TaskSet, epoch};

/// Seconds in RUNNING after which a task without any check counts as healthy.
/// Source: API reference, `DeploymentConfiguration`.
const UNCHECKED_HEALTHY_AFTER: i64 = 40;

/// The tasks of a service, or of one of its deployments or task sets.
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
        let measure = Measure::new(service, now);
        let mut census = Self::default();
        for task in service.tasks.iter().filter(|task| fits(task)) {
            census.add(task, &measure.head(task, None));
        }
        census
    }

    /// What the ceiling counts: RUNNING or PENDING.
    pub fn wanted(&self) -> usize {
        self.pending + self.running
    }

    fn add(&mut self, task: &Task, head: &Head) {
        self.pending += usize::from(task.is_pending());
        self.running += usize::from(task.is_running());
        self.leaving += usize::from(!head.wanted && !task.is_stopped());
        self.healthy += usize::from(head.healthy);
        self.failing += usize::from(head.failing);
    }
}

/// Every task of a service at one moment, looked at once: a look asks for the same counts a dozen times.
#[derive(Debug, Clone)]
pub struct Roll {
    /// In the order of the tasks.
    pub heads: Vec<Head>,
    /// All together.
    pub all: Census,
    /// By the number of the deployment or task set.
    rows: Vec<(u64, Census)>,
}

/// One task, as a plan sees it.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Head {
    /// The number of the deployment or task set that started it, if that still stands.
    pub row: Option<u64>,
    /// Whether nobody told it to stop.
    pub wanted: bool,
    /// Whether it counts for the floor.
    pub healthy: bool,
    /// Whether it failed a check.
    pub failing: bool,
    /// Whether its container instance drains.
    pub draining: bool,
}

impl Head {
    /// Whether it goes of itself, once something stands in for it.
    pub fn is_going(&self) -> bool {
        self.failing || self.draining
    }
}

impl Roll {
    /// Calls the roll of `service`.
    pub fn call(service: &Service, now: Timestamp) -> Self {
        let measure = Measure::new(service, now);
        let deployments = service.deployments.iter().map(|row| row.memory.number);
        let numbers = deployments.chain(service.task_sets.iter().map(|set| set.memory.number));
        let mut rows: Vec<(u64, Census)> = numbers.map(|number| (number, Census::default())).collect();
        let mut all = Census::default();
        let heads = service.tasks.iter().map(|task| {
            let place = rows.iter().position(|(number, _)| task.inside.deployment == Some(*number));
            let head = measure.head(task, place.map(|place| rows[place].0));
            all.add(task, &head);
            if let Some(place) = place {
                rows[place].1.add(task, &head);
            }
            head
        });
        let heads = heads.collect();
        Self { heads, all, rows }
    }

    /// The tasks of one deployment.
    pub fn of(&self, row: &Deployment) -> Census {
        self.numbered(row.memory.number)
    }

    /// The tasks of one task set.
    pub fn of_set(&self, set: &TaskSet) -> Census {
        self.numbered(set.memory.number)
    }

    /// The tasks of the deployment or task set `ecs-svc/number`.
    pub fn numbered(&self, number: u64) -> Census {
        let found = self.rows.iter().find(|(one, _)| *one == number);
        found.map(|(_, census)| *census).unwrap_or_default()
    }
}

/// What the tasks of a service are held against at one moment.
struct Measure<'a> {
    service: &'a Service,
    /// Whether tasks stand behind a load balancer where no task set says otherwise.
    balanced: bool,
    /// A task without any check that runs since then is healthy.
    settled: Timestamp,
    /// A task that runs since then has no grace any more.
    graceless: Timestamp,
}

impl<'a> Measure<'a> {
    fn new(service: &'a Service, now: Timestamp) -> Self {
        let grace = service.health_check_grace_period_seconds.unwrap_or(0);
        Self {
            service,
            balanced: has_targets(&service.load_balancers),
            settled: epoch::after(now, -UNCHECKED_HEALTHY_AFTER),
            graceless: epoch::after(now, grace.saturating_neg()),
        }
    }

    fn head(&self, task: &Task, row: Option<u64>) -> Head {
        Head {
            row,
            wanted: task.is_wanted(),
            healthy: self.is_healthy(task),
            failing: self.is_failing(task),
            draining: task.inside.draining,
        }
    }

    fn is_healthy(&self, task: &Task) -> bool {
        if !task.is_running() {
            return false;
        }
        let balanced = self.is_balanced(task);
        let unchecked = !balanced && !task.inside.checked;
        reports_healthy(task, balanced)
            && (!unchecked || task.started_at.is_some_and(|at| at <= self.settled))
    }

    fn is_balanced(&self, task: &Task) -> bool {
        if self.service.task_sets.is_empty() {
            return self.balanced;
        }
        has_targets(self.service.load_balancers_of(task.inside.deployment))
    }

    fn is_failing(&self, task: &Task) -> bool {
        let graced = task.started_at.is_some_and(|at| at > self.graceless);
        task.is_running() && !graced && (fails_target(task) || task.health_status == Health::Unhealthy)
    }
}

fn has_targets(balancers: &[LoadBalancer]) -> bool {
    balancers.iter().any(|one| one.target_group_arn.is_some())
}

/// Whether every check that a task has says that it is healthy: of its load balancer, of its containers.
fn reports_healthy(task: &Task, balanced: bool) -> bool {
    let target = || task.inside.target.as_ref().is_some_and(|target| target.state == "healthy");
    (!balanced || target()) && (!task.inside.checked || task.health_status == Health::Healthy)
}

/// Whether no check of a task set's running tasks says otherwise. A task without any check has nothing to report.
pub fn all_report_healthy(service: &Service, set: &TaskSet) -> bool {
    let balanced = has_targets(&set.load_balancers);
    let own = service.tasks.iter().filter(|task| task.inside.deployment == Some(set.memory.number));
    own.filter(|task| task.is_running()).all(|task| reports_healthy(task, balanced))
}

/// Whether a task counts for the floor. Without any check: 40 s in RUNNING. With a check of its container:
/// HEALTHY. With a load balancer: its target is healthy. With both: both.
pub fn is_healthy(service: &Service, task: &Task, now: Timestamp) -> bool {
    Measure::new(service, now).is_healthy(task)
}

/// Whether its load balancer calls it unhealthy.
pub fn fails_target(task: &Task) -> bool {
    task.inside.target.as_ref().is_some_and(|target| target.state == "unhealthy")
}
