//! One frame of the screen.
//!
//! ```text
//!  prod › web                       us-east-1 · 123456789012   saved · captured 14:02:11Z   header
//!  ✗ AWS does not answer: …                                                                notice, if any
//!  ✗ STUCK  The tag web:v42 does not exist in ECR.  [certain]                               verdict
//!  next  aws ecr describe-images --repository-name web
//! ── Steps ─────────────────────────────────────────┬─ kubectl describe deployment web ──   titles
//! ▌3 ✗ Stopped tasks   7 × CannotPullContainerError │ • Name:         web                   panes:
//! ── 3 Stopped tasks ────────────────────────────── │ • Namespace:    prod                  Steps, Evidence,
//! ▌✗ ×7  TaskFailedToStart  web:42                  │ ~ Replicas:     3 desired | …         Describe
//!  ↑↓ move  1–5 step  enter open  ? help                                                    footer
//! ```
//!
//! Where everything stands is worked out in `app::layout`; here it is only drawn. Nothing is computed for a
//! frame but the lines in sight.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::{Line, Span};

use crate::app::layout::Area;
use crate::app::{Pane, State};
use crate::view::text;

mod bars;
mod pane;
mod status;
mod title;

/// Draws `state`.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    let area = frame.area();
    render(frame.buffer_mut(), area, state);
}

/// Draws `state` into `buffer`. Whatever the sizes are, nothing is drawn outside of `whole`.
pub fn render(buffer: &mut Buffer, whole: Rect, state: &State) {
    let layout = &state.layout;
    bars::header(buffer, rect(layout.header, whole), state);
    bars::notice(buffer, rect(layout.notice, whole), state);
    verdict(buffer, rect(layout.verdict, whole), state);
    bars::strip(buffer, rect(layout.strip, whole), state);
    for (pane, area) in &layout.panes {
        pane::draw(buffer, rect(*area, whole), state, *pane);
    }
    title::separator(buffer, rect(layout.separator, whole), state);
    bars::walk(buffer, rect(layout.walk, whole), state);
    bars::footer(buffer, rect(layout.footer, whole), state);
}

/// Takes the colours out of `buffer` and leaves bold, dim and reversed.
pub fn fade(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
    }
}

fn verdict(buffer: &mut Buffer, area: Rect, state: &State) {
    let Some(body) = state.verdict() else { return };
    // A row that goes on below is cut, and says so.
    let goes_on = |place: usize| body.rows.iter().any(|row| row.lines.start < place && place < row.lines.end);
    for ((y, line), place) in (area.top()..area.bottom()).zip(&body.lines).zip(1..) {
        let cut = y + 1 == area.bottom() && goes_on(place);
        let line = if cut { &ellipsis(line, area.width.saturating_sub(2)) } else { line };
        let x = area.x.saturating_add(1);
        put(buffer, Rect { x, y, width: area.width.saturating_sub(2), height: 1 }, line);
    }
}

/// A line after which something was left out.
fn ellipsis(line: &Line<'static>, width: u16) -> Line<'static> {
    let mut spans = line.spans.clone();
    spans.push(Span::raw(format!(" {}", text::ELLIPSIS)));
    Line::from(text::fit(spans, usize::from(width)))
}

/// Draws `line` from the left edge of `area`.
fn put(buffer: &mut Buffer, area: Rect, line: &Line<'_>) {
    if area.width > 0 && area.height > 0 {
        buffer.set_line(area.x, area.y, line, area.width);
    }
}

/// The cells of `area` that are on the screen: after a resize the layout may be one message behind.
fn rect(area: Area, whole: Rect) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height).intersection(whole)
}

/// Whether keys go to `pane`.
fn is_active(state: &State, pane: Pane) -> bool {
    state.active() == pane
}
