//! Stuck on purpose: what the record of the service deployment waits for, until when, and what happens then.

use jiff::SignedDuration;

use super::{CurrentDeployment, DeploymentStep, Hook};
use crate::model::time::Time;
use crate::msg;
use crate::words::Message;

/// Something that a deployment waits for on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waiting {
    /// A pause: a person lets it go on.
    Person {
        /// `hookId`.
        hook: Option<String>,
        /// `lifecycleStage`.
        stage: Option<String>,
        /// When the pause runs out.
        until: Option<Time>,
        /// `ROLLBACK` or `CONTINUE`.
        then: Option<String>,
    },
    /// A Lambda function, or a hook of another kind.
    Hook {
        /// `AWS_LAMBDA`, …
        kind: String,
        /// Name of the function.
        function: Option<String>,
        /// `lifecycleStage`.
        stage: Option<String>,
        /// When it runs out.
        until: Option<Time>,
        /// `ROLLBACK` or `CONTINUE`.
        then: Option<String>,
    },
    /// The new tasks are watched before the old ones go.
    Bake {
        /// Configured minutes.
        minutes: Option<i64>,
        /// The latest moment at which it ends: the stage began before the record was last updated.
        until: Option<Time>,
    },
    /// All wanted tasks run; CloudWatch alarms are watched before the deployment counts as done.
    Alarms {
        /// Their names.
        names: Vec<String>,
    },
}

/// What the deployment waits for. A traffic shift is none of these: it moves by itself.
pub fn of(step: &DeploymentStep) -> Option<Waiting> {
    let current = step.current.as_ref().filter(|current| current.status == "IN_PROGRESS")?;
    if let Some(hook) = step.waiting_hook() {
        return Some(held(hook, current));
    }
    if current.stage.as_deref() == Some("BAKE_TIME") {
        let minutes = current.bake_minutes;
        let until = current.updated.zip(minutes).and_then(|(at, minutes)| later(at, minutes));
        return Some(Waiting::Bake { minutes, until });
    }
    let full = step.leading().is_some_and(super::DeploymentRow::is_full);
    (full && !step.has_old_rows() && !current.watched_alarms.is_empty())
        .then(|| Waiting::Alarms { names: current.watched_alarms.clone() })
}

fn held(hook: &Hook, current: &CurrentDeployment) -> Waiting {
    let (stage, until, then) = (current.stage.clone(), hook.expires, hook.timeout_action.clone());
    if hook.kind == "PAUSE" {
        return Waiting::Person { hook: hook.id.clone(), stage, until, then };
    }
    Waiting::Hook { kind: hook.kind.clone(), function: hook.function.clone(), stage, until, then }
}

fn later(at: Time, minutes: i64) -> Option<Time> {
    at.0.checked_add(SignedDuration::from_mins(minutes.clamp(0, 100_000))).ok().map(Time)
}

impl Waiting {
    /// The word of the triage schema.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Hook { .. } => "hook",
            Self::Bake { .. } => "bake-time",
            Self::Alarms { .. } => "alarms",
        }
    }

    /// When it runs out, as far as ECS states it.
    pub fn until(&self) -> Option<Time> {
        match self {
            Self::Person { until, .. } | Self::Hook { until, .. } | Self::Bake { until, .. } => *until,
            Self::Alarms { .. } => None,
        }
    }

    /// The one line of step 2.
    pub fn headline(&self) -> Message {
        match self {
            Self::Person { .. } => msg!("deployments-paused"),
            Self::Hook { kind, .. } => msg!("deployments-hook-running", kind = kind),
            Self::Bake { .. } => msg!("deployments-baking"),
            Self::Alarms { .. } => msg!("deployments-watching-alarms"),
        }
    }

    /// The whole sentence: who or what, until when, and what happens then.
    pub fn sentence(&self) -> Message {
        match self {
            Self::Person { stage, until, then, .. } => person(stage.as_deref(), *until, then.as_deref()),
            Self::Hook { kind, function, stage, until, then } => {
                let name = function.clone().unwrap_or_else(|| kind.clone());
                let stage = stage.clone().unwrap_or_default();
                match until {
                    Some(until) => msg!(
                        "verdict-hook-until",
                        name = name,
                        stage = stage,
                        until = moment(*until),
                        action = action(then.as_deref())
                    ),
                    None => msg!("verdict-hook", kind = name, stage = stage),
                }
            }
            Self::Bake { minutes: Some(minutes), until: Some(until) } => {
                msg!("verdict-baking-until", minutes = *minutes, until = moment(*until))
            }
            Self::Bake { .. } => msg!("verdict-baking"),
            Self::Alarms { names } => msg!("verdict-watching-alarms", names = names.join(", ")),
        }
    }
}

fn person(stage: Option<&str>, until: Option<Time>, then: Option<&str>) -> Message {
    match (until, stage) {
        (Some(until), Some(stage)) => {
            msg!("verdict-paused-at-until", stage = stage, until = moment(until), action = action(then))
        }
        (Some(until), None) => msg!("verdict-paused-until", until = moment(until), action = action(then)),
        (None, _) => msg!("verdict-paused"),
    }
}

fn moment(at: Time) -> String {
    at.0.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn action(then: Option<&str>) -> Message {
    match then {
        Some("CONTINUE") => msg!("action-continue"),
        Some("ROLLBACK") => msg!("action-rollback"),
        _ => msg!("action-unknown"),
    }
}
