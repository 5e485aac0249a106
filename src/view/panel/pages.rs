//! The pages of the handbook, one line each.

use crate::handbook::Page;
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::table::{Column, Table};
use crate::view::{Body, Role, RowId, ViewContext};

/// Cells that a title shall have before the name of the page stands beside it.
const TITLE: usize = 20;

/// One line a page.
pub fn body(pages: &[&Page], ctx: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(ctx);
    let mut table = Table::new(vec![
        Column::left(Some(msg!("view-column-page")), 1).beside(TITLE),
        Column::left(Some(msg!("view-column-title")), 0),
    ]);
    for page in pages {
        let role = if page.file().is_some() { Role::Accent } else { Role::Link };
        table.row(RowId::Page(page.id()), vec![span(role, page.name), outside(Role::Text, page.title)]);
    }
    if pages.is_empty() {
        draft.say(Role::Dim, 0, &msg!("view-pages-none"));
    } else {
        table.write(&mut draft);
    }
    draft.finish()
}
