//! Captures one after the other, on a thread of their own, so that whoever waits can end at once.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::desk::Desk;
use super::{Capture, Wanted, read_whole};
use crate::diagnosis::Knowledge;
use crate::source::aws::{Stats, Target};
use crate::source::pace;
use crate::words::Message;

/// A capture, and the sentence that says why nothing could be seen, if so.
#[derive(Debug, Default)]
pub struct Look {
    /// What was read; calls that were refused are in it in any case.
    pub capture: Capture,
    /// Why nothing could be seen.
    pub failure: Option<Message>,
    /// What it cost.
    pub cost: Stats,
}

/// What came.
#[derive(Debug)]
pub enum News {
    /// A capture.
    Captured(Box<Look>),
    /// Somebody ended the program.
    Interrupted,
    /// Nothing, in the time that was given.
    Nothing,
}

/// A thread that captures when it is asked to.
#[derive(Debug)]
pub struct Series {
    asks: Sender<Wanted>,
    news: Receiver<News>,
    sender: Sender<News>,
}

impl Series {
    /// Begins a series; nothing is asked yet. `metrics` tells whether CPU and memory are asked for too, which
    /// costs money.
    pub fn start(target: Target, metrics: bool, knowledge: Knowledge) -> Self {
        let (asks, asked) = channel::<Wanted>();
        let (sender, news) = channel();
        let answers = sender.clone();
        thread::spawn(move || {
            let mut desk = Desk::default();
            while let Ok(wanted) = asked.recv() {
                let look = Box::new(look(&mut desk, (&target, metrics), &wanted, &knowledge));
                if answers.send(News::Captured(look)).is_err() {
                    break;
                }
            }
        });
        Self { asks, news, sender }
    }

    /// What to call when somebody ends the program.
    pub fn interrupter(&self) -> impl FnOnce() + Send + 'static {
        let sender = self.sender.clone();
        move || drop(sender.send(News::Interrupted))
    }

    /// Asks for a capture of what is wanted.
    pub fn ask(&self, wanted: &Wanted) {
        // A thread that is gone answers nothing, and that is what is waited for below.
        let _ = self.asks.send(wanted.clone());
    }

    /// Waits for what comes first: a capture, an end, or nothing for `longest`.
    pub fn wait(&self, longest: Option<Duration>) -> News {
        match longest {
            Some(longest) => self.news.recv_timeout(longest).unwrap_or_else(|error| match error {
                RecvTimeoutError::Timeout => News::Nothing,
                RecvTimeoutError::Disconnected => News::Interrupted,
            }),
            None => self.news.recv().unwrap_or(News::Interrupted),
        }
    }
}

/// One capture.
fn look(desk: &mut Desk, (target, metrics): (&Target, bool), wanted: &Wanted, knowledge: &Knowledge) -> Look {
    let account = match desk.account(target) {
        Ok(account) => account,
        Err(why) => {
            let mut look = Look { failure: Some(why), ..Look::default() };
            look.capture.loaded.snapshot.captured = pace::now();
            return look;
        }
    };
    account.ask_metrics(metrics);
    match read_whole(account, wanted.scope(), knowledge) {
        Ok(capture) => Look { cost: capture.stats.clone(), capture, failure: None },
        Err(why) => {
            let (loaded, cost) = (account.loaded(), account.stats());
            desk.leave();
            Look { capture: Capture { loaded, ..Capture::default() }, failure: Some(why), cost }
        }
    }
}
