//! What the task definition says of a failure whose text points elsewhere: a log group that is looked for in
//! another Region, a secret that is asked of the wrong service, a program that a volume hides.
//!
//! Where the task definition was not captured the text is not called certain: it cannot tell the two apart.

use super::{Case, Found, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, Evidence, StepId};
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::{ContainerDefinition, TaskDefinition};
use crate::msg;
use crate::words::Message;

/// Doubts `found` where the task definition could say otherwise and was not captured; adds what it says.
pub(super) fn weigh(given: &Case<'_>, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for one in found.iter_mut() {
        let of_text = |doubt: fn(&str, &str) -> Option<Message>| {
            one.finding.evidence.iter().find_map(|proof| doubt(one.finding.class, &proof.text))
        };
        let (ambiguous, doubt) = (of_text(ambiguous), of_text(doubt));
        if let Some(because) = ambiguous {
            one.finding.confidence = one.finding.confidence.max(Confidence::Likely);
            one.finding.because = because;
        }
        let Some(doubt) = doubt else { continue };
        if let Some(definition) = definition(given, one) {
            more.extend(contradiction(given, one, definition));
        } else {
            one.finding.confidence = one.finding.confidence.max(Confidence::Likely);
            one.finding.because = doubt;
        }
    }
    found.extend(more);
}

/// Why a text alone does not decide for `class`, though it states it: registries answer a wrong name and a missing
/// right alike, and some texts look the same for a cause that only the task definition tells.
pub fn doubt_of_text(class: &str, words: &str) -> Option<Message> {
    ambiguous(class, words).or_else(|| doubt(class, words))
}

/// How repositories of a pull through cache begin, where nobody named them otherwise. Source: ECR user guide,
/// `pull-through-cache-creating-rule`, the prefixes that the console fills in.
const CACHED: &[&str] = &[
    ".com/docker-hub/",
    ".com/ecr-public/",
    ".com/quay/",
    ".com/kubernetes/",
    ".com/github/",
    ".com/gitlab/",
    ".com/azure/",
];

fn ambiguous(class: &str, words: &str) -> Option<Message> {
    let folded = text::fold(words);
    let told = |of: &[&str]| of.iter().any(|part| folded.contains(part));
    if class == "image.not_found" && folded.contains(".dkr.ecr.") && told(CACHED) {
        return Some(msg!("because-pull-through"));
    }
    let denied = class == "image.auth_denied"
        && told(&["pull access denied", "403 forbidden", "access to the resource is denied"]);
    denied.then(|| msg!("because-denied-or-missing"))
}

/// What the task definition decides, for the classes of which that is known.
fn doubt(class: &str, words: &str) -> Option<Message> {
    match class {
        "init.logs_group_missing" => Some(msg!("because-no-log-options")),
        "init.iam_secrets" if names_ssm(words) => Some(msg!("because-no-value-from")),
        "start.exec_not_found" => Some(msg!("because-no-mounts")),
        _ => None,
    }
}

/// The definition of the task that the finding is about, else of the revision in question.
fn definition<'a>(given: &Case<'a>, found: &Found) -> Option<&'a TaskDefinition> {
    let ids: Vec<&str> = found.finding.evidence.iter().filter_map(|one| one.object.as_deref()).collect();
    let mut tasks = given.facts.tasks.iter();
    let task = tasks.find(|task| task.id().is_some_and(|id| ids.contains(&id)));
    let of_task = task.and_then(|task| given.facts.definition_of(task));
    let pushed = || given.facts.snapshot.task_definition(&given.steps.deployments.pushed()?.revision);
    of_task.or_else(|| pushed().filter(|_| task.is_none()))
}

fn contradiction(given: &Case<'_>, found: &Found, definition: &TaskDefinition) -> Option<Found> {
    let mut containers = definition.container_definitions.iter().enumerate();
    match found.finding.class {
        "init.logs_group_missing" => containers.find_map(|(place, one)| region(given, found, place, one)),
        "init.iam_secrets" => containers.find_map(|(place, one)| bare_name(given, found, place, one)),
        "start.exec_not_found" => containers.find_map(|(place, one)| hidden(given, found, place, one)),
        _ => None,
    }
}

fn because(
    given: &Case<'_>,
    found: &Found,
    class: &str,
    proof: Vec<Evidence>,
    message: Message,
) -> Option<Found> {
    let proof = found.finding.evidence.iter().take(2).cloned().chain(proof).collect();
    let place = (StepId::StoppedTasks, Source::Container);
    let one =
        given.found(causes::find(class)?, Confidence::Likely, place, proof).saying(message).at(found.at);
    Some(one.sure(Confidence::Likely, msg!("because-definition")))
}

/// The group is looked for in a Region that is not the task's, or that is none.
fn region(given: &Case<'_>, found: &Found, place: usize, container: &ContainerDefinition) -> Option<Found> {
    let configuration = container.log_configuration.as_ref()?;
    let stated = configuration.options.get("awslogs-region")?;
    let ours = given.facts.region()?;
    if configuration.log_driver.as_deref() != Some("awslogs") || stated == ours {
        return None;
    }
    let field =
        format!("taskDefinition.containerDefinitions[{place}].logConfiguration.options.awslogs-region");
    let message = msg!("cause-init-logs-region", stated = stated, region = ours);
    because(given, found, "init.logs_config", vec![evidence(field, stated, None)], message)
}

fn names_ssm(words: &str) -> bool {
    text::fold(words).contains("ssm:getparameter")
}

/// A bare name in `valueFrom` is asked of Parameter Store, wherever the secret lies.
fn bare_name(
    given: &Case<'_>,
    found: &Found,
    place: usize,
    container: &ContainerDefinition,
) -> Option<Found> {
    let mut secrets = container.secrets.iter().enumerate();
    let (index, secret) =
        secrets.find(|(_, one)| one.value_from.as_deref().is_some_and(|from| !from.starts_with("arn:")))?;
    if !found.finding.evidence.iter().any(|one| names_ssm(&one.text)) {
        return None;
    }
    let from = secret.value_from.as_deref()?;
    let field = format!("taskDefinition.containerDefinitions[{place}].secrets[{index}].valueFrom");
    let message = msg!("cause-init-secret-bare", secret = from);
    because(given, found, "init.secret_bad_valuefrom", vec![evidence(field, from, None)], message)
}

/// A volume is mounted over the directory in which the program should be.
fn hidden(given: &Case<'_>, found: &Found, place: usize, container: &ContainerDefinition) -> Option<Found> {
    let texts: Vec<&str> = found.finding.evidence.iter().map(|one| one.text.as_str()).collect();
    let paths: Vec<&str> = texts.iter().filter_map(|text| absolute_path(text)).collect();
    let mut mounts = container.mount_points.iter().enumerate();
    let (index, mount) = mounts.find(|(_, mount)| {
        let Some(over) = mount.container_path.as_deref().map(|path| path.trim_end_matches('/')) else {
            return false;
        };
        !over.is_empty()
            && paths.iter().any(|path| path.strip_prefix(over).is_some_and(|rest| rest.starts_with('/')))
    })?;
    let over = mount.container_path.as_deref()?;
    let field = format!("taskDefinition.containerDefinitions[{place}].mountPoints[{index}].containerPath");
    let message = msg!("cause-vol-shadows-of", path = over);
    because(given, found, "vol.shadows_image", vec![evidence(field, over, None)], message)
}

/// The program that a text misses: `exec: "/app/run": …`, `stat /app/run: …`.
fn absolute_path(text: &str) -> Option<&str> {
    let start = ["exec: \"", "exec: ", "stat ", "exec \"", "exec "].iter().find_map(|before| {
        let at = text.rfind(before)? + before.len();
        text[at..].starts_with('/').then_some(at)
    })?;
    let rest = &text[start..];
    let end = rest.find(['"', ':', ' ', '\'']).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// Classes that a more exact one of the same finding covers.
pub const COVERED: &[(&str, &[&str])] = &[
    ("init.logs_config", &["init.logs_group_missing"]),
    ("init.secret_bad_valuefrom", &["init.iam_secrets"]),
    ("vol.shadows_image", &["start.exec_not_found"]),
    ("run.app_config", &["run.app_exit_nonzero"]),
    ("run.app_dependency", &["run.app_exit_nonzero"]),
    ("run.bad_command", &["run.app_exit_nonzero"]),
    ("start.crlf", &["run.app_exit_nonzero", "start.exec_not_found"]),
    ("health.mesh_proxy", &["run.app_exit_nonzero", "run.segfault"]),
    ("run.oom_container", &["run.app_exit_nonzero", "run.segfault"]),
    ("image.arch_exec_format", &["run.app_exit_nonzero", "run.segfault", "health.elb_unknown"]),
];
