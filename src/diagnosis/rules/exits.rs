//! `run.*`: what exit codes say, and what the last lines of the log say about them.

use super::log_lines;
use super::{Case, Found, Judgement, READ, Rule, Source};
use crate::diagnosis::causes::{self, Cause};
use crate::diagnosis::finding::{Confidence, RuledOut, StepId};
use crate::diagnosis::knowledge::Place;
use crate::diagnosis::steps::exits::{ExitMeaning, ExitRow, Part};
use crate::diagnosis::steps::logs::LogOwner;
use crate::diagnosis::wording::evidence;
use crate::msg;

/// Reads exit codes of the container that died first.
#[derive(Debug)]
pub struct Exits;

impl Rule for Exits {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let rows = || given.steps.exits.rows.iter().filter(|row| !row.harmless).take(READ);
        let mut judgements: Vec<Judgement> =
            rows().filter_map(|row| ended(given, row)).map(Judgement::Present).collect();
        judgements.extend(exec_format(given).map(Judgement::Present));
        judgements.extend(several(given).map(Judgement::Present));
        if rows().any(|row| row.kind == ExitMeaning::KilledAfterStopTimeout) {
            let because = msg!("ruled-out-oom-stop-timeout");
            judgements.push(Judgement::Absent(RuledOut { class: "run.oom_container", because }));
        }
        judgements
    }
}

fn ended(given: &Case<'_>, row: &ExitRow) -> Option<Found> {
    let (class, confidence) = class(given, row)?;
    let cause: &'static Cause = causes::find(class)?;
    let code = row.exit_code.unwrap_or_default();
    let proof = row.proof("exitCode", code.to_string());
    let found = given.found(cause, confidence, (StepId::ExitCodes, Source::Container), vec![proof]);
    let name = &row.container;
    if let Some(heard) = heard(given, row).filter(|_| class == "run.app_exit_nonzero") {
        return Some(heard);
    }
    let found = if is_coded(row) {
        found.noting(msg!("explain-exit-code", code = code.to_string(), meaning = row.meaning.clone()))
    } else {
        found
    };
    Some(found.saying(match row.kind {
        ExitMeaning::Killed => msg!("cause-run-killed", container = name),
        ExitMeaning::Completed => msg!("cause-run-exit-zero-of", container = name),
        ExitMeaning::Signalled => match row.signal {
            Some(signal) => msg!("cause-run-signal-of", container = name, code = code, signal = signal),
            None => msg!("cause-run-exit-of", container = name, code = code),
        },
        ExitMeaning::KilledAfterStopTimeout => msg!("cause-run-sigkill-of", container = name),
        _ => msg!("cause-run-exit-of", container = name, code = code),
    }))
}

/// Containers of one task that each ended by themselves, when nothing says which was first and took the others.
fn several(given: &Case<'_>) -> Option<Found> {
    let rows = || given.steps.exits.rows.iter().filter(|row| !row.harmless);
    let fell = |row: &&ExitRow| {
        row.part == Part::Unknown
            && matches!(
                row.kind,
                ExitMeaning::Application | ExitMeaning::CommandNotStarted | ExitMeaning::Signalled
            )
    };
    let task = rows().find(fell).filter(|_| rows().all(|row| row.part != Part::First))?.tasks.first()?;
    let rows: Vec<&ExitRow> = rows().filter(fell).filter(|row| row.tasks.contains(task)).collect();
    let proof = rows.iter().map(|row| row.proof("exitCode", row.exit_code.unwrap_or_default().to_string()));
    let place = (StepId::ExitCodes, Source::Container);
    let cause = causes::find("run.app_exit_nonzero")?;
    let found = given.found(cause, Confidence::Possible, place, proof.collect());
    let told = |row: &&ExitRow| format!("{} ({})", row.container, row.exit_code.unwrap_or_default());
    let list: Vec<String> = rows.iter().map(told).collect();
    Some(found.saying(msg!("cause-run-exit-several", list = list.join(", "))))
}

/// Whether the code says more than that it is not 0: those of a shell for a command that it cannot start, and those
/// of Windows.
fn is_coded(row: &ExitRow) -> bool {
    row.kind == ExitMeaning::CommandNotStarted || row.exit_code.is_some_and(|code| !(0..=255).contains(&code))
}

/// What the last lines of the log add. Lines whose stream is not stated may be of another container.
fn heard(given: &Case<'_>, row: &ExitRow) -> Option<Found> {
    if let Some(known) = known(given, row) {
        return Some(known);
    }
    let (word, line, stated) = log_lines::read(given, &row.container)?;
    let code = row.exit_code.filter(|code| *code != 0)?;
    let cause = causes::find(word.class())?;
    let proof = vec![
        row.proof("exitCode", code.to_string()),
        evidence(&line.field, &line.text, given.steps.logs.stream.as_deref()),
    ];
    let found = given
        .found(cause, Confidence::Likely, (StepId::ExitCodes, Source::Container), proof)
        .saying(word.sentence(&row.container, code))
        .sure(Confidence::Likely, msg!("because-log-line"));
    Some(if stated { found } else { found.sure(Confidence::Possible, msg!("because-log-unstated")) })
}

/// A last line that is one of the known texts of ECS, its agent or the container runtime.
fn known(given: &Case<'_>, row: &ExitRow) -> Option<Found> {
    let (line, stated) = log_lines::known(given, &row.container)?;
    let reading = given.read(&line.text, Place::Log)?;
    let proof = vec![evidence(&line.field, &line.text, given.steps.logs.stream.as_deref())];
    let found = given
        .found(reading.cause, Confidence::Likely, (StepId::LogsMetrics, Source::Container), proof)
        .sure(Confidence::Likely, msg!("because-log-line"))
        .at(line.at);
    Some(if stated { found } else { found.sure(Confidence::Possible, msg!("because-log-unstated")) })
}

/// Which container was first is inferred, so only the exit of a container alone in its task is certain.
fn class(given: &Case<'_>, row: &ExitRow) -> Option<(&'static str, Confidence)> {
    let inferred = if is_alone(given, row) { Confidence::Certain } else { Confidence::Likely };
    if row.kind == ExitMeaning::KilledAfterStopTimeout {
        return Some(("run.sigkill_after_stop", Confidence::Likely));
    }
    if row.part != Part::First {
        return None;
    }
    match row.kind {
        ExitMeaning::Signalled if row.exit_code == Some(139) => Some(("run.segfault", inferred)),
        ExitMeaning::Application
        | ExitMeaning::CommandNotStarted
        | ExitMeaning::Signalled
        | ExitMeaning::Terminated => Some(("run.app_exit_nonzero", inferred)),
        ExitMeaning::Completed => Some(("run.app_exit_zero", inferred)),
        // SIGKILL from inside the task: the host's log or memory metrics would tell.
        ExitMeaning::Killed => Some(("run.app_exit_nonzero", Confidence::Possible)),
        _ => None,
    }
}

fn is_alone(given: &Case<'_>, row: &ExitRow) -> bool {
    let Some(id) = row.tasks.first() else { return false };
    let task = given.facts.tasks.iter().find(|task| task.id() == Some(id.as_str()));
    task.is_some_and(|task| task.containers.len() == 1)
}

/// A binary of another architecture: the pull succeeds and the message stands in the log alone. Lines whose
/// stream is not stated point there and no more.
fn exec_format(given: &Case<'_>) -> Option<Found> {
    let failed =
        given.steps.exits.rows.iter().any(|row| {
            !row.harmless && row.part == Part::First && row.exit_code.is_some_and(|code| code != 0)
        });
    let logs = &given.steps.logs;
    let confidence = match logs.owner {
        LogOwner::Culprit => Confidence::Certain,
        LogOwner::Unstated => Confidence::Likely,
        LogOwner::Nobody | LogOwner::Other => return None,
    };
    let line =
        logs.lines.iter().rev().find(|line| line.text.contains("exec format error")).filter(|_| failed)?;
    let cause = causes::find("image.arch_exec_format")?;
    let proof = evidence(&line.field, &line.text, logs.stream.as_deref());
    let found =
        given.found(cause, confidence, (StepId::LogsMetrics, Source::Container), vec![proof]).at(line.at);
    let doubted = names_script(&line.text) && confidence == Confidence::Certain;
    Some(if doubted { found.sure(Confidence::Likely, msg!("because-script-or-platform")) } else { found })
}

/// A script without `#!` is refused in the same words as a program of another architecture.
fn names_script(line: &str) -> bool {
    [".sh:", ".sh\"", ".py:", ".rb:", ".pl:"].iter().any(|end| line.contains(end))
}
