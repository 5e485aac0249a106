//! A rolling deployment: start what the ceiling allows, stop what the floor allows.

use jiff::Timestamp;

use super::action::{Action, Wait};
use super::census::{Census, Roll};
use super::draft::Draft;
use super::outcome;
use crate::diagnosis::steps::deployments::Band;
use crate::emulator::world::{Deployment, RolloutState, Service, epoch};

/// `has reached a steady state` is said again after so long. Source: developer guide,
/// `service-event-messages`.
const STEADY_REPEATED: i64 = 6 * 3600;

/// The band of a service.
pub fn band(service: &Service) -> Band {
    let configuration = &service.deployment_configuration;
    Band::new(service.desired_count, configuration.minimum_healthy_percent, configuration.maximum_percent)
}

/// What to do now.
pub fn plan(service: &Service, roll: &Roll, now: Timestamp) -> Vec<Action> {
    let Some(primary) = service.primary() else { return Vec::new() };
    let band = band(service);
    let mut draft = Draft::new(service, roll, (band.floor, band.ceiling), now);
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
    rest((service, primary, roll), (shortage, protected), now)
}

/// Nothing to start and nothing to stop: done, or waiting.
fn rest(
    (service, primary, roll): (&Service, &Deployment, &Roll),
    (shortage, protected): (usize, usize),
    now: Timestamp,
) -> Vec<Action> {
    let all = roll.all;
    if protected > 0 {
        return vec![Action::Wait(Wait::Protection, Some(epoch::after(now, 60)))];
    }
    match primary.rollout_state {
        RolloutState::Failed => vec![Action::Wait(Wait::Failed, None)],
        RolloutState::InProgress if outcome::has_what_it_wants(service, primary, roll) => {
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
    vec![say_steady(service, now)]
}

/// A service at rest says that it has reached a steady state, or waits until it is time to say so again.
pub fn say_steady(service: &Service, now: Timestamp) -> Action {
    let again = service.memory.steady_said.map(|at| epoch::after(at, STEADY_REPEATED));
    match again.filter(|at| service.memory.steady && *at > now) {
        Some(again) => Action::Wait(Wait::Tasks, Some(again)),
        None => Action::Steady,
    }
}
