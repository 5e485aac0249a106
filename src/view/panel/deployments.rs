//! Step 2: the generations of tasks, the band they move in, and what the deployment waits for.

use ratatui::text::Span;

use super::changes;
use crate::diagnosis::steps::deployments::{
    Band, Breaker, CurrentDeployment, DeploymentRow, DeploymentStep, Hook, Rollback, RollbackPhase, RowRole,
};
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::{Body, Role, RowId, ViewContext, age, text};
use crate::words::Message;

/// Cells of a bar.
const BAR: i64 = 10;
/// From this width on the counts stand beside the name, else below it.
const COUNTS_BESIDE_FROM: usize = 64;
/// Columns before the lines under a row.
const INDENT: usize = 2;
/// Earlier deployments that are shown.
const PAST: usize = 4;

/// The deployments or task sets, the newest first, then the rules they move by.
pub fn body(step: &DeploymentStep, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    if step.rows.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-deployments-empty"));
    }
    let scale = scale(step);
    let column = step.rows.iter().map(|row| text::spans_width(&identity(ctx, row))).max().unwrap_or(0);
    for row in &step.rows {
        draft.row(RowId::Deployment(row.id.clone()), |draft| write(draft, row, scale, column));
    }
    rules(&mut draft, step);
    if let Some(rollback) = &step.rollback {
        going_back(&mut draft, rollback);
    }
    if let Some(current) = &step.current {
        current_deployment(&mut draft, current);
    }
    past(&mut draft, step);
    if let Some(changes) = &step.changes {
        changes::write(&mut draft, changes);
    }
    draft.finish()
}

/// How many tasks a full bar stands for: one scale for all rows, so that they can be compared.
fn scale(step: &DeploymentStep) -> i64 {
    let counted = |row: &DeploymentRow| {
        row.desired.unwrap_or(0).max(row.running.unwrap_or(0).saturating_add(row.pending.unwrap_or(0)))
    };
    let most = step.rows.iter().map(counted).max().unwrap_or(0);
    most.max(step.band.map_or(0, |band| band.desired)).max(1)
}

fn write(draft: &mut Draft<'_>, row: &DeploymentRow, scale: i64, column: usize) {
    let (mut name, counts) = (identity(&draft.ctx, row), counts(&draft.ctx, row, scale));
    if draft.width() >= COUNTS_BESIDE_FROM {
        let missing = column.saturating_sub(text::spans_width(&name));
        name.push(Span::raw(" ".repeat(missing + 2)));
        name.extend(counts);
        draft.line(name);
    } else {
        draft.line(name);
        let mut line = vec![Span::raw(" ".repeat(INDENT))];
        line.extend(counts);
        draft.line(line);
    }
    let state = [row.rollout_state.as_deref(), row.rollout_reason.as_deref()];
    let state: Vec<&str> = state.into_iter().flatten().collect();
    if !state.is_empty() {
        draft.wrapped(state_role(row), INDENT, &state.join(": "));
    }
    let mut identity = row.id.clone();
    if let Some(old) = age::age(&draft.ctx, row.created) {
        let created = draft.ctx.words.say(&msg!("view-created-ago", age = old));
        identity = format!("{identity} · {created}");
    }
    draft.wrapped(Role::Dim, INDENT, &identity);
}

fn identity(ctx: &ViewContext<'_>, row: &DeploymentRow) -> Vec<Span<'static>> {
    vec![
        outside(Role::Strong, &row.revision),
        Span::raw("  "),
        outside(Role::Dim, &row.status),
        span(Role::Dim, format!(" {}", ctx.words.say(&role_message(row.role)))),
    ]
}

fn counts(ctx: &ViewContext<'_>, row: &DeploymentRow, scale: i64) -> Vec<Span<'static>> {
    let number = |count: Option<i64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let mut spans = bar(row, scale);
    spans.push(span(Role::Text, format!(" {}/{}", number(row.running), number(row.desired))));
    if row.pending.is_some_and(|count| count > 0) {
        let said = ctx.words.say(&msg!("view-pending", count = row.pending.unwrap_or(0)));
        spans.push(span(Role::Warn, format!("  {said}")));
    }
    if row.failed.is_some_and(|count| count > 0) {
        let said = ctx.words.say(&msg!("view-failed", count = row.failed.unwrap_or(0)));
        spans.push(span(Role::Bad, format!("  {said}")));
    }
    spans
}

/// Running tasks full, pending ones shaded, the rest of the desired count as dots.
fn bar(row: &DeploymentRow, scale: i64) -> Vec<Span<'static>> {
    let cells = |count: i64| {
        let count = count.clamp(0, scale);
        // Whatever is there is seen: one task of a thousand takes one cell.
        (count.saturating_mul(BAR) / scale).max(i64::from(count > 0)).min(BAR)
    };
    let running = cells(row.running.unwrap_or(0));
    let pending = cells(row.pending.unwrap_or(0)).min(BAR - running);
    let wanted = cells(row.desired.unwrap_or(0)).max(running + pending);
    let piece =
        |role: Role, glyph: &str, cells: i64| span(role, glyph.repeat(usize::try_from(cells).unwrap_or(0)));
    vec![
        piece(Role::Ok, "█", running),
        piece(Role::Warn, "▒", pending),
        piece(Role::Dim, "·", wanted - running - pending),
        piece(Role::Dim, " ", BAR - wanted),
    ]
}

fn state_role(row: &DeploymentRow) -> Role {
    match row.rollout_state.as_deref() {
        Some("FAILED") => Role::Bad,
        Some("COMPLETED" | "STEADY_STATE") => Role::Ok,
        _ => Role::Text,
    }
}

fn role_message(role: RowRole) -> Message {
    match role {
        RowRole::Target => msg!("view-role-target"),
        RowRole::Source => msg!("view-role-source"),
        RowRole::RollbackTarget => msg!("view-role-rollback-target"),
        RowRole::Failed => msg!("view-role-failed"),
        RowRole::Superseded => msg!("view-role-superseded"),
        RowRole::Other => msg!("view-role-other"),
    }
}

fn rules(draft: &mut Draft<'_>, step: &DeploymentStep) {
    // Without a service or a task set nothing states them.
    if step.rows.is_empty() && step.band.is_none() && step.breaker.is_none() {
        return;
    }
    draft.heading(&msg!("view-rules"));
    draft.row(RowId::Rules, |draft| rules_of(draft, step));
}

fn rules_of(draft: &mut Draft<'_>, step: &DeploymentStep) {
    if let Some(band) = step.band {
        draft.say(if band.is_deadlocked() { Role::Bad } else { Role::Text }, INDENT, &band_message(band));
    }
    // A forecast says what the breaker says, and what comes of it.
    if let Some(breaker) = step.breaker.filter(|_| step.forecast.is_none()) {
        draft.say(Role::Text, INDENT, &breaker_message(breaker));
    }
    for forecast in step.forecast.iter().flat_map(|forecast| forecast.messages()) {
        draft.say(Role::Warn, INDENT, &forecast);
    }
    draft.say(
        Role::Dim,
        INDENT,
        &msg!("view-controller", controller = &step.controller, strategy = &step.strategy),
    );
}

fn band_message(band: Band) -> Message {
    if band.is_deadlocked() {
        return msg!(
            "view-band-deadlock",
            floor = band.floor,
            ceiling = band.ceiling,
            minimum = band.minimum_percent,
            maximum = band.maximum_percent,
            desired = band.desired
        );
    }
    msg!(
        "view-band",
        floor = band.floor,
        ceiling = band.ceiling,
        minimum = band.minimum_percent,
        maximum = band.maximum_percent,
        desired = band.desired
    )
}

fn breaker_message(breaker: Breaker) -> Message {
    let then = if breaker.rollback { msg!("view-breaker-rollback") } else { msg!("view-breaker-stop") };
    match (breaker.enabled, breaker.failures, breaker.threshold) {
        (false, _, _) => msg!("view-breaker-off"),
        (true, Some(failures), Some(threshold)) if breaker.stated => {
            msg!("view-breaker-stated", failures = failures, threshold = threshold, then = then)
        }
        (true, _, Some(threshold)) => msg!("view-breaker-computed", threshold = threshold, then = then),
        (true, _, None) => msg!("view-breaker-on", then = then),
    }
}

fn going_back(draft: &mut Draft<'_>, rollback: &Rollback) {
    draft.heading(&msg!("view-rollback"));
    draft.say(
        Role::Warn,
        INDENT,
        &match rollback.phase {
            RollbackPhase::Running => msg!("view-rollback-running"),
            RollbackPhase::Done => msg!("view-rollback-done"),
            RollbackPhase::Impossible => msg!("view-rollback-impossible"),
        },
    );
    for evidence in &rollback.evidence {
        draft.wrapped(Role::Text, INDENT, &evidence.text);
        draft.wrapped(Role::Dim, INDENT, &evidence.field);
    }
}

fn current_deployment(draft: &mut Draft<'_>, current: &CurrentDeployment) {
    draft.heading(&msg!("view-current"));
    draft.row(RowId::Record, |draft| record(draft, current));
}

fn record(draft: &mut Draft<'_>, current: &CurrentDeployment) {
    let stage = current.stage.as_deref().map_or(String::new(), |stage| format!(" · {stage}"));
    draft.wrapped(Role::Strong, INDENT, &format!("{}{stage}", current.status));
    if let Some(reason) = &current.reason {
        draft.wrapped(Role::Text, INDENT, reason);
    }
    for hook in &current.hooks {
        let message = hook_message(&draft.ctx, hook);
        draft.say(Role::Warn, INDENT, &message);
    }
    if !current.triggered_alarms.is_empty() {
        draft.say(Role::Bad, INDENT, &msg!("view-alarms", names = current.triggered_alarms.join(", ")));
    }
    draft.wrapped(Role::Dim, INDENT, &current.id);
}

/// What became of the deployments before, as far as a reader needs it to know which one is in question.
fn past(draft: &mut Draft<'_>, step: &DeploymentStep) {
    if step.past.is_empty() {
        return;
    }
    draft.heading(&msg!("view-past"));
    for one in step.past.iter().take(PAST) {
        let mut said = draft.ctx.words.say(&one.message());
        if let Some(at) = one.at {
            said = format!("{} · {said}", age::clock(&draft.ctx, at));
        }
        draft.wrapped(Role::Text, INDENT, &said);
    }
}

fn hook_message(ctx: &ViewContext<'_>, hook: &Hook) -> Message {
    match (hook.expires, &hook.timeout_action) {
        (Some(expires), Some(action)) => msg!(
            "view-hook-expires",
            kind = &hook.kind,
            status = &hook.status,
            expires = age::clock(ctx, expires),
            action = action
        ),
        _ => msg!("view-hook", kind = &hook.kind, status = &hook.status),
    }
}
