//! `dependsOn`: when each container of a task starts, and what becomes of one whose dependency never gets there.
//!
//! Sources: API reference, `ContainerDependency` and `ContainerDefinition` (startTimeout); the words are those of
//! the agent's dependency graph.

use crate::emulator::world::behaviour::Behaviour;
use crate::emulator::world::definition::{ContainerFacts, Dependency};

/// When a container starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// So many seconds after those that wait for nobody.
    After(i64),
    /// Never: given up after so many seconds with these words, or waited for without an end.
    Never(Option<(i64, String)>),
}

/// When each container starts, in the order of the definition. A name that is not there and a circle, which ECS
/// refuses when the definition is registered, are waited for without an end.
pub fn starts(containers: &[ContainerFacts], does: &[Behaviour]) -> Vec<Start> {
    let mut known: Vec<Option<Start>> = vec![None; containers.len()];
    // Each round settles at least one more container, or none ever will be.
    for _ in 0..containers.len() {
        for place in 0..containers.len() {
            if known[place].is_none() {
                known[place] = start(&containers[place], containers, does, &known);
            }
        }
    }
    known.into_iter().map(|start| start.unwrap_or(Start::Never(None))).collect()
}

/// When `target` starts, once that is known of all it waits for.
fn start(
    target: &ContainerFacts,
    containers: &[ContainerFacts],
    does: &[Behaviour],
    known: &[Option<Start>],
) -> Option<Start> {
    let mut latest = 0;
    for need in &target.depends_on {
        let place = containers.iter().position(|one| one.name == need.container_name)?;
        match known[place].as_ref()? {
            Start::After(started) => {
                let behaviour = does.get(place).cloned().unwrap_or_default();
                match reached(need, &containers[place], &behaviour) {
                    Ok(after) => latest = latest.max(started.saturating_add(after)),
                    Err(given_up) => {
                        let told = |(after, why): (i64, &str)| {
                            (started.saturating_add(after), sentence(&need.container_name, &target.name, why))
                        };
                        return Some(Start::Never(given_up.map(told)));
                    }
                }
            }
            Start::Never(given_up) => {
                let words =
                    sentence(&need.container_name, &target.name, "because dependency will never start");
                return Some(Start::Never(given_up.as_ref().map(|(after, _)| (*after, words))));
            }
        }
    }
    Some(Start::After(latest))
}

/// Seconds from the start of a dependency to the state that is waited for; or when and why that is given up.
fn reached(
    need: &Dependency,
    facts: &ContainerFacts,
    does: &Behaviour,
) -> Result<i64, Option<(i64, &'static str)>> {
    let state = match need.condition.as_str() {
        "START" => return Ok(0),
        "COMPLETE" => does.exits_after,
        "SUCCESS" => match (does.exits_after, does.exit_code.unwrap_or(0)) {
            (Some(after), code) if code != 0 => {
                return Err(Some((after, "as dependency did not exit successfully.")));
            }
            (after, _) => after,
        },
        _ => facts
            .health_check
            .as_ref()
            .filter(|_| does.unhealthy_after != Some(0))
            .map(|_| does.healthy_after.unwrap_or(15)),
    };
    match (state, facts.start_timeout) {
        (Some(after), Some(limit)) if after > limit => Err(Some((limit, "has timed out."))),
        (Some(after), _) => Ok(after),
        (None, limit) => Err(limit.map(|limit| (limit, "has timed out."))),
    }
}

fn sentence(dependency: &str, target: &str, why: &str) -> String {
    let head = if why.starts_with("has") { "" } else { "failed to resolve " };
    format!(
        "dependency graph: {head}container ordering dependency [{dependency}] for target [{target}] {why}"
    )
}
