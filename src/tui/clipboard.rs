//! The clipboard: OSC 52, which a terminal takes over any number of hops, and the desktop's own.

use std::io::stdout;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::app::Msg;

/// The desktop's clipboard once it was needed. On X11 the text lives as long as this does.
#[derive(Default)]
pub struct Clipboard {
    desktop: Option<arboard::Clipboard>,
}

impl Clipboard {
    /// Hands `text` to both clipboards. Whether a terminal obeys OSC 52 it does not say.
    pub fn copy(&mut self, text: String) -> Msg {
        let terminal = execute!(stdout(), CopyToClipboard::to_clipboard_from(&text)).is_ok();
        if self.desktop.is_none() {
            self.desktop = arboard::Clipboard::new().ok();
        }
        let desktop = self.desktop.as_mut().is_some_and(|desktop| desktop.set_text(text.as_str()).is_ok());
        if terminal || desktop { Msg::Copied(text) } else { Msg::CopyFailed }
    }
}
