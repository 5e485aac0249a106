//! Which container died first. ECS states no stop time per container, so this is inferred: a container with
//! a code of its own ended by itself, one with 0, 137 or 143 may only have gone with the task.

use jiff::SignedDuration;

use super::Part;
use super::meaning::ExitMeaning;
use crate::diagnosis::steps::stopped::routine;
use crate::model::Task;

/// What is known of one container.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// How it ended.
    pub kind: ExitMeaning,
    /// Whether it is essential, when the task definition says so.
    pub essential: Option<bool>,
    /// Whether ECS states a reason for it.
    pub has_reason: bool,
    /// How long it may take to obey SIGTERM.
    pub stop_timeout: SignedDuration,
}

/// ECS stamps the end of the whole task, and a second or two late.
const LEEWAY: SignedDuration = SignedDuration::from_secs(2);

/// The part of each container of `task`, in the order of `ends`.
pub fn parts(task: &Task, ends: &[End]) -> Vec<Part> {
    if routine::is_finished_job(task) {
        return vec![Part::Done; ends.len()];
    }
    if routine::is_from_outside(task) {
        return ends.iter().map(|end| stopped_from_outside(*end)).collect();
    }
    match first(ends).or_else(|| killed_first(task, ends)) {
        Some(place) => {
            ends.iter().enumerate().map(|(index, end)| with_culprit(*end, index == place)).collect()
        }
        None => ends.iter().map(|end| without_culprit(*end)).collect(),
    }
}

/// A stop from outside takes all containers; only a kill for memory is a container's own.
fn stopped_from_outside(end: End) -> Part {
    match end.kind {
        ExitMeaning::OutOfMemory => Part::First,
        ExitMeaning::NeverRan => Part::NeverRan,
        _ => Part::Collateral,
    }
}

/// The one container that ended by itself, when the facts single one out.
fn first(ends: &[End]) -> Option<usize> {
    only(ends, |end| end.kind == ExitMeaning::OutOfMemory)
        .or_else(|| only(ends, |end| is_own_failure(end.kind) && end.essential == Some(true)))
        .or_else(|| only(ends, |end| is_own_failure(end.kind) && end.essential != Some(false)))
        .or_else(|| failed_before(ends))
        .or_else(|| {
            only(ends, |end| {
                end.has_reason && matches!(end.kind, ExitMeaning::NeverRan | ExitMeaning::NoCode)
            })
        })
        .or_else(|| only(ends, |end| end.essential != Some(false)))
        .or_else(|| finished_first(ends))
}

/// A container that need not live on failed, and none that must ever ran: they waited for it, as an application waits
/// for a migration.
fn failed_before(ends: &[End]) -> Option<usize> {
    let waited = ends
        .iter()
        .filter(|end| end.essential != Some(false))
        .all(|end| end.kind == ExitMeaning::NeverRan && !end.has_reason);
    if waited { only(ends, |end| is_own_failure(end.kind)) } else { None }
}

/// One essential container exited 0 and every other was told to go: the one that finished ended the task.
fn finished_first(ends: &[End]) -> Option<usize> {
    let others_told = ends.iter().all(|end| {
        matches!(
            end.kind,
            ExitMeaning::Completed
                | ExitMeaning::Terminated
                | ExitMeaning::Killed
                | ExitMeaning::KilledAfterStopTimeout
        )
    });
    if others_told {
        only(ends, |end| end.kind == ExitMeaning::Completed && end.essential != Some(false))
    } else {
        None
    }
}

/// One got SIGKILL while the others still obeyed, and the task was over before ECS would have sent that signal itself.
fn killed_first(task: &Task, ends: &[End]) -> Option<usize> {
    let place = only(ends, |end| end.kind == ExitMeaning::Killed && end.essential != Some(false))?;
    let told = |end: &End| matches!(end.kind, ExitMeaning::Completed | ExitMeaning::Terminated);
    let others = ends.iter().enumerate().all(|(at, end)| at == place || told(end));
    let took = task.execution_stopped_at?.since(task.stopping_at?);
    (others && took < ends[place].stop_timeout - LEEWAY).then_some(place)
}

fn is_own_failure(kind: ExitMeaning) -> bool {
    matches!(kind, ExitMeaning::Application | ExitMeaning::CommandNotStarted | ExitMeaning::Signalled)
}

fn only(ends: &[End], wanted: impl Fn(&End) -> bool) -> Option<usize> {
    let mut places = ends.iter().enumerate().filter(|(_, end)| wanted(end)).map(|(place, _)| place);
    places.next().filter(|_| places.next().is_none())
}

fn with_culprit(end: End, is_culprit: bool) -> Part {
    match end.kind {
        _ if is_culprit && end.kind == ExitMeaning::NeverRan && !end.has_reason => Part::NeverRan,
        _ if is_culprit => Part::First,
        ExitMeaning::NeverRan => Part::NeverRan,
        ExitMeaning::Completed if end.essential == Some(false) => Part::Done,
        _ if is_own_failure(end.kind) && end.essential != Some(false) => Part::Unknown,
        _ => Part::Collateral,
    }
}

fn without_culprit(end: End) -> Part {
    match end.kind {
        ExitMeaning::NeverRan => Part::NeverRan,
        ExitMeaning::Completed if end.essential == Some(false) => Part::Done,
        _ => Part::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: SignedDuration = SignedDuration::from_secs(30);

    fn end(kind: ExitMeaning, essential: Option<bool>) -> End {
        End { kind, essential, has_reason: false, stop_timeout: TIMEOUT }
    }

    fn ended(kinds: &[ExitMeaning]) -> Vec<Part> {
        let task: Task =
            serde_json::from_str(r#"{"stopCode":"EssentialContainerExited","group":"service:web"}"#).unwrap();
        let ends: Vec<End> = kinds.iter().map(|kind| end(*kind, None)).collect();
        parts(&task, &ends)
    }

    #[test]
    fn a_kill_that_ecs_could_not_have_sent_yet_came_first() {
        use ExitMeaning::{Killed, Terminated};
        let took = |seconds: i64| {
            let stopped = 1000 + seconds;
            let task = format!(
                r#"{{"stopCode":"EssentialContainerExited","stoppingAt":1000,"executionStoppedAt":{stopped}}}"#
            );
            let task: Task = serde_json::from_str(&task).unwrap();
            parts(&task, &[end(Terminated, None), end(Killed, None)])
        };
        assert_eq!(took(4), [Part::Collateral, Part::First]);
        assert_eq!(took(31), [Part::Unknown, Part::Unknown]);
    }

    #[test]
    fn the_one_with_a_code_of_its_own_was_first() {
        use ExitMeaning::{Application, Completed, Killed, OutOfMemory, Terminated};
        let parts = ended(&[Completed, Terminated, Application, Terminated]);
        assert_eq!(parts, [Part::Collateral, Part::Collateral, Part::First, Part::Collateral]);
        assert_eq!(ended(&[OutOfMemory, Killed]), [Part::First, Part::Collateral]);
        assert_eq!(ended(&[Killed]), [Part::First]);
        assert_eq!(ended(&[Completed, Terminated]), [Part::First, Part::Collateral]);
    }

    #[test]
    fn two_that_could_have_been_first_are_not_told_apart() {
        use ExitMeaning::{Application, Killed, Terminated};
        assert_eq!(ended(&[Application, Application]), [Part::Unknown, Part::Unknown]);
        assert_eq!(ended(&[Killed, Terminated]), [Part::Unknown, Part::Unknown]);
    }

    #[test]
    fn what_the_essential_ones_waited_for_was_first() {
        let task: Task = serde_json::from_str(r#"{"stopCode":"TaskFailedToStart"}"#).unwrap();
        let init = end(ExitMeaning::Application, Some(false));
        let waited = [end(ExitMeaning::NeverRan, Some(true)), init];
        assert_eq!(parts(&task, &waited), [Part::NeverRan, Part::First]);
        let ran = [end(ExitMeaning::Completed, Some(true)), init];
        assert_eq!(parts(&task, &ran), [Part::First, Part::Collateral]);
        let mut refused = waited;
        refused[0].has_reason = true;
        assert_eq!(parts(&task, &refused), [Part::First, Part::Collateral]);
    }

    #[test]
    fn a_stop_from_outside_has_no_culprit() {
        let task: Task = serde_json::from_str(r#"{"stopCode":"ServiceSchedulerInitiated"}"#).unwrap();
        assert_eq!(parts(&task, &[end(ExitMeaning::Terminated, Some(true))]), [Part::Collateral]);
    }
}
