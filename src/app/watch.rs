//! A live account on the screen: what is asked of it, when it is asked again, and what is shown meanwhile.
//!
//! ```text
//! ask ──► in flight ──► Part ──► Whole ──► due in 5 s, or in 30 s when nothing moves
//!              └──────► Failed: the last good data stays; due after a back-off
//! ```
//!
//! One request is in flight. An answer to another one came too late and is dropped.

use std::sync::Arc;

use jiff::SignedDuration;

use super::state::{ListId, Page, State};
use super::{Effect, pace};
use crate::diagnosis::{Diagnosis, StepId};
use crate::live::Wanted;
use crate::live::watch::{Answer, Outcome, Request, Seen};
use crate::model::Snapshot;
use crate::model::time::Time;
use crate::msg;
use crate::source::aws::Target;
use crate::source::saved::Problem;
use crate::view::panel::asking::Asking;
use crate::view::text;
use crate::words::{Message, Value};

/// A request may take so long before the header speaks of it.
const QUICK: SignedDuration = SignedDuration::from_secs(2);

/// What is watched.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each may be so whatever the others are")]
pub struct Watch {
    /// Which account is asked.
    pub target: Target,
    /// The profile that is used, when one is named.
    pub profile: Option<String>,
    /// What the command line asked for: the list of services, or one of them.
    pub base: Wanted,
    /// What the open page needs.
    pub wanted: Wanted,
    /// The request under way.
    pub flight: Option<Flight>,
    /// Whether what is shown was read in full for the open page.
    pub whole: bool,
    /// Why the last request failed; none since one did not.
    pub failure: Option<Failure>,
    /// Whether AWS throttled calls of the last capture.
    pub throttled: bool,
    /// Whether nothing is asked until a key says so.
    pub paused: bool,
    /// Whether the log is followed.
    pub following: bool,
    /// When to ask again.
    pub due: Option<Time>,
    /// The moment, as it was last told.
    pub now: Time,
    /// Whether no key was pressed since the page was opened.
    pub(super) fresh: bool,
    troubles: u32,
    last_id: u64,
    seed: u64,
    listed: Option<Listed>,
}

/// A request under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flight {
    /// That of the request.
    pub id: u64,
    /// When it was sent.
    pub since: Time,
}

/// A request that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A sentence with the command that mends it.
    pub why: Message,
    /// When.
    pub at: Time,
}

/// The list of services while one of them is open.
#[derive(Debug)]
struct Listed {
    snapshot: Arc<Snapshot>,
    diagnoses: Arc<[Diagnosis]>,
    problems: Arc<[Problem]>,
    whole: bool,
}

impl Watch {
    /// What is asked of `target`; `seed` makes the jitter of this process unlike that of others.
    pub fn new(target: Target, profile: Option<String>, wanted: Wanted, now: Time, seed: u64) -> Self {
        Self {
            target,
            profile,
            base: wanted.clone(),
            wanted,
            flight: None,
            whole: false,
            failure: None,
            throttled: false,
            paused: false,
            following: false,
            due: Some(now),
            now,
            fresh: true,
            troubles: 0,
            last_id: 0,
            seed,
            listed: None,
        }
    }

    /// Whether the request under way takes longer than usual, so that a person may wonder.
    pub fn is_slow(&self) -> bool {
        self.flight.is_some_and(|flight| self.now.since(flight.since) >= QUICK)
    }

    /// When something changes without a key or an answer: the next request, or what the header says.
    pub fn wake(&self, captured: Option<Time>) -> Option<Time> {
        let asking = self.flight.map(|flight| pace::after(flight.since, QUICK)).filter(|at| *at > self.now);
        let due = self.due.filter(|_| self.flight.is_none() && !self.paused);
        let older = captured.filter(|_| self.shows_age()).map(|at| pace::next_age(at, self.now));
        [asking, due, older].into_iter().flatten().min()
    }

    /// Whether the header says how old the data is: only where it is older than it ought to be.
    pub fn shows_age(&self) -> bool {
        self.paused || self.failure.is_some()
    }

    /// How many services the list behind the open one has.
    pub(super) fn listed_count(&self) -> Option<usize> {
        self.listed.as_ref().map(|listed| listed.diagnoses.len())
    }

    fn ask(&mut self) -> Vec<Effect> {
        self.ask_with(false)
    }

    fn ask_with(&mut self, metrics: bool) -> Vec<Effect> {
        if self.flight.is_some() {
            return Vec::new();
        }
        self.last_id += 1;
        self.flight = Some(Flight { id: self.last_id, since: self.now });
        self.due = None;
        let (target, wanted) = (self.target.clone(), self.wanted.clone());
        vec![Effect::Capture(Request { id: self.last_id, target, wanted, metrics, parts: !self.whole })]
    }

    /// Gives up all that was and begins with `wanted`.
    pub(super) fn begin(&mut self, wanted: Wanted) -> Vec<Effect> {
        self.base = wanted.clone();
        (self.listed, self.whole, self.fresh, self.paused, self.throttled) =
            (None, false, true, false, false);
        self.following = false;
        self.turn_to(wanted)
    }

    /// Gives up what is under way and asks for what the open page needs.
    fn turn_to(&mut self, wanted: Wanted) -> Vec<Effect> {
        self.wanted = wanted;
        self.flight = None;
        self.failure = None;
        self.troubles = 0;
        self.ask()
    }

    fn failed(&mut self, why: Message) {
        self.failure = Some(Failure { why, at: self.now });
        self.back_off();
    }

    fn back_off(&mut self) {
        self.troubles = self.troubles.saturating_add(1);
        self.due = Some(pace::after(self.now, pace::back_off(self.troubles, self.seed ^ self.last_id)));
    }
}

impl State {
    /// The clock moved on.
    pub(super) fn woke(&mut self, now: Time) -> Vec<Effect> {
        let Some(watch) = &mut self.watch else { return Vec::new() };
        watch.now = now;
        if !watch.paused && watch.due.is_some_and(|due| due <= now) { watch.ask() } else { Vec::new() }
    }

    /// Asks now, also while paused.
    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        self.watch.as_mut().map(Watch::ask).unwrap_or_default()
    }

    /// Asks for CPU and memory, once: it costs money. What is under way is given up for it.
    pub(super) fn ask_metrics(&mut self) -> Vec<Effect> {
        self.go_to_step(StepId::LogsMetrics);
        self.overlay = None;
        self.message = Some(msg!("watch-metrics"));
        let Some(watch) = &mut self.watch else { return Vec::new() };
        watch.flight = None;
        watch.ask_with(true)
    }

    /// Stops asking, or goes on.
    pub(super) fn pause(&mut self) -> Vec<Effect> {
        let Some(watch) = &mut self.watch else { return Vec::new() };
        watch.paused = !watch.paused;
        let late = watch.due.is_none_or(|due| due <= watch.now);
        if !watch.paused && late { watch.ask() } else { Vec::new() }
    }

    /// When the screen changes without a key or an answer.
    pub fn wake(&self) -> Option<Time> {
        self.watch.as_ref()?.wake(self.captured().at)
    }

    /// An answer came.
    pub(super) fn answered(&mut self, answer: Answer) -> Vec<Effect> {
        let Some(watch) = &mut self.watch else { return Vec::new() };
        let Some(flight) = watch.flight.filter(|flight| flight.id == answer.id) else { return Vec::new() };
        match answer.outcome {
            // A part must not take away what is already there.
            Outcome::Part(seen) if !watch.whole => self.take(seen),
            Outcome::Part(_) => Vec::new(),
            Outcome::Failed(why) => {
                watch.flight = None;
                watch.failed(why);
                self.bodies.renew();
                Vec::new()
            }
            Outcome::Whole(seen) => {
                watch.flight = None;
                watch.whole = true;
                watch.failure = None;
                let throttled = seen.throttled > 0;
                let effects = self.take(seen);
                if effects.is_empty() {
                    self.plan(flight, throttled);
                }
                effects
            }
        }
    }

    /// When to ask again, after a capture that succeeded.
    fn plan(&mut self, flight: Flight, throttled: bool) {
        let every = match self.page {
            Page::Services => pace::of_list(&self.diagnoses),
            Page::Triage => pace::of_service(self.diagnosis()),
        };
        let Some(watch) = &mut self.watch else { return };
        let every = if watch.following { pace::FOLLOWING } else { every };
        watch.throttled = throttled;
        if throttled {
            return watch.back_off();
        }
        watch.troubles = 0;
        watch.due = Some(pace::after(flight.since, every).max(pace::after(watch.now, pace::LEAST)));
    }

    /// Shows what was seen. The only service is opened; and as long as nobody pressed a key, the screen goes to
    /// what tells most.
    fn take(&mut self, seen: Seen) -> Vec<Effect> {
        let first = self.diagnoses.is_empty();
        let untouched = self.lists.get(&ListId::Services).is_none_or(|list| !list.moved);
        let Some(watch) = &mut self.watch else { return Vec::new() };
        if untouched && !watch.whole && self.page == Page::Services {
            self.lists.remove(&ListId::Services);
            self.subject = 0;
        }
        let settled = watch.whole || matches!(&watch.wanted, Wanted::Service { cluster: Some(_), .. });
        let fresh = watch.fresh;
        watch.fresh = fresh && !watch.whole;
        self.replace(seen.snapshot, seen.diagnoses.into(), seen.problems.into());
        match self.page {
            Page::Triage if fresh => self.open(self.subject),
            Page::Services if self.diagnoses.len() == 1 && settled && (first || fresh) => {
                return self.open_live(self.subject);
            }
            _ => {}
        }
        Vec::new()
    }

    /// The service at `place` of the list was opened: it is asked for in full.
    pub(super) fn open_live(&mut self, place: usize) -> Vec<Effect> {
        let Some(name) = self.diagnoses.get(place).map(|one| one.name.clone()) else { return Vec::new() };
        let cluster = self.diagnoses[place].cluster.clone();
        self.open(place);
        let Some(watch) = &mut self.watch else { return Vec::new() };
        if name.is_empty() || !matches!(watch.wanted, Wanted::List { .. }) {
            return Vec::new();
        }
        watch.listed = Some(Listed {
            snapshot: Arc::clone(&self.snapshot),
            diagnoses: Arc::clone(&self.diagnoses),
            problems: Arc::clone(&self.problems),
            whole: watch.whole,
        });
        (watch.whole, watch.fresh) = (false, true);
        watch.turn_to(Wanted::Service { cluster, name })
    }

    /// What is asked, for the screen before the first answer.
    pub(super) fn asking(&self) -> Option<Asking<'_>> {
        let watch = self.watch.as_ref()?;
        let (cluster, service) = match &watch.wanted {
            Wanted::List { cluster } | Wanted::MostStuck { cluster, .. } => (cluster.as_deref(), None),
            Wanted::Service { cluster, name } => (cluster.as_deref(), Some(name.as_str())),
        };
        Some(Asking {
            cluster,
            service,
            region: watch.target.region.as_deref(),
            profile: watch.profile.as_deref(),
            endpoint: watch.target.endpoint.as_deref(),
            failure: watch.failure.as_ref().map(|failure| &failure.why),
        })
    }

    /// The command in the sentence that says why there is no answer.
    pub(super) fn mending_command(&self) -> Option<String> {
        let why = &self.watch.as_ref()?.failure.as_ref()?.why;
        why.args.iter().find_map(|(name, value)| match value {
            Value::Text(command) if *name == "command" => Some(text::clean_line(command)),
            _ => None,
        })
    }

    /// Why the account does not answer, in lines of `width` cells; nothing while it does.
    pub fn notice(&self, width: u16) -> Vec<String> {
        let watch = self.watch.as_ref().filter(|_| !self.diagnoses.is_empty());
        let Some(failure) = watch.and_then(|watch| watch.failure.as_ref()) else { return Vec::new() };
        let said = self.words.say(&msg!("watch-failed", why = failure.why.clone()));
        text::wrap(&text::clean(&said), usize::from(width))
    }

    /// Whether the list of services lies behind the open one.
    pub(super) fn has_list(&self) -> bool {
        self.diagnoses.len() > 1 || self.watch.as_ref().is_some_and(|watch| watch.listed.is_some())
    }

    /// Goes back to the list, which is asked for again.
    pub(super) fn back_to_list(&mut self) -> Vec<Effect> {
        self.page = Page::Services;
        self.focus = super::Pane::Services;
        self.walk = None;
        let Some(watch) = &mut self.watch else { return Vec::new() };
        let Some(listed) = watch.listed.take() else { return Vec::new() };
        watch.whole = listed.whole;
        let base = watch.base.clone();
        let effects = watch.turn_to(base);
        self.replace(listed.snapshot, listed.diagnoses, listed.problems);
        effects
    }
}
