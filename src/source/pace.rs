//! When to ask again: every so often, less often while nothing answers, and not for ever.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::model::time::Time;
use crate::model::{CaptureBasis, Captured};

/// However long nothing answers, it is tried again after this.
const LONGEST: Duration = Duration::from_mins(1);
/// Doublings of the pause; more would only be cut to [`LONGEST`].
const MOST_DOUBLINGS: u32 = 6;

/// The pace of captures that follow each other.
#[derive(Debug)]
pub struct Pace {
    every: Duration,
    end: Option<Instant>,
    began: Instant,
    failures: u32,
}

impl Pace {
    /// One capture `every` so often, from now on, for `lasting` or until somebody ends it.
    pub fn new(every: Duration, lasting: Option<Duration>) -> Self {
        let now = Instant::now();
        let end = lasting.and_then(|lasting| now.checked_add(lasting));
        Self { every, end, began: now, failures: 0 }
    }

    /// A capture begins.
    pub fn begin(&mut self) {
        self.began = Instant::now();
    }

    /// The capture ended; `seen` tells whether anything was answered.
    pub fn end(&mut self, seen: bool) {
        self.failures = if seen { 0 } else { self.failures.saturating_add(1) };
    }

    /// How long to wait for the next one; nothing when the time is up before it.
    pub fn pause(&self) -> Option<Duration> {
        let left = self.left();
        let due = backed_off(self.every, self.failures).saturating_sub(self.began.elapsed());
        match left {
            Some(left) if left <= due => None,
            _ => Some(due),
        }
    }

    /// The time that is left; nothing when there is no end.
    pub fn left(&self) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(Instant::now()))
    }
}

/// This moment, of a capture that could not even begin.
pub fn now() -> Captured {
    Captured { at: Some(Time(Timestamp::now())), basis: CaptureBasis::Live }
}

/// The pause after so many failures in a row: it doubles with every one, up to a minute, and is never shorter
/// than `every`.
pub fn backed_off(every: Duration, failures: u32) -> Duration {
    let doubled = every.saturating_mul(1 << failures.min(MOST_DOUBLINGS));
    doubled.min(LONGEST.max(every))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_a_minute_and_is_never_shorter_than_asked_for() {
        let seconds = |every, failures| backed_off(Duration::from_secs(every), failures).as_secs();
        assert_eq!([seconds(5, 0), seconds(5, 1), seconds(5, 3), seconds(5, 4)], [5, 10, 40, 60]);
        assert_eq!([seconds(300, 0), seconds(300, 9)], [300, 300]);
    }

    #[test]
    fn time_that_is_up_leaves_no_pause() {
        let mut pace = Pace::new(Duration::from_secs(5), Some(Duration::ZERO));
        pace.begin();
        assert_eq!(pace.pause(), None);
        assert!(Pace::new(Duration::from_secs(5), None).pause().is_some());
    }
}
