//! `ecsplain handbook`: pages as text, Markdown and JSON (schema `ecsplain/handbook/v1`).

use schemars::JsonSchema;
use serde::Serialize;

use super::output::Output;
use crate::diagnosis::commands::Values;
use crate::handbook::Page;
use crate::handbook::fill::fill;
use crate::msg;
use crate::view::{self, ViewContext};
use crate::words::Words;

/// The answer of `ecsplain handbook -o json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pages {
    /// Always `ecsplain/handbook/v1`.
    pub schema: &'static str,
    /// The pages, the one to open first before the others.
    pub pages: Vec<PageRow>,
}

/// A page.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageRow {
    /// Its name.
    pub name: &'static str,
    /// What a reader would look up.
    pub title: &'static str,
    /// The classes that it is about.
    pub classes: &'static [&'static str],
    /// Exact texts that a reader may have seen.
    pub strings: &'static [&'static str],
    /// Where AWS writes about it.
    pub see: &'static [&'static str],
    /// The file of a team's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'static str>,
    /// Its Markdown, with the names that are known filled in.
    pub markdown: String,
}

/// The JSON Schema of `ecsplain/handbook/v1`, as it stands in `assets/schema/handbook-v1.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Pages)
}

/// Pages for a program.
///
/// # Errors
/// Never in practice: the answer holds texts only.
pub fn json(pages: &[&Page], values: &Values) -> serde_json::Result<String> {
    let row = |page: &&Page| PageRow {
        name: page.name,
        title: page.title,
        classes: page.classes,
        strings: page.strings,
        see: page.see,
        file: page.file(),
        markdown: fill(page.body, values),
    };
    let answer = Pages { schema: "ecsplain/handbook/v1", pages: pages.iter().map(row).collect() };
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

/// The first page as it was written, with its title; others about the same are named.
pub fn markdown(words: &Words, pages: &[&Page], values: &Values) -> String {
    pages.split_first().map_or_else(String::new, |(first, others)| source(words, first, others, values))
}

/// The first page drawn for a terminal.
pub fn text(words: &Words, pages: &[&Page], values: &Values, output: Output) -> String {
    let context = ViewContext { words, width: output.width, now: None };
    output.body(&view::markdown::rendered(&markdown(words, pages, values), &context).body)
}

/// A page, and below it the names of others about the same.
fn source(words: &Words, page: &Page, others: &[&Page], values: &Values) -> String {
    let text = view::panel::page::source(words, page, values);
    if others.is_empty() {
        return text;
    }
    let names: Vec<&str> = others.iter().map(|page| page.name).collect();
    let said = words.say(&msg!("handbook-others", names = names.join(", ")));
    format!("{text}\n{said}\n")
}

/// One line a page.
pub fn list(words: &Words, pages: &[&Page], output: Output) -> String {
    let context = ViewContext { words, width: output.width, now: None };
    output.body(&view::panel::pages::body(pages, &context))
}

/// The pages as a Markdown list.
pub fn markdown_list(pages: &[&Page]) -> String {
    let lines: Vec<String> =
        pages.iter().map(|page| format!("- `{}`: {}\n", page.name, page.title)).collect();
    lines.concat()
}
