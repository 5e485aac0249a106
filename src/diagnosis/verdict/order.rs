//! Findings in order: causes before checks before symptoms, the text nearest to the container first.

use crate::diagnosis::causes::Role;
use crate::diagnosis::finding::{Evidence, StepId};
use crate::diagnosis::rules::{COVERED, Found};

/// How much evidence a finding keeps that several texts carry.
const EVIDENCE: usize = 6;

/// One finding a class, the root cause first.
pub fn by_cause(found: Vec<Found>) -> Vec<Found> {
    let mut merged: Vec<Found> = Vec::new();
    for one in found {
        match merged.iter_mut().find(|known| known.finding.class == one.finding.class) {
            Some(known) => merge(known, one),
            None => merged.push(one),
        }
    }
    drop_covered(&mut merged);
    merged.sort_by_key(|one| {
        let place = (one.role, is_aftermath(one), one.source);
        (place, one.finding.confidence, std::cmp::Reverse(one.at))
    });
    merged
}

/// A container that did not obey was told to go for a reason of its own, however near to the container that was read.
fn is_aftermath(one: &Found) -> bool {
    one.finding.class == "run.sigkill_after_stop"
}

fn merge(known: &mut Found, other: Found) {
    let belongs = is_of_the_task(&other);
    let surer = (other.finding.confidence, other.source) < (known.finding.confidence, known.source);
    let named = known.finding.summary.args.is_empty() && !other.finding.summary.args.is_empty();
    if surer || (named && other.finding.confidence <= known.finding.confidence) {
        known.finding.summary = other.finding.summary;
    }
    if surer || belongs {
        known.finding.step = other.finding.step;
    }
    if other.finding.confidence < known.finding.confidence {
        known.finding.confidence = other.finding.confidence;
        known.finding.because = other.finding.because;
    }
    for note in other.finding.notes {
        if !known.finding.notes.contains(&note) {
            known.finding.notes.push(note);
        }
    }
    known.source = known.source.min(other.source);
    known.at = known.at.max(other.at);
    let (mut first, mut second) = (std::mem::take(&mut known.finding.evidence), other.finding.evidence);
    if belongs {
        std::mem::swap(&mut first, &mut second);
    }
    for proof in first.into_iter().chain(second) {
        if known.finding.evidence.len() < EVIDENCE && !repeats(&known.finding.evidence, &proof) {
            known.finding.evidence.push(proof);
        }
    }
}

/// What keeps a task from starting is said of the task: its `stoppedReason` comes before the reason of a
/// container that repeats it.
fn is_of_the_task(one: &Found) -> bool {
    let family = one.finding.class.split_once('.').map(|(family, _)| family);
    one.finding.step == StepId::StoppedTasks
        && matches!(family, Some("image" | "init" | "net" | "vol" | "place" | "iam"))
}

/// Whether the same place, or the same sentence at another place, is there already.
fn repeats(known: &[Evidence], proof: &Evidence) -> bool {
    known.iter().any(|one| one == proof || (one.text == proof.text && proof.text.contains(' ')))
}

/// `Task failed ELB health checks` says nothing beside an event that names the code; an exit code says
/// nothing beside the reason that names the cause of it.
fn drop_covered(found: &mut Vec<Found>) {
    let has = |found: &[Found], wanted: &dyn Fn(&Found) -> bool| found.iter().any(wanted);
    let code_known =
        has(found, &|one| one.finding.class.starts_with("health.elb_") && one.role != Role::Symptom);
    let container_check = has(found, &|one| one.finding.class == "health.container_cmd_fails");
    let stated_start = has(found, &|one| {
        let class = one.finding.class;
        one.role == Role::Cause
            && ["init.", "image.", "vol.", "net."].iter().any(|family| class.starts_with(family))
    });
    // What gave the deployment up is named.
    let given_up =
        has(found, &|one| matches!(one.finding.class, "deploy.hook_failed" | "deploy.alarm_rollback"));
    found.retain(|one| match one.finding.class {
        "deploy.circuit_breaker" => !given_up,
        "health.elb_unknown" => !code_known,
        "health.replacement_notice" => !code_known && !container_check,
        "start.container_exit_before_ready" => !stated_start,
        _ => true,
    });
    let classes: Vec<&str> = found.iter().map(|one| one.finding.class).collect();
    let covers = COVERED.iter().filter(|(class, _)| classes.contains(class));
    let covered: Vec<&str> = covers.flat_map(|(_, covered)| covered.iter().copied()).collect();
    found.retain(|one| !covered.contains(&one.finding.class));
}
