//! One pane: its title, the lines in sight, the mark of the selection, the scrollbar.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{is_active, put, title};
use crate::app::layout::title_height;
use crate::app::list::List;
use crate::app::{Pane, State};
use crate::msg;
use crate::view::{Body, Role, text};

/// Draws `pane` into `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, pane: Pane) {
    let title = state.layout.area(pane).map_or(0, |area| title_height(pane, area)).min(area.height);
    title::draw(buffer, Rect { height: title, ..area }, state, pane);
    let below = Rect { y: area.y + title, height: area.height - title, ..area };
    let (Some(shown), Some(list)) = (state.shown(pane), state.list(pane)) else { return };
    if shown.body.rows.is_empty() && state.filter_of(pane).is_some() {
        return nothing_found(buffer, below, state);
    }
    let below = provenance(buffer, below, state, pane);
    lines(buffer, below, &shown.body, list, is_active(state, pane));
    scrollbar(buffer, below, &shown.body, list);
}

fn nothing_found(buffer: &mut Buffer, area: Rect, state: &State) {
    let said = state.words.say(&msg!("app-filter-nothing"));
    let inside = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    for (y, line) in (area.top()..area.bottom()).zip(text::wrap(&said, usize::from(inside.width))) {
        let row = Rect { y, height: 1, ..inside };
        put(buffer, row.intersection(area), &Line::styled(line, Role::Dim.style()));
    }
}

fn lines(buffer: &mut Buffer, area: Rect, body: &Body, list: &List, active: bool) {
    let selected = body.rows.get(list.place).filter(|row| list.selected.as_ref() == Some(&row.id));
    let range = selected.map_or(0..0, |row| row.lines.clone());
    let scrolled = (body.head + list.top..body.lines.len()).filter(|place| *place >= body.head);
    let places = (0..body.head).chain(scrolled);
    for (y, place) in (area.top()..area.bottom()).zip(places) {
        let Some(line) = body.lines.get(place) else { return };
        let cells = Rect { x: area.x, y, width: area.width, height: 1 };
        let inside = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..cells };
        put(buffer, inside.intersection(area), line);
        if range.contains(&place) {
            mark(buffer, cells, active, place == range.start);
        }
    }
}

/// The mark beside every line of the selected row; in the active pane its first line is reversed.
fn mark(buffer: &mut Buffer, cells: Rect, active: bool, first: bool) {
    if cells.width == 0 {
        return;
    }
    let role = if active { Role::Accent } else { Role::Dim };
    buffer.set_span(cells.x, cells.y, &Span::styled("▌", role.style()), 1);
    if active && first {
        let row = Rect { x: cells.x + 1, width: cells.width.saturating_sub(2), ..cells };
        for position in row.positions() {
            if let Some(cell) = buffer.cell_mut(position) {
                cell.set_style(Style::reset().patch(Role::Selected.style()));
            }
        }
    }
}

fn scrollbar(buffer: &mut Buffer, area: Rect, body: &Body, list: &List) {
    let room = usize::from(area.height).saturating_sub(body.head);
    let total = body.lines.len().saturating_sub(body.head);
    if room == 0 || total <= room || area.width < 3 {
        return;
    }
    let length = (room * room / total).max(1);
    let travel = room - length;
    let start = (list.top * travel).div_ceil((total - room).max(1)).min(travel);
    for offset in start..start + length {
        let y = area.y.saturating_add(u16::try_from(body.head + offset).unwrap_or(u16::MAX));
        if y < area.bottom() {
            buffer.set_span(area.right() - 1, y, &Span::styled("▐", Role::Dim.style()), 1);
        }
    }
}

/// Where the value of the selected line of the description comes from, at the bottom of its pane.
fn provenance(buffer: &mut Buffer, area: Rect, state: &State, pane: Pane) -> Rect {
    let rows = u16::try_from(state.footnote_height(pane)).unwrap_or(0).min(area.height);
    let rest = Rect { height: area.height - rows, ..area };
    let said = state.footnote(pane).map(|message| state.words.say(&message)).unwrap_or_default();
    let cells = usize::from(area.width.saturating_sub(2));
    let mut lines = text::wrap(&text::clean_line(&said), cells);
    if lines.len() > usize::from(rows) {
        lines.truncate(usize::from(rows));
        if let Some(last) = lines.last_mut() {
            *last = text::cut(&format!("{last} {}", text::ELLIPSIS), cells).into_owned();
        }
    }
    for (y, line) in (rest.bottom()..area.bottom()).zip(lines) {
        let inside = Rect { x: area.x.saturating_add(1), y, width: area.width.saturating_sub(1), height: 1 };
        put(buffer, inside.intersection(area), &Line::styled(line, Role::Dim.style()));
    }
    rest
}
