//! The causes that ECS states in words: each class with the texts that carry it, its sentence, its Kubernetes
//! word and the commands that confirm it. One file a family; a class is added in one place.
//!
//! The classes and their texts come from several hundred published failures; wordings old and new stand
//! side by side because a capture may be from any year.

mod deploy;
mod health;
mod image;
mod infra;
mod init;
mod place;
mod run;
mod start;

use super::finding::{Confidence, KubernetesReason};
use super::text;

/// Texts that say that nothing answered, as opposed to a refusal.
const NOTHING_ANSWERED: &str = "connection issue|i/o timeout|deadline exceeded|statuscode: 0|requestcanceled|\
    request canceled|request context cancel|send request failed|client.timeout|tls handshake timeout|\
    connection timed out|no route to host|network is unreachable";

/// A class of cause.
#[derive(Debug)]
pub struct Cause {
    /// `family.name`.
    pub class: &'static str,
    /// Key of its sentence.
    pub summary: &'static str,
    /// What it is to the verdict.
    pub role: Role,
    /// The word that Kubernetes has for it.
    pub kubernetes: KubernetesReason,
    /// What confirms it, the most telling first.
    pub next: &'static [Next],
    /// The texts that carry it; one match is enough.
    pub texts: &'static [Pattern],
}

/// Parts that a folded text must hold, all of them. A part may offer alternatives (`a|b`), and `!a|b` must
/// not be there.
#[derive(Debug)]
pub struct Pattern {
    parts: &'static [&'static str],
    confidence: Confidence,
}

/// What a class is to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It explains why.
    Cause,
    /// It says that a check failed, not why.
    Check,
    /// It only says that something upstream failed.
    Symptom,
    /// It is part of a healthy day.
    Normal,
}

/// A command that confirms or mends, its names filled in from the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// describe-services.
    Service,
    /// list-service-deployments.
    ServiceDeployments,
    /// list-tasks and describe-tasks of the stopped ones.
    StoppedTasks,
    /// describe-task-definition.
    TaskDefinition,
    /// describe-clusters.
    Cluster,
    /// list-container-instances.
    Instances,
    /// describe-capacity-providers.
    CapacityProviders,
    /// get-log-events.
    Logs,
    /// describe-log-groups.
    LogGroup,
    /// describe-target-health.
    TargetHealth,
    /// describe-target-groups.
    TargetGroup,
    /// describe-subnets.
    Subnets,
    /// ec2 describe-security-groups.
    SecurityGroups,
    /// ec2 describe-vpc-endpoints.
    Endpoints,
    /// ec2 describe-route-tables.
    Routes,
    /// iam get-role of the execution role.
    ExecutionRole,
    /// iam get-role of the task role.
    TaskRole,
    /// ecr describe-images.
    Image,
    /// secretsmanager or ssm metadata.
    Secrets,
    /// service-quotas.
    FargateQuota,
    /// ecs get-task-protection.
    Protection,
    /// update-service with percentages that open a deadlock: changes something.
    OpenBand,
}

/// What a text says, as far as it says it.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The class.
    pub cause: &'static Cause,
    /// How far the text alone carries it.
    pub confidence: Confidence,
}

/// All families in the order of reading: what is wrapped comes before what wraps it, so that an `unable to
/// place a task. Reason: CannotPullContainerError` is read as the pull.
const FAMILIES: [&[Cause]; 8] = [
    run::CAUSES,
    init::CAUSES,
    image::CAUSES,
    start::CAUSES,
    place::CAUSES,
    health::CAUSES,
    deploy::CAUSES,
    infra::CAUSES,
];

/// Reads one text of ECS or its agent; nothing when it states no known cause.
pub fn read(text: &str) -> Option<Reading> {
    let folded = text::fold(text);
    FAMILIES.iter().copied().flatten().find_map(|cause| cause.reading(&folded))
}

/// The class with this name.
pub fn find(class: &str) -> Option<&'static Cause> {
    FAMILIES.iter().copied().flatten().find(|cause| cause.class == class)
}

impl Cause {
    /// What a folded text says of this class.
    pub(super) fn reading(&'static self, folded: &str) -> Option<Reading> {
        let pattern = self.texts.iter().find(|pattern| pattern.matches(folded))?;
        Some(Reading { cause: self, confidence: pattern.confidence })
    }
}

impl Pattern {
    fn matches(&self, folded: &str) -> bool {
        self.parts.iter().all(|part| match part.strip_prefix('!') {
            Some(unwanted) => !holds(folded, unwanted),
            None => holds(folded, part),
        })
    }
}

fn holds(folded: &str, alternatives: &str) -> bool {
    alternatives.split('|').any(|words| folded.contains(words))
}

/// ECS states it.
const fn states(parts: &'static [&'static str]) -> Pattern {
    Pattern { parts, confidence: Confidence::Certain }
}

/// The text points there; another cause is not excluded.
const fn points(parts: &'static [&'static str]) -> Pattern {
    Pattern { parts, confidence: Confidence::Likely }
}

/// One of several causes that fit.
const fn may(parts: &'static [&'static str]) -> Pattern {
    Pattern { parts, confidence: Confidence::Possible }
}

/// Kubernetes means the same.
const fn same(reason: &'static str) -> KubernetesReason {
    KubernetesReason { reason, exact: true }
}

/// Kubernetes has no word for it; this is the nearest.
const fn near(reason: &'static str) -> KubernetesReason {
    KubernetesReason { reason, exact: false }
}

/// A class that explains why.
const fn cause(
    class: &'static str,
    summary: &'static str,
    kubernetes: KubernetesReason,
    next: &'static [Next],
    texts: &'static [Pattern],
) -> Cause {
    Cause { class, summary, role: Role::Cause, kubernetes, next, texts }
}

/// The same class as something less than a cause.
const fn only(role: Role, mut cause: Cause) -> Cause {
    cause.role = role;
    cause
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn class(text: &str) -> Option<&'static str> {
        read(text).map(|reading| reading.cause.class)
    }

    #[test]
    fn a_class_is_defined_once_and_its_parts_are_folded() {
        let mut seen = HashSet::new();
        for cause in FAMILIES.iter().copied().flatten() {
            assert!(seen.insert(cause.class), "{}", cause.class);
            assert!(cause.class.contains('.') && cause.summary.starts_with("cause-"), "{}", cause.class);
            for part in cause.texts.iter().flat_map(|pattern| pattern.parts) {
                assert_eq!(text::fold(part).len(), part.trim().len(), "{part}");
                assert_eq!(part.to_lowercase(), **part, "{part}");
            }
        }
    }

    #[test]
    fn every_class_has_its_sentence() {
        let words = crate::words::Words::english();
        for cause in FAMILIES.iter().copied().flatten() {
            let said = words.say(&crate::words::Message { key: cause.summary, args: Vec::new() });
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
            "the file was not found",
            "ResourceInitializationError: something new",
        ] {
            assert_eq!(class(text), None, "{text}");
        }
    }
}
