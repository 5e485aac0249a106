//! `ecsplain explain`: what a paste means, as text, Markdown and JSON (schema `ecsplain/explain/v1`).

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use super::markdown::escape;
use super::output::Output;
use crate::diagnosis::commands::Values;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::knowledge::Owner;
use crate::handbook::Handbook;
use crate::handbook::fill::fill;
use crate::msg;
use crate::view::draft::Draft;
use crate::view::panel::findings;
use crate::view::{self, Body, Role, ViewContext};
use crate::words::{Message, Words};

/// The answer of `ecsplain explain -o json`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Always `ecsplain/explain/v1`.
    pub schema: &'static str,
    /// What the paste says, the best first; empty when nothing in it is known.
    pub findings: Vec<json::Finding>,
}

/// The JSON Schema of `ecsplain/explain/v1`, as it stands in `assets/schema/explain-v1.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Explanation)
}

/// For a program.
///
/// # Errors
/// Never in practice: the answer holds texts only.
pub fn json(words: &Words, findings: &[Finding]) -> serde_json::Result<String> {
    let findings = findings.iter().map(|one| json::finding(words, one)).collect();
    Ok(serde_json::to_string_pretty(&Explanation { schema: "ecsplain/explain/v1", findings })? + "\n")
}

/// For a terminal: each finding, and of the first why it happens; `nothing` where there is none.
pub fn text(
    words: &Words,
    found: &[Finding],
    handbook: Handbook,
    owner: Owner<'_>,
    output: Output,
    nothing: &Message,
) -> String {
    let context = ViewContext { words, width: output.width, now: None };
    let mut parts: Vec<String> = Vec::new();
    for (place, finding) in found.iter().enumerate() {
        let mut draft = Draft::new(&context);
        findings::write(&mut draft, finding);
        draft.say(Role::Dim, 2, &msg!("explain-page", class = finding.class));
        parts.push(output.body(&draft.finish()));
        if place == 0 {
            parts.extend(why(finding, handbook, owner).map(|why| output.body(&reasons(&why, &context))));
        }
    }
    if parts.is_empty() {
        parts.push(output.body(&sentence(nothing, &context)));
    }
    parts.join("\n")
}

fn sentence(message: &Message, context: &ViewContext<'_>) -> Body {
    let mut draft = Draft::new(context);
    draft.say(Role::Text, 0, message);
    draft.finish()
}

fn reasons(why: &str, context: &ViewContext<'_>) -> Body {
    view::markdown::rendered(why, context).body
}

/// For a ticket or a chat.
pub fn markdown(
    words: &Words,
    found: &[Finding],
    handbook: Handbook,
    owner: Owner<'_>,
    nothing: &Message,
) -> String {
    let mut lines = Vec::new();
    for (place, finding) in found.iter().enumerate() {
        lines.push(format!("## {}\n", escape(&words.say(&finding.summary))));
        lines.push(format!("`{}` ({})\n", finding.class, finding.confidence.word()));
        if let Some(word) = finding.kubernetes {
            lines.push(words.say(&view::panel::findings::in_kubernetes(word)) + "\n");
        }
        for evidence in &finding.evidence {
            lines.push(format!("- `{}`: {}", evidence.field, escape(&evidence.text)));
        }
        let commands: Vec<String> = finding.next.iter().map(|command| command.run.clone() + "\n").collect();
        if !commands.is_empty() {
            lines.push(format!("\n```sh\n{}```\n", commands.concat()));
        }
        if place == 0 {
            lines.extend(why(finding, handbook, owner));
        }
    }
    if lines.is_empty() {
        lines.push(escape(&words.say(nothing)));
    }
    lines.join("\n") + "\n"
}

/// The part of the page that says why, with its placeholders open.
fn why(finding: &Finding, handbook: Handbook, owner: Owner<'_>) -> Option<String> {
    let page = handbook.about(finding.class, owner).into_iter().next()?;
    let section = page.section("Why").filter(|section| !section.trim().is_empty())?;
    Some(format!("## {}\n{}", page.title, fill(section.trim(), &Values::new())))
}
