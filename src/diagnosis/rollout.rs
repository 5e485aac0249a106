//! The control loop's arithmetic: what the scheduler may start and stop.

use super::steps::deployments::Band;

impl Band {
    /// The band for `desired` tasks. Integer arithmetic, as ECS rounds: the floor up, the ceiling down.
    pub fn new(desired: i64, minimum_percent: i64, maximum_percent: i64) -> Self {
        let floor = (desired.saturating_mul(minimum_percent).saturating_add(99)).div_euclid(100);
        let ceiling = desired.saturating_mul(maximum_percent).div_euclid(100);
        Self { desired, minimum_percent, maximum_percent, floor, ceiling }
    }

    /// Whether a rollout at rest (all old tasks healthy) can neither start a task nor stop one.
    pub fn is_deadlocked(&self) -> bool {
        self.desired > 0 && self.ceiling <= self.desired && self.floor >= self.desired
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_of_the_documented_examples() {
        let cases = [
            (1, 100, 100, 1, 1, true),
            (1, 50, 100, 1, 1, true),
            (1, 100, 150, 1, 1, true),
            (1, 0, 100, 0, 1, false),
            (1, 100, 200, 1, 2, false),
            (2, 50, 100, 1, 2, false),
            (2, 75, 125, 2, 2, true),
            (3, 100, 125, 3, 3, true),
            (4, 50, 200, 2, 8, false),
            (10, 90, 110, 9, 11, false),
        ];
        for (desired, minimum, maximum, floor, ceiling, stuck) in cases {
            let band = Band::new(desired, minimum, maximum);
            assert_eq!((band.floor, band.ceiling, band.is_deadlocked()), (floor, ceiling, stuck), "{band:?}");
        }
    }
}
