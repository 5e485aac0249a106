//! What to say of a paste that states nothing known: a word of Kubernetes, or the beginning of a message whose end
//! names the cause.

use crate::diagnosis::{causes, text};
use crate::msg;
use crate::words::Message;

/// Words of Kubernetes for which no class stands; the others are those of the classes.
const KUBERNETES: [&str; 6] = [
    "CreateContainerError",
    "ContainerCreating",
    "PodInitializing",
    "Evicted",
    "ErrImageNeverPull",
    "BackOff",
];

/// How messages begin whose end names the cause, in folded letters. Sources: developer guide
/// (`service-event-messages-list`, `stopped-task-error-codes`).
const BEGINNINGS: [&str; 9] = [
    "unable to place a task",
    "unable to place task",
    "no container instance met all of its requirements",
    "tasks failed to start",
    "failed to launch a task",
    "unable to launch a task",
    "unable to start a task",
    "failed to register targets",
    "failed to deregister targets",
];

/// What to say of `paste`, in which nothing is known.
pub fn of_unknown(paste: &str) -> Message {
    let mut words = paste.split(|letter: char| !letter.is_ascii_alphanumeric());
    if let Some(word) = words.find_map(of_kubernetes) {
        return msg!("explain-kubernetes-word", word = word);
    }
    let folded = text::fold(paste);
    if BEGINNINGS.iter().any(|beginning| folded.contains(beginning)) {
        return msg!("explain-beginning");
    }
    msg!("explain-nothing-known")
}

/// Only whole words in two capitals at least: `Unhealthy` and `Failed` stand in any prose.
fn of_kubernetes(word: &str) -> Option<&'static str> {
    let is_name = word.chars().filter(char::is_ascii_uppercase).count() > 1 || word == "Evicted";
    let of_classes = causes::all().iter().filter_map(|cause| Some(cause.kubernetes?.reason));
    of_classes.chain(KUBERNETES).find(|known| is_name && *known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_kubernetes_and_beginnings_are_told_from_nonsense() {
        let key = |paste: &str| of_unknown(paste).key;
        for word in ["CrashLoopBackOff", "status: ImagePullBackOff", "Reason:  OOMKilled", "pod Evicted"] {
            assert_eq!(key(word), "explain-kubernetes-word", "{word}");
        }
        for cut in [
            "(service web) was unable to place a task because no container instance met all of its requirements.",
            "(service web) was unable to place a task. Reason:",
            "tasks failed to start.",
        ] {
            assert_eq!(key(cut), "explain-beginning", "{cut}");
        }
        for nothing in ["", "hello world", "evicted tenants", "unhealthy", "failed", "a task to place"] {
            assert_eq!(key(nothing), "explain-nothing-known", "{nothing}");
        }
    }
}
