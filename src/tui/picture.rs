//! One frame without a terminal: `--frame 140x40 --keys 'jj<enter>'`, tests, pictures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::app::key::KeyError;
use crate::app::{Effect, Key, Msg, Size, State, update};
use crate::screen;
use crate::view::print::sgr;

/// A frame.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its cells.
    pub buffer: Buffer,
}

/// Plays `keys` on `state` at this size and draws what is then on the screen. Effects are not run; a key
/// that quits ends the play.
///
/// # Errors
/// When `keys` holds a name that is not known.
pub fn frame(mut state: State, width: u16, height: u16, keys: &str) -> Result<Picture, KeyError> {
    let keys = Key::parse(keys)?;
    update(&mut state, Msg::Resized(Size { width, height }));
    for key in keys {
        let effects = update(&mut state, Msg::Key(key));
        if effects.contains(&Effect::Quit) {
            break;
        }
        for effect in effects {
            if let Effect::Copy(text) = effect {
                update(&mut state, Msg::Copied(text));
            }
        }
    }
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    screen::render(&mut buffer, area, &state);
    Ok(Picture { buffer })
}

impl Picture {
    /// The text alone, without trailing spaces, each line with its line end.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for y in self.buffer.area.top()..self.buffer.area.bottom() {
            let start = text.len();
            self.cells(y).for_each(|(symbol, _)| text.push_str(symbol));
            text.truncate(start + text[start..].trim_end().len());
            text.push('\n');
        }
        text
    }

    /// The text with ANSI colours, each line with its line end.
    pub fn ansi(&self) -> String {
        let mut text = String::new();
        for y in self.buffer.area.top()..self.buffer.area.bottom() {
            let mut on = String::new();
            for (symbol, style) in self.cells(y) {
                let wanted = sgr(style);
                if wanted != on {
                    text.push_str("\u{1b}[0m");
                    text.push_str(&wanted);
                    on = wanted;
                }
                text.push_str(symbol);
            }
            text.push_str("\u{1b}[0m\n");
        }
        text
    }

    /// The cells of a row, the hidden half of a wide character left out.
    fn cells(&self, y: u16) -> impl Iterator<Item = (&str, Style)> {
        let mut hidden = 0;
        let row = self.buffer.area.left()..self.buffer.area.right();
        row.filter_map(move |x| {
            if hidden > 0 {
                hidden -= 1;
                return None;
            }
            let cell = self.buffer.cell((x, y))?;
            hidden = cell.symbol().width().saturating_sub(1);
            Some((cell.symbol(), cell.style()))
        })
    }
}
