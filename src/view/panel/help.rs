//! The help: keys and what they do, in the order of the table of actions.

use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};
use crate::words::Message;

/// One line of the help.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The keys: `j, ↓`.
    pub keys: String,
    /// What they do.
    pub what: Message,
}

/// The help.
pub fn body(_entries: &[Entry], ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
