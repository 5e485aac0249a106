//! How fast the time of the world goes by. The only clock of the emulator: the world itself is handed its time.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// How the time of the world is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// With the clock of the machine, so many times as fast.
    Clock(f64),
    /// Only when the server is told to go on: for tests.
    Manual,
}

/// The time of a world that is being served.
#[derive(Debug)]
pub struct Clock {
    pace: Pace,
    /// Time of the world when it was last set, and the moment when that was.
    since: (Timestamp, Instant),
}

impl Clock {
    /// A clock that shows `start` now.
    pub fn new(start: Timestamp, pace: Pace) -> Self {
        Self { pace, since: (start, Instant::now()) }
    }

    /// What it shows.
    pub fn now(&self) -> Timestamp {
        let (start, at) = self.since;
        match self.pace {
            Pace::Clock(speed) => later(start, at.elapsed(), speed),
            Pace::Manual => start,
        }
    }

    /// Goes on by `time` of the world, whatever the pace.
    pub fn skip(&mut self, time: Duration) {
        self.since = (later(self.now(), time, 1.0), Instant::now());
    }
}

/// A time out of range is the time before it: a world does not end for that.
fn later(start: Timestamp, passed: Duration, speed: f64) -> Timestamp {
    let passed = Duration::try_from_secs_f64(passed.as_secs_f64() * speed).unwrap_or_default();
    start.checked_add(passed).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_until_it_is_told_to_go_on() {
        let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let mut clock = Clock::new(start, Pace::Manual);
        assert_eq!(clock.now(), start);
        clock.skip(Duration::from_secs(90));
        assert_eq!(clock.now().to_string(), "2026-03-01T10:01:30Z");
        clock.skip(Duration::MAX);
        assert_eq!(clock.now().to_string(), "2026-03-01T10:01:30Z");
    }

    #[test]
    fn a_fast_clock_never_goes_back() {
        let clock = Clock::new(Timestamp::UNIX_EPOCH, Pace::Clock(1000.0));
        let (one, other) = (clock.now(), clock.now());
        assert!(Timestamp::UNIX_EPOCH <= one && one <= other);
    }
}
