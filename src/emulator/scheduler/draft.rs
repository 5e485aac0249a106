//! A plan in the making: what is still free between floor and ceiling, and which tasks are chosen.

use jiff::Timestamp;

use super::action::{Action, StopCause};
use super::census::{self, Head, Roll};
use crate::emulator::world::deployment::Memory;
use crate::emulator::world::{Deployment, DeploymentStatus, RolloutState, Service, Task};

/// A plan in the making: what is still free of the band.
pub struct Draft<'a> {
    service: &'a Service,
    roll: &'a Roll,
    now: Timestamp,
    /// Tasks that may still be started.
    room: i64,
    /// Healthy tasks that may still be stopped.
    spare: i64,
    /// Which of the tasks are to be stopped.
    chosen: Vec<bool>,
    /// Tasks that should stop and are protected.
    pub protected: usize,
    /// What is to be done.
    pub actions: Vec<Action>,
}

impl<'a> Draft<'a> {
    /// An empty plan between a floor of healthy tasks and a ceiling of running and pending ones.
    pub fn new(service: &'a Service, roll: &'a Roll, (floor, ceiling): (i64, i64), now: Timestamp) -> Self {
        let count = |tasks: usize| i64::try_from(tasks).unwrap_or(i64::MAX);
        Self {
            service,
            roll,
            now,
            room: ceiling - count(roll.all.wanted()),
            spare: count(roll.all.healthy) - floor,
            chosen: vec![false; roll.heads.len()],
            protected: 0,
            actions: Vec::new(),
        }
    }

    /// Tasks whose checks failed go. In a rollout at once; in a service at rest, where the ceiling leaves
    /// room, only after the one that stands in for them is healthy.
    pub fn stop_failing(&mut self) {
        if self.roll.all.failing == 0 {
            return;
        }
        for row in &self.service.deployments {
            let counts = self.roll.of(row);
            let replaced = i64::try_from(counts.healthy).unwrap_or(i64::MAX) >= row.desired_count;
            let at_once = row.rollout_state != RolloutState::Completed || replaced;
            let failing = self.places(row, |head| head.failing);
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
            for place in self.places(row, |head| head.draining) {
                if self.roll.heads[place].healthy {
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
            let count = wanted.min(usize::try_from(may).unwrap_or(0)).min(at_once(&row.memory));
            if count > 0 {
                let replaced = self.count(row, |head| head.failing).min(count);
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
        let desired = usize::try_from(row.desired_count).unwrap_or(0);
        desired.saturating_sub(self.staying(row))
    }

    /// Tasks of a row that neither fail nor drain.
    fn staying(&self, row: &Deployment) -> usize {
        self.count(row, |head| head.wanted && !head.is_going())
    }

    /// Stops what the rows have beyond what they want: those on their way first, healthy ones only as far as
    /// the floor allows. What fails or drains goes of itself, once something stands in for it.
    pub fn stop_surplus(&mut self) {
        for row in &self.service.deployments {
            let desired = usize::try_from(row.desired_count).unwrap_or(0);
            let surplus = self.staying(row).saturating_sub(desired);
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
        if count == 0 {
            return 0;
        }
        let mut places = self.places(row, |head| !head.is_going());
        places.sort_by_key(|place| (self.roll.heads[*place].healthy, *place));
        let mut stopped = Vec::new();
        for place in places {
            if stopped.len() == count {
                break;
            }
            if is_protected(&self.service.tasks[place], self.now) {
                self.protected += 1;
                continue;
            }
            if self.roll.heads[place].healthy {
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
        for place in &tasks {
            self.chosen[*place] = true;
        }
        self.actions.push(Action::Stop { tasks, why });
    }

    /// Places of a row's tasks that `fits` takes, without those that stop already.
    fn places(&self, row: &Deployment, fits: impl Fn(&Head) -> bool) -> Vec<usize> {
        let heads = self.roll.heads.iter().enumerate();
        let own = heads.filter(|(place, head)| {
            head.row == Some(row.memory.number) && head.wanted && !self.chosen[*place] && fits(head)
        });
        own.map(|(place, _)| place).collect()
    }

    fn count(&self, row: &Deployment, fits: impl Fn(&Head) -> bool) -> usize {
        let own = self.roll.heads.iter().filter(|head| head.row == Some(row.memory.number));
        own.filter(|head| fits(head)).count()
    }
}

/// Whether scale-in must leave it alone.
pub fn is_protected(task: &Task, now: Timestamp) -> bool {
    task.inside.protected_until.is_some_and(|until| until > now)
}

/// A superseded rollout starts nothing more, and failed starts stretch the delay to the next.
fn may_start(row: &Deployment, now: Timestamp) -> bool {
    let leads = row.status == DeploymentStatus::Primary || row.rollout_state == RolloutState::Completed;
    leads && row.memory.not_before.is_none_or(|until| until <= now)
}

/// After three failed starts in a row one is tried at a time.
pub fn at_once(memory: &Memory) -> usize {
    if memory.start_failures >= 3 { 1 } else { usize::MAX }
}
