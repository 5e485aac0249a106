//! What ECS said, as JSON: indented, in the order of the answer, environment values masked.

use crate::model::redaction;
use crate::msg;
use crate::view::draft::Draft;
use crate::view::{Body, Role, RowId, ViewContext};

/// What copying the line at `place` gives: the line, or all of the object or list that it opens.
pub fn part(text: &str, place: usize) -> Option<String> {
    let pretty = redaction::pretty(text)?;
    let mut lines = pretty.lines().skip(place);
    let first = lines.next()?;
    let mut part = first.trim().to_owned();
    if first.ends_with(['{', '[']) {
        let inside = lines.by_ref().take_while(|line| indent(line) > indent(first));
        inside.for_each(|line| part.extend([" ", line.trim()]));
        part.push_str(if first.ends_with('{') { " }" } else { " ]" });
    }
    Some(part)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The JSON of an object; the row of a line is [`RowId::Line`] with its place.
pub fn body(text: &str, ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let Some(pretty) = redaction::pretty(text) else {
        draft.say(Role::Dim, 0, &msg!("view-raw-empty"));
        return draft.finish();
    };
    for (place, line) in pretty.lines().enumerate() {
        draft.row(RowId::Line(place), |draft| draft.wrapped(Role::Text, indent(line), line.trim_start()));
    }
    draft.finish()
}
