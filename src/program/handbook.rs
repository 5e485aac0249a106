//! `ecsplain handbook`: pages, lists of pages, and what is near when there is no such page.

use anyhow::bail;

use super::{capture, output, own_pages, warn, wish};
use crate::cli::{Cli, PageFormat};
use crate::diagnosis::commands::{Names, Values};
use crate::diagnosis::knowledge::Owner;
use crate::handbook::lookup::Found;
use crate::handbook::{Page, Team};
use crate::model::Facts;
use crate::msg;
use crate::report;
use crate::report::choice::choose;
use crate::report::output::{is_terminal, print as put};
use crate::words::Words;
use crate::words::shell::quoted;

/// What a reader wants.
pub(super) struct Wish<'a> {
    /// A page, a class or a text, in words.
    pub(super) page: &'a [String],
    /// Every page.
    pub(super) list: bool,
    /// Pages about these words.
    pub(super) search: &'a [String],
}

/// Prints what is wished; the exit code.
pub(super) fn print(cli: &Cli, wish: &Wish<'_>, format: Option<PageFormat>) -> anyhow::Result<u8> {
    let words = Words::english();
    let team = own_pages(cli);
    warn(&team, &words);
    let page = wish.page.join(" ");
    if !wish.search.is_empty() {
        let found = team.handbook.search(&wish.search.join(" "));
        if found.is_empty() {
            bail!(words.say(&msg!("handbook-no-hit", words = wish.search.join(" "))));
        }
        return list(cli, &words, &found, format);
    }
    if wish.list || page.is_empty() {
        let all: Vec<&Page> = team.handbook.pages().collect();
        return list(cli, &words, &all, format);
    }
    match team.handbook.find(&page, &team.knowledge, owner(cli)) {
        Found::Page(first, others) => {
            let values = values(cli, &words, &team);
            let pages: Vec<&Page> = [first].into_iter().chain(others).collect();
            shown(cli, &words, &pages, &values, format)
        }
        Found::Near(near) => bail!(words.say(&nothing(&page, &near))),
    }
}

fn owner(cli: &Cli) -> Owner<'_> {
    let target = wish(cli, None);
    Owner { service: target.service, cluster: target.cluster }
}

fn nothing(page: &str, near: &[&Page]) -> crate::words::Message {
    let names: Vec<&str> = near.iter().map(|page| page.name).collect();
    if names.is_empty() {
        return msg!("handbook-no-page", page = page);
    }
    msg!("handbook-near", page = page, names = names.join(", "))
}

fn list(cli: &Cli, words: &Words, pages: &[&Page], format: Option<PageFormat>) -> anyhow::Result<u8> {
    let text = match format {
        Some(PageFormat::Json) => report::handbook::json(pages, &Values::new())?,
        Some(PageFormat::Markdown) => report::handbook::markdown_list(pages),
        _ => report::handbook::list(words, pages, output(cli)),
    };
    put(&text)?;
    Ok(0)
}

fn shown(
    cli: &Cli,
    words: &Words,
    pages: &[&Page],
    values: &Values,
    format: Option<PageFormat>,
) -> anyhow::Result<u8> {
    let form = format.unwrap_or(if is_terminal() { PageFormat::Text } else { PageFormat::Markdown });
    let text = match form {
        PageFormat::Json => report::handbook::json(pages, values)?,
        PageFormat::Markdown => report::handbook::markdown(words, pages, values),
        PageFormat::Text => report::handbook::text(words, pages, values, output(cli)),
    };
    put(&text)?;
    Ok(0)
}

/// The names of the service in saved input; without `--from` only what the flags say. A page is read offline.
fn values(cli: &Cli, words: &Words, team: &Team) -> Values {
    let mut values = Values::new();
    let flags =
        [("cluster", &cli.target.cluster), ("service", &cli.target.service), ("region", &cli.source.region)];
    for (name, value) in flags {
        if let Some(value) = value {
            values.insert(name, quoted(value));
        }
    }
    if cli.source.from.is_empty() {
        return values;
    }
    let Some(seen) = capture::capture(cli, words, &team.knowledge) else { return values };
    if let Ok((chosen, _)) = choose(&seen.diagnoses, &wish(cli, None)) {
        let facts = Facts::gather(&seen.loaded.snapshot, &chosen.subject);
        values.extend(Names { facts: &facts, steps: &chosen.steps }.placeholders());
    }
    values
}
