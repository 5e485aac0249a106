//! The terminal in raw mode on its alternate screen, given back whatever happens: when the program ends, when
//! it fails, when it panics.

use std::io::{self, Stdout, stdout};
use std::sync::Once;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;

use super::Color;
use crate::screen;

/// The terminal while the screen is up.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Stdout>>,
    color: Color,
}

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When it is none, or refuses.
    pub fn enter(color: Color) -> io::Result<Self> {
        restore_on_panic();
        take()?;
        // From here on `drop` gives the terminal back, also when the next line fails.
        let guard = Restore;
        let inner = ratatui::Terminal::new(CrosstermBackend::new(stdout()))?;
        std::mem::forget(guard);
        Ok(Self { inner, color })
    }

    /// Its columns and rows.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.inner.size().map(|size| (size.width, size.height))
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// When the terminal cannot be written.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let color = self.color;
        // A terminal that knows it shows the frame at once when it is complete; others ignore it.
        queue!(stdout(), BeginSynchronizedUpdate)?;
        self.inner.draw(|frame| {
            draw(frame);
            if color == Color::Off {
                screen::fade(frame.buffer_mut());
            }
        })?;
        execute!(stdout(), EndSynchronizedUpdate)
    }

    /// Goes to the background until the shell brings the program back.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        stop();
        take()?;
        self.inner.clear()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

struct Restore;

impl Drop for Restore {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, Hide).inspect_err(|_| give_back())?;
    // A paste comes in one piece: as keys, a text with a q in it would end the program. Not every terminal can.
    let _ = execute!(stdout(), EnableBracketedPaste);
    Ok(())
}

/// Every part is tried: what fails here cannot be mended, and must not hide why the program ends.
fn give_back() {
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// A panic is told on the terminal's own screen, after it was given back.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
    });
}

/// Stops this process as the terminal's own ctrl-z would. There is no safe call for it in the standard
/// library; where there is no `kill`, nothing happens.
#[cfg(unix)]
fn stop() {
    let id = std::process::id().to_string();
    let _ = std::process::Command::new("kill").args(["-s", "TSTP", &id]).status();
}

#[cfg(not(unix))]
fn stop() {}
