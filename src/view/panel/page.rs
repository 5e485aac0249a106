//! A page of the handbook, its names filled in, with what leads on from it.

use crate::diagnosis::commands::Values;
use crate::handbook::Page;
use crate::handbook::fill::fill;
use crate::msg;
use crate::view::draft::{Draft, outside, span};
use crate::view::{Body, Role, RowId, ViewContext, markdown};
use crate::words::{Message, Words};

/// The page as Markdown: its title above, the addresses where AWS writes about it below.
pub fn source(words: &Words, page: &Page, values: &Values) -> String {
    let mut lines =
        vec![format!("# {}", page.title), String::new(), fill(page.body, values).trim().to_owned()];
    if !page.see.is_empty() {
        lines.extend([String::new(), format!("## {}", words.say(&msg!("handbook-see")))]);
        lines.extend(page.see.iter().map(|address| format!("- <{address}>")));
    }
    lines.join("\n") + "\n"
}

/// The page, each row to be copied as it is typed; below it the pages that it names and `others`, which are about the
/// same.
pub fn body(
    page: &Page,
    (others, named): (&[&Page], &[&Page]),
    values: &Values,
    ctx: &ViewContext<'_>,
) -> Body {
    let drawn = markdown::rendered(&source(ctx.words, page, values), ctx);
    let mut body = drawn.body;
    for (row, copy) in body.rows.iter_mut().zip(drawn.copies) {
        row.copy = Some(copy);
    }
    let mut draft = Draft::below(body, ctx);
    if let Some(file) = page.file() {
        draft.blank();
        draft.say(Role::Dim, 0, &msg!("view-page-file", file = file));
    }
    list(&mut draft, &msg!("view-page-named"), named);
    list(&mut draft, &msg!("view-page-others"), others);
    draft.finish()
}

/// Pages to go on to.
fn list(draft: &mut Draft<'_>, heading: &Message, pages: &[&Page]) {
    if !pages.is_empty() {
        draft.heading(heading);
    }
    for page in pages {
        draft.row_to_copy(RowId::Page(page.id()), page.name, |draft| {
            let name = vec![span(Role::Link, page.name), span(Role::Text, "  ")];
            draft.line([name, vec![outside(Role::Text, page.title)]].concat());
        });
    }
}
