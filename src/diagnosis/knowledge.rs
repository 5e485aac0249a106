//! What is known of texts, handed to the diagnosis as a value: the classes that are built in, and what a team
//! added to them.

use super::causes::{self, Cause, Reading};
use super::text;

/// What texts mean. Reading asks the team's signatures first: they know their own failures best.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knowledge {
    team: &'static [&'static Cause],
}

/// Where a text stood in what ECS said. A signature may be limited to some places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `services[].events[].message`.
    Event,
    /// `tasks[].stoppedReason`, and the status reason of a task's attachment.
    StoppedReason,
    /// `tasks[].containers[].reason`.
    ContainerReason,
    /// `services[].deployments[].rolloutStateReason`.
    RolloutStateReason,
    /// `serviceDeployments[].statusReason`.
    StatusReason,
    /// `failures[].reason` of an answer.
    FailureReason,
    /// `TargetHealth.Reason` or `.Description` of the load balancer.
    TargetHealth,
    /// A line of a log.
    Log,
}

/// Whose text it is: a page of a team may be about some services alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owner<'a> {
    /// Name of the service.
    pub service: Option<&'a str>,
    /// Name of the cluster.
    pub cluster: Option<&'a str>,
}

impl Knowledge {
    /// What is built in, and nothing else.
    pub const BUILT_IN: Self = Self { team: &[] };

    /// Reads one text that stood at `place`, or anywhere when that is not known; nothing when it states no
    /// known cause.
    pub fn read(&self, text: &str, _place: Option<Place>, _owner: Owner<'_>) -> Option<Reading> {
        let folded = text::fold(text);
        let team = self.team.iter().find_map(|cause| cause.reading(&folded));
        team.or_else(|| causes::read(text))
    }
}
