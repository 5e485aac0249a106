//! The single lines: header, the strip of the five marks, footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{put, status};
use crate::app::keys;
use crate::app::{Page, State};
use crate::model::CaptureBasis;
use crate::msg;
use crate::view::draft::span;
use crate::view::panel::services;
use crate::view::{Role, age, text};
use crate::words::Message;

/// Characters of a moment down to its minute.
const MINUTE: usize = 16;
/// Cells by which a cluster is still told from another.
const CLUSTER: usize = 9;

/// `prod › web … us-east-1 · 123456789012   saved · captured …`, what does not fit left out from the right.
pub fn header(buffer: &mut Buffer, area: Rect, state: &State) {
    if area.height == 0 {
        return;
    }
    let mut left = vec![Span::raw(" ")];
    let asks_a_model = state.watch.as_ref().is_some_and(|watch| watch.target.keyless);
    if asks_a_model || state.captured().basis.is_model() {
        left.push(span(Role::Warn, state.words.say(&msg!("app-header-model"))));
        left.push(Span::raw("  "));
    }
    let width = usize::from(area.width);
    let forms = right_side(state);
    let least = forms.last().map_or(0, |form| text::spans_width(form) + 3);
    let whole = width.saturating_sub(text::spans_width(&left));
    left.extend(place(state, whole.saturating_sub(least), whole));
    let left = text::fit(left, width);
    let room = width.saturating_sub(text::spans_width(&left) + 3);
    let fits = |right: &Vec<Span<'_>>| text::spans_width(right) <= room;
    let right = forms.into_iter().find(fits).unwrap_or_default();
    put(buffer, area, &Line::from(left));
    let taken = text::spans_width(&right);
    let start = width.saturating_sub(taken + 1);
    let cells = Rect {
        x: area.x.saturating_add(u16::try_from(start).unwrap_or(u16::MAX)),
        width: u16::try_from(taken).unwrap_or(0),
        ..area
    };
    put(buffer, cells.intersection(area), &Line::from(right));
}

/// What is looked at. Of a long name of a cluster the middle gives way before the service, and how old it is, do.
fn place(state: &State, room: usize, whole: usize) -> Vec<Span<'static>> {
    let Some(diagnosis) = state.diagnosis().filter(|_| state.page == Page::Triage) else {
        if state.diagnoses.is_empty() && state.watch.is_some() {
            return vec![span(Role::Strong, "ecsplain")];
        }
        let count = state.diagnoses.len();
        return vec![span(Role::Strong, state.words.say(&msg!("app-header-services", count = count)))];
    };
    let name = text::clean_line(&services::title(diagnosis, &state.context(u16::MAX)));
    let mut spans = Vec::new();
    if let Some(cluster) = &diagnosis.cluster {
        let cluster = text::clean_line(cluster);
        let left = |room: usize| room.saturating_sub(text::width(&name) + 3);
        // Cut for what stands on the right, where both then fit; else only as far as it must be.
        let cells = if left(room) >= CLUSTER { left(room) } else { left(whole).max(CLUSTER) };
        spans.push(span(Role::Accent, text::cut_middle(&cluster, cells).into_owned()));
        spans.push(span(Role::Dim, " › "));
    }
    spans.push(span(Role::Strong, name));
    spans
}

/// The right side, the longest form first.
fn right_side(state: &State) -> Vec<Vec<Span<'static>>> {
    let identity = state.identity().unwrap_or_default();
    if let Some(watch) = &state.watch {
        let mut forms = status::forms(state, watch);
        let longest = forms.first().cloned().unwrap_or_default();
        let before = |name: &str| [vec![span(Role::Dim, format!("{name}   "))], longest.clone()].concat();
        // Where there is no room for all of it, the Region alone: names are the same in all of them.
        let region = identity.split(" · ").next().unwrap_or_default();
        let named = [identity, region].into_iter().filter(|name| !name.is_empty()).map(before);
        forms.splice(0..0, named.collect::<Vec<_>>());
        return forms;
    }
    let [short, long] = [false, true].map(|long| state.words.say(&captured(state, long)));
    let brief = state.captured().at.map(|at| age::moment(at).chars().take(MINUTE).collect::<String>());
    let brief =
        brief.map_or_else(|| short.clone(), |at| state.words.say(&msg!("app-captured-brief", at = at)));
    let both =
        [identity, long.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("   ");
    [both, long, short, brief].map(|form| vec![span(Role::Dim, form)]).to_vec()
}

/// Why the account does not answer.
pub fn notice(buffer: &mut Buffer, area: Rect, state: &State) {
    let lines = state.notice(area.width.saturating_sub(2));
    let more = lines.len() > usize::from(area.height);
    for ((y, line), place) in (area.top()..area.bottom()).zip(lines).zip(1..) {
        let cells = Rect { x: area.x.saturating_add(1), y, width: area.width.saturating_sub(2), height: 1 };
        let line = if more && place == area.height { format!("{line} {}", text::ELLIPSIS) } else { line };
        put(
            buffer,
            cells,
            &Line::styled(text::cut(&line, usize::from(cells.width)).into_owned(), Role::Bad.style()),
        );
    }
}

fn captured(state: &State, long: bool) -> Message {
    let captured = state.captured();
    let Some(at) = captured.at.map(age::moment) else { return msg!("app-captured-nothing") };
    match (captured.basis, long) {
        (CaptureBasis::Live | CaptureBasis::Model, _) => msg!("app-captured-live", at = at),
        (CaptureBasis::NewestInside, true) => msg!("app-captured-inside", at = at),
        _ => msg!("app-captured", at = at),
    }
}

/// The five marks in one line, so that the steps never leave the screen.
pub fn strip(buffer: &mut Buffer, area: Rect, state: &State) {
    let Some(diagnosis) = state.diagnosis() else { return };
    let mut spans = vec![Span::raw(" ")];
    for step in diagnosis.steps.heads() {
        let role = Role::of_status(step.status);
        let selected = step.id == state.step;
        let (open, close) = if selected { ("[", "]") } else { (" ", " ") };
        spans.push(span(
            if selected { Role::Strong } else { Role::Dim },
            format!("{open}{} ", step.id.number()),
        ));
        spans.push(span(role, step.status.mark()));
        spans.push(span(if selected { Role::Strong } else { Role::Dim }, close));
    }
    put(buffer, area, &Line::from(text::fit(spans, usize::from(area.width))));
}

/// Where the walk through the evidence stands.
pub fn walk(buffer: &mut Buffer, area: Rect, state: &State) {
    put(buffer, area, &Line::from(text::fit(walk_line(state), usize::from(area.width))));
}

fn walk_line(state: &State) -> Vec<Span<'static>> {
    let Some(said) = state.walked() else { return Vec::new() };
    let seen = state.walk.as_ref().is_some_and(|walk| walk.seen);
    let role = if seen { Role::Title } else { Role::Warn };
    vec![span(role, format!(" {}", text::clean_line(&state.words.say(&said))))]
}

/// The filter being written, else what was said last, else the keys that apply, as many as there is room for.
pub fn footer(buffer: &mut Buffer, area: Rect, state: &State) {
    let line = match (&state.filter, &state.message) {
        (Some(filter), _) if filter.editing => filter_line(state, &filter.text, usize::from(area.width)),
        (_, Some(message)) => {
            vec![span(Role::Accent, format!(" {}", text::clean_line(&state.words.say(message))))]
        }
        _ if state.layout.walk.height == 0 && state.walk.is_some() => walk_line(state),
        _ => key_line(state, usize::from(area.width)),
    };
    put(buffer, area, &Line::from(text::fit(line, usize::from(area.width))));
}

/// What was typed, of a long text its end, where the cursor stands; and what ends the typing, as far as it fits.
fn filter_line(state: &State, filter: &str, width: usize) -> Vec<Span<'static>> {
    let hint = if state.is_choosing() { msg!("app-choose-hint") } else { msg!("app-filter-hint") };
    let hint = state.words.say(&hint);
    let typed = text::cut_start(filter, width.saturating_sub(4));
    let mut spans = vec![span(Role::Title, format!(" /{typed}")), span(Role::Selected, " ")];
    if text::spans_width(&spans) + 3 < width {
        spans.push(span(Role::Dim, format!("  {hint}")));
    }
    spans
}

/// The last key, help, always has its place: it leads to all others.
fn key_line(state: &State, width: usize) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let pairs = keys::footer(state);
    let cells = |(keys, what): &(&str, Message)| text::width(keys) + text::width(&state.words.say(what)) + 3;
    let is_help = |keys: &str| keys == "?";
    let help: usize = pairs.iter().filter(|(keys, _)| is_help(keys)).map(cells).sum();
    let mut left = width.saturating_sub(help);
    for pair in &pairs {
        let (keys, what) = pair;
        if !is_help(keys) {
            if cells(pair) > left {
                continue;
            }
            left -= cells(pair);
        }
        spans.push(span(Role::Accent, format!(" {keys}")));
        spans.push(span(Role::Dim, format!(" {} ", state.words.say(what))));
    }
    spans
}
