//! Words of ECS and its load balancer: stop codes, states, reasons of targets. They are looked for where a paste
//! states nothing more.

use super::paste::Passage;
use super::{Said, bare};
use crate::diagnosis::causes;
use crate::diagnosis::finding::Confidence;
use crate::diagnosis::steps::events::{EventKind, kind_of};
use crate::words::Message;

/// A word in folded letters, its class, and the key of what it means.
type Word = (&'static str, &'static str, &'static str);

/// Sources: API reference (`Task`, `Deployment`, `ServiceDeployment`, `TaskSet`), developer guide
/// (`task-lifecycle-explanation`), ELB API reference (`TargetHealth`).
const WORDS: &[Word] = &[
    ("taskfailedtostart", "state.stop_code", "word-task-failed-to-start"),
    ("task failed to start", "state.stop_code", "word-task-failed-to-start"),
    ("essentialcontainerexited", "state.stop_code", "word-essential-container-exited"),
    ("essential container in task exited", "state.stop_code", "word-essential-container-exited"),
    ("resourceinitializationerror", "state.stop_code", "word-resource-initialization"),
    ("cannotstartcontainererror", "state.stop_code", "word-cannot-start"),
    ("cannotcreatecontainererror", "state.stop_code", "word-cannot-start"),
    ("containerruntimeerror", "state.stop_code", "word-cannot-start"),
    ("serviceschedulerinitiated", "state.stop_code", "word-service-scheduler-initiated"),
    ("userinitiated", "infra.user_stopped", "word-user-initiated"),
    ("spotinterruption", "infra.spot", "word-spot-interruption"),
    ("terminationnotice", "state.stop_code", "word-termination-notice"),
    ("infrastructurehealth", "state.stop_code", "word-infrastructure-health"),
    ("agent", "place.agent_disconnected", "cause-place-agent-disconnected"),
    ("attribute", "place.attribute", "cause-place-attribute"),
    ("in_progress", "state.rollout", "word-in-progress"),
    ("completed", "state.rollout", "word-completed"),
    ("failed", "state.rollout", "word-failed"),
    ("primary", "state.rollout", "word-primary"),
    ("active", "state.rollout", "word-active"),
    ("draining", "state.rollout", "word-draining"),
    ("inactive", "state.rollout", "word-inactive"),
    ("successful", "state.rollout", "word-successful"),
    ("stop_requested", "state.rollout", "word-stop-requested"),
    ("rollback_requested", "state.rollout", "word-rollback-in-progress"),
    ("rollback_in_progress", "state.rollout", "word-rollback-in-progress"),
    ("rollback_successful", "state.rollout", "word-rollback-successful"),
    ("rollback_failed", "state.rollout", "word-rollback-failed"),
    ("awaiting_action", "state.rollout", "word-awaiting-action"),
    ("bake_time", "state.rollout", "word-bake-time"),
    ("provisioning", "state.task", "word-provisioning"),
    ("pending", "state.task", "word-pending"),
    ("activating", "state.task", "word-activating"),
    ("running", "state.task", "word-running"),
    ("deactivating", "state.task", "word-deactivating"),
    ("stopping", "state.task", "word-stopping"),
    ("deprovisioning", "state.task", "word-deprovisioning"),
    ("stopped", "state.task", "word-stopped"),
    ("deleted", "state.task", "word-deleted"),
    ("healthy", "state.task", "word-healthy"),
    ("unhealthy", "state.task", "word-unhealthy"),
    ("unknown", "state.task", "word-unknown"),
    ("missing", "state.task", "word-missing"),
    ("servicenotfoundexception", "state.task", "word-missing"),
    ("clusternotfoundexception", "state.task", "word-missing"),
    ("servicenotactiveexception", "state.rollout", "word-inactive"),
    ("elb.registrationinprogress", "state.target", "word-registration-in-progress"),
    ("elb.initialhealthchecking", "state.target", "word-initial-health-checking"),
    ("target.responsecodemismatch", "health.elb_unknown", "word-response-code-mismatch"),
    ("target.failedhealthchecks", "health.elb_unknown", "word-failed-health-checks"),
    ("target.notregistered", "state.target", "word-not-registered"),
    ("target.notinuse", "state.target", "word-not-in-use"),
    ("target.invalidstate", "state.target", "word-invalid-state"),
    ("target.ipunusable", "state.target", "word-ip-unusable"),
    ("target.deregistrationinprogress", "state.target", "word-deregistration-in-progress"),
    ("target.healthcheckdisabled", "state.target", "word-health-check-disabled"),
    ("elb.internalerror", "state.target", "word-elb-internal-error"),
];

/// A paste of at most so many passages may be about its words; a dump is about what it states.
const FEW: usize = 8;

/// What the words of a paste mean, and that an event is routine.
pub(super) fn said(passages: &[Passage], paste: &str) -> Vec<Said> {
    let whole = word(&bare(paste)).and_then(|word| meaning(word, (1, paste.trim().to_owned())));
    let of_passage = |passage: &Passage| {
        let text = passage.spaced();
        meaning(word(&value(&bare(&text)))?, (passage.line, text))
    };
    let few = if passages.len() <= FEW { passages } else { &[] };
    let mut said: Vec<Said> = match whole {
        Some(whole) => vec![whole],
        None => few.iter().filter_map(of_passage).collect(),
    };
    let routine = passages.iter().find(|passage| kind_of(&passage.spaced()) == EventKind::Routine);
    if let (Some(passage), Some(cause)) = (routine, causes::find("state.routine")) {
        let place = (passage.line, passage.spaced());
        said.push(Said::new(cause, Confidence::Certain, cause.sentence(), place));
    }
    said
}

fn meaning(&(_, class, key): &Word, place: (usize, String)) -> Option<Said> {
    let sentence = Message { key, args: Vec::new() };
    Some(Said::new(causes::find(class)?, Confidence::Certain, sentence, place))
}

/// The table's row for folded words.
fn word(folded: &str) -> Option<&'static Word> {
    WORDS.iter().find(|(known, _, _)| *known == folded)
}

/// `x` of `stopcode: x`; of prose nothing, for most of these words stand in any.
fn value(folded: &str) -> String {
    let mut words = folded.split([':', ' ']).filter(|word| !word.is_empty());
    match (words.next(), words.next(), words.next()) {
        (Some(_key), Some(value), None) => value.to_owned(),
        _ => folded.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::paste::passages;
    use crate::words::Words;

    fn classes(paste: &str) -> Vec<&'static str> {
        said(&passages(paste), paste).iter().map(|one| one.cause.class).collect()
    }

    #[test]
    fn words_are_known_alone_and_behind_their_key() {
        assert_eq!(classes("TaskFailedToStart"), ["state.stop_code"]);
        assert_eq!(classes("\"stopCode\": \"SpotInterruption\","), ["infra.spot"]);
        assert_eq!(classes("rolloutState=IN_PROGRESS"), ["state.rollout"]);
        assert_eq!(classes("Essential container in task exited."), ["state.stop_code"]);
        assert_eq!(classes("Target.NotInUse"), ["state.target"]);
        assert_eq!(classes("(service web) has started 2 tasks: (task a) (task b)."), ["state.routine"]);
        for prose in ["our app is running", "the build failed", "nothing pending here", "", "web"] {
            assert_eq!(classes(prose), [""; 0], "{prose}");
        }
    }

    #[test]
    fn every_word_has_its_class_and_sentence() {
        let words = Words::english();
        for (word, class, key) in WORDS {
            assert!(causes::find(class).is_some(), "{word}: {class}");
            let said = words.say(&Message { key, args: Vec::new() });
            assert!(said.ends_with('.'), "{word}: {said}");
        }
    }
}
