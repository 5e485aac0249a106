//! Colours by role: the sixteen ANSI colours that a terminal's own theme maps, never a background, so
//! that dark and light terminals both read well. Every role that carries meaning has a mark beside it
//! (✗ ! ✓ –), so nothing is lost without colour.

use ratatui::style::{Color, Modifier, Style};

use crate::diagnosis::{Confidence, State, Status};

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// Broken and blocking.
    Bad,
    /// Not as it should be.
    Warn,
    /// Checked and right.
    Ok,
    /// Not checked, not reached, or of less weight.
    Dim,
    /// What to look at or to press.
    Accent,
    /// A heading.
    Title,
    /// Text that is to stand out, whatever it says.
    Strong,
    /// The first line of the selected row.
    Selected,
    /// A name that can be opened: a task, a deployment.
    Link,
    /// A command to type.
    Command,
}

impl Role {
    /// How it looks.
    pub fn style(self) -> Style {
        let plain = Style::new();
        match self {
            Self::Text => plain,
            Self::Bad => plain.fg(Color::Red),
            Self::Warn => plain.fg(Color::Yellow),
            Self::Ok => plain.fg(Color::Green),
            Self::Dim => plain.add_modifier(Modifier::DIM),
            Self::Accent | Self::Command => plain.fg(Color::Cyan),
            Self::Title => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Self::Strong => plain.add_modifier(Modifier::BOLD),
            Self::Selected => plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            Self::Link => plain.fg(Color::Blue),
        }
    }

    /// The role of a step's mark.
    pub fn of_status(status: Status) -> Self {
        match status {
            Status::Ok => Self::Ok,
            Status::Warn => Self::Warn,
            Status::Bad => Self::Bad,
            Status::Unknown => Self::Dim,
        }
    }

    /// The role of a state.
    pub fn of_state(state: State) -> Self {
        match state {
            State::Stuck => Self::Bad,
            State::RollingBack | State::RolledBack | State::Paused => Self::Warn,
            State::Progressing => Self::Accent,
            State::Steady => Self::Ok,
            State::Unknown => Self::Dim,
        }
    }

    /// The role of a confidence.
    pub fn of_confidence(confidence: Confidence) -> Self {
        match confidence {
            Confidence::Certain => Self::Text,
            Confidence::Likely | Confidence::Possible => Self::Dim,
        }
    }
}

/// The mark of a state, as that of a step.
pub fn state_mark(state: State) -> &'static str {
    match state {
        State::Stuck => "✗",
        State::RollingBack | State::RolledBack => "!",
        State::Paused => "‖",
        State::Progressing => "…",
        State::Steady => "✓",
        State::Unknown => "–",
    }
}
