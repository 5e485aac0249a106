//! Step 1: what the service scheduler wrote, oldest first, repeats collapsed.

mod grouping;
mod headline;
mod kind;
mod rhythm;

pub use kind::kind_of;
pub use rhythm::{Rhythm, newest_start};

use super::deployments::DeploymentStep;
use crate::diagnosis::finding::{Evidence, Step};
use crate::model::Facts;
use crate::model::time::Time;

/// Step 1.
#[derive(Debug, Clone)]
pub struct EventStep {
    /// Its head.
    pub step: Step,
    /// Groups of equal events, the newest last.
    pub groups: Vec<EventGroup>,
    /// Whether there were groups that a list of services did not keep.
    pub left_out: bool,
    /// Starts that follow each other without a deployment or a scaling: a crash loop that no event names.
    pub rhythm: Option<Rhythm>,
}

/// Events whose text is equal once ids and numbers are taken out.
#[derive(Debug, Clone)]
pub struct EventGroup {
    /// A stable id: that of the oldest event of the group, else its normalised text.
    pub id: String,
    /// What the event says.
    pub kind: EventKind,
    /// The text of the newest one, verbatim.
    pub message: String,
    /// How many were captured; ECS may leave out repeats, so it is a lower bound.
    pub count: i64,
    /// The oldest.
    pub first: Option<Time>,
    /// The newest.
    pub last: Option<Time>,
    /// Place of the newest one, e.g. `events[3].message`.
    pub field: String,
    /// The newest one verbatim, field by field: a notice says it in two.
    pub proof: Vec<Evidence>,
    /// Whether the newest one is older than the deployment in question: history, not the cause.
    pub before_deployment: bool,
    /// Task ids named in any of them.
    pub tasks: Vec<String>,
    /// The deployment or task set named in the newest one.
    pub deployment: Option<String>,
    /// Whether the service reached a steady state, or completed a deployment, after the newest one.
    pub recovered: bool,
    /// Since when a live account does not list the newest one any more; absent while it does.
    pub gone_since: Option<Time>,
}

/// What a service event says; only what decides colour and verdict, the failure classes are rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// `has reached a steady state.`
    SteadyState,
    /// `(deployment …) deployment completed.`
    DeploymentCompleted,
    /// `has started N tasks`, `has stopped N running tasks`, targets registered, draining, AZ balance.
    Routine,
    /// `has started N tasks … Amazon ECS replaced N tasks due to an unhealthy status.`
    Replaced,
    /// `(deployment …) deployment failed: …`
    DeploymentFailed,
    /// `rolling back to deployment …`
    RollingBack,
    /// `unable to place a task`: placement, or a start failure wrapped in it.
    Placement,
    /// `is unable to consistently start tasks successfully.`
    Impaired,
    /// `was unable to stop or start tasks during a deployment because of the service deployment configuration`.
    Deadlock,
    /// `is unhealthy in (target-group …)` and the like.
    Unhealthy,
    /// `operations are being throttled`.
    Throttled,
    /// A text of ECS that says that something went wrong and is none of the above.
    OtherFailure,
    /// A text that is not known.
    Other,
}

impl EventKind {
    /// Whether the event is part of a healthy day and may be dimmed.
    pub fn is_routine(self) -> bool {
        matches!(self, Self::SteadyState | Self::DeploymentCompleted | Self::Routine)
    }
}

impl EventGroup {
    /// Whether the group says that something is wrong now: not routine, not history, not got over.
    pub fn is_trouble(&self) -> bool {
        !matches!(self.kind, EventKind::Other)
            && !self.kind.is_routine()
            && !self.before_deployment
            && !self.recovered
    }
}

/// Takes step 1.
pub fn take(facts: &Facts<'_>, deployments: &DeploymentStep) -> EventStep {
    let groups = grouping::take(facts, deployments);
    let rhythm = rhythm::find(facts);
    let step = headline::head(facts, &groups, rhythm.as_ref());
    EventStep { step, groups, left_out: false, rhythm }
}
