//! The one table of actions: keys, what they do, when they apply. Dispatch, footer, help and the table of the
//! README all come from it.

pub use super::action::Action;
pub use said::{footer, help, markdown_table};

mod said;

use super::key::{Key, KeyCode};
use super::state::{Overlay, Page, Pane, State};
use crate::msg;
use crate::words::Message;

/// A line of the table.
#[derive(Debug)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// The keys that do it.
    pub keys: &'static [Key],
    /// How the keys are written in help and README.
    pub shown: &'static str,
    /// How they are written in the footer; empty for what everybody's fingers know.
    pub brief: &'static str,
    /// One or two words for the footer.
    pub short: fn() -> Message,
    /// A sentence for the help.
    pub long: fn() -> Message,
    /// Whether it does anything now.
    pub applies: fn(&State) -> bool,
}

const fn plain(code: KeyCode) -> Key {
    Key::plain(code)
}

/// Every action, in the order of the help; the footer keeps this order as well.
pub static BINDINGS: &[Binding] = &[
    Binding {
        action: Action::Down,
        keys: &[Key::char('j'), plain(KeyCode::Down)],
        shown: "j ↓",
        brief: "↑↓",
        short: || msg!("keys-move"),
        long: || msg!("keys-down-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::Up,
        keys: &[Key::char('k'), plain(KeyCode::Up)],
        shown: "k ↑",
        brief: "",
        short: || msg!("keys-move"),
        long: || msg!("keys-up-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::PageDown,
        keys: &[Key::ctrl('f'), plain(KeyCode::PageDown)],
        shown: "ctrl-f PgDn",
        brief: "",
        short: || msg!("keys-page"),
        long: || msg!("keys-page-down-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::PageUp,
        keys: &[Key::ctrl('b'), plain(KeyCode::PageUp)],
        shown: "ctrl-b PgUp",
        brief: "",
        short: || msg!("keys-page"),
        long: || msg!("keys-page-up-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::Top,
        keys: &[Key::char('g'), plain(KeyCode::Home)],
        shown: "g Home",
        brief: "",
        short: || msg!("keys-top"),
        long: || msg!("keys-top-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::Bottom,
        keys: &[Key::char('G'), plain(KeyCode::End)],
        shown: "G End",
        brief: "",
        short: || msg!("keys-bottom"),
        long: || msg!("keys-bottom-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::Open,
        keys: &[plain(KeyCode::Enter)],
        shown: "enter",
        brief: "enter",
        short: || msg!("keys-open"),
        long: || msg!("keys-open-long"),
        applies: State::can_open,
    },
    Binding {
        action: Action::Back,
        keys: &[plain(KeyCode::Esc)],
        shown: "esc",
        brief: "esc",
        short: || msg!("keys-back"),
        long: || msg!("keys-back-long"),
        applies: State::can_go_back,
    },
    Binding {
        action: Action::Onward,
        keys: &[Key::char(']')],
        shown: "]",
        brief: "] [",
        short: || msg!("keys-walk"),
        long: || msg!("keys-onward-long"),
        applies: State::can_walk,
    },
    Binding {
        action: Action::Backward,
        keys: &[Key::char('[')],
        shown: "[",
        brief: "",
        short: || msg!("keys-walk"),
        long: || msg!("keys-backward-long"),
        applies: State::can_walk,
    },
    Binding {
        action: Action::Findings,
        keys: &[Key::char('v')],
        shown: "v",
        brief: "v",
        short: || msg!("keys-findings"),
        long: || msg!("keys-findings-long"),
        applies: |state| {
            state.diagnosis().is_some_and(|one| !one.findings.is_empty() || !one.ruled_out.is_empty())
        },
    },
    Binding {
        action: Action::Page,
        keys: &[Key::char('h')],
        shown: "h",
        brief: "h",
        short: || msg!("keys-page-of"),
        long: || msg!("keys-page-of-long"),
        applies: has_subject,
    },
    Binding {
        action: Action::Pages,
        keys: &[Key::char('H')],
        shown: "H",
        brief: "",
        short: || msg!("keys-pages"),
        long: || msg!("keys-pages-long"),
        applies: |state| state.overlay != Some(Overlay::Pages),
    },
    Binding {
        action: Action::CopyNext,
        keys: &[Key::char('x')],
        shown: "x",
        brief: "x",
        short: || msg!("keys-copy-next"),
        long: || msg!("keys-copy-next-long"),
        applies: |state| state.next_command().is_some(),
    },
    Binding {
        action: Action::Describe,
        keys: &[Key::char('d')],
        shown: "d",
        brief: "d",
        short: || msg!("keys-describe"),
        long: || msg!("keys-describe-long"),
        applies: |state| has_subject(state) && !reads(state),
    },
    Binding {
        action: Action::Copy,
        keys: &[Key::char('y'), Key::char('c')],
        shown: "y c",
        brief: "y",
        short: || msg!("keys-copy"),
        long: || msg!("keys-copy-long"),
        applies: |state| state.copied_text().is_some(),
    },
    Binding {
        action: Action::Filter,
        keys: &[Key::char('/')],
        shown: "/",
        brief: "/",
        short: || msg!("keys-filter"),
        long: || msg!("keys-filter-long"),
        applies: State::can_filter,
    },
    Binding {
        action: Action::Step,
        keys: &[
            Key::char('1'),
            Key::char('2'),
            Key::char('3'),
            Key::char('4'),
            Key::char('5'),
            Key::char('l'),
        ],
        shown: "1–5 l",
        brief: "1–5",
        short: || msg!("keys-step"),
        long: || msg!("keys-step-long"),
        applies: |state| state.page == Page::Triage,
    },
    Binding {
        action: Action::NextPane,
        keys: &[plain(KeyCode::Tab)],
        shown: "tab",
        brief: "tab",
        short: || msg!("keys-pane"),
        long: || msg!("keys-next-pane-long"),
        applies: has_panes,
    },
    Binding {
        action: Action::PreviousPane,
        keys: &[plain(KeyCode::BackTab)],
        shown: "shift-tab",
        brief: "",
        short: || msg!("keys-pane"),
        long: || msg!("keys-previous-pane-long"),
        applies: has_panes,
    },
    Binding {
        action: Action::NextService,
        keys: &[Key::char('>')],
        shown: ">",
        brief: "> <",
        short: || msg!("keys-service"),
        long: || msg!("keys-next-service-long"),
        applies: State::has_neighbours,
    },
    Binding {
        action: Action::PreviousService,
        keys: &[Key::char('<')],
        shown: "<",
        brief: "",
        short: || msg!("keys-service"),
        long: || msg!("keys-previous-service-long"),
        applies: State::has_neighbours,
    },
    Binding {
        action: Action::Right,
        keys: &[plain(KeyCode::Right)],
        shown: "→",
        brief: "",
        short: || msg!("keys-right"),
        long: || msg!("keys-right-long"),
        applies: |state| state.is_text() || state.can_open(),
    },
    Binding {
        action: Action::Left,
        keys: &[plain(KeyCode::Left)],
        shown: "←",
        brief: "",
        short: || msg!("keys-left"),
        long: || msg!("keys-left-long"),
        applies: |state| state.is_text() || state.can_go_back(),
    },
    Binding {
        action: Action::Refresh,
        keys: &[Key::char('r'), Key::ctrl('r')],
        shown: "r ctrl-r",
        brief: "r",
        short: || msg!("keys-refresh"),
        long: || msg!("keys-refresh-long"),
        // Also while an answer is on its way: a key that comes and goes would make the footer flicker.
        applies: |state| state.watch.is_some(),
    },
    Binding {
        action: Action::Pause,
        keys: &[Key::char(' ')],
        shown: "space",
        brief: "space",
        short: || msg!("keys-pause"),
        long: || msg!("keys-pause-long"),
        applies: |state| state.watch.is_some(),
    },
    Binding {
        action: Action::Follow,
        keys: &[Key::char('f')],
        shown: "f",
        brief: "f",
        short: || msg!("keys-follow"),
        long: || msg!("keys-follow-long"),
        applies: |state| state.watch.is_some() && state.page == Page::Triage,
    },
    Binding {
        action: Action::Next,
        keys: &[Key::char('n')],
        shown: "n",
        brief: "n",
        short: || msg!("keys-next"),
        long: || msg!("keys-next-long"),
        applies: |state| state.diagnosis().is_some_and(|diagnosis| !diagnosis.next.is_empty()),
    },
    Binding {
        action: Action::Gaps,
        keys: &[Key::char('u')],
        shown: "u",
        brief: "u",
        short: || msg!("keys-gaps"),
        long: || msg!("keys-gaps-long"),
        applies: |state| {
            !state.problems.is_empty() || state.diagnosis().is_some_and(|one| !one.unchecked.is_empty())
        },
    },
    Binding {
        action: Action::Raw,
        keys: &[Key::char('J')],
        shown: "J",
        brief: "J",
        short: || msg!("keys-raw"),
        long: || msg!("keys-raw-long"),
        applies: has_subject,
    },
    Binding {
        action: Action::Provenance,
        keys: &[Key::char('p')],
        shown: "p",
        brief: "p",
        short: || msg!("keys-provenance"),
        long: || msg!("keys-provenance-long"),
        applies: shows_twin,
    },
    Binding {
        action: Action::Wrap,
        keys: &[Key::char('w')],
        shown: "w",
        brief: "w",
        short: || msg!("keys-wrap"),
        long: || msg!("keys-wrap-long"),
        applies: shows_twin,
    },
    Binding {
        action: Action::Metrics,
        keys: &[Key::char('m')],
        shown: "m",
        brief: "m",
        short: || msg!("keys-metrics"),
        long: || msg!("keys-metrics-long"),
        applies: |state| state.watch.is_some() && state.page == Page::Triage,
    },
    Binding {
        action: Action::Profile,
        keys: &[Key::char('P')],
        shown: "P",
        brief: "P",
        short: || msg!("keys-profile"),
        long: || msg!("keys-profile-long"),
        applies: |state| state.watch.is_some(),
    },
    Binding {
        action: Action::Region,
        keys: &[Key::char('R')],
        shown: "R",
        brief: "R",
        short: || msg!("keys-region"),
        long: || msg!("keys-region-long"),
        applies: |state| state.watch.is_some(),
    },
    Binding {
        action: Action::Help,
        keys: &[Key::char('?')],
        shown: "?",
        brief: "?",
        short: || msg!("keys-help"),
        long: || msg!("keys-help-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::HandOver,
        keys: &[Key::char('e')],
        shown: "e",
        brief: "e",
        short: || msg!("keys-hand-over"),
        long: || msg!("keys-hand-over-long"),
        applies: has_subject,
    },
    Binding {
        action: Action::Save,
        keys: &[Key::ctrl('s')],
        shown: "ctrl-s",
        brief: "",
        short: || msg!("keys-save"),
        long: || msg!("keys-save-long"),
        applies: |state| !state.snapshot.documents.is_empty(),
    },
    Binding {
        action: Action::Suspend,
        keys: &[Key::ctrl('z')],
        shown: "ctrl-z",
        brief: "",
        short: || msg!("keys-suspend"),
        long: || msg!("keys-suspend-long"),
        applies: |_| true,
    },
    Binding {
        action: Action::Quit,
        keys: &[Key::char('q'), Key::ctrl('c')],
        shown: "q ctrl-c",
        brief: "q",
        short: || msg!("keys-quit"),
        long: || msg!("keys-quit-long"),
        applies: |_| true,
    },
];

fn has_panes(state: &State) -> bool {
    state.page == Page::Triage && state.overlay.is_none()
}

fn has_subject(state: &State) -> bool {
    state.diagnosis().is_some()
}

/// Whether a page of the handbook is open, which is about no object.
fn reads(state: &State) -> bool {
    matches!(state.overlay, Some(Overlay::Page | Overlay::Pages))
}

fn shows_twin(state: &State) -> bool {
    state.shown(Pane::Describe).is_some() || state.overlay == Some(Overlay::Describe)
}

/// The action that `key` stands for now.
pub fn action(state: &State, key: Key) -> Option<Action> {
    let binding = BINDINGS.iter().find(|binding| binding.keys.contains(&key))?;
    (binding.applies)(state).then_some(binding.action)
}
