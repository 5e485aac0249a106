//! How fast the time of the world goes by: the only place of the emulator that reads a clock.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::emulator::clock::Clock;

/// The time of a world that is being served.
#[derive(Debug)]
pub struct Pace {
    clock: Clock,
    since: Instant,
}

impl Pace {
    /// Shows `start` now and goes on `speed` times as fast as the clock of the machine; at 0 it stands until it
    /// is told to skip.
    pub fn new(start: Timestamp, speed: f64) -> Self {
        Self { clock: Clock { start, speed }, since: Instant::now() }
    }

    /// The moment of the world.
    pub fn now(&self) -> Timestamp {
        self.clock.at(self.since.elapsed())
    }

    /// Goes on by `time` of the world, whatever the speed.
    pub fn skip(&mut self, time: Duration) {
        let later = Clock { start: self.now(), speed: 1.0 }.at(time);
        *self = Self::new(later, self.clock.speed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_of_nothing_stands_until_it_is_told_to_skip() {
        let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let mut pace = Pace::new(start, 0.0);
        assert_eq!(pace.now(), start);
        pace.skip(Duration::from_secs(90));
        assert_eq!(pace.now().to_string(), "2026-03-01T10:01:30Z");
    }

    #[test]
    fn a_fast_pace_never_goes_back() {
        let pace = Pace::new(Timestamp::UNIX_EPOCH, 1000.0);
        let (one, other) = (pace.now(), pace.now());
        assert!(Timestamp::UNIX_EPOCH <= one && one <= other);
    }
}
