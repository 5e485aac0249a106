//! Step 1: the service events, oldest first, repeats in one row.

use crate::diagnosis::steps::events::{EventGroup, EventKind, EventStep};
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext, age, text};
use crate::words::Message;

/// From this width on the time stands before the text, else above it.
const TIME_BESIDE_FROM: usize = 56;

/// The events, the newest last, as ECS tells the story; those from before the deployment are dimmed.
pub fn body(step: &EventStep, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if step.groups.is_empty() {
        let why = if step.left_out { msg!("view-events-left-out") } else { msg!("view-events-empty") };
        draft.say(Role::Dim, 0, &why);
    }
    let mut before = false;
    let times: Vec<String> = step.groups.iter().map(|group| time(ctx, group)).collect();
    let column = times.iter().map(String::len).max().unwrap_or(0);
    for (group, time) in step.groups.iter().zip(&times) {
        if before && !group.before_deployment {
            draft.say(Role::Dim, 2, &msg!("view-events-since-deployment"));
        }
        before = group.before_deployment;
        draft.row(RowId::Event(group.id.clone()), |draft| row(draft, group, &format!("{time:<column$}")));
    }
    if let Some(rhythm) = &step.rhythm {
        let within = age::duration(ctx, rhythm.last.since(rhythm.first));
        draft.blank();
        draft.say(Role::Warn, 0, &msg!("view-events-rhythm", count = rhythm.starts, within = within));
    }
    draft.finish()
}

fn row(draft: &mut Draft<'_>, group: &EventGroup, time: &str) {
    let (mark, role) = look(group);
    let count = if group.count > 1 { format!("{}×", group.count) } else { String::new() };
    let lead = vec![
        span(role, format!("{mark} ")),
        span(Role::Dim, format!("{time}  ")),
        span(role, format!("{count:<4}")),
    ];
    let indent = if draft.width() >= TIME_BESIDE_FROM { text::spans_width(&lead) } else { 2 };
    if draft.width() >= TIME_BESIDE_FROM {
        draft.hanging(lead, indent, text_role(role), &group.message);
    } else {
        draft.line(lead);
        draft.wrapped(text_role(role), 2, &group.message);
    }
    if let Some(said) = repeats(group, &draft.ctx) {
        draft.say(Role::Dim, indent, &said);
    }
    if let Some(since) = group.gone_since {
        draft.say(Role::Dim, indent, &msg!("view-events-gone", time = age::clock(&draft.ctx, since)));
    }
    if group.recovered && !group.kind.is_routine() {
        draft.say(Role::Dim, indent, &msg!("view-events-recovered"));
    }
}

/// The newest time; of another day its month, day and minute are enough to order the events.
fn time(ctx: &ViewContext<'_>, group: &EventGroup) -> String {
    let clock = group.last.map_or_else(|| "–".to_owned(), |at| age::clock(ctx, at));
    if clock.len() > 8 { clock.get(5..16).unwrap_or(&clock).to_owned() } else { clock }
}

/// Within what time an event came more than once.
fn repeats(group: &EventGroup, ctx: &ViewContext<'_>) -> Option<Message> {
    let (first, last) = (group.first?, group.last?);
    let within = age::duration(ctx, last.since(first));
    let at = age::clock(ctx, first);
    (group.count > 1 && first != last).then(|| msg!("view-events-repeats", first = at, within = within))
}

fn look(group: &EventGroup) -> (&'static str, Role) {
    let (mark, role) = match group.kind {
        EventKind::SteadyState | EventKind::DeploymentCompleted => ("✓", Role::Ok),
        EventKind::Routine | EventKind::Other => ("·", Role::Dim),
        EventKind::Replaced | EventKind::RollingBack | EventKind::Unhealthy | EventKind::Throttled => {
            ("!", Role::Warn)
        }
        EventKind::DeploymentFailed
        | EventKind::Placement
        | EventKind::Impaired
        | EventKind::Deadlock
        | EventKind::OtherFailure => ("✗", Role::Bad),
    };
    let over = group.before_deployment || (group.recovered && !group.kind.is_routine());
    (mark, if over { Role::Dim } else { role })
}

/// The mark carries the colour; a long text in red would be harder to read.
fn text_role(role: Role) -> Role {
    if role == Role::Dim { Role::Dim } else { Role::Text }
}
