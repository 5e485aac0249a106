//! How often a live account is asked: often while something moves, seldom when nothing does, and less and
//! less often while it does not answer.

use jiff::SignedDuration;

use crate::diagnosis::{Diagnosis, State};
use crate::model::time::Time;
use crate::source::pace::backed_off;

/// While a log is followed.
pub const FOLLOWING: SignedDuration = SignedDuration::from_secs(2);
/// While something moves.
const MOVING: SignedDuration = SignedDuration::from_secs(5);
/// While nothing does.
const STEADY: SignedDuration = SignedDuration::from_secs(30);
/// Between an answer and the next request, however long the answer took.
pub const LEAST: SignedDuration = SignedDuration::from_secs(1);
/// Services that a list reads a second in the long run: DescribeServices takes ten at a time, and the bucket
/// of ECS refills by 20 calls a second for everybody in the account; a screen takes a quarter of it.
/// Source: developer guide, `request-throttling`.
const SERVICES_A_SECOND: usize = 50;

/// For the open service.
pub fn of_service(diagnosis: Option<&Diagnosis>) -> SignedDuration {
    match diagnosis {
        Some(one) if !moves(one) => STEADY,
        _ => MOVING,
    }
}

/// For a list: as for its most restless service, and no more calls than the buckets of ECS bear.
pub fn of_list(diagnoses: &[Diagnosis]) -> SignedDuration {
    let every = if diagnoses.iter().any(moves) { MOVING } else { STEADY };
    let seconds = i64::try_from(diagnoses.len() / SERVICES_A_SECOND).unwrap_or(i64::MAX);
    every.max(SignedDuration::from_secs(seconds))
}

/// Whether a person would want to see the next change at once.
fn moves(diagnosis: &Diagnosis) -> bool {
    !matches!(diagnosis.state, State::Steady)
}

/// How long to wait after so many troubles in a row: 5 s, doubled each time up to a minute, and up to a
/// quarter more or less, so that many screens do not come back at one moment.
pub fn back_off(troubles: u32, seed: u64) -> SignedDuration {
    let pause = backed_off(MOVING.unsigned_abs(), troubles.saturating_sub(1));
    let jitter = fastrand::Rng::with_seed(seed).i64(-250..250);
    let millis = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
    SignedDuration::from_millis(millis + millis * jitter / 1_000)
}

/// `moment` and `length` later; a moment beyond the calendar is its last.
pub fn after(moment: Time, length: SignedDuration) -> Time {
    Time(moment.0.saturating_add(length).unwrap_or(jiff::Timestamp::MAX))
}

/// Ages below a minute are told in steps of ten seconds, older ones in minutes: no header changes every second.
pub fn told_age(captured: Time, now: Time) -> SignedDuration {
    let seconds = now.since(captured).as_secs().max(0);
    SignedDuration::from_secs(seconds - seconds % step(seconds))
}

/// When [`told_age`] says something else than it does now.
pub fn next_age(captured: Time, now: Time) -> Time {
    let told = told_age(captured, now);
    after(captured, told + SignedDuration::from_secs(step(told.as_secs())))
}

fn step(seconds: i64) -> i64 {
    if seconds < 60 { 10 } else { 60 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_back_off_doubles_up_to_a_minute_and_never_leaves_its_quarter() {
        for (troubles, wanted) in [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (60, 60)] {
            for seed in 0..200 {
                let millis = back_off(troubles, seed).as_millis();
                assert!((wanted * 750..=wanted * 1_250).contains(&millis), "{troubles} {seed}: {millis}");
            }
        }
        assert_ne!(back_off(3, 1), back_off(3, 2));
    }

    #[test]
    fn an_age_is_told_in_steps_and_its_next_change_is_known() {
        let at = |seconds: f64| Time::from_number(1.7e9 + seconds).unwrap();
        for (old, told, next) in [(0.0, 0, 10.0), (9.9, 0, 10.0), (59.0, 50, 60.0), (119.0, 60, 120.0)] {
            assert_eq!(told_age(at(0.0), at(old)).as_secs(), told);
            assert_eq!(next_age(at(0.0), at(old)), at(next));
        }
        // The clock of this machine may be behind that of ECS.
        assert_eq!(told_age(at(60.0), at(0.0)).as_secs(), 0);
        assert!(next_age(at(60.0), at(0.0)) > at(0.0));
    }

    #[test]
    fn a_list_is_asked_for_as_often_as_the_buckets_bear() {
        assert_eq!(of_list(&[]), STEADY);
    }
}
