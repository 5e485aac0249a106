//! Captures one after the other, on a thread of their own, so that whoever waits can end at once.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::{Capture, Scope, read};
use crate::diagnosis::Knowledge;
use crate::source::aws::{Account, Stats, Target};
use crate::source::pace;
use crate::words::Message;

/// What a capture needs to see, for a thread of its own. See [`Scope`].
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only this cluster.
    pub cluster: Option<String>,
    /// Only this service; without it the most stuck ones are read in full.
    pub service: Option<String>,
    /// How many in full.
    pub most: usize,
    /// Whether to ask for CPU and memory, which costs money.
    pub metrics: bool,
}

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
    /// Begins a series; nothing is asked yet.
    pub fn start(target: Target, knowledge: Knowledge) -> Self {
        let (asks, asked) = channel::<Wanted>();
        let (sender, news) = channel();
        let answers = sender.clone();
        thread::spawn(move || {
            let mut account = None;
            while let Ok(wanted) = asked.recv() {
                let look = Box::new(look(&mut account, &target, &wanted, &knowledge));
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

impl Wanted {
    /// As [`read`] takes it.
    pub fn scope(&self) -> Scope<'_> {
        let cluster = self.cluster.as_deref();
        match &self.service {
            Some(name) => Scope::Service { cluster, name },
            None => Scope::MostStuck { cluster, most: self.most },
        }
    }
}

/// One capture. The account is kept while it answers, and found anew when it does not: a session may have been
/// renewed meanwhile.
fn look(known: &mut Option<Account>, target: &Target, wanted: &Wanted, knowledge: &Knowledge) -> Look {
    let account = match known.take().map_or_else(|| Account::connect(target), Ok) {
        Ok(account) => known.insert(account),
        Err(why) => {
            let mut look = Look { failure: Some(why), ..Look::default() };
            look.capture.loaded.snapshot.captured = pace::now();
            return look;
        }
    };
    account.ask_metrics(wanted.metrics);
    match read(account, wanted.scope(), knowledge, &mut drop) {
        Ok(capture) => Look { cost: capture.stats.clone(), capture, failure: None },
        Err(why) => {
            let (loaded, cost) = (account.loaded(), account.stats());
            *known = None;
            Look { capture: Capture { loaded, ..Capture::default() }, failure: Some(why), cost }
        }
    }
}
