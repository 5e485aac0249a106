//! What the way a task stopped says where no text does: stopCode, and which times are missing.

use jiff::SignedDuration;

use super::{Case, Found, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::finding::{Confidence, StepId};
use crate::diagnosis::steps::exits::Part;
use crate::diagnosis::steps::stopped::{StopGroup, stop_time};
use crate::diagnosis::text;
use crate::diagnosis::wording::evidence;
use crate::model::Task;
use crate::msg;
use crate::words::Message;

/// ECS gives up placing a task after about half an hour.
const NEVER_PLACED: SignedDuration = SignedDuration::from_mins(29);

/// Reads the stop codes.
#[derive(Debug)]
pub struct Stops;

impl Rule for Stops {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let groups = given.steps.stopped.groups.iter().filter(|group| group.is_trouble());
        groups.filter_map(|group| stop(given, group)).map(Judgement::Present).collect()
    }
}

fn stop(given: &Case<'_>, group: &StopGroup) -> Option<Found> {
    let newest = group.tasks.first()?;
    let task = given.facts.tasks[newest.index];
    let (class, confidence) = match task.stop_code.as_deref()? {
        // The reason is the operator's own words, whatever they look like.
        "UserInitiated" => ("infra.user_stopped", Confidence::Certain),
        "SpotInterruption" => ("infra.spot", Confidence::Certain),
        "TaskFailedToStart" => silent_start(task)?,
        _ => return None,
    };
    let field = format!("tasks[{}].stopCode", newest.index);
    let mut proof = vec![evidence(field, task.stop_code.clone().unwrap_or_default(), Some(&newest.id))];
    if let Some(reason) = &task.stopped_reason {
        proof.push(evidence(format!("tasks[{}].stoppedReason", newest.index), reason, Some(&newest.id)));
    }
    let cause = causes::find(class)?;
    let found = given.found(cause, confidence, (StepId::StoppedTasks, Source::Task), proof).at(group.last);
    let named =
        (class == "start.container_exit_before_ready").then(|| ended_before(given, &newest.id)).flatten();
    Some(match named {
        Some(sentence) => found.saying(sentence),
        None => found,
    })
}

/// Which container ended before its task ran, where one is singled out.
fn ended_before(given: &Case<'_>, task: &str) -> Option<Message> {
    let mut rows = given.steps.exits.rows.iter().filter(|row| !row.harmless && row.part == Part::First);
    let row = rows.find(|row| row.tasks.iter().any(|id| id == task))?;
    Some(msg!("cause-start-exit-before-of", container = &row.container, code = row.exit_code?))
}

/// `Task failed to start` and nothing else: what had already happened tells what had not.
fn silent_start(task: &Task) -> Option<(&'static str, Confidence)> {
    let reason: String = text::fold(task.stopped_reason.as_deref().unwrap_or_default()).replace(' ', "");
    let silent = reason.is_empty() || reason.trim_end_matches('.') == "taskfailedtostart";
    let stated =
        task.containers.iter().any(|one| one.reason.as_deref().is_some_and(|reason| !reason.is_empty()));
    if !silent || stated {
        return None;
    }
    if task.pull_stopped_at.is_some() && task.execution_stopped_at.is_some() {
        // Of which containers there were, a cut answer says nothing.
        let several = task.containers.len() > 1;
        let confidence = if several { Confidence::Likely } else { Confidence::Possible };
        return Some(("start.container_exit_before_ready", confidence));
    }
    let waited = stop_time(task)?.since(task.created_at?);
    let nothing = task.containers.is_empty() && task.attachments.is_empty();
    (nothing && waited >= NEVER_PLACED).then_some(("place.eni", Confidence::Possible))
}
