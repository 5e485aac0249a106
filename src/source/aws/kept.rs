//! Answers that never change: asked for once, however many captures or services want them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::OnceCell;

use super::action::Action;
use crate::model::live::Refusal;

/// One answer, or why there is none, for all who want it.
type Cell = Arc<OnceCell<Result<Vec<u8>, Refusal>>>;

/// Answers by action and ARN.
#[derive(Debug, Default)]
pub(super) struct Kept(RefCell<BTreeMap<(Action, String), Cell>>);

impl Kept {
    /// The place of one answer. Who comes second waits for who came first.
    pub(super) fn cell(&self, action: Action, arn: &str) -> Cell {
        Arc::clone(self.0.borrow_mut().entry((action, arn.to_owned())).or_default())
    }

    /// A new capture begins: what was refused may be allowed by now.
    pub(super) fn begin(&self) {
        self.0.borrow_mut().retain(|_, cell| cell.get().is_some_and(Result::is_ok));
    }
}
