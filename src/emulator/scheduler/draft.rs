//! A plan in the making: what is still free between floor and ceiling, and which tasks are chosen.

use jiff::Timestamp;

use super::action::{Action, StopCause};
use super::census::{self, Census, belongs, is_failing, is_healthy};
use crate::emulator::world::{Deployment, DeploymentStatus, RolloutState, Service, Task};

/// A plan in the making: what is still free of the band.
pub struct Draft<'a> {
    service: &'a Service,
    now: Timestamp,
    /// Tasks that may still be started.
    room: i64,
    /// Healthy tasks that may still be stopped.
    spare: i64,
    /// Places of tasks that are to be stopped.
    chosen: Vec<usize>,
    /// Tasks that should stop and are protected.
    pub protected: usize,
    /// What is to be done.
    pub actions: Vec<Action>,
}

impl<'a> Draft<'a> {
    /// An empty plan between a floor of healthy tasks and a ceiling of running and pending ones.
    pub fn new(service: &'a Service, (floor, ceiling): (i64, i64), now: Timestamp) -> Self {
        let all = Census::of(service, now, |_| true);
        let count = |tasks: usize| i64::try_from(tasks).unwrap_or(i64::MAX);
        Self {
            service,
            now,
            room: ceiling - count(all.wanted()),
            spare: count(all.healthy) - floor,
            chosen: Vec::new(),
            protected: 0,
            actions: Vec::new(),
        }
    }

    /// Tasks whose checks failed go. In a rollout at once; in a service at rest, where the ceiling leaves
    /// room, only after the one that stands in for them is healthy.
    pub fn stop_failing(&mut self) {
        for row in &self.service.deployments {
            let counts = Census::of_row(self.service, row, self.now);
            let replaced = i64::try_from(counts.healthy).unwrap_or(i64::MAX) >= row.desired_count;
            let at_once = row.rollout_state != RolloutState::Completed || replaced;
            let failing =
                self.places(|draft, task| belongs(task, row) && is_failing(draft.service, task, draft.now));
            let count = if at_once { failing.len() } else { usize::from(self.room <= 0) };
            for place in failing.into_iter().take(count) {
                let target = census::fails_target(&self.service.tasks[place]);
                let why = if target { StopCause::TargetCheck } else { StopCause::ContainerCheck };
                self.stop(vec![place], why);
            }
        }
    }

    /// Tasks on a draining instance go as far as the floor allows; those that do not run yet go at once.
    pub fn stop_draining(&mut self) {
        for row in &self.service.deployments {
            let leaving = self
                .places(|draft, task| belongs(task, row) && task.inside.draining && !draft.is_chosen(task));
            for place in leaving {
                let task = &self.service.tasks[place];
                if is_healthy(self.service, task, self.now) {
                    if self.spare <= 0 {
                        continue;
                    }
                    self.spare -= 1;
                }
                self.stop(vec![place], StopCause::Scaling);
            }
        }
    }

    /// Starts what the rows want and the room allows; answers what the newest row still wants.
    pub fn start(&mut self, primary: &Deployment) -> usize {
        let mut shortage = 0;
        for row in &self.service.deployments {
            let wanted = self.wants(row);
            let may = if may_start(row, self.now) { self.room.max(0) } else { 0 };
            let count = wanted.min(usize::try_from(may).unwrap_or(0)).min(at_once(row));
            if count > 0 {
                let replaced = self.replaced(row).min(count);
                self.room -= i64::try_from(count).unwrap_or(0);
                self.actions.push(Action::Start { deployment: row.id.clone(), count, replaced });
            }
            if row.id == primary.id {
                shortage = wanted - count;
            }
        }
        shortage
    }

    fn wants(&self, row: &Deployment) -> usize {
        if row.rollout_state == RolloutState::Failed {
            return 0;
        }
        let counts = Census::of_row(self.service, row, self.now);
        let desired = usize::try_from(row.desired_count).unwrap_or(0);
        desired.saturating_sub(counts.wanted().saturating_sub(self.going(row)))
    }

    /// Tasks of a row that fail or drain.
    fn going(&self, row: &Deployment) -> usize {
        let tasks = self.service.tasks.iter().filter(|task| belongs(task, row) && task.is_wanted());
        tasks.filter(|task| self.is_going(task)).count()
    }

    fn is_going(&self, task: &Task) -> bool {
        task.inside.draining || is_failing(self.service, task, self.now)
    }

    fn replaced(&self, row: &Deployment) -> usize {
        let failing = |task: &Task| belongs(task, row) && is_failing(self.service, task, self.now);
        self.service.tasks.iter().filter(|task| failing(task)).count()
    }

    /// Stops what the rows have beyond what they want: those on their way first, healthy ones only as far as
    /// the floor allows.
    pub fn stop_surplus(&mut self) {
        for row in &self.service.deployments {
            let counts = Census::of_row(self.service, row, self.now);
            let desired = usize::try_from(row.desired_count).unwrap_or(0);
            // What fails or drains goes of itself, once something stands in for it.
            let going = self.going(row);
            let surplus = counts.wanted().saturating_sub(going).saturating_sub(desired);
            self.stop_some(row, surplus);
        }
    }

    /// Stops old tasks where only that lets new ones start.
    pub fn make_room(&mut self, primary: &Deployment, shortage: usize) {
        if !may_start(primary, self.now) || self.room > 0 {
            return;
        }
        let mut left = shortage;
        for row in self.service.deployments.iter().filter(|row| row.id != primary.id) {
            left -= self.stop_some(row, left);
        }
    }

    fn stop_some(&mut self, row: &Deployment, count: usize) -> usize {
        let mut places =
            self.places(|draft, task| belongs(task, row) && !draft.is_chosen(task) && !draft.is_going(task));
        let service = self.service;
        let now = self.now;
        places.sort_by_key(|place| (is_healthy(service, &service.tasks[*place], now), *place));
        let mut stopped = Vec::new();
        for place in places {
            if stopped.len() == count {
                break;
            }
            let task = &service.tasks[place];
            if is_protected(task, now) {
                self.protected += 1;
                continue;
            }
            if is_healthy(service, task, now) {
                if self.spare <= 0 {
                    continue;
                }
                self.spare -= 1;
            }
            stopped.push(place);
        }
        let number = stopped.len();
        if number > 0 {
            self.stop(stopped, StopCause::Scaling);
        }
        number
    }

    fn stop(&mut self, tasks: Vec<usize>, why: StopCause) {
        self.room += i64::try_from(tasks.len()).unwrap_or(0);
        self.chosen.extend(&tasks);
        self.actions.push(Action::Stop { tasks, why });
    }

    fn places(&self, fits: impl Fn(&Self, &Task) -> bool) -> Vec<usize> {
        let tasks = self.service.tasks.iter().enumerate();
        tasks.filter(|(_, task)| task.is_wanted() && fits(self, task)).map(|(place, _)| place).collect()
    }

    fn is_chosen(&self, task: &Task) -> bool {
        self.chosen.iter().any(|place| self.service.tasks[*place].task_arn == task.task_arn)
    }
}

fn is_protected(task: &Task, now: Timestamp) -> bool {
    task.inside.protected_until.is_some_and(|until| until > now)
}

/// A superseded rollout starts nothing more, and failed starts stretch the delay to the next.
fn may_start(row: &Deployment, now: Timestamp) -> bool {
    let leads = row.status == DeploymentStatus::Primary || row.rollout_state == RolloutState::Completed;
    leads && row.memory.not_before.is_none_or(|until| until <= now)
}

/// After three failed starts in a row one is tried at a time.
fn at_once(row: &Deployment) -> usize {
    if row.memory.start_failures >= 3 { 1 } else { usize::MAX }
}
