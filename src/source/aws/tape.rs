//! Listens to one call and keeps the body of its answer, to the byte.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_ecs::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_sdk_ecs::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ecs::error::BoxError;

use super::action::Action;
use super::pace::Pace;

/// What was heard of one call.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// How often the request was sent.
    pub(super) attempts: usize,
    /// HTTP status of the last answer; 0 when there was none.
    pub(super) status: u16,
    /// Its body.
    pub(super) body: Vec<u8>,
}

/// Codes of answers that say: too many requests. Source: the SDK's list of throttling errors.
const THROTTLES: [&str; 5] = [
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "<Code>Throttling</Code>",
];

/// An interceptor for one call; clones hear the same.
#[derive(Debug, Clone)]
pub(super) struct Tape {
    action: Action,
    pace: Pace,
    heard: Arc<Mutex<Heard>>,
}

impl Tape {
    /// A tape for a call of `action`, which tells `pace` when AWS throttles.
    pub(super) fn new(action: Action, pace: Pace) -> Self {
        Self { action, pace, heard: Arc::default() }
    }

    /// What was heard so far.
    pub(super) fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Intercept for Tape {
    fn name(&self) -> &'static str {
        "Tape"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut heard = self.heard();
        heard.attempts += 1;
        if heard.attempts > 1 {
            self.pace.again(self.action);
        }
        // A retry that gets no answer must not be taken for the answer before it.
        (heard.status, heard.body) = (0, Vec::new());
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let mut heard = self.heard();
        heard.status = response.status().as_u16();
        heard.body = response.body().bytes().unwrap_or_default().to_vec();
        if is_throttle(heard.status, &heard.body) {
            self.pace.throttled(self.action);
        }
        Ok(())
    }
}

/// Whether an answer says that there were too many requests, whatever the protocol it says it in.
pub(super) fn is_throttle(status: u16, body: &[u8]) -> bool {
    let says = |code: &str| body.windows(code.len()).any(|part| part == code.as_bytes());
    status == 429 || (status >= 400 && THROTTLES.into_iter().any(says))
}
