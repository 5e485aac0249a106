//! Scenarios: a world, a script of what happens when, and what a triage must conclude of it.
//!
//! Each is a file in `assets/scenarios`, compiled in; a user's own has the same form. Times are in seconds;
//! those of the script are counted from the moment when the quiet history of the services is over.

mod catalogue;
mod file;
mod stage;

use jiff::Timestamp;
use serde::Deserialize;
use thiserror::Error;

use super::world::World;

pub use catalogue::{FLEET, find, names};
pub use stage::CLUSTER;

/// A scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name: that of its file without the ending.
    pub name: String,
    /// One line.
    pub title: String,
    /// What there is to see, in a few sentences.
    pub about: String,
    /// What a triage must conclude.
    pub expect: Expectation,
    /// The same world with the fault off.
    pub near_miss: Option<Box<Scenario>>,
    file: file::File,
}

/// What a triage must conclude.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expectation {
    /// The service that is asked about; the scenario's only one unless stated.
    pub service: String,
    /// Seconds after the beginning at which it is asked; 600 unless stated.
    pub at: Option<i64>,
    /// `steady`, `progressing`, `stuck`, `paused`, `rolling-back`, `rolled-back` or `unknown`.
    pub state: String,
    /// The class of the finding that must come first; none when nothing may be found.
    pub class: Option<String>,
    /// Classes that must be among the findings as well: what ECS says may fit several causes.
    pub also: Vec<String>,
}

/// Why a scenario cannot be read.
#[derive(Debug, Clone, Error)]
#[error("{name}: {message}")]
pub struct ScenarioError {
    /// The name of its file.
    pub name: String,
    /// What is wrong, with line and field where they are known.
    pub message: String,
}

impl Scenario {
    /// Reads a scenario from the text of its file.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown or a missing field, or asks about a service that it has not.
    pub fn parse(name: &str, text: &str) -> Result<Self, ScenarioError> {
        file::read(name, text)
    }

    /// A world of this scenario alone at `now`, `lead` seconds after its script began.
    pub fn world(&self, seed: u64, now: Timestamp, lead: i64) -> World {
        stage::world(&[self], seed, now, lead)
    }

    /// When to ask, in seconds after the beginning.
    pub fn asked_at(&self) -> i64 {
        self.expect.at.unwrap_or(600)
    }
}

/// A world in which all of them run side by side in one cluster, `lead` seconds after their scripts began.
pub fn together(scenarios: &[&Scenario], seed: u64, now: Timestamp, lead: i64) -> World {
    stage::world(scenarios, seed, now, lead)
}
