//! `ecsplain explain`: a paste from the argument, a file or standard input.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{output, own_pages, warn, wish};
use crate::cli::{Cli, PageFormat};
use crate::diagnosis::diagnose_all;
use crate::diagnosis::finding::{Finding, State};
use crate::diagnosis::knowledge::Owner;
use crate::explain::{Reader, explain, of_unknown};
use crate::handbook::Team;
use crate::model::Snapshot;
use crate::msg;
use crate::report;
use crate::report::output::print as put;
use crate::source::saved;
use crate::view::text::clean;
use crate::words::{Message, Words};

/// What a paste is called in evidence when it came from no file.
const PASTE: &str = "paste";

/// Explains what was pasted; the exit code.
pub(super) fn print(cli: &Cli, text: &[String], format: PageFormat) -> anyhow::Result<u8> {
    let words = Words::english();
    let team = own_pages(cli);
    warn(&team, &words);
    let mut findings = Vec::new();
    let mut nothing = None;
    for input in inputs(cli, text, &words)? {
        let told = match input {
            Input::Folder(path) => told(&saved::load(&[path]).snapshot, &team),
            Input::Paste(name, paste) => Some(explained(cli, &team, &name, &paste)),
        };
        let Some(told) = told else { continue };
        findings.extend(told.findings);
        nothing = nothing.or(Some(told.nothing));
    }
    let (owner, nothing) = (owner(cli), nothing.unwrap_or_else(|| of_unknown("")));
    let answer = match format {
        PageFormat::Text => {
            report::explain::text(&words, &findings, team.handbook, owner, output(cli), &nothing)
        }
        PageFormat::Markdown => report::explain::markdown(&words, &findings, team.handbook, owner, &nothing),
        PageFormat::Json => report::explain::json(&words, &findings)?,
    };
    put(&answer)?;
    Ok(0)
}

fn owner(cli: &Cli) -> Owner<'_> {
    let target = wish(cli, None);
    Owner { service: target.service, cluster: target.cluster }
}

/// What an input says.
struct Told {
    findings: Vec<Finding>,
    /// What is said where there are no findings.
    nothing: Message,
}

/// What is to be explained.
enum Input {
    /// A text and what evidence calls it.
    Paste(String, Vec<u8>),
    /// A folder of saved answers.
    Folder(PathBuf),
}

fn inputs(cli: &Cli, text: &[String], words: &Words) -> anyhow::Result<Vec<Input>> {
    let given = text.join(" ");
    if !given.is_empty() && given != "-" {
        return Ok(vec![Input::Paste(PASTE.to_owned(), given.into_bytes())]);
    }
    if !cli.source.from.is_empty() && given.is_empty() {
        return cli.source.from.iter().map(|path| from(path)).collect();
    }
    if given.is_empty() && std::io::stdin().is_terminal() {
        bail!(words.say(&msg!("explain-nothing-given")));
    }
    Ok(vec![stdin()?])
}

fn from(path: &Path) -> anyhow::Result<Input> {
    if path == Path::new("-") {
        return stdin();
    }
    if path.is_dir() {
        return Ok(Input::Folder(path.to_owned()));
    }
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    Ok(Input::Paste(path.display().to_string(), bytes))
}

fn stdin() -> anyhow::Result<Input> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(Input::Paste(PASTE.to_owned(), bytes))
}

/// An answer of ECS is diagnosed; anything else, and an answer of which nothing is known, is read as text.
fn explained(cli: &Cli, team: &Team, name: &str, paste: &[u8]) -> Told {
    let text = saved::text(paste);
    if text.contains(['{', '[']) || text.contains(":\n") {
        let snapshot = saved::load_bytes(name, paste.to_vec()).snapshot;
        if let Some(found) = told(&snapshot, team) {
            return found;
        }
    }
    let reader = Reader { knowledge: &team.knowledge, handbook: team.handbook, owner: owner(cli) };
    let text = clean(&text);
    Told { findings: explain(&text, name, reader), nothing: of_unknown(&text) }
}

/// What the diagnosis finds, the most stuck service first, and where that stands; nothing when it can tell nothing
/// at all.
fn told(snapshot: &Snapshot, team: &Team) -> Option<Told> {
    let diagnoses = diagnose_all(snapshot, &team.knowledge);
    let tells = diagnoses.iter().any(|one| one.state != State::Unknown || !one.findings.is_empty());
    let nothing = diagnoses.first().filter(|_| tells)?.verdict.clone();
    Some(Told { findings: diagnoses.into_iter().flat_map(|one| one.findings).collect(), nothing })
}
