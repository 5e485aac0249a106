//! Step 3: the stopped tasks, grouped by what they died of, and the tasks of one group.

use ratatui::text::Span;

use crate::diagnosis::steps::stopped::{Memory, StopGroup, StoppedStep, StoppedTask};
use crate::model::time::Time;
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::table::{Column, Table};
use crate::view::{Body, Role, RowId, ViewContext, age, text};
use crate::words::Message;

/// Columns before the text of a group.
const INDENT: usize = 6;
/// Cells that a task id takes inside a group.
const ID: usize = 9;

/// The groups of stopped tasks.
pub fn body(step: &StoppedStep, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if step.groups.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-stopped-empty"));
    }
    for group in &step.groups {
        draft.row(RowId::StopGroup(group.signature.clone()), |draft| row(draft, group));
    }
    if !step.by_status.is_empty() {
        let listed: Vec<String> =
            step.by_status.iter().map(|(status, count)| format!("{status} {count}")).collect();
        draft.blank();
        draft.say(Role::Dim, 0, &msg!("view-stopped-all-tasks", list = listed.join(" · ")));
    }
    draft.finish()
}

/// The tasks of one group, the newest first.
pub fn tasks(group: &StopGroup, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let live = group.tasks.iter().any(|task| task.memory.is_some());
    let memory = live.then(|| Column::left(Some(msg!("view-column-memory")), 2));
    let mut columns = vec![
        Column::left(Some(msg!("view-column-stopped")), 0),
        Column::right(Some(msg!("view-column-age")), 1),
    ];
    columns.extend(memory);
    columns.push(Column::left(Some(msg!("view-column-task")), 0));
    let mut table = Table::new(columns);
    for task in &group.tasks {
        let at = task.at.map_or_else(|| "–".to_owned(), |at| age::clock(ctx, at));
        let old = age::age(ctx, task.at).unwrap_or_else(|| "–".to_owned());
        let mut cells = vec![span(Role::Text, at), span(Role::Dim, old)];
        if live {
            let memory = task.memory.map(|memory| ctx.words.say(&memory_of_one(ctx, memory)));
            cells.push(span(Role::Dim, memory.unwrap_or_default()));
        }
        cells.push(outside(Role::Link, &task.id));
        table.row(RowId::Task(task.id.clone()), cells);
    }
    table.write(&mut draft);
    draft.finish()
}

fn row(draft: &mut Draft<'_>, group: &StopGroup) {
    draft.line(head(&draft.ctx, group));
    if let Some(reason) = &group.reason {
        draft.wrapped(if group.is_trouble() { Role::Text } else { Role::Dim }, INDENT, reason);
    }
    let said = facts(&draft.ctx, group);
    draft.wrapped(Role::Dim, INDENT, &said);
    let line = ids(draft, group);
    draft.line(line);
}

fn head(ctx: &ViewContext<'_>, group: &StopGroup) -> Vec<Span<'static>> {
    let (mark, role) = if group.is_trouble() { ("✗", Role::Bad) } else { ("·", Role::Dim) };
    let code = group.stop_code.clone().unwrap_or_else(|| ctx.words.say(&msg!("view-no-stop-code")));
    let mut revisions: Vec<&str> = group.deployments.iter().map(|(_, revision)| revision.as_str()).collect();
    revisions.dedup();
    vec![
        span(role, format!("{mark} {:<4}", format!("{}× ", group.tasks.len()))),
        outside(if group.is_trouble() { Role::Strong } else { Role::Dim }, &code),
        Span::raw("  "),
        outside(Role::Accent, &revisions.join(", ")),
    ]
}

/// First, last, how long they lived, how many ever ran.
fn facts(ctx: &ViewContext<'_>, group: &StopGroup) -> String {
    let mut said = Vec::new();
    if let Some(last) = group.last {
        let at = age::clock(ctx, last);
        said.push(match (group.first.filter(|first| *first != last), age::age(ctx, group.last)) {
            (Some(first), _) => msg!("view-stopped-between", first = age::clock(ctx, first), last = at),
            (None, Some(old)) => msg!("view-stopped-at-age", at = at, age = old),
            (None, None) => msg!("view-stopped-at", at = at),
        });
    }
    if let Some((shortest, longest)) = group.lived {
        let (from, to) = (age::duration(ctx, shortest), age::duration(ctx, longest));
        said.push(if from == to {
            msg!("view-stopped-lived", time = from)
        } else {
            msg!("view-stopped-lived-range", from = from, to = to)
        });
    }
    if group.before_deployment {
        said.push(msg!("view-stopped-before"));
    }
    said.extend(memory_of_all(ctx, group));
    said.push(msg!("view-stopped-ran", ran = group.ran, count = group.tasks.len()));
    said.iter().map(|message| ctx.words.say(message)).collect::<Vec<_>>().join(" · ")
}

fn memory_of_one(ctx: &ViewContext<'_>, memory: Memory) -> Message {
    match memory {
        Memory::GoneSince(since) => msg!("view-memory-gone", time = age::clock(ctx, since)),
        Memory::Until(until) => msg!("view-memory-in", time = left(ctx, until)),
    }
}

/// When the first task of the group that ECS still answers with may be forgotten, and how many are already.
fn memory_of_all(ctx: &ViewContext<'_>, group: &StopGroup) -> Vec<Message> {
    let gone = |task: &StoppedTask| match task.memory {
        Some(Memory::GoneSince(since)) => Some(since),
        _ => None,
    };
    let until = |task: &StoppedTask| match task.memory {
        Some(Memory::Until(until)) => Some(until),
        _ => None,
    };
    let count = group.tasks.iter().filter_map(gone).count();
    let since = group.tasks.iter().filter_map(gone).min();
    let next = group.tasks.iter().filter_map(until).min();
    let gone = since.map(|since| {
        msg!("view-memory-some-gone", count = count, all = group.tasks.len(), time = age::clock(ctx, since))
    });
    let next = next.map(|next| msg!("view-memory-next", all = group.tasks.len(), time = left(ctx, next)));
    gone.into_iter().chain(next).collect()
}

fn left(ctx: &ViewContext<'_>, until: Time) -> String {
    ctx.now.map_or_else(|| age::clock(ctx, until), |now| age::duration(ctx, until.since(now)))
}

/// As many of the newest tasks as the line holds, and how many more there are.
fn ids(draft: &Draft<'_>, group: &StopGroup) -> Vec<Span<'static>> {
    let mut spans = vec![Span::raw(" ".repeat(INDENT))];
    let cells = ID + 1 + 8 + 2;
    let room = draft.width().saturating_sub(INDENT + 8) / cells;
    for task in group.tasks.iter().take(room.max(1)) {
        spans.push(outside(Role::Link, &text::cut(&task.id, ID)));
        spans.push(span(Role::Dim, format!(" {}  ", time_of_day(&draft.ctx, task))));
    }
    let more = group.tasks.len().saturating_sub(room.max(1));
    if more > 0 {
        spans.push(span(Role::Dim, format!("+{more}")));
    }
    spans
}

fn time_of_day(ctx: &ViewContext<'_>, task: &StoppedTask) -> String {
    let clock = task.at.map_or_else(|| "–".to_owned(), |at| age::clock(ctx, at));
    clock.rsplit(' ').next().unwrap_or_default().to_owned()
}
