//! What every message changes.

use super::key::{Key, KeyCode};
use super::keys::{self, Action};
use super::layout::body_width;
use super::list::Move;
use super::state::{ListId, Overlay, Page, Pane, State};
use super::{Effect, Msg};
use crate::diagnosis::StepId;
use crate::msg;
use crate::view::text::clean_line;
use crate::words::Message;

/// Cells that one key scrolls to the side.
const SIDEWAYS: usize = 8;

/// Takes `message` into `state` and tells what is to be done.
pub fn update(state: &mut State, message: Msg) -> Vec<Effect> {
    let effects = match message {
        Msg::Key(key) => {
            state.message = None;
            if let Some(watch) = &mut state.watch {
                watch.fresh = false;
            }
            key_pressed(state, key)
        }
        Msg::Pasted(text) => {
            state.message = None;
            state.pasted(&text)
        }
        Msg::Resized(size) => {
            state.size = size;
            Vec::new()
        }
        Msg::Copied(text) => state.say(msg!("app-copied", text = text)),
        Msg::CopyFailed => state.say(msg!("app-copy-failed")),
        Msg::Saved(path) => {
            let command = format!("ecsplain --from {path}");
            state.say(msg!("app-saved", command = command))
        }
        Msg::HandedOver(path) => state.say(msg!("app-handed-over", path = path)),
        Msg::SaveFailed(why) => state.say(why),
        Msg::Answered(answer) => state.answered(answer),
        Msg::ProfilesListed(profiles) => {
            state.profiles_listed(profiles);
            Vec::new()
        }
        Msg::Woke(now) => state.woke(now),
    };
    state.end_following();
    if state.overlay.is_none() {
        state.beneath.clear();
    }
    state.take_up_filter();
    state.settle();
    effects
}

fn key_pressed(state: &mut State, key: Key) -> Vec<Effect> {
    if state.edit_filter(key) {
        return Vec::new();
    }
    match (keys::action(state, key), key) {
        (Some(action), _) => perform(state, action, key),
        // Who presses a letter waits for something; escape and arrows are pressed to see whether there is more.
        (None, Key { code: KeyCode::Char(letter), ctrl: false }) => idle(state, letter),
        (None, _) => Vec::new(),
    }
}

/// Says of a key that it does nothing now.
fn idle(state: &mut State, letter: char) -> Vec<Effect> {
    let key = if letter == ' ' { "space".to_owned() } else { letter.to_string() };
    state.say(msg!("app-key-idle", key = key))
}

fn perform(state: &mut State, action: Action, key: Key) -> Vec<Effect> {
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Save => return vec![Effect::Save],
        Action::HandOver => return vec![Effect::HandOver],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Refresh => return state.refresh(),
        Action::Pause => return state.pause(),
        Action::Profile => return state.ask_for_profiles(),
        Action::Region => state.ask_for_regions(),
        Action::Follow => return state.follow_log(),
        Action::Metrics => return state.ask_metrics(),
        Action::Open => return state.open_selection(),
        Action::Back => return state.go_back(),
        Action::NextService => return state.open_neighbour(true),
        Action::PreviousService => return state.open_neighbour(false),
        Action::Right => return state.go_right(),
        Action::Left => return state.go_left(),
        Action::Copy => return copy(state.copied_text()),
        Action::CopyNext => return copy(state.next_command()),
        Action::Down => state.go(Move::Down),
        Action::Up => state.go(Move::Up),
        Action::PageDown => state.go(Move::PageDown),
        Action::PageUp => state.go(Move::PageUp),
        Action::Top => state.go(Move::Top),
        Action::Bottom => state.go(Move::Bottom),
        Action::Step => state.step_chosen(key),
        Action::NextPane => state.next_pane(1),
        Action::PreviousPane => state.next_pane(2),
        Action::Filter => state.begin_filter(),
        Action::Next => state.toggle(Overlay::Next),
        Action::Findings => state.toggle(Overlay::Findings),
        Action::Gaps => state.toggle(Overlay::Gaps),
        Action::Describe => state.toggle(Overlay::Describe),
        Action::Raw => state.toggle(Overlay::Raw),
        Action::Onward => state.walk_on(true),
        Action::Backward => state.walk_on(false),
        Action::Page => state.open_handbook(),
        Action::Pages => state.open_pages(),
        Action::Help => {
            if state.overlay != Some(Overlay::Help) {
                state.help = keys::help(state);
            }
            state.toggle(Overlay::Help);
        }
        Action::Provenance => state.provenance = !state.provenance,
        Action::Wrap => state.wrap = !state.wrap,
    }
    Vec::new()
}

fn copy(text: Option<String>) -> Vec<Effect> {
    text.into_iter().map(Effect::Copy).collect()
}

impl State {
    /// Says something in the place of the keys, until the next one is pressed.
    pub(super) fn say(&mut self, message: Message) -> Vec<Effect> {
        self.message = Some(message);
        Vec::new()
    }

    fn go(&mut self, to: Move) {
        let pane = self.active();
        let id = self.list_of(pane);
        let Some(shown) = self.shown(pane) else { return };
        let (body, height) = (shown.body.clone(), shown.height);
        let list = self.lists.entry(id).or_default();
        list.go(&body, height, to);
        if to == Move::Top && id == ListId::Step(StepId::LogsMetrics) {
            // Back at the newest line, one goes along with what is new again.
            list.moved = false;
        }
        if pane == Pane::Steps {
            // The evidence of another step begins at its own selection.
            self.group = None;
        }
    }

    fn step_chosen(&mut self, key: Key) {
        let number = |step: &StepId| key.code == KeyCode::Char(char::from(b'0' + step.number()));
        let logs = Some(StepId::LogsMetrics).filter(|_| key.code == KeyCode::Char('l'));
        let Some(step) = logs.or_else(|| StepId::ALL.into_iter().find(number)) else { return };
        self.overlay = None;
        self.filter = None;
        self.go_to_step(step);
        if self.focus == Pane::Describe {
            self.enter(self.leader);
        }
    }

    /// Opens an overlay, or closes it; what it lay over is there again then.
    fn toggle(&mut self, overlay: Overlay) {
        if overlay == Overlay::Findings && self.walk.is_some() {
            return self.end_walk();
        }
        if self.overlay == Some(overlay) {
            return self.uncover();
        }
        self.lay_filter_aside();
        self.left = 0;
        // One that lies below already comes to the top: the way back never leads to the same place twice.
        self.beneath.retain(|below| *below != overlay);
        self.beneath.extend(self.overlay);
        self.overlay = Some(overlay);
    }

    /// Whether there is anything to close.
    pub(super) fn can_go_back(&self) -> bool {
        self.overlay.is_some()
            || self.walk.is_some()
            || self.can_widen()
            || self.filter.is_some()
            || (self.page == Page::Triage && (self.focus != Pane::Steps || self.has_list()))
    }

    /// Closes what was opened last: the filter, the overlay, the group, the pane, the service.
    fn go_back(&mut self) -> Vec<Effect> {
        if self.filter.take().is_some() && !self.is_choosing() {
            return Vec::new();
        }
        if self.can_end_walk() {
            self.end_walk();
            return Vec::new();
        }
        if self.overlay.is_some() {
            self.uncover();
            return Vec::new();
        }
        match self.focus {
            Pane::Evidence if self.step == StepId::StoppedTasks && self.group.take().is_some() => {}
            Pane::Evidence => self.enter(Pane::Steps),
            Pane::Describe => self.enter(self.leader),
            Pane::Steps if self.has_list() => return self.back_to_list(),
            Pane::Services if self.can_widen() => return self.widen(),
            _ => {}
        }
        Vec::new()
    }

    /// Goes `by` panes on in the ring of steps, evidence and description.
    fn next_pane(&mut self, by: usize) {
        let ring: &[Pane] = if self.layout.area(Pane::Describe).is_some() || self.layout.panes.len() < 2 {
            &[Pane::Steps, Pane::Evidence, Pane::Describe]
        } else {
            &[Pane::Steps, Pane::Evidence]
        };
        let at = ring.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let back = if by == 1 { 1 } else { ring.len() - 1 };
        self.filter = None;
        self.enter(ring[(at + back) % ring.len()]);
    }

    /// Whether the pane in focus shows a text that scrolls to the side.
    pub(super) fn is_text(&self) -> bool {
        !self.wrap && (self.active() == Pane::Describe || self.overlay == Some(Overlay::Describe))
    }

    fn go_right(&mut self) -> Vec<Effect> {
        if !self.is_text() {
            return self.open_selection();
        }
        let room = self.layout.area(self.active()).map_or(0, |area| usize::from(body_width(area)));
        let marks = if self.provenance { 2 } else { 0 };
        let furthest = (self.described_width() + marks).saturating_sub(room);
        self.left = (self.left + SIDEWAYS).min(furthest);
        Vec::new()
    }

    fn go_left(&mut self) -> Vec<Effect> {
        if self.is_text() && self.left > 0 {
            self.left = self.left.saturating_sub(SIDEWAYS);
            Vec::new()
        } else {
            self.go_back()
        }
    }

    /// The command to run next: that of the verdict, or before there is one what mends that AWS does not answer.
    pub(super) fn next_command(&self) -> Option<String> {
        let Some(diagnosis) = self.diagnosis() else { return self.mending_command() };
        diagnosis.next.first().map(|command| clean_line(&command.run))
    }
}
