//! SIGKILL that nobody explains, told apart by the memory metric of the service.

use super::{Case, Judgement, Rule, Source};
use crate::diagnosis::causes;
use crate::diagnosis::commands::Names;
use crate::diagnosis::finding::{Confidence, StepId, Unchecked};
use crate::diagnosis::steps::exits::{ExitMeaning, ExitRow};
use crate::diagnosis::steps::logs::Metric;
use crate::diagnosis::wording::evidence;
use crate::msg;

/// Percent of the reservation from which a kill is laid to memory. Container limits are of the reservation or
/// above, and the metric is a mean of a minute over all tasks, so it stays below the peak of the one that died.
const NEAR: f64 = 90.0;

/// Looks at memory where a container got SIGKILL and ECS gives no reason.
#[derive(Debug)]
pub struct Memory;

impl Rule for Memory {
    fn judge(&self, given: &Case<'_>) -> Vec<Judgement> {
        let mut rows = given.steps.exits.rows.iter();
        let killed = rows.find(|row| !row.harmless && row.kind == ExitMeaning::Killed);
        killed.and_then(|row| judge(given, row)).into_iter().collect()
    }
}

fn judge(given: &Case<'_>, row: &ExitRow) -> Option<Judgement> {
    let metrics = given.steps.logs.metrics.iter();
    let mut memory = metrics.filter(|metric| {
        let label = metric.label.to_lowercase();
        label.contains("memory") && (label.contains("util") || label.contains('%'))
    });
    let Some(metric) = memory.next() else { return Some(missing(given, &row.container)) };
    let (_, highest) = metric.last_and_highest()?;
    (highest >= NEAR).then(|| near(given, row, metric, highest)).flatten()
}

fn missing(given: &Case<'_>, container: &str) -> Judgement {
    let names = Names { facts: given.facts, steps: given.steps };
    Judgement::Unknown(Unchecked {
        what: msg!("unchecked-memory", container = container),
        because: msg!("because-not-saved"),
        command: names.memory_metric(),
    })
}

fn near(given: &Case<'_>, row: &ExitRow, metric: &Metric, highest: f64) -> Option<Judgement> {
    let code = row.exit_code?.to_string();
    let highest = format!("{highest:.0}");
    let proof =
        vec![row.proof("exitCode", code), evidence(format!("metrics[{}]", metric.label), &highest, None)];
    let at = (StepId::ExitCodes, Source::Container);
    let found = given
        .found(causes::find("run.oom_container")?, Confidence::Likely, at, proof)
        .saying(msg!("cause-run-killed-near-memory", container = &row.container, percent = highest))
        .sure(Confidence::Likely, msg!("because-memory-near"));
    Some(Judgement::Present(found))
}
