//! Where text goes: stdout that may be closed under us, with or without colour.

use std::io::{self, IsTerminal, Write};

use crate::view::{self, Body};

/// Standard output, coloured or plain.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Whether escape sequences may be written.
    pub color: bool,
    /// Columns to fill.
    pub width: u16,
}

/// Columns of a page when nothing says how wide the terminal is.
const PAGE_WIDTH: u16 = 100;

impl Output {
    /// Output for stdout: as wide as the terminal, or a page of 100 columns when it is piped.
    pub fn stdout(color: bool, terminal_width: Option<u16>) -> Self {
        Self { color, width: terminal_width.filter(|width| *width >= 40).unwrap_or(PAGE_WIDTH) }
    }

    /// A panel as text, a newline after each line.
    pub fn body(self, body: &Body) -> String {
        if self.color { view::ansi(body) } else { view::plain(body) }
    }
}

/// Whether stdout is a terminal.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Writes `text` to stdout. A reader that closed the pipe has seen enough: that is no error.
///
/// # Errors
/// When stdout cannot be written for any other reason.
pub fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
