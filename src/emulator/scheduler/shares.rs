//! How many tasks each generation of a service should have.

use super::census::Roll;
use super::outcome;
use crate::emulator::world::{RolloutState, Service, Stage};

/// How many tasks each row should have, in the order of the rows: what is healthy of the new revision is no
/// longer wanted of the old ones.
pub fn of(service: &Service, roll: &Roll) -> Vec<i64> {
    let Some(primary) = service.primary() else { return Vec::new() };
    let healthy = |row| i64::try_from(roll.of(row).healthy).unwrap_or(i64::MAX);
    let mut rest = (service.desired_count - healthy(primary)).max(0);
    if primary.rollout_state == RolloutState::Completed || outcome::succeeds_early(service, primary, roll) {
        rest = 0;
    }
    if keeps_both(service) {
        rest = service.desired_count;
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

/// Whether the old tasks stay although the new ones are healthy: until a shift of traffic is cleaned up.
fn keeps_both(service: &Service) -> bool {
    let shifts = service.deployment_configuration.shifts_traffic();
    let record = service.current().filter(|record| shifts && record.rollback.is_none());
    record.is_some_and(|record| record.lifecycle_stage.is_none_or(|stage| stage < Stage::CleanUp))
}
