//! What ECS said, as JSON: indented, in the order of the answer, environment values masked.

use crate::model::redaction;
use crate::msg;
use crate::view::draft::Draft;
use crate::view::{Body, Role, RowId, ViewContext};

/// The JSON of an object; the row of a line is [`RowId::Line`] with its place.
pub fn body(text: &str, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let Some(pretty) = redaction::pretty(text) else {
        draft.say(Role::Dim, 0, &msg!("view-raw-empty"));
        return draft.finish();
    };
    for (place, line) in pretty.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        draft.row(RowId::Line(place), |draft| draft.wrapped(Role::Text, indent, line.trim_start()));
    }
    draft.finish()
}
