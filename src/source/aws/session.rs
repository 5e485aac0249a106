//! One connection and everything that was heard over it.

use std::cell::{Cell, RefCell, RefMut};
use std::error::Error;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_config::SdkConfig;
use aws_sdk_ecs::error::{ProvideErrorMetadata, SdkError};
use serde::de::IgnoredAny;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};

use super::action::Action;
use super::calls::Body;
use super::connection::Target;
use super::kept::Kept;
use super::pace::{self, Pace};
use super::profile::InUse;
use super::record::Record;
use super::refusal;
use super::stats::Stats;
use super::tape::{Heard, Tape, is_throttle};
use crate::model::live::{Call, Refusal};
use crate::words::Message;

/// Calls in flight at most: no more than these can be thrown away when AWS says that a bucket is empty.
pub(super) const MOST_IN_FLIGHT: usize = 8;

/// How often a call that AWS throttles is given to the SDK, which tries it three times each: at the pace of the
/// bucket, all of them together are refused only when others empty it faster than it fills.
const MOST_THROTTLED: u32 = 4;

/// A request of the SDK on its way.
pub(super) trait Sending<T, E>: Future<Output = Result<T, SdkError<E>>> {}

impl<F, T, E> Sending<T, E> for F where F: Future<Output = Result<T, SdkError<E>>> {}

/// A connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) config: SdkConfig,
    pub(super) ecs: aws_sdk_ecs::Client,
    pub(super) balancers: aws_sdk_elasticloadbalancingv2::Client,
    pub(super) metrics: aws_sdk_cloudwatch::Client,
    target: Target,
    profile: InUse,
    permits: Semaphore,
    record: RefCell<Record>,
    kept: Kept,
    pace: Pace,
    milestone: Arc<Notify>,
    began: Cell<Instant>,
}

impl Session {
    /// A session over `config`.
    pub(super) fn new(config: SdkConfig, target: Target, profile: InUse) -> Self {
        let (permits, milestone) = (Semaphore::new(MOST_IN_FLIGHT), Arc::<Notify>::default());
        Self {
            ecs: aws_sdk_ecs::Client::new(&config),
            balancers: aws_sdk_elasticloadbalancingv2::Client::new(&config),
            metrics: aws_sdk_cloudwatch::Client::new(&config),
            config,
            target,
            profile,
            permits,
            record: RefCell::default(),
            kept: Kept::default(),
            pace: Pace::new(Arc::clone(&milestone)),
            milestone,
            began: Cell::new(Instant::now()),
        }
    }

    /// Begins a new capture: nothing of the one before is kept but what never changes.
    pub(super) fn begin(&self) {
        let before = self.total();
        *self.record() = Record::after(before);
        self.kept.begin();
        self.pace.begin();
        self.began.set(Instant::now());
    }

    /// Says that enough is known for another look.
    pub(super) fn reached(&self) {
        self.milestone.notify_one();
    }

    /// Lets `reading` end, and calls `look` whenever enough is known for another look.
    pub(super) async fn watched<T>(&self, reading: impl Future<Output = T>, look: &dyn Fn()) -> T {
        let mut reading = pin!(reading);
        loop {
            tokio::select! {
                biased;
                done = &mut reading => return done,
                () = self.milestone.notified() => look(),
            }
        }
    }

    /// The Region that is asked.
    pub(super) fn region(&self) -> &str {
        self.config.region().map(AsRef::as_ref).unwrap_or_default()
    }

    /// Whether it signs with keys that are no one's: a model of ECS is asked.
    pub(super) fn is_keyless(&self) -> bool {
        self.target.keyless
    }

    /// What was heard so far. Must not be held across an await.
    pub(super) fn record(&self) -> RefMut<'_, Record> {
        self.record.borrow_mut()
    }

    /// Sends one call when there is room for it, and keeps its answer or why there is none.
    ///
    /// What the SDK makes of the answer does not matter: an answer that it cannot decode may well be one that
    /// [`crate::source::saved`] can.
    pub(super) async fn ask<S, T, E>(&self, action: Action, call: Call, send: impl Fn(Tape) -> S) -> Body
    where
        S: Sending<T, E>,
        E: ProvideErrorMetadata + Error + 'static,
    {
        self.keep(action, call, send, |heard, _| is_answer(heard).then(|| heard.body.clone())).await
    }

    /// As [`Session::ask`], for a service that does not answer in JSON: what the SDK read is written down as
    /// the AWS CLI prints it.
    pub(super) async fn ask_in_json<S, T, E>(
        &self,
        action: Action,
        call: Call,
        send: impl Fn(Tape) -> S,
        json: impl Fn(&T) -> Value,
    ) -> Body
    where
        S: Sending<T, E>,
        E: ProvideErrorMetadata + Error + 'static,
    {
        self.keep(action, call, send, |_, read| Some(json(read?).to_string().into_bytes())).await
    }

    async fn keep<S, T, E>(
        &self,
        action: Action,
        call: Call,
        send: impl Fn(Tape) -> S,
        body: impl Fn(&Heard, Option<&T>) -> Option<Vec<u8>>,
    ) -> Body
    where
        S: Sending<T, E>,
        E: ProvideErrorMetadata + Error + 'static,
    {
        let number = self.record().ask(call);
        let permit = self.permits.acquire().await;
        let began = self.since_begin();
        let (mut heard, mut read) = self.send_at_pace(action, &send).await;
        for round in 1..MOST_THROTTLED {
            if !is_throttle(heard.status, &heard.body) {
                break;
            }
            tokio::time::sleep(pace::pause(self.target.patience.pause, round)).await;
            let attempts = heard.attempts;
            (heard, read) = self.send_at_pace(action, &send).await;
            heard.attempts += attempts;
        }
        drop(permit);
        let body = body(&heard, read.as_ref().ok());
        // What the SDK made of the answer is as large as the answer: it ends here.
        let failed = read.err();
        let mut record = self.record();
        record.stats.count(action, &heard, (began, self.since_begin()));
        if let Some(body) = body {
            record.answer(number, action, body.clone());
            return Ok(body);
        }
        let refusal = failed.map_or(Refusal::Garbled, |error| refusal::of(&error, &heard));
        record.refuse(number, refusal.clone());
        Err(refusal)
    }

    async fn send_at_pace<S, T, E>(
        &self,
        action: Action,
        send: &impl Fn(Tape) -> S,
    ) -> (Heard, Result<T, SdkError<E>>)
    where
        S: Sending<T, E>,
    {
        self.pace.room(action).await;
        let tape = Tape::new(action, self.pace.clone());
        let read = Box::pin(send(tape.clone())).await;
        let heard = std::mem::take(&mut *tape.heard());
        (heard, read)
    }

    /// Time since the capture began.
    fn since_begin(&self) -> Duration {
        self.began.get().elapsed()
    }

    /// What this capture cost so far.
    pub(super) fn stats(&self) -> Stats {
        let mut stats = self.record().stats.clone();
        stats.throttled(&self.pace.throttles());
        stats
    }

    /// What this capture and those before it cost.
    pub(super) fn total(&self) -> Stats {
        let mut total = self.record().before.clone();
        total.add(&self.stats());
        total
    }

    /// Asks for what never changes, unless that was done before. Everyone who wants it learns why there is
    /// none.
    pub(super) async fn ask_once(
        &self,
        action: Action,
        arn: &str,
        call: Call,
        asking: impl AsyncFnOnce(Call) -> Body,
    ) -> Body {
        let kept = self.kept.cell(action, arn);
        let mut asked = false;
        let body = kept.get_or_init(|| async {
            asked = true;
            asking(call.clone()).await
        });
        let body = body.await.clone();
        let mut record = self.record();
        match &body {
            Ok(bytes) if record.tell(action, arn) && !asked => {
                let number = record.ask(call);
                record.answer(number, action, bytes.clone());
            }
            Err(refusal) if !asked => {
                let number = record.ask(call);
                record.refuse(number, refusal.clone());
            }
            _ => {}
        }
        drop(record);
        body
    }

    /// Takes back that `call` was refused: it turned out not to apply.
    pub(super) fn forget_refusals(&self, applies: impl Fn(&Call) -> bool) {
        self.record().refused.retain(|(call, _)| applies(call));
    }

    /// Takes back what was refused of clusters that are gone: nobody named them, and they hold nothing.
    pub(super) fn forget_gone_clusters(&self) {
        self.record().refused.retain(|(_, refusal)| !refusal::is_of_a_gone_cluster(refusal));
    }

    /// The sentence for a call without which nothing can be shown. Where nothing can be asked at all, every
    /// other refusal says the same, so this one speaks for them.
    pub(super) fn sentence(&self, call: &Call, refusal: &Refusal) -> Message {
        let record = self.record();
        let general = record.refused.iter().find(|(_, other)| refusal::is_general(other));
        let (call, refusal) = match general {
            Some((call, refusal)) => (call, refusal),
            None => (call, refusal),
        };
        let endpoint = self.target.endpoint.as_deref().or(self.config.endpoint_url());
        let asked = refusal::Asked { profile: &self.profile, endpoint, region: self.region() };
        refusal::sentence(call, refusal, &asked)
    }
}

/// Whether what was heard is an answer: a status of success and a JSON object.
fn is_answer(heard: &Heard) -> bool {
    (200..300).contains(&heard.status)
        && heard.body.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<IgnoredAny>(&heard.body).is_ok()
}
