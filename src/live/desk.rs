//! The account that a thread asks, kept while it answers.

use crate::source::aws::{Account, Target};
use crate::words::Message;

/// Keeps the account of the last capture.
#[derive(Debug, Default)]
pub(super) struct Desk {
    account: Option<(Target, Account)>,
}

impl Desk {
    /// The account of `target`: the one at hand, or a new one.
    ///
    /// # Errors
    /// As [`Account::connect`].
    pub(super) fn account(&mut self, target: &Target) -> Result<&Account, Message> {
        let account = match self.account.take().filter(|(known, _)| known == target) {
            Some((_, account)) => account,
            None => Account::connect(target)?,
        };
        Ok(&self.account.insert((target.clone(), account)).1)
    }

    /// Gives it up after a failure: what is wrong may be mended outside, and credentials and files are read anew.
    pub(super) fn leave(&mut self) {
        self.account = None;
    }
}
