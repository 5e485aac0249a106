//! The pages of the handbook, one line each.

use crate::handbook::Page;
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::table::{Column, Table};
use crate::view::{Body, Role, RowId, ViewContext};

/// One line a page; its row is [`RowId::Line`] with the place among `pages`.
pub fn body(pages: &[&Page], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let mut table = Table::new(vec![
        Column::left(Some(msg!("view-column-page")), 0),
        Column::left(Some(msg!("view-column-title")), 0),
    ]);
    for (place, page) in pages.iter().enumerate() {
        let role = if page.file().is_some() { Role::Accent } else { Role::Link };
        table.row(RowId::Line(place), vec![span(role, page.name), outside(Role::Text, page.title)]);
    }
    table.write(&mut draft);
    draft.finish()
}
