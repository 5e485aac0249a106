//! The scenarios that are compiled in.

use super::{Scenario, ScenarioError};

/// Declares the files of `assets/scenarios`.
macro_rules! scenarios {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../assets/scenarios/", $name, ".toml")))),*]
    };
}

/// Name and text of each, in the order of the list that `emulate --list` prints.
const SCENARIOS: &[(&str, &str)] = scenarios![
    "healthy-rollout",
    "image-not-found",
    "image-network",
    "exec-format",
    "secret-denied",
    "secret-timeout",
    "log-group-missing",
    "out-of-memory",
    "crash-loop",
    "exits-zero",
    "elb-502",
    "elb-security-group",
    "grace-too-short",
    "container-check",
    "port-mismatch",
    "no-memory",
    "host-port-taken",
    "eni-limit",
    "constraint",
    "fargate-capacity",
    "quota",
    "deadlock",
    "breaker-rollback",
    "breaker-no-candidate",
    "alarm-rollback",
    "pause-hook",
    "blue-green-bake",
    "canary",
    "spot-wave",
    "agent-disconnected",
    "draining-instance",
    "role-refused",
    "task-protection",
    "superseded",
    "sidecar",
    "dependency-stuck",
    "dependency-failed",
    "rolled-back-quietly",
    "external-task-set",
];

/// Those that stand side by side in the cluster that `--demo` shows.
pub const FLEET: &[&str] = &[
    "image-not-found",
    "crash-loop",
    "elb-502",
    "out-of-memory",
    "secret-denied",
    "deadlock",
    "pause-hook",
    "canary",
    "rolled-back-quietly",
    "healthy-rollout",
];

/// The names of all that are compiled in.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCENARIOS.iter().map(|(name, _)| *name)
}

/// The scenario with this name, if there is one; that it can be read is held by a test.
pub fn find(name: &str) -> Option<Result<Scenario, ScenarioError>> {
    let (name, text) = SCENARIOS.iter().find(|(one, _)| *one == name)?;
    Some(Scenario::parse(name, text))
}
