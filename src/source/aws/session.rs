//! One connection and everything that was heard over it.

use std::cell::{RefCell, RefMut};
use std::error::Error;
use std::future::Future;

use aws_config::SdkConfig;
use aws_sdk_ecs::error::{ProvideErrorMetadata, SdkError};
use serde::de::IgnoredAny;
use tokio::sync::Semaphore;

use super::action::Action;
use super::connection::Target;
use super::refusal;
use super::stats::Stats;
use super::tape::{Heard, Tape};
use crate::model::live::{Call, Refusal};
use crate::source::saved::Answer;
use crate::words::Message;

/// Calls in flight at most. The read buckets of ECS refill by 20 a second, so more would only be throttled.
/// Source: developer guide, `request-throttling`.
pub(super) const MOST_IN_FLIGHT: usize = 8;

/// A connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) config: SdkConfig,
    pub(super) ecs: aws_sdk_ecs::Client,
    target: Target,
    permits: Semaphore,
    record: RefCell<Record>,
}

/// Everything that was heard.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The answers, in the order in which they came.
    pub(super) answers: Vec<Answered>,
    /// What was not answered.
    pub(super) refused: Vec<(Call, Refusal)>,
    /// What it cost.
    pub(super) stats: Stats,
    /// Calls so far.
    asked: usize,
}

/// An answer to a call.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    /// What was asked.
    pub(super) call: Call,
    /// What came.
    pub(super) answer: Answer,
    order: (Action, String, usize),
}

impl Record {
    /// The answers in an order that does not depend on which came first: by action, lists before what they
    /// name, then by what they are about, then as they were asked for.
    pub(super) fn in_order(&self) -> Vec<&Answered> {
        let mut all: Vec<&Answered> = self.answers.iter().collect();
        all.sort_by(|one, other| one.order.cmp(&other.order));
        all
    }
}

impl Session {
    /// A session over `config`.
    pub(super) fn new(config: SdkConfig, target: Target) -> Self {
        let ecs = aws_sdk_ecs::Client::new(&config);
        let permits = Semaphore::new(MOST_IN_FLIGHT);
        Self { config, ecs, target, permits, record: RefCell::default() }
    }

    /// The Region that is asked.
    pub(super) fn region(&self) -> &str {
        self.config.region().map(AsRef::as_ref).unwrap_or_default()
    }

    /// What was heard so far. Must not be held across an await.
    pub(super) fn record(&self) -> RefMut<'_, Record> {
        self.record.borrow_mut()
    }

    /// Sends one call when there is room for it, and keeps its answer or why there is none.
    ///
    /// What the SDK makes of the answer does not matter: an answer that it cannot decode may well be one that
    /// [`crate::source::saved`] can.
    pub(super) async fn ask<T, E>(
        &self,
        action: Action,
        call: Call,
        tape: Tape,
        sending: impl Future<Output = Result<T, SdkError<E>>>,
    ) -> Result<Vec<u8>, Refusal>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let number = {
            let mut record = self.record();
            record.asked += 1;
            record.asked
        };
        let permit = self.permits.acquire().await;
        let sent = Box::pin(sending).await;
        drop(permit);
        let mut heard = std::mem::take(&mut *tape.heard());
        let mut record = self.record();
        record.stats.count(action, heard.attempts, heard.body.len());
        match sent {
            Err(error) if !is_answer(&heard) => {
                let refusal = refusal::of(&error, &heard);
                record.refused.push((call, refusal.clone()));
                Err(refusal)
            }
            _ if is_answer(&heard) => {
                let body = std::mem::take(&mut heard.body);
                let name = call.to_string();
                let order = (action, name.clone(), number);
                record.answers.push(Answered { call, answer: Answer { name, bytes: body.clone() }, order });
                Ok(body)
            }
            _ => {
                record.refused.push((call, Refusal::Garbled));
                Err(Refusal::Garbled)
            }
        }
    }

    /// Takes back that `call` was refused: it turned out not to apply.
    pub(super) fn forget_refusals(&self, applies: impl Fn(&Call) -> bool) {
        self.record().refused.retain(|(call, _)| applies(call));
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
        refusal::sentence(call, refusal, &self.target, self.region())
    }
}

/// Whether what was heard is an answer: a status of success and a JSON object.
fn is_answer(heard: &Heard) -> bool {
    (200..300).contains(&heard.status)
        && heard.body.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<IgnoredAny>(&heard.body).is_ok()
}
