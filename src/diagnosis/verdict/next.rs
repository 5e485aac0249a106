//! What to do next: commands that read first, those that change something last.

use crate::diagnosis::causes::Next;
use crate::diagnosis::commands::Names;
use crate::diagnosis::finding::{Command, State, Unchecked};
use crate::diagnosis::rules::{Case, Found};
use crate::msg;
use crate::words::shell::quoted;

/// Most commands that a person is given.
const MOST: usize = 8;

/// The commands: those of the first findings, what ends a pause, then those that fill the gaps.
pub fn of(given: &Case<'_>, state: State, found: &[Found], unchecked: &[Unchecked]) -> Vec<Command> {
    let mut lines: Vec<Command> = Vec::new();
    let of_findings = found.iter().take(2).flat_map(|one| one.finding.next.iter().take(3)).cloned();
    let of_gaps = unchecked.iter().filter_map(|gap| gap.command.clone());
    for command in of_findings.chain(continuing(given, state)).chain(of_gaps) {
        if !lines.iter().any(|line| line.run == command.run) {
            lines.push(command);
        }
    }
    let (reading, changing): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| !line.mutates);
    reading.into_iter().take(MOST - changing.len().min(2)).chain(changing.into_iter().take(2)).collect()
}

/// What ends a pause: a person lets the deployment go on.
fn continuing(given: &Case<'_>, state: State) -> Vec<Command> {
    if state != State::Paused {
        return Vec::new();
    }
    let names = Names { facts: given.facts, steps: given.steps };
    let mut lines = names.commands(Next::ServiceDeployments);
    let arn = crate::diagnosis::steps::deployments::current_record(given.facts)
        .and_then(|record| record.service_deployment_arn.as_deref());
    let hook = given.steps.deployments.waiting_hook().filter(|hook| hook.kind == "PAUSE");
    if let (Some(arn), Some(hook)) = (arn, hook.and_then(|hook| hook.id.as_deref())) {
        let region =
            given.facts.region().map(|region| format!(" --region {}", quoted(region))).unwrap_or_default();
        lines.push(Command {
            run: format!(
                "aws ecs continue-service-deployment --service-deployment-arn {} --hook-id {}{region}",
                quoted(arn),
                quoted(hook)
            ),
            why: msg!("why-continue"),
            mutates: true,
        });
    }
    lines
}
