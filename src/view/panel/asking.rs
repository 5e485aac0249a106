//! What stands on the screen before AWS has said anything: what is asked, of whom, and why there is no answer.

use crate::msg;
use crate::view::draft::Draft;
use crate::view::{Body, Role, ViewContext};
use crate::words::Message;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking<'a> {
    /// Only this cluster.
    pub cluster: Option<&'a str>,
    /// Only this service.
    pub service: Option<&'a str>,
    /// The Region, when it was named or is known.
    pub region: Option<&'a str>,
    /// The profile, when one is used.
    pub profile: Option<&'a str>,
    /// The endpoint, when it is not that of AWS.
    pub endpoint: Option<&'a str>,
    /// Why there is no answer.
    pub failure: Option<&'a Message>,
}

/// What is asked, and what came of it.
pub fn body(asking: &Asking<'_>, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    draft.say(Role::Strong, 0, &what(asking));
    let facts = [
        asking.profile.map(|name| msg!("watch-profile", name = name)),
        asking.region.map(|name| msg!("watch-region", name = name)),
        asking.endpoint.map(|name| msg!("watch-endpoint", name = name)),
    ];
    for (place, fact) in facts.into_iter().flatten().enumerate() {
        if place == 0 {
            draft.blank();
        }
        draft.say(Role::Dim, 0, &fact);
    }
    if let Some(failure) = asking.failure {
        draft.blank();
        draft.say(Role::Bad, 0, &msg!("watch-no-answer"));
        draft.say(Role::Text, 0, failure);
        draft.blank();
        draft.say(Role::Dim, 0, &msg!("watch-retry"));
        if asking.service.is_some() || asking.cluster.is_some() {
            draft.say(Role::Dim, 0, &msg!("watch-widen"));
        }
    }
    draft.finish()
}

fn what(asking: &Asking<'_>) -> Message {
    match (asking.service, asking.cluster) {
        (Some(service), Some(cluster)) => msg!("watch-asking-service", service = service, cluster = cluster),
        (Some(service), None) => msg!("watch-asking-service-anywhere", service = service),
        (None, Some(cluster)) => msg!("watch-asking-list", cluster = cluster),
        (None, None) => msg!("watch-asking-all"),
    }
}
