//! Captures one after another, in a thread of their own: a screen never waits for AWS.
//!
//! A [`Watcher`] serves one [`Request`] at a time and answers each with its id. What is asked next, and when,
//! the asker decides.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::desk::Desk;
use super::{Capture, Wanted, nothing_there, read, read_whole};
use crate::diagnosis::{Diagnosis, Knowledge, diagnose_all};
use crate::model::Snapshot;
use crate::source::aws::Target;
use crate::source::saved::Problem;
use crate::words::Message;

/// A capture to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Comes back with every answer.
    pub id: u64,
    /// Which account to ask.
    pub target: Target,
    /// What to ask it for.
    pub wanted: Wanted,
    /// Whether to ask for CPU and memory as well, which costs money.
    pub metrics: bool,
    /// Whether what is known on the way is shown, before all of it is.
    pub parts: bool,
}

/// What became of a request.
#[derive(Debug)]
pub struct Answer {
    /// That of the request.
    pub id: u64,
    /// What was seen.
    pub outcome: Outcome,
}

/// What was seen.
#[derive(Debug)]
pub enum Outcome {
    /// A part; more is on its way.
    Part(Seen),
    /// All of it.
    Whole(Seen),
    /// Nothing that could be shown, and why.
    Failed(Message),
}

/// What a capture showed.
#[derive(Debug)]
pub struct Seen {
    /// What ECS said.
    pub snapshot: Arc<Snapshot>,
    /// What it means, the most stuck first.
    pub diagnoses: Vec<Diagnosis>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How often AWS asked for patience.
    pub throttled: usize,
}

/// Makes captures, one at a time.
pub struct Watcher {
    answer: Arc<dyn Fn(Answer) + Send + Sync>,
    worker: Option<Worker>,
    knowledge: Knowledge,
    memory: Arc<Mutex<Memory>>,
}

/// The last captures, by what they are of: newer ones take over from them what ECS has forgotten.
type Memory = VecDeque<(Target, Wanted, Arc<Snapshot>)>;

/// Captures that are remembered: a person goes to and fro between a few services.
const REMEMBERED: usize = 8;

struct Worker {
    requests: Sender<Request>,
    busy: Arc<AtomicBool>,
}

impl Watcher {
    /// A watcher that hands over what it saw to `answer`; that must not wait.
    pub fn new(knowledge: Knowledge, answer: impl Fn(Answer) + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), worker: None, knowledge, memory: Arc::default() }
    }

    /// Begins to serve `request`. What is still under way was given up by the asker: it ends by itself and its
    /// answer comes late, with an id that nobody waits for.
    pub fn ask(&mut self, request: Request) {
        let idle = self.worker.take().filter(|worker| !worker.busy.load(Ordering::Acquire));
        let worker = idle.unwrap_or_else(|| self.start());
        worker.busy.store(true, Ordering::Release);
        if let Err(unsent) = worker.requests.send(request) {
            // The thread is gone; another one takes the request.
            let worker = self.start();
            worker.busy.store(true, Ordering::Release);
            drop(worker.requests.send(unsent.0));
            self.worker = Some(worker);
            return;
        }
        self.worker = Some(worker);
    }

    fn start(&self) -> Worker {
        let (requests, receiver) = channel();
        let busy = Arc::new(AtomicBool::new(false));
        let (answer, memory) = (Arc::clone(&self.answer), Arc::clone(&self.memory));
        let (shared, knowledge) = (Arc::clone(&busy), self.knowledge);
        // A thread that cannot be started drops the receiver, and the request is answered by nobody.
        drop(
            thread::Builder::new()
                .name("watch".to_owned())
                .spawn(move || serve(&receiver, &shared, (&knowledge, &memory), answer.as_ref())),
        );
        Worker { requests, busy }
    }
}

fn serve(
    requests: &Receiver<Request>,
    busy: &AtomicBool,
    (knowledge, memory): (&Knowledge, &Mutex<Memory>),
    answer: &dyn Fn(Answer),
) {
    let mut desk = Desk::default();
    while let Ok(request) = requests.recv() {
        let Request { id, wanted, .. } = &request;
        let mut part = |capture| answer(Answer { id: *id, outcome: Outcome::Part(seen(capture, wanted)) });
        let outcome = match capture(&mut desk, &request, knowledge, &mut part) {
            Ok(capture) => Outcome::Whole(seen(joined(capture, &request, knowledge, memory), wanted)),
            Err(why) => {
                desk.leave();
                Outcome::Failed(why)
            }
        };
        if let Outcome::Whole(seen) = &outcome {
            remember(memory, &request, &seen.snapshot);
        }
        busy.store(false, Ordering::Release);
        answer(Answer { id: request.id, outcome });
    }
}

/// The capture with what ECS has forgotten, or refused this time, since the last one of the same.
fn joined(mut capture: Capture, request: &Request, knowledge: &Knowledge, memory: &Mutex<Memory>) -> Capture {
    let earlier = {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            memory.iter().find(|(target, wanted, _)| (target, wanted) == (&request.target, &request.wanted));
        same.map(|(_, _, snapshot)| Arc::clone(snapshot))
    };
    let snapshot = &mut capture.loaded.snapshot;
    if earlier.is_some_and(|earlier| snapshot.keep_from(&earlier)) {
        capture.diagnoses = diagnose_all(snapshot, knowledge);
    }
    capture
}

fn remember(memory: &Mutex<Memory>, request: &Request, snapshot: &Arc<Snapshot>) {
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.retain(|(target, wanted, _)| *target == request.target && *wanted != request.wanted);
    memory.push_front((request.target.clone(), request.wanted.clone(), Arc::clone(snapshot)));
    memory.truncate(REMEMBERED);
}

fn capture(
    desk: &mut Desk,
    request: &Request,
    knowledge: &Knowledge,
    part: &mut dyn FnMut(Capture),
) -> Result<Capture, Message> {
    let account = desk.account(&request.target)?;
    account.ask_metrics(request.metrics);
    let scope = request.wanted.scope();
    let capture = if request.parts {
        read(account, scope, knowledge, part)?
    } else {
        read_whole(account, scope, knowledge)?
    };
    if capture.loaded.snapshot.services.is_empty() {
        return Err(nothing_there(scope));
    }
    Ok(capture)
}

fn seen(capture: Capture, wanted: &Wanted) -> Seen {
    let Capture { loaded, mut diagnoses, stats, .. } = capture;
    if let Wanted::Service { name, .. } = wanted
        && diagnoses.iter().any(|one| one.name == *name)
    {
        // An endpoint may answer with tasks of other services; only the one asked for is shown.
        diagnoses.retain(|one| one.name == *name);
    }
    Seen {
        snapshot: Arc::new(loaded.snapshot),
        diagnoses,
        problems: loaded.problems,
        throttled: stats.total().throttled,
    }
}
