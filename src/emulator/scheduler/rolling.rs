//! A rolling deployment: start what the ceiling allows, stop what the floor allows.

use jiff::Timestamp;

use super::action::{Action, StopCause, Wait};
use super::census::{self, Census, belongs, is_failing, is_healthy};
use super::outcome;
use crate::diagnosis::steps::deployments::Band;
use crate::emulator::world::{Deployment, DeploymentStatus, RolloutState, Service, Task, epoch};

/// `has reached a steady state` is said again after so long. Source: developer guide,
/// `service-event-messages`.
const STEADY_REPEATED: i64 = 6 * 3600;

/// The band of a service.
pub fn band(service: &Service) -> Band {
    let configuration = &service.deployment_configuration;
    Band::new(service.desired_count, configuration.minimum_healthy_percent, configuration.maximum_percent)
}

/// What to do now.
pub fn plan(service: &Service, now: Timestamp) -> Vec<Action> {
    let Some(primary) = service.primary() else { return Vec::new() };
    let mut draft = Draft::new(service, now);
    draft.stop_failing();
    draft.stop_draining();
    let shortage = draft.start(primary);
    draft.stop_surplus();
    if primary.rollout_state == RolloutState::InProgress && shortage > 0 {
        draft.make_room(primary, shortage);
    }
    let Draft { actions, protected, .. } = draft;
    if !actions.is_empty() {
        return actions;
    }
    rest(service, primary, (shortage, protected), now)
}

/// Nothing to start and nothing to stop: done, or waiting.
fn rest(
    service: &Service,
    primary: &Deployment,
    (shortage, protected): (usize, usize),
    now: Timestamp,
) -> Vec<Action> {
    let all = Census::of(service, now, |_| true);
    if protected > 0 {
        return vec![Action::Wait(Wait::Protection, Some(epoch::after(now, 60)))];
    }
    match primary.rollout_state {
        RolloutState::Failed => vec![Action::Wait(Wait::Failed, None)],
        RolloutState::InProgress if outcome::has_what_it_wants(service, primary, now) => {
            match outcome::bakes_until(service, primary, now) {
                Some(until) => vec![Action::Wait(Wait::Bake, Some(until))],
                None => vec![Action::Complete],
            }
        }
        RolloutState::InProgress if shortage > 0 => {
            let settled = all.pending == 0 && all.leaving == 0 && all.healthy == all.running;
            match primary.memory.not_before.filter(|until| *until > now) {
                Some(until) => vec![Action::Wait(Wait::Throttle, Some(until))],
                None if settled => vec![Action::Wait(Wait::Deadlock, Some(epoch::after(now, 60)))],
                None => vec![Action::Wait(Wait::Tasks, None)],
            }
        }
        RolloutState::InProgress => vec![Action::Wait(Wait::Tasks, None)],
        RolloutState::Completed => settled(service, all, now),
    }
}

fn settled(service: &Service, all: Census, now: Timestamp) -> Vec<Action> {
    let wanted = usize::try_from(service.desired_count).unwrap_or(0);
    if all.healthy != wanted || all.pending > 0 || all.running != wanted {
        return vec![Action::Wait(Wait::Tasks, None)];
    }
    let again = service.memory.steady_said.map(|at| epoch::after(at, STEADY_REPEATED));
    match again.filter(|at| service.memory.steady && *at > now) {
        Some(again) => vec![Action::Wait(Wait::Tasks, Some(again))],
        None => vec![Action::Steady],
    }
}

/// A plan in the making: what is still free of the band.
struct Draft<'a> {
    service: &'a Service,
    now: Timestamp,
    /// Tasks that may still be started.
    room: i64,
    /// Healthy tasks that may still be stopped.
    spare: i64,
    /// Places of tasks that are to be stopped.
    chosen: Vec<usize>,
    /// Tasks that should stop and are protected.
    protected: usize,
    actions: Vec<Action>,
}

impl<'a> Draft<'a> {
    fn new(service: &'a Service, now: Timestamp) -> Self {
        let band = band(service);
        let all = Census::of(service, now, |_| true);
        let count = |tasks: usize| i64::try_from(tasks).unwrap_or(i64::MAX);
        Self {
            service,
            now,
            room: band.ceiling - count(all.wanted()),
            spare: count(all.healthy) - band.floor,
            chosen: Vec::new(),
            protected: 0,
            actions: Vec::new(),
        }
    }

    /// Tasks whose checks failed go. In a rollout at once; in a service at rest, where the ceiling leaves
    /// room, only after the one that stands in for them is healthy.
    fn stop_failing(&mut self) {
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
    fn stop_draining(&mut self) {
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
    fn start(&mut self, primary: &Deployment) -> usize {
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
        let draining = |task: &Task| belongs(task, row) && task.is_wanted() && task.inside.draining;
        let draining = self.service.tasks.iter().filter(|task| draining(task)).count();
        desired.saturating_sub((counts.wanted() - counts.failing).saturating_sub(draining))
    }

    fn replaced(&self, row: &Deployment) -> usize {
        let failing = |task: &Task| belongs(task, row) && is_failing(self.service, task, self.now);
        self.service.tasks.iter().filter(|task| failing(task)).count()
    }

    /// Stops what the rows have beyond what they want: those on their way first, healthy ones only as far as
    /// the floor allows.
    fn stop_surplus(&mut self) {
        for row in &self.service.deployments {
            let counts = Census::of_row(self.service, row, self.now);
            let wanted = usize::try_from(row.desired_count).unwrap_or(0);
            let chosen =
                self.chosen.iter().filter(|place| belongs(&self.service.tasks[**place], row)).count();
            let surplus = counts.wanted().saturating_sub(wanted).saturating_sub(chosen);
            self.stop_some(row, surplus);
        }
    }

    /// Stops old tasks where only that lets new ones start.
    fn make_room(&mut self, primary: &Deployment, shortage: usize) {
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
            self.places(|draft, task| belongs(task, row) && !draft.is_chosen(task) && task.is_wanted());
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

/// How many tasks each row should have, in the order of the rows: what is healthy of the new revision is no
/// longer wanted of the old ones.
pub fn shares(service: &Service, now: Timestamp) -> Vec<i64> {
    let Some(primary) = service.primary() else { return Vec::new() };
    let healthy = |row| i64::try_from(Census::of_row(service, row, now).healthy).unwrap_or(i64::MAX);
    let mut rest = (service.desired_count - healthy(primary)).max(0);
    if primary.rollout_state == RolloutState::Completed || outcome::succeeds_early(service, primary, now) {
        rest = 0;
    }
    let mut shares: Vec<i64> = service.deployments.iter().map(|_| 0).collect();
    // What is known to work keeps its tasks before what never did.
    for completed in [true, false] {
        for (place, row) in service.deployments.iter().enumerate() {
            let stands = row.rollout_state == RolloutState::Completed;
            if row.id == primary.id || stands != completed {
                continue;
            }
            let keeps = match row.rollout_state {
                RolloutState::Completed => row.desired_count,
                RolloutState::InProgress => row.desired_count.min(healthy(row)),
                RolloutState::Failed => 0,
            };
            shares[place] = keeps.min(rest);
            rest -= shares[place];
        }
    }
    for (place, row) in service.deployments.iter().enumerate() {
        if row.id == primary.id {
            shares[place] = service.desired_count;
        }
    }
    shares
}
