//! What a key can do; which key does it stands in [`super::keys`].

/// Something that a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Selects the next row.
    Down,
    /// Selects the row before.
    Up,
    /// Goes a page down.
    PageDown,
    /// Goes a page up.
    PageUp,
    /// Goes to the first row.
    Top,
    /// Goes to the last row.
    Bottom,
    /// Goes to a step by its number.
    Step,
    /// Opens what is selected.
    Open,
    /// Closes what was opened last.
    Back,
    /// Opens the next service.
    NextService,
    /// Opens the service before.
    PreviousService,
    /// Goes to the next pane.
    NextPane,
    /// Goes to the pane before.
    PreviousPane,
    /// Goes right: opens, or scrolls a text to the right.
    Right,
    /// Goes left: closes, or scrolls a text to the left.
    Left,
    /// Narrows the list to what holds a text.
    Filter,
    /// Copies the selected id, command or line.
    Copy,
    /// Copies the next command.
    CopyNext,
    /// Opens the next commands.
    Next,
    /// Asks AWS again.
    Refresh,
    /// Stops asking AWS, or goes on.
    Pause,
    /// Follows the log.
    Follow,
    /// Asks for CPU and memory.
    Metrics,
    /// Goes over to another profile.
    Profile,
    /// Goes over to another Region.
    Region,
    /// Opens the findings.
    Findings,
    /// Opens what could not be looked at.
    Gaps,
    /// Opens the Kubernetes twin over the whole width.
    Describe,
    /// Opens the JSON of the selection.
    Raw,
    /// Shows or hides the marks of provenance.
    Provenance,
    /// Wraps the description or cuts it.
    Wrap,
    /// Goes on to the next piece of evidence.
    Onward,
    /// Goes to the piece of evidence before.
    Backward,
    /// Opens the page of the handbook about what is looked at.
    Page,
    /// Opens the list of all pages.
    Pages,
    /// Opens the help.
    Help,
    /// Saves the moment on screen.
    Save,
    /// Writes the page to hand over.
    HandOver,
    /// Goes to the background.
    Suspend,
    /// Leaves.
    Quit,
}
