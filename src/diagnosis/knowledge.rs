//! What is known of texts, handed to the diagnosis as a value: the classes that are built in, and what a team
//! added to them.

use wildmatch::WildMatch;

use super::causes::{self, Cause, Confidence, Reading, Role};
use super::text;

pub use super::vocabulary::Place;

/// What texts mean. Reading asks the team's signatures first: they know their own failures best.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knowledge {
    team: &'static [TeamCause],
}

/// A class as a team's page states it.
#[derive(Debug)]
pub struct TeamCause {
    /// The class, with the team's signatures.
    pub cause: Cause,
    /// Whose texts it is about.
    pub scope: Scope,
}

/// Globs that limit a page to some services: `*` for any letters, `?` for one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// On the service's name.
    pub service: Option<WildMatch>,
    /// On the cluster's name.
    pub cluster: Option<WildMatch>,
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

    /// What is built in, and before it what a team knows.
    pub fn with_team(team: &'static [TeamCause]) -> Self {
        Self { team }
    }

    /// Reads one text that stood at `place`, or anywhere when that is not known; nothing when it states no
    /// known cause.
    pub fn read(&self, text: &str, place: Option<Place>, owner: Owner<'_>) -> Option<Reading> {
        let folded = text::fold(text);
        let ours = self.team.iter().filter(|one| one.scope.covers(owner)).map(|one| &one.cause);
        let mut readings = ours.chain(causes::all()).filter_map(|cause| cause.reading(&folded, place));
        let first = readings.next()?;
        if first.confidence < Confidence::Possible {
            return Some(first);
        }
        // What is stated further out beats what only may be meant further in.
        readings
            .find(|one| one.confidence < Confidence::Possible && one.cause.role == Role::Cause)
            .or(Some(first))
    }

    /// The class with this name: the built-in one, else the team's.
    pub fn find(&self, class: &str) -> Option<&'static Cause> {
        let team = || self.team.iter().map(|one| &one.cause).find(|cause| cause.class == class);
        causes::find(class).or_else(team)
    }
}

impl Scope {
    /// Whether it is about a text of `owner`. A limit on a name that is not known is not met.
    pub fn covers(&self, owner: Owner<'_>) -> bool {
        let met = |glob: &Option<WildMatch>, name: Option<&str>| {
            glob.as_ref().is_none_or(|glob| name.is_some_and(|name| glob.matches(name)))
        };
        met(&self.service, owner.service) && met(&self.cluster, owner.cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_on_a_name_that_is_not_known_is_not_met() {
        let scope = Scope { service: Some(WildMatch::new("pay-*")), cluster: None };
        let owner = |service| Owner { service, cluster: Some("prod") };
        assert!(scope.covers(owner(Some("pay-api"))));
        assert!(!scope.covers(owner(Some("web"))) && !scope.covers(owner(None)));
        assert!(Scope::default().covers(Owner::default()));
    }
}
