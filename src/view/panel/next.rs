//! The next commands, for a person to run.

use crate::diagnosis::Command;
use crate::view::draft::Draft;
use crate::view::{Body, ViewContext};

/// The next commands, for a person to run.
pub fn body(_commands: &[Command], ctx: &ViewContext<'_>) -> Body {
    Draft::new(ctx).finish()
}
