//! Commands that print what they read.

use super::{output, wish};
use crate::cli::{Cli, DescribeFormat, ListFormat, TriageFormat};
use crate::report::choice::{Wish, choose};
use crate::report::json::{Triage, WaitedFor};
use crate::report::output::print;
use crate::report::{self, Input};

/// The five steps of one service; the exit code. `waited_for` is what was waited for before.
pub(super) fn triage(
    cli: &Cli,
    input: &Input<'_>,
    wish: &Wish<'_>,
    format: TriageFormat,
    waited_for: Option<WaitedFor>,
) -> anyhow::Result<u8> {
    let (chosen, others) =
        choose(input.diagnoses, wish).map_err(|none| anyhow::anyhow!(input.words.say(&none)))?;
    let text = match format {
        TriageFormat::Text => report::triage::text(input, chosen, &others, output(cli)),
        TriageFormat::Markdown => report::markdown::triage(input, chosen, &others),
        TriageFormat::Handoff => report::handoff::page(input, chosen),
        TriageFormat::Json => {
            let answer = report::json::triage(input.words, input.snapshot, chosen, &others, input.problems);
            let answer = Triage { waited_for, ..answer };
            serde_json::to_string_pretty(&answer)? + "\n"
        }
    };
    print(&text)?;
    Ok(chosen.exit_code())
}

/// What `kubectl describe` prints.
pub(super) fn describe(
    cli: &Cli,
    input: &Input<'_>,
    name: Option<&str>,
    format: DescribeFormat,
    provenance: bool,
) -> anyhow::Result<()> {
    let wish = wish(cli, None);
    let chosen = report::describe::choose(input, &wish, name)
        .map_err(|none| anyhow::anyhow!(input.words.say(&none)))?;
    let text = match format {
        DescribeFormat::Text if provenance => report::describe::with_provenance(input, &chosen),
        DescribeFormat::Text => report::describe::text(&chosen),
        DescribeFormat::Json => serde_json::to_string_pretty(&report::describe::list(&chosen))? + "\n",
        DescribeFormat::Yaml => report::describe::yaml(&chosen)?,
    };
    Ok(print(&text)?)
}

/// Every service.
pub(super) fn services(cli: &Cli, input: &Input<'_>, format: ListFormat) -> anyhow::Result<()> {
    let text = match format {
        ListFormat::Text => report::services::text(input, output(cli)),
        ListFormat::Json => {
            let answer = report::json::services(input.words, input.snapshot, input.diagnoses, input.problems);
            serde_json::to_string_pretty(&answer)? + "\n"
        }
    };
    Ok(print(&text)?)
}
