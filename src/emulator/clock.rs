//! Virtual time: so many seconds of the world to one second of the wall clock. The wall clock itself is read
//! by whoever runs the emulator.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How the world's time follows from what went by outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// The world's moment when the clock started.
    pub start: Timestamp,
    /// Seconds of the world to one second outside; not negative.
    pub speed: f64,
}

impl Clock {
    /// The world's moment after so much time outside; the end of time where there is none.
    pub fn at(&self, elapsed: Duration) -> Timestamp {
        let seconds = elapsed.as_secs_f64() * self.speed.max(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates")]
        let millis = (seconds * 1000.0) as i64;
        self.start.checked_add(SignedDuration::from_millis(millis)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_hour_goes_by_in_a_minute_at_thirty() {
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let clock = Clock { start, speed: 30.0 };
        assert_eq!(clock.at(Duration::from_mins(1)).to_string(), "2026-11-22T12:30:00Z");
        assert_eq!(Clock { start, speed: -1.0 }.at(Duration::from_mins(1)), start);
        assert_eq!(Clock { start, speed: f64::INFINITY }.at(Duration::from_mins(1)), Timestamp::MAX);
    }
}
