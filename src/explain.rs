//! What a pasted text means: the texts of AWS in it, exit codes and words of ECS, each as a finding.
//!
//! Pure and offline. A text that states nothing known gives nothing: there is no guess.

mod code;
mod hint;
mod names;
mod paste;
mod word;

use std::cmp::Reverse;

use crate::diagnosis::causes::{self, Cause, Role};
use crate::diagnosis::finding::{Command, Confidence, Evidence, Finding, StepId};
use crate::diagnosis::knowledge::{Knowledge, Owner};
use crate::diagnosis::{naming, rules, text};
use crate::handbook::Handbook;
use crate::handbook::fill::fill;
use crate::msg;
use crate::words::Message;

pub use hint::of_unknown;
use names::Names;
use paste::Passage;

/// What is known, for reading a paste.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// What texts mean.
    pub knowledge: &'a Knowledge,
    /// The pages, for their commands.
    pub handbook: Handbook,
    /// The service that the flags name.
    pub owner: Owner<'a>,
}

/// Commands of a page that a finding carries.
const COMMANDS: usize = 3;

/// Letters of a passage that a finding shows.
const SHOWN: usize = 1000;

/// Places that a finding shows.
const PLACES: usize = 3;

/// Explains `paste`, the best finding first; `name` is what the evidence calls it.
pub fn explain(paste: &str, name: &str, reader: Reader<'_>) -> Vec<Finding> {
    let passages = paste::passages(paste);
    let names = Names::of(paste, reader.owner);
    let mut said: Vec<Said> =
        passages.iter().flat_map(|passage| stated(passage, &reader, names.owner())).collect();
    said.extend(code::said(&passages, paste, &said));
    if said.is_empty() {
        said = word::said(&passages, paste);
    }
    if said.is_empty() {
        said.extend(passages.iter().filter_map(logged));
    }
    if is_of_an_answer(paste) {
        said.iter_mut().filter(|one| one.cause.class == "state.steady").for_each(Said::was_so_once);
    }
    let mut merged: Vec<Said> = Vec::new();
    for one in said {
        match merged.iter_mut().find(|known| known.cause.class == one.cause.class) {
            Some(known) => known.join(one),
            None => merged.push(one),
        }
    }
    // What says why stands before what only says that; of equals, the surer one.
    merged.sort_by_key(|one| (one.role, one.confidence, Reverse(one.weight)));
    merged.into_iter().map(|one| one.finding(name, &reader, &names)).collect()
}

/// Something that a paste says.
#[derive(Debug)]
struct Said {
    cause: &'static Cause,
    /// What it is to the paste: a code alone is no cause, whatever its class is.
    role: Role,
    confidence: Confidence,
    /// Why it is not certain, where more than the wording is doubtful.
    doubt: Option<Message>,
    sentence: Message,
    /// Line from 1, and the words there.
    places: Vec<(usize, String)>,
    /// Among equals the heavier stands first.
    weight: u8,
}

impl Said {
    fn new(cause: &'static Cause, confidence: Confidence, sentence: Message, place: (usize, String)) -> Self {
        let doubt = rules::doubt_of_text(cause.class, &place.1);
        let confidence = if doubt.is_some() { confidence.max(Confidence::Likely) } else { confidence };
        Self { cause, role: cause.role, confidence, doubt, sentence, places: vec![place], weight: 0 }
    }

    /// The same, where the words only point there.
    fn at_most_possible(mut self) -> Self {
        self.confidence = self.confidence.max(Confidence::Possible);
        self
    }

    /// The same of an event among much else: it was so at its moment.
    fn was_so_once(&mut self) {
        self.confidence = Confidence::Possible;
        self.doubt = Some(msg!("because-event-among-others"));
        self.sentence = msg!("explain-steady-once");
    }

    fn join(&mut self, other: Self) {
        if other.confidence < self.confidence {
            self.confidence = other.confidence;
            self.doubt = other.doubt;
            self.sentence = other.sentence;
        }
        self.places.extend(other.places);
    }

    fn finding(self, name: &str, reader: &Reader<'_>, names: &Names<'_>) -> Finding {
        let place = |(line, words): (usize, String)| Evidence {
            field: format!("{name}:{line}"),
            text: words.chars().take(SHOWN).collect(),
            object: None,
        };
        Finding {
            class: self.cause.class,
            confidence: self.confidence,
            because: self.doubt.unwrap_or_else(|| rules::reason(self.confidence)),
            step: step(self.cause.class),
            summary: self.sentence,
            evidence: self.places.into_iter().take(PLACES).map(place).collect(),
            notes: Vec::new(),
            kubernetes: self.cause.kubernetes,
            next: commands(self.cause.class, reader, names),
        }
    }
}

/// What a passage states, and what single lines of it state beside.
fn stated(passage: &Passage, reader: &Reader<'_>, owner: Owner<'_>) -> Vec<Said> {
    let read = |line: usize, words: &str| {
        let reading = reader.knowledge.read(words, None, owner)?;
        let named = naming::sentence(reading.cause.class, words);
        let sentence = named.unwrap_or_else(|| reading.cause.sentence());
        Some(Said::new(reading.cause, reading.confidence, sentence, (line, words.to_owned())))
    };
    let whole = passage.forms().into_iter().filter_map(|words| read(passage.line, &words));
    let Some(best) = whole.min_by_key(|one| one.confidence) else { return Vec::new() };
    let mut said = vec![best];
    for (line, words) in passage.lines.iter().filter(|_| passage.lines.len() > 1) {
        // A piece of a wrapped sentence may fit a signature that the whole does not: only what is stated counts.
        let one = read(*line, words).filter(|one| one.confidence == Confidence::Certain);
        said.extend(one.filter(|one| one.cause.class != said[0].cause.class));
    }
    said
}

/// What a line of an application's log may speak for.
fn logged(passage: &Passage) -> Option<Said> {
    let words = passage.spaced();
    let cause = causes::find(rules::class_of_log_line(&words)?)?;
    Some(Said::new(cause, Confidence::Possible, cause.sentence(), (passage.line, words)))
}

/// The step of the debugging order that shows failures of this family.
fn step(class: &str) -> StepId {
    match class.split_once('.').map(|(family, _)| family) {
        Some("run") => StepId::ExitCodes,
        Some("deploy") => StepId::Deployments,
        Some("place" | "health" | "state") => StepId::ServiceEvents,
        _ => StepId::StoppedTasks,
    }
}

/// The reading commands of the class's page, with the names that the paste states.
fn commands(class: &str, reader: &Reader<'_>, names: &Names<'_>) -> Vec<Command> {
    let pages = reader.handbook.about(class, names.owner());
    let lines = pages.first().into_iter().flat_map(|page| page.commands());
    let reading = lines.filter(|line| !line.mutates).take(COMMANDS);
    reading
        .map(|line| Command {
            run: fill(line.run, &names.values),
            why: msg!("why-handbook", class = class),
            mutates: false,
        })
        .collect()
}

/// Whether a paste holds the counts of a service, though not as an answer that could be read: its events are of the
/// past, and what goes on stands in the counts.
fn is_of_an_answer(paste: &str) -> bool {
    ["failedTasks", "runningCount", "rolloutState"].iter().any(|key| paste.contains(key))
}

/// Whether anything said explains why.
fn has_cause(said: &[Said]) -> bool {
    said.iter().any(|one| one.cause.role == Role::Cause)
}

/// Folded words without what only frames them: `"stopCode": "X",` is `stopcode: x`.
fn bare(words: &str) -> String {
    let is_part = |letter: &char| letter.is_alphanumeric() || "._-:/ ".contains(*letter);
    let kept: String = words.chars().map(|letter| if is_part(&letter) { letter } else { ' ' }).collect();
    text::fold(&kept).trim_matches([':', '.', ' ']).to_owned()
}
