//! The list of services, in the order of the diagnoses: the most stuck first.

use std::collections::HashMap;

use ratatui::text::Span;

use crate::diagnosis::steps::deployments::{DeploymentRow, RowRole};
use crate::diagnosis::{Diagnosis, State};
use crate::model::{Service, Snapshot, Subject};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::panel::verdict::state_message;
use crate::view::table::{Column, Table};
use crate::view::theme::state_mark;
use crate::view::{Body, Role, RowId, ViewContext, text};

/// Cells of a name, at most: long ones differ at both ends.
const NAME: usize = 32;
/// Cells of the newest deployment, at most.
const NEWEST: usize = 26;
/// Cells in which a verdict begins to say why; what says less goes before it has fewer.
const VERDICT: usize = 36;

/// One line a subject; its row is [`RowId::Subject`] with its key of [`keys`].
pub fn body(snapshot: &Snapshot, diagnoses: &[Diagnosis], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if diagnoses.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-services-empty"));
        return draft.finish();
    }
    let mut table = Table::new(vec![
        Column::left(None, 0),
        Column::left(Some(msg!("view-column-service")), 0),
        Column::left(Some(msg!("view-column-cluster")), 2).beside(VERDICT / 2),
        Column::right(Some(msg!("view-column-tasks")), 1),
        Column::right(Some(msg!("view-column-pending")), 3).beside(VERDICT),
        Column::left(Some(msg!("view-column-newest")), 4).beside(VERDICT),
        Column::left(Some(msg!("view-column-verdict")), 0),
    ]);
    for (key, diagnosis) in keys(diagnoses).into_iter().zip(diagnoses) {
        table.row(RowId::Subject(key), cells(snapshot, diagnosis, ctx));
    }
    table.write(&mut draft);
    draft.finish()
}

/// What each of `diagnoses` is called by, whatever its place: `prod/web`. Where two have the same name, the
/// later ones are counted.
pub fn keys(diagnoses: &[Diagnosis]) -> Vec<String> {
    let mut known: HashMap<String, usize> = HashMap::with_capacity(diagnoses.len());
    let key = |diagnosis: &Diagnosis| {
        let name = format!("{}/{}", diagnosis.cluster.as_deref().unwrap_or_default(), diagnosis.name);
        let count = known.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count == 1 { name } else { format!("{name} {count}") }
    };
    diagnoses.iter().map(key).collect()
}

fn cells(snapshot: &Snapshot, diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> Vec<Span<'static>> {
    let role = Role::of_state(diagnosis.state);
    let service = snapshot.service_of(&diagnosis.subject);
    let (tasks, pending) = counts(service);
    vec![
        span(
            role,
            format!("{} {}", state_mark(diagnosis.state), ctx.words.say(&state_message(diagnosis.state))),
        ),
        outside(Role::Strong, &text::cut_middle(&title(diagnosis, ctx), NAME)),
        outside(Role::Text, &text::cut_middle(diagnosis.cluster.as_deref().unwrap_or("–"), NAME)),
        outside(short_role(service), &tasks),
        outside(Role::Text, &pending),
        outside(Role::Accent, &text::cut_middle(&newest(diagnosis), NEWEST)),
        outside(verdict_role(diagnosis.state), &ctx.words.say(&diagnosis.verdict)),
    ]
}

/// The name of a subject, or a sentence where the input states none.
pub fn title(diagnosis: &Diagnosis, ctx: &ViewContext<'_>) -> String {
    if !diagnosis.name.is_empty() {
        return diagnosis.name.clone();
    }
    ctx.words.say(&match diagnosis.subject {
        Subject::Service(_) => msg!("view-unnamed-service"),
        Subject::TaskGroup(_) => msg!("view-unnamed-tasks"),
        Subject::Events(_) => msg!("view-unnamed-events"),
        Subject::Nothing => msg!("view-unnamed-nothing"),
    })
}

fn counts(service: Option<&Service>) -> (String, String) {
    let number = |count: Option<i64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let known = |service: &&Service| service.running_count.is_some() || service.desired_count.is_some();
    let Some(service) = service.filter(known) else { return ("–".to_owned(), "–".to_owned()) };
    (
        format!("{}/{}", number(service.running_count), number(service.desired_count)),
        number(service.pending_count),
    )
}

fn short_role(service: Option<&Service>) -> Role {
    match service.map(|service| (service.running_count, service.desired_count)) {
        Some((Some(running), Some(desired))) if running < desired => Role::Warn,
        _ => Role::Text,
    }
}

/// The deployment that the scheduler leads to, else the first row.
fn newest(diagnosis: &Diagnosis) -> String {
    let rows = &diagnosis.steps.deployments.rows;
    let leads = |row: &&DeploymentRow| matches!(row.role, RowRole::Target | RowRole::RollbackTarget);
    let Some(row) = rows.iter().find(leads).or_else(|| rows.first()) else { return "–".to_owned() };
    match &row.rollout_state {
        Some(state) => format!("{} {state}", row.revision),
        None => row.revision.clone(),
    }
}

fn verdict_role(state: State) -> Role {
    if matches!(state, State::Steady | State::Unknown) { Role::Dim } else { Role::Text }
}
