//! The terminal: the only part that keeps one, reads from it and runs effects.
//!
//! One loop takes what happened, lets `update` answer, runs the effects, and draws when nothing more is
//! waiting. There is no tick: while nobody presses a key and nothing is due, nothing runs at all.

pub mod clipboard;
pub mod events;
pub mod picture;
pub mod saving;
pub mod signals;
pub mod terminal;

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use crossterm::event::EventStream;
use futures_util::StreamExt as _;
use jiff::Timestamp;
use tokio::sync::mpsc::{self, UnboundedReceiver};

use crate::app::{Effect, Msg, Size, State, update};
use crate::diagnosis::Knowledge;
use crate::live::watch::{Answer, Watcher};
use crate::model::time::Time;
use crate::screen;
use crate::source::aws;
use clipboard::Clipboard;
use signals::Signals;
use terminal::Terminal;

pub use picture::{Picture, frame};

/// How the screen is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// With the sixteen colours of the terminal.
    On,
    /// With bold, dim and reversed text alone.
    Off,
}

/// Makes the page to hand over of what is open; nothing where nothing is.
pub type Handoff = fn(&State) -> Option<String>;

/// Shows `state` until the user leaves. What a live account answers is judged with `knowledge`, and `handoff`
/// writes the page to hand over.
///
/// # Errors
/// When the terminal cannot be set up, read or written.
pub fn run(state: State, color: Color, knowledge: Knowledge, handoff: Handoff) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the event loop")?;
    let terminal = Terminal::enter(color).context("cannot set up the terminal")?;
    let clipboard = Clipboard::default();
    let (sender, answers) = mpsc::unbounded_channel();
    let watcher = Watcher::new(knowledge, move |answer| {
        // Where nobody listens any more, the screen is gone.
        drop(sender.send(answer));
    });
    runtime.block_on(Screen { state, terminal, clipboard, watcher, answers, handoff }.serve())
}

/// Columns of the terminal; nothing where there is none.
pub fn width() -> Option<u16> {
    crossterm::terminal::size().ok().map(|(width, _)| width).filter(|width| *width > 0)
}

struct Screen {
    state: State,
    terminal: Terminal,
    clipboard: Clipboard,
    watcher: Watcher,
    answers: UnboundedReceiver<Answer>,
    handoff: Handoff,
}

/// What the loop woke up for.
enum Woken {
    Message(Option<Msg>),
    Due,
    Idle,
    Ended,
}

impl Screen {
    async fn serve(mut self) -> anyhow::Result<()> {
        let mut signals = Signals::listen().context("cannot listen for signals")?;
        let mut input = EventStream::new();
        // The first frame says what is asked; then it is asked.
        self.draw()?;
        let mut drawn = self.state.watch.is_none();
        self.take(Msg::Woke(now()))?;
        loop {
            let wake = self.state.wake().map(until);
            // Biased, in this order: a signal ends the loop even under a flood of keys, and a frame is drawn
            // only when no key and no answer is waiting. Polling the stream with the waker of this very task matters:
            // it keeps the first waker it is given until that one was called.
            let woken = tokio::select! {
                biased;
                () = signals.ended() => Woken::Ended,
                event = input.next() => match event {
                    Some(event) => Woken::Message(events::message(&event.context("cannot read the terminal")?)),
                    None => Woken::Ended,
                },
                Some(answer) = self.answers.recv() => Woken::Message(Some(Msg::Answered(answer))),
                () = std::future::ready(()), if !drawn => Woken::Idle,
                () = tokio::time::sleep(wake.unwrap_or_default()), if wake.is_some() => Woken::Due,
            };
            match woken {
                Woken::Ended => return Ok(()),
                Woken::Idle => {
                    self.draw()?;
                    drawn = true;
                }
                Woken::Message(None) => {}
                Woken::Due => {
                    drawn = false;
                    self.take(Msg::Woke(now()))?;
                }
                Woken::Message(Some(message)) => {
                    drawn = false;
                    if self.take(message)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Draws a frame for the size that the terminal has now: under a flood of keys the event that tells it can get lost,
    /// and everything would stand where it stood before.
    fn draw(&mut self) -> anyhow::Result<()> {
        let (width, height) = self.terminal.size()?;
        let size = Size { width, height };
        if size != self.state.size {
            update(&mut self.state, Msg::Resized(size));
        }
        Ok(self.terminal.draw(|frame| screen::draw(frame, &self.state))?)
    }

    /// Takes a message and whatever its effects answer; tells whether to leave.
    fn take(&mut self, message: Msg) -> anyhow::Result<bool> {
        let mut queue = VecDeque::new();
        if self.state.watch.is_some() && !matches!(message, Msg::Woke(_)) {
            // What a key or an answer leads to is counted from now.
            queue.push_back(Msg::Woke(now()));
        }
        queue.push_back(message);
        while let Some(message) = queue.pop_front() {
            for effect in update(&mut self.state, message) {
                match effect {
                    Effect::Quit => return Ok(true),
                    Effect::Capture(request) => self.watcher.ask(request),
                    Effect::Save => queue.push_back(saving::save(&self.state, Path::new("."))),
                    Effect::HandOver => {
                        let page = (self.handoff)(&self.state);
                        queue.extend(page.map(|page| saving::hand_over(&self.state, &page, Path::new("."))));
                    }
                    Effect::ListProfiles => queue.push_back(Msg::ProfilesListed(profiles())),
                    Effect::Copy(text) => queue.push_back(self.clipboard.copy(text)),
                    Effect::Suspend => {
                        self.terminal.suspend()?;
                        let (width, height) = self.terminal.size()?;
                        queue.push_back(Msg::Resized(Size { width, height }));
                    }
                }
            }
        }
        Ok(false)
    }
}

/// The profiles, read in a thread without an event loop of its own: one loop cannot wait inside another.
fn profiles() -> Vec<aws::Profile> {
    std::thread::spawn(aws::profiles).join().unwrap_or_default()
}

fn now() -> Time {
    Time(Timestamp::now())
}

/// How long to sleep until `moment`; never so little that a clock which jumps makes the loop spin.
fn until(moment: Time) -> Duration {
    const LEAST: Duration = Duration::from_millis(50);
    Duration::try_from(moment.since(now())).unwrap_or_default().max(LEAST)
}
