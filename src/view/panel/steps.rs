//! The five steps: number, mark, name and headline, always one line each.

use crate::diagnosis::{Step, StepId, Steps};
use crate::msg;
use crate::view::draft::{Draft, span};
use crate::view::{Body, Role, RowId, ViewContext, text};
use crate::words::Message;

/// Below this width the name of a step gives its place to the headline.
const NAMES_FROM: usize = 50;

/// The five steps, one line each; the row of a step is [`RowId::Line`] with its number.
pub fn body(steps: &Steps, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let names: Vec<String> = StepId::ALL.iter().map(|id| ctx.words.say(&name(*id))).collect();
    let column = names.iter().map(|name| text::width(name)).max().unwrap_or(0);
    for (step, name) in steps.heads().into_iter().zip(&names) {
        let shown = if draft.width() >= NAMES_FROM { text::pad(name, column + 2) } else { String::new() };
        draft.row(RowId::Line(usize::from(step.id.number())), |draft| line(draft, step, shown));
    }
    draft.finish()
}

fn line(draft: &mut Draft<'_>, step: &Step, name: String) {
    let role = Role::of_status(step.status);
    let headline = text::clean_line(&draft.ctx.words.say(&step.headline));
    draft.line(vec![
        span(Role::Dim, format!("{} ", step.id.number())),
        span(role, format!("{} ", step.status.mark())),
        span(Role::Strong, name),
        span(role, headline),
    ]);
}

/// The name of a step.
pub fn name(id: StepId) -> Message {
    match id {
        StepId::ServiceEvents => msg!("view-step-events"),
        StepId::Deployments => msg!("view-step-deployments"),
        StepId::StoppedTasks => msg!("view-step-stopped"),
        StepId::ExitCodes => msg!("view-step-exits"),
        StepId::LogsMetrics => msg!("view-step-logs"),
    }
}
