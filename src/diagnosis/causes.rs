//! The causes that ECS states in words: each class with the texts that carry it, its sentence, its Kubernetes
//! word and the commands that confirm it.
//!
//! The classes stand in the front matter of the handbook's pages; the build script makes the table out of them.
//! Wordings old and new stand side by side because a capture may be from any year.

use super::finding::KubernetesReason;
use crate::msg;
use crate::words::Message;

pub use super::vocabulary::{Confidence, Next, Place, Role};

/// A class of cause.
#[derive(Debug)]
pub struct Cause {
    /// `family.name`.
    pub class: &'static str,
    /// Its sentence.
    pub summary: Summary,
    /// What it is to the verdict.
    pub role: Role,
    /// The word that Kubernetes has for it.
    pub kubernetes: Option<KubernetesReason>,
    /// What confirms it, the most telling first.
    pub next: &'static [Next],
    /// The texts that carry it; one is enough.
    pub signatures: &'static [Signature],
}

/// The sentence of a class.
#[derive(Debug, Clone, Copy)]
pub enum Summary {
    /// A key of the catalogue.
    Key(&'static str),
    /// The words of a team's own page.
    Text(&'static str),
}

/// A text that carries a class, in folded letters.
#[derive(Debug)]
pub struct Signature {
    /// Of each list the text holds one.
    pub all: &'static [&'static [&'static str]],
    /// The whole text is one of these; anything when empty.
    pub is: &'static [&'static str],
    /// It holds none of these.
    pub not: &'static [&'static str],
    /// How far the text alone carries the class.
    pub confidence: Confidence,
    /// Where the text stands; anywhere when empty.
    pub places: &'static [Place],
}

/// What a text says, as far as it says it.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The class.
    pub cause: &'static Cause,
    /// How far the text alone carries it.
    pub confidence: Confidence,
}

/// All classes in the order of reading: what is wrapped comes before what wraps it, so that an `unable to
/// place a task. Reason: CannotPullContainerError` is read as the pull.
static CAUSES: &[Cause] = include!(concat!(env!("OUT_DIR"), "/causes.rs"));

/// All built-in classes in the order of reading.
pub fn all() -> &'static [Cause] {
    CAUSES
}

/// The built-in class with this name.
pub fn find(class: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|cause| cause.class == class)
}

impl Cause {
    /// What a folded text says of this class by its first signature that fits, when it stood at `place` or nobody
    /// knows where.
    pub fn reading(&'static self, folded: &str, place: Option<Place>) -> Option<Reading> {
        let signature = self.signatures.iter().find(|one| one.fits(place) && one.matches(folded))?;
        Some(Reading { cause: self, confidence: signature.confidence })
    }

    /// Its sentence, without the names of the case.
    pub fn sentence(&self) -> Message {
        match self.summary {
            Summary::Key(key) => Message { key, args: Vec::new() },
            Summary::Text(text) => msg!("cause-in-own-words", text = text),
        }
    }
}

impl Signature {
    fn fits(&self, place: Option<Place>) -> bool {
        self.places.is_empty() || place.is_none_or(|place| self.places.contains(&place))
    }

    fn matches(&self, folded: &str) -> bool {
        // A relay may put the stop code before the reason.
        let whole =
            folded.strip_prefix("taskfailedtostart: ").unwrap_or(folded).trim_end_matches(['.', ':', ' ']);
        let is = || self.is.contains(&whole);
        self.all.iter().all(|any| any.iter().any(|words| folded.contains(words)))
            && (self.is.is_empty() || is())
            && !self.not.iter().any(|words| folded.contains(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::knowledge::{Knowledge, Owner};
    use crate::words::Words;

    fn class(text: &str) -> Option<&'static str> {
        Knowledge::BUILT_IN.read(text, None, Owner::default()).map(|reading| reading.cause.class)
    }

    #[test]
    fn every_class_has_its_sentence() {
        let words = Words::english();
        for cause in all() {
            let said = words.say(&cause.sentence());
            assert!(said.ends_with('.') && !said.contains('{'), "{}: {said}", cause.class);
        }
    }

    #[test]
    fn what_is_wrapped_is_read_and_not_the_wrapper() {
        let pull = "(service a) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'.";
        assert_eq!(class(pull), Some("image.platform_mismatch"));
        let network = "(service a) was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR.";
        assert_eq!(class(network), Some("init.net_ecr"));
    }

    #[test]
    fn near_misses_stay_silent() {
        for text in [
            "Task failed to start",
            "Essential container in task exited",
            "(service a) was unable to place a task because no container instance met all of its requirements.",
            "(service not-found-manifest-unknown) has begun draining connections on 1 tasks.",
            "lab stop",
            "",
            "Connection issue",
            "OCI runtime exec failed: exec failed: unable to start container process: exec: \"/bin/bash\": stat /bin/bash: no such file or directory: unknown",
            "the file was not found",
            "ResourceInitializationError: something new",
        ] {
            assert_eq!(class(text), None, "{text}");
        }
    }

    #[test]
    fn a_signature_of_the_log_is_not_found_in_an_event() {
        static LOGGED: Cause = Cause {
            class: "team.pool",
            summary: Summary::Text("The pool is empty."),
            role: Role::Cause,
            kubernetes: None,
            next: &[],
            signatures: &[Signature {
                all: &[&["pool exhausted"]],
                is: &[],
                not: &["warm"],
                confidence: Confidence::Likely,
                places: &[Place::Log],
            }],
        };
        assert!(LOGGED.reading("pool exhausted", Some(Place::Log)).is_some());
        assert!(LOGGED.reading("pool exhausted", None).is_some());
        assert!(LOGGED.reading("pool exhausted", Some(Place::Event)).is_none());
        assert!(LOGGED.reading("warm pool exhausted", Some(Place::Log)).is_none());
    }
}
