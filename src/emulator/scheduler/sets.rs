//! Services whose deployments somebody else controls: each task set has a share of the desired count, and the
//! scheduler keeps it.
//!
//! Sources: API reference, `TaskSet` (rounding up, what is steady) and `DeploymentConfiguration` (the percentages count
//! for tasks on draining instances alone); developer guide, `deployment-type-external`, `service-throttle-logic`.

use jiff::Timestamp;

use super::action::{Action, StopCause, Wait};
use super::census::{self, Head, Roll};
use super::{draft, rolling};
use crate::emulator::world::{Service, Stability, TaskSet, TaskSetStatus, epoch};

/// What to do now.
pub fn plan(service: &Service, roll: &Roll, now: Timestamp) -> Vec<Action> {
    let mut actions = Vec::new();
    for set in &service.task_sets {
        actions.extend(Share::of(service, set, roll, now).plan());
    }
    let all_steady = |service: &Service| {
        let mut sets = service.task_sets.iter();
        sets.all(|set| set.stability_status == Stability::SteadyState)
    };
    if actions.is_empty() && !service.task_sets.is_empty() && all_steady(service) {
        actions.push(rolling::say_steady(service, now));
    }
    actions
}

/// Whether a task set has what it wants. Source: API reference, `TaskSet`, `stabilityStatus`: as many tasks run as
/// are wanted, none is pending, none runs on a draining instance, and all report to be healthy.
pub fn is_steady(service: &Service, set: &TaskSet, roll: &Roll) -> bool {
    let own = roll.of_set(set);
    let heads = roll.heads.iter().filter(|head| head.row == Some(set.memory.number));
    let drains = heads.filter(|head| head.wanted).any(|head| head.draining);
    let wanted = set.wants(service.desired_count);
    let settled = set.computed_desired_count == wanted && own.pending == 0 && !drains;
    settled && i64::try_from(own.running) == Ok(wanted) && census::all_report_healthy(service, set)
}

/// One task set at one moment, and what it should have.
struct Share<'a> {
    service: &'a Service,
    set: &'a TaskSet,
    roll: &'a Roll,
    now: Timestamp,
    wanted: usize,
}

impl<'a> Share<'a> {
    fn of(service: &'a Service, set: &'a TaskSet, roll: &'a Roll, now: Timestamp) -> Self {
        let wanted = usize::try_from(set.wants(service.desired_count)).unwrap_or(0);
        Self { service, set, roll, now, wanted }
    }

    fn plan(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        let count = self.set.wants(self.service.desired_count);
        if count != self.set.computed_desired_count {
            actions.push(Action::Compute { set: self.set.id.clone(), count });
        }
        actions.extend(self.stop_failing());
        actions.extend(self.start());
        actions.extend(self.stop_draining());
        actions.extend(self.stop_surplus());
        if actions.is_empty() { self.rest() } else { actions }
    }

    /// Places of its tasks that nobody told to stop and that `fits` takes.
    fn places(&self, fits: impl Fn(&Head) -> bool) -> Vec<usize> {
        let number = Some(self.set.memory.number);
        let heads = self.roll.heads.iter().enumerate();
        let own = heads.filter(|(_, head)| head.row == number && head.wanted && fits(head));
        own.map(|(place, _)| place).collect()
    }

    /// Tasks that neither fail nor drain.
    fn staying(&self) -> usize {
        self.places(|head| !head.is_going()).len()
    }

    /// Tasks whose checks failed go at once: no band is kept for a task set.
    fn stop_failing(&self) -> Vec<Action> {
        let stop = |place: usize| {
            let target = census::fails_target(&self.service.tasks[place]);
            let why = if target { StopCause::TargetCheck } else { StopCause::ContainerCheck };
            Action::Stop { tasks: vec![place], why }
        };
        self.places(|head| head.failing).into_iter().map(stop).collect()
    }

    /// Starts what is missing. Beside tasks that drain there may be twice as many as are wanted, and no more.
    fn start(&self) -> Option<Action> {
        let memory = &self.set.memory;
        if memory.not_before.is_some_and(|until| until > self.now) {
            return None;
        }
        let draining = self.places(|head| head.draining && !head.failing).len();
        let staying = self.staying();
        let room = (2 * self.wanted).saturating_sub(staying + draining);
        let missing = self.wanted.saturating_sub(staying).min(room).min(draft::at_once(memory));
        let replaced = self.places(|head| head.failing).len().min(missing);
        (missing > 0).then(|| Action::Start { deployment: self.set.id.clone(), count: missing, replaced })
    }

    /// Tasks on a draining instance go once enough others are healthy; those that do not run yet go at once.
    fn stop_draining(&self) -> Option<Action> {
        let healthy = self.roll.of_set(self.set).healthy;
        let mut spare = healthy.saturating_sub(self.wanted);
        let mut tasks = Vec::new();
        for place in self.places(|head| head.draining && !head.failing) {
            if self.roll.heads[place].healthy {
                if spare == 0 {
                    continue;
                }
                spare -= 1;
            }
            tasks.push(place);
        }
        (!tasks.is_empty()).then_some(Action::Stop { tasks, why: StopCause::Scaling })
    }

    /// What it has beyond its share: those that do not count as healthy first.
    fn stop_surplus(&self) -> Option<Action> {
        let mut tasks = self.surplus();
        let count = self.staying().saturating_sub(self.wanted);
        tasks.retain(|place| !self.is_protected(*place));
        tasks.truncate(count);
        (!tasks.is_empty()).then_some(Action::Stop { tasks, why: StopCause::Scaling })
    }

    /// Its tasks in the order in which they would go.
    fn surplus(&self) -> Vec<usize> {
        let mut tasks = self.places(|head| !head.is_going());
        tasks.sort_by_key(|place| (self.roll.heads[*place].healthy, *place));
        tasks
    }

    fn is_protected(&self, place: usize) -> bool {
        draft::is_protected(&self.service.tasks[place], self.now)
    }

    /// Nothing to start and nothing to stop: steady, gone, or waiting.
    fn rest(&self) -> Vec<Action> {
        let own = self.roll.of_set(self.set);
        if self.set.status == TaskSetStatus::Draining && own.wanted() + own.leaving == 0 {
            return vec![Action::Remove(self.set.id.clone())];
        }
        if self.staying() > self.wanted {
            return vec![Action::Wait(Wait::Protection, Some(epoch::after(self.now, 60)))];
        }
        if let Some(until) = self.set.memory.not_before.filter(|until| *until > self.now) {
            return vec![Action::Wait(Wait::Throttle, Some(until))];
        }
        let steady = is_steady(self.service, self.set, self.roll);
        let fresh = steady && self.set.stability_status == Stability::Stabilizing;
        if fresh { vec![Action::Stabilize(self.set.id.clone())] } else { Vec::new() }
    }
}
