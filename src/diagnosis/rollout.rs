//! The control loop's arithmetic: what the scheduler may start and stop.

use super::steps::deployments::{Band, Breaker};
use crate::model::{CircuitBreaker, Facts, ServiceDeployment};

/// Percent of the desired count at which the breaker trips when nothing is configured.
/// Source: API reference, `ThresholdConfiguration` (default `BOUNDED_PERCENT`, 50).
const DEFAULT_BREAKER_PERCENT: i64 = 50;

/// Bounds of a `BOUNDED_PERCENT` threshold, in tasks. Source: developer guide, `deployment-circuit-breaker`.
const BREAKER_BOUNDS: (i64, i64) = (3, 200);

/// The band of a service, where the scheduler draws one (controller ECS, strategy ROLLING) and the answer
/// states both percentages: CodeDeploy and external controllers return them and do not use them.
pub fn band(facts: &Facts<'_>) -> Option<Band> {
    let service = facts.service?;
    if service.controller() != "ECS" || service.strategy() != "ROLLING" {
        return None;
    }
    let configuration = service.deployment_configuration.as_ref()?;
    Some(Band::new(
        service.desired_count?,
        configuration.minimum_healthy_percent?,
        configuration.maximum_percent?,
    ))
}

/// The circuit breaker as configured, and as the record of the service deployment counts.
pub fn breaker(facts: &Facts<'_>, record: Option<&ServiceDeployment>) -> Option<Breaker> {
    // Source: API reference, `DeploymentCircuitBreaker`: for deployments that ECS itself controls.
    if facts.service.is_some_and(|service| service.controller() != "ECS") {
        return None;
    }
    let configured = facts
        .service
        .and_then(|service| service.deployment_configuration.as_ref())
        .and_then(|configuration| configuration.deployment_circuit_breaker.as_ref());
    let counted = record.and_then(|record| record.deployment_circuit_breaker.as_ref());
    let either = configured.or(counted)?;
    let enabled = match (configured.and_then(|breaker| breaker.enable), counted) {
        (Some(enable), _) => enable,
        (None, Some(counted)) => counted.status.as_deref().is_some_and(|status| status != "DISABLED"),
        (None, None) => return None,
    };
    let stated = counted.and_then(|breaker| breaker.threshold);
    let desired = facts.service.and_then(|service| service.desired_count);
    Some(Breaker {
        enabled,
        rollback: either.rollback.unwrap_or(false),
        failures: counted.and_then(|breaker| breaker.failure_count),
        threshold: stated.or_else(|| enabled.then(|| threshold(configured, desired?)).flatten()),
        stated: stated.is_some(),
    })
}

/// Failures at which a breaker trips, computed from its configuration and the desired count.
fn threshold(configured: Option<&CircuitBreaker>, desired: i64) -> Option<i64> {
    let setting = configured.and_then(|breaker| breaker.threshold_configuration.as_ref());
    let kind = setting.and_then(|setting| setting.kind.as_deref()).unwrap_or("BOUNDED_PERCENT");
    breaker_threshold(kind, setting.and_then(|setting| setting.value), desired)
}

/// The same from the parts of `thresholdConfiguration`; nothing for a kind of next year, whose formula is not
/// known.
pub fn breaker_threshold(kind: &str, value: Option<i64>, desired: i64) -> Option<i64> {
    let share = |percent: i64| desired.saturating_mul(percent).saturating_add(99).div_euclid(100);
    match kind {
        "COUNT" => value,
        "UNBOUNDED_PERCENT" => value.map(share),
        "BOUNDED_PERCENT" => {
            let (least, most) = BREAKER_BOUNDS;
            Some(share(value.unwrap_or(DEFAULT_BREAKER_PERCENT)).clamp(least, most))
        }
        _ => None,
    }
}

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
    use crate::model::service::ThresholdConfiguration;

    fn configured(kind: &str, value: i64) -> CircuitBreaker {
        let threshold = ThresholdConfiguration { kind: Some(kind.to_owned()), value: Some(value) };
        CircuitBreaker { threshold_configuration: Some(threshold), ..CircuitBreaker::default() }
    }

    #[test]
    fn the_thresholds_of_the_documented_examples() {
        for (desired, expected) in [(1, 3), (25, 13), (400, 200), (800, 200)] {
            assert_eq!(threshold(None, desired), Some(expected), "{desired}");
        }
        assert_eq!(threshold(Some(&configured("UNBOUNDED_PERCENT", 50)), 800), Some(400));
        assert_eq!(threshold(Some(&configured("COUNT", 7)), 800), Some(7));
        assert_eq!(threshold(Some(&configured("SOMETHING_NEW", 7)), 800), None);
    }

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
