//! The head of step 4.

use super::{ExitMeaning, ExitRow, Part};
use crate::diagnosis::finding::{Evidence, Status, Step, StepId};
use crate::diagnosis::steps::stopped::StoppedStep;
use crate::model::Facts;
use crate::msg;
use crate::words::Message;

/// How many rows the head cites.
const CITED: usize = 3;

/// The head of the step.
pub fn head(facts: &Facts<'_>, stopped: &StoppedStep, rows: &[ExitRow]) -> Step {
    let (status, headline) = judge(facts, stopped, rows);
    let proof = rows.iter().take(CITED).flat_map(cite).collect();
    Step { id: StepId::ExitCodes, status, headline, evidence: proof }
}

fn judge(facts: &Facts<'_>, stopped: &StoppedStep, rows: &[ExitRow]) -> (Status, Message) {
    if stopped.groups.is_empty() {
        let saved = if facts.tasks.is_empty() { msg!("exits-not-saved") } else { msg!("exits-none") };
        return (Status::Unknown, saved);
    }
    let Some(row) = rows.first() else { return (Status::Unknown, msg!("exits-no-containers")) };
    if row.harmless {
        return (Status::Ok, msg!("exits-routine"));
    }
    let container = &row.container;
    match (row.part, row.kind) {
        (Part::NeverRan, _) => (Status::Unknown, msg!("exits-never-ran")),
        (Part::First, ExitMeaning::OutOfMemory) => {
            (Status::Bad, msg!("exits-out-of-memory", container = container))
        }
        (Part::First, ExitMeaning::NeverRan | ExitMeaning::NoCode) => {
            (Status::Bad, msg!("exits-not-started", container = container))
        }
        (Part::First, ExitMeaning::Completed) => {
            (Status::Warn, msg!("exits-finished", container = container))
        }
        (Part::First, _) => (Status::Bad, exited(row)),
        (Part::Collateral, _) => (Status::Warn, msg!("exits-stopped-from-outside")),
        (Part::Done, _) => (Status::Ok, msg!("exits-done")),
        (Part::Unknown, _) => (Status::Warn, msg!("exits-unclear")),
    }
}

fn exited(row: &ExitRow) -> Message {
    let (container, code) = (&row.container, row.exit_code.unwrap_or_default());
    match row.signal {
        Some(signal) => msg!("exits-signalled", container = container, code = code, signal = signal),
        None => msg!("exits-exited", container = container, code = code),
    }
}

fn cite(row: &ExitRow) -> Vec<Evidence> {
    let code = row.exit_code.map(|code| row.proof("exitCode", code.to_string()));
    let reason = row.reason.as_deref().filter(|reason| !reason.is_empty());
    let reason = reason.map(|reason| row.proof("reason", reason));
    let health = row.health.as_deref().map(|health| row.proof("healthStatus", health));
    code.into_iter().chain(reason).chain(health).collect()
}
