//! Step 1: the service events, oldest first, repeats in one row.

use ratatui::text::Span;

use crate::diagnosis::steps::events::{EventGroup, EventKind, EventStep};
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext, age};

/// From this width on the time stands before the text, else above it.
const TIME_BESIDE_FROM: usize = 56;
/// Mark, time and count before the text.
const LEAD: usize = 18;

/// The events, the newest last, as ECS tells the story; those from before the deployment are dimmed.
pub fn body(step: &EventStep, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if step.groups.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-events-empty"));
    }
    let mut before = false;
    for group in &step.groups {
        if before && !group.before_deployment {
            draft.say(Role::Dim, 2, &msg!("view-events-since-deployment"));
        }
        before = group.before_deployment;
        draft.row(RowId::Event(group.id.clone()), |draft| row(draft, group));
    }
    draft.finish()
}

fn row(draft: &mut Draft<'_>, group: &EventGroup) {
    let (mark, role) = look(group);
    let lead = lead(&draft.ctx, group, mark, role);
    if draft.width() >= TIME_BESIDE_FROM {
        draft.hanging(lead, LEAD, text_role(role), &group.message);
    } else {
        draft.line(lead);
        draft.wrapped(text_role(role), 2, &group.message);
    }
    if let Some(span) = repeats(&draft.ctx, group) {
        let indent = if draft.width() >= TIME_BESIDE_FROM { LEAD } else { 2 };
        draft.wrapped(Role::Dim, indent, &span);
    }
}

fn lead(ctx: &ViewContext<'_>, group: &EventGroup, mark: &'static str, role: Role) -> Vec<Span<'static>> {
    let time = group.last.map_or_else(|| "–".to_owned(), |at| age::clock(ctx, at));
    // A time of another day is longer than the column; its date alone still orders the events.
    let time = if time.len() > 8 { time[5..16].to_owned() } else { time };
    let count = if group.count > 1 { format!("×{}", group.count) } else { String::new() };
    vec![
        span(role, format!("{mark} ")),
        span(Role::Dim, format!("{time:<11} ")),
        span(role, format!("{count:<4}")),
    ]
}

/// First time, when an event came more than once.
fn repeats(ctx: &ViewContext<'_>, group: &EventGroup) -> Option<String> {
    let (first, last) = (group.first?, group.last?);
    if group.count < 2 || first == last {
        return None;
    }
    let within = age::duration(ctx, last.since(first));
    Some(ctx.words.say(&msg!("view-events-repeats", count = group.count, within = within)))
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
    if group.before_deployment { (mark, Role::Dim) } else { (mark, role) }
}

/// The mark carries the colour; a long text in red would be harder to read.
fn text_role(role: Role) -> Role {
    if role == Role::Dim { Role::Dim } else { Role::Text }
}
