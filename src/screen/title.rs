//! The line above a pane: its name, what it shows, how far it is scrolled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{is_active, put};
use crate::app::state::ListId;
use crate::app::{Overlay, Pane, State};
use crate::diagnosis::StepId;
use crate::kube::Twin;
use crate::msg;
use crate::view::panel::steps;
use crate::view::{Role, text};

/// Cells of a name that a long filter leaves it.
const NAME: usize = 8;

/// Draws the title of `pane` into the first row of `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, pane: Pane) {
    let row = Rect { height: area.height.min(1), ..area };
    let active = is_active(state, pane);
    let (stroke, role) = if active { ("━", Role::Title) } else { ("─", Role::Dim) };
    let count = count(state, pane);
    let room = usize::from(area.width).saturating_sub(text::width(&count) + 6);
    let name = narrowed(state, pane, &name(state, pane), room);
    let used = text::width(&name) + 5 + if count.is_empty() { 0 } else { text::width(&count) + 2 };
    let filler = usize::from(area.width).saturating_sub(used);
    let name_role = if active { Role::Title } else { Role::Strong };
    let mut spans = vec![
        Span::styled(stroke.repeat(2), role.style()),
        Span::styled(format!(" {name} "), name_role.style()),
        Span::styled(stroke.repeat(filler), role.style()),
    ];
    if !count.is_empty() {
        spans.push(Span::styled(format!(" {count}"), Role::Dim.style()));
        spans.push(Span::raw(" "));
    }
    spans.push(Span::styled(stroke, role.style()));
    put(buffer, row, &Line::from(spans));
}

fn name(state: &State, pane: Pane) -> String {
    let said = |message| state.words.say(&message);
    match (state.list_of(pane), pane) {
        (ListId::Services, _) if state.watch.is_some() && state.diagnoses.is_empty() => {
            said(msg!("app-title-asking"))
        }
        (ListId::Services, _) => said(msg!("app-title-services")),
        (ListId::Steps, _) => said(msg!("app-title-steps")),
        (ListId::Step(StepId::LogsMetrics), _)
            if state.watch.as_ref().is_some_and(|watch| watch.following) =>
        {
            let step = step_name(state, StepId::LogsMetrics);
            said(msg!("app-title-following", step = step))
        }
        (ListId::Step(step), _) => step_name(state, step),
        (ListId::Tasks, _) => {
            let code = state.group.as_deref().and_then(|signature| state.stop_group(signature));
            let code = code.and_then(|group| group.stop_code.clone()).unwrap_or_default();
            format!("{} › {code}", step_name(state, StepId::StoppedTasks))
        }
        (ListId::Describe | ListId::Overlay(Overlay::Describe), _) => twin_name(state),
        (ListId::Overlay(Overlay::Help), _) => said(msg!("app-title-help")),
        (ListId::Overlay(Overlay::Findings), _) => said(msg!("app-title-findings")),
        (ListId::Overlay(Overlay::Next), _) => said(msg!("app-title-next")),
        (ListId::Overlay(Overlay::Gaps), _) => said(msg!("app-title-gaps")),
        (ListId::Overlay(Overlay::Raw), _) => said(msg!("app-title-raw")),
        (ListId::Overlay(Overlay::Page), _) => page_name(state),
        (ListId::Overlay(Overlay::Pages), _) => said(msg!("app-title-pages")),
        (ListId::Overlay(Overlay::Profiles), _) => said(msg!("app-title-profiles")),
        (ListId::Overlay(Overlay::Regions), _) => said(msg!("app-title-regions")),
    }
}

/// The name in at most `room` cells, with what the rows are narrowed to: that is cut last, for it tells why so few
/// are left.
fn narrowed(state: &State, pane: Pane, name: &str, room: usize) -> String {
    let Some(filter) = state.filter_of(pane) else { return text::cut(name, room).into_owned() };
    let filter = text::cut(filter, room.saturating_sub(NAME + 3));
    let left = room.saturating_sub(text::width(&filter) + 3);
    format!("{}  /{filter}", text::cut(name, left))
}

fn step_name(state: &State, step: StepId) -> String {
    format!("{} {}", step.number(), state.words.say(&steps::name(step)))
}

fn page_name(state: &State) -> String {
    let name = state.reading.page.map_or("", |page| page.name);
    state.words.say(&msg!("app-title-page", name = name))
}

/// The command whose output the pane shows; kubectl's own words.
fn twin_name(state: &State) -> String {
    let name = state.diagnosis().map(|diagnosis| diagnosis.name.as_str()).unwrap_or_default();
    match state.twin() {
        Twin::Deployment => format!("kubectl describe deployment {}", text::clean_line(name)),
        Twin::ReplicaSet(id) => format!("kubectl describe replicaset · {}", text::clean_line(&id)),
        Twin::Pod(id) => format!("kubectl describe pod · {}", text::clean_line(&id)),
    }
}

/// `2/7`: the place of the selected row among all rows; nothing for a text or a single row.
fn count(state: &State, pane: Pane) -> String {
    let (Some(shown), Some(list)) = (state.shown(pane), state.list(pane)) else { return String::new() };
    if pane == Pane::Steps || shown.body.rows.len() < 2 {
        return String::new();
    }
    format!("{}/{}", list.place + 1, shown.body.rows.len())
}

/// The line between left and right, joined to the titles beside it.
pub fn separator(buffer: &mut Buffer, area: Rect, state: &State) {
    let evidence = state.layout.area(Pane::Evidence).map(|area| area.y);
    for y in area.top()..area.bottom() {
        let glyph = match () {
            () if y == area.top() => "┬",
            () if Some(y) == evidence => "┤",
            () => "│",
        };
        if area.width > 0 {
            buffer.set_span(area.x, y, &Span::styled(glyph, Role::Dim.style()), 1);
        }
    }
}
