//! A team's own pages: Markdown with the same head as ours, in the configuration directory.
//!
//! A page that cannot be read is a problem with file, line and field; all others count.

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use wildmatch::WildMatch;

use super::front_matter::{self, Broken, Definition, Fault, FrontMatter, Only, Phrases, Signature};
use super::{Handbook, Home, Page};
use crate::diagnosis::causes::{self, Cause, Summary};
use crate::diagnosis::finding::KubernetesReason;
use crate::diagnosis::knowledge::{Knowledge, Scope, TeamCause};
use crate::diagnosis::text;
use crate::msg;
use crate::words::Message;

/// Lists of words that signatures name; a team may use them too.
const PHRASES: &str = include_str!("../../assets/handbook/phrases.yaml");

/// What a team added.
#[derive(Debug, Clone, Default)]
pub struct Team {
    /// All pages.
    pub handbook: Handbook,
    /// All that is known of texts.
    pub knowledge: Knowledge,
    /// Pages that could not be read.
    pub problems: Vec<Problem>,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub what: Message,
}

/// Where a team's pages stand: `wanted`, else `ecsplain/handbook` in the configuration directory of the user
/// (`$XDG_CONFIG_HOME`, `~/.config`; on Windows the roaming application data).
pub fn folder(wanted: Option<&Path>) -> Option<PathBuf> {
    if let Some(wanted) = wanted {
        return Some(wanted.to_owned());
    }
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("ecsplain").join("handbook"))
}

/// Reads the pages of a folder; one that is not there holds none.
pub fn load(folder: &Path) -> Team {
    let mut team = Team::default();
    let Ok(files) = fs::read_dir(folder) else { return team };
    let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    let phrases = front_matter::phrases(PHRASES).unwrap_or_default();
    let (mut pages, mut known) = (Vec::new(), Vec::new());
    for path in &paths {
        match read(path, &phrases) {
            Ok((page, causes)) => {
                pages.push(page);
                known.extend(causes);
            }
            Err(problem) => team.problems.push(problem),
        }
    }
    // Read once and needed to the end, as ours are: so that both can be handed about alike.
    team.handbook = Handbook::with_team(Vec::leak(pages));
    team.knowledge = Knowledge::with_team(Vec::leak(known));
    team
}

fn read(path: &Path, phrases: &Phrases) -> Result<(Page, Vec<TeamCause>), Problem> {
    let file = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| Problem {
        place: file.clone(),
        what: msg!("handbook-unreadable", why = error.to_string()),
    })?;
    let parsed = front_matter::parse(&text).map_err(|broken| problem(&file, broken))?;
    let causes = causes_of(&parsed.front, phrases)
        .map_err(|(line, fault)| problem(&file, Broken { line: line_of(&text, &line), fault }))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((page(parsed.front, parsed.body, name, file), causes))
}

fn problem(file: &str, broken: Broken) -> Problem {
    let what = match broken.fault {
        Fault::NoHead => msg!("handbook-no-head"),
        Fault::HeadNeverEnds => msg!("handbook-head-open"),
        Fault::NoTitle => msg!("handbook-no-title"),
        Fault::NotAClass(name) => msg!("handbook-not-a-class", name = name),
        Fault::NoPhrases(name) => msg!("handbook-no-phrases", name = name),
        Fault::MatchesAll => msg!("handbook-matches-all"),
        Fault::Yaml(why) => msg!("handbook-yaml", why = why),
    };
    Problem { place: format!("{file}:{}", broken.line), what }
}

/// The line of a class's definition, for faults that the parser cannot place.
fn line_of(text: &str, class: &str) -> u64 {
    let before = text.lines().take_while(|line| !line.contains(class)).count();
    u64::try_from(before + 1).unwrap_or(1)
}

fn page(front: FrontMatter, body: &str, name: String, file: String) -> Page {
    let scope = scope(&front.only);
    Page {
        name: name.leak(),
        title: front.title.leak(),
        classes: kept(front.classes.into_iter().map(|class| class.name)),
        strings: kept(front.strings),
        see: kept(front.see),
        body: body.to_owned().leak(),
        home: Home::Team { file: file.leak(), scope },
    }
}

fn kept(texts: impl IntoIterator<Item = String>) -> &'static [&'static str] {
    let texts: Vec<&'static str> = texts.into_iter().map(|text| &*text.leak()).collect();
    Vec::leak(texts)
}

fn scope(only: &Only) -> Scope {
    let glob = |pattern: &Option<String>| pattern.as_deref().map(WildMatch::new);
    Scope { service: glob(&only.service), cluster: glob(&only.cluster) }
}

/// The classes that a page defines or adds texts to; with the name of the class where one is wrong.
fn causes_of(front: &FrontMatter, phrases: &Phrases) -> Result<Vec<TeamCause>, (String, Fault)> {
    let defined = front.classes.iter().filter_map(|class| class.definition.as_ref());
    defined
        .map(|definition| {
            let cause = cause(definition, &front.title, phrases)
                .map_err(|fault| (definition.class.clone(), fault))?;
            Ok(TeamCause { cause, scope: scope(&front.only) })
        })
        .collect()
}

/// What a page does not say of a class of ours is as we say it.
fn cause(definition: &Definition, title: &str, phrases: &Phrases) -> Result<Cause, Fault> {
    let ours = causes::find(&definition.class);
    let signatures: Vec<causes::Signature> =
        definition.signatures.iter().map(|one| signature(one, phrases)).collect::<Result<_, _>>()?;
    let stated = definition
        .kubernetes
        .as_ref()
        .map(|word| KubernetesReason { reason: word.reason.clone().leak(), exact: word.exact });
    let summary = match (&definition.summary, ours) {
        (Some(text), _) => Summary::Text(text.clone().leak()),
        (None, Some(ours)) => ours.summary,
        (None, None) => Summary::Text(title.to_owned().leak()),
    };
    Ok(Cause {
        class: definition.class.clone().leak(),
        summary,
        role: ours.map_or(definition.role, |ours| ours.role),
        kubernetes: stated.or(ours.and_then(|ours| ours.kubernetes)),
        next: match ours {
            Some(ours) if definition.next.is_empty() => ours.next,
            _ => Vec::leak(definition.next.clone()),
        },
        signatures: Vec::leak(signatures),
    })
}

fn signature(signature: &Signature, phrases: &Phrases) -> Result<causes::Signature, Fault> {
    let folded = |any| -> Result<Vec<String>, Fault> {
        Ok(front_matter::expand(any, phrases)?.iter().map(|word| text::fold(word)).collect())
    };
    let all: Vec<&'static [&'static str]> =
        signature.all.iter().map(|any| Ok(kept(folded(any)?))).collect::<Result<_, _>>()?;
    if all.is_empty() && signature.is.is_empty() {
        return Err(Fault::MatchesAll);
    }
    let not: Vec<Vec<String>> = signature.not.iter().map(folded).collect::<Result<_, _>>()?;
    Ok(causes::Signature {
        all: Vec::leak(all),
        is: kept(signature.is.iter().map(|word| text::fold(word))),
        not: kept(not.concat()),
        confidence: signature.confidence,
        places: Vec::leak(signature.fields.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Confidence;
    use crate::diagnosis::knowledge::Owner;

    const RUNBOOK: &str = "---
title: The pool of the payment database is empty
match: {service: pay-*}
classes:
  - class: pay.pool
    summary: The connection pool of the payment database is used up.
    signatures:
      - all: [\"HikariPool-1 - Connection is not available\"]
        confidence: likely
  - image.not_found
---
Call the payments team.
";

    fn folder(pages: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in pages {
            fs::write(folder.path().join(name), text).expect("a page");
        }
        folder
    }

    #[test]
    fn a_runbook_opens_on_its_service_and_names_its_class() {
        let team = load(folder(&[("pool.md", RUNBOOK)]).path());
        assert!(team.problems.is_empty(), "{:?}", team.problems);
        let pay = Owner { service: Some("pay-api"), cluster: None };
        let line = "ERROR hikaripool-1 - connection is not available, request timed out after 30000ms";
        let reading = team.knowledge.read(line, None, pay).expect("theirs");
        assert_eq!((reading.cause.class, reading.confidence), ("pay.pool", Confidence::Likely));
        let first = |owner| team.handbook.about("image.not_found", owner)[0].name;
        assert_eq!((first(pay), first(Owner::default())), ("pool", "image.not_found"));
        assert_eq!(team.handbook.about("image.not_found", pay).len(), 2);
        let other = Owner { service: Some("web"), cluster: None };
        assert!(team.knowledge.read(line, None, other).is_none());
    }

    #[test]
    fn a_broken_page_is_named_and_the_others_count() {
        let wrong = RUNBOOK.replace("confidence: likely", "confidnce: likely");
        let empty = RUNBOOK.replace("all: [\"HikariPool-1 - Connection is not available\"]", "all: [\"\"]");
        let team = load(folder(&[("a.md", &wrong), ("b.md", RUNBOOK), ("c.md", &empty)]).path());
        assert!(team.handbook.named("b").is_some() && team.handbook.named("a").is_none());
        let [first, second] = &team.problems[..] else { panic!("{:?}", team.problems) };
        assert!(first.place.ends_with("a.md:9"), "{first:?}");
        assert!(format!("{:?}", first.what).contains("confidnce"), "{first:?}");
        assert!(second.place.ends_with("c.md:5"), "{second:?}");
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        let team = load(Path::new("/nonexistent/handbook"));
        assert!(team.problems.is_empty() && team.handbook.pages().count() > 0);
    }
}
