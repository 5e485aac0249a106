//! One capture as a document: the answers to the byte, the calls behind them, and what was not answered.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::live::{Call, Live, Refusal};
use crate::model::redaction;
use crate::model::time::Time;
use crate::model::{CaptureBasis, Captured, Document, Snapshot};
use crate::source::saved::{self, Problem};
use crate::words::Words;

use super::gone::{self, Gone};

/// Whether secrets are taken out on writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// `environment` values and what looks like a secret are masked.
    Redacted,
    /// Everything is kept.
    Kept,
}

/// A capture as it stands in a recording. Keys are only ever added; what is not known is passed over.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Record {
    /// RFC 3339.
    captured_at: Option<String>,
    /// Whether a model of ECS answered, and not ECS.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    model: bool,
    /// Whether secrets were taken out.
    redacted: bool,
    /// The sentence that was said when nothing could be seen at all.
    failure: Option<String>,
    /// The calls behind it, when it was captured live.
    live: Option<Calls>,
    /// What ECS no longer listed and the screen still showed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone: Vec<Gone>,
    /// What could not be read, beside what reading the answers says again.
    notes: Vec<Note>,
    /// The answers.
    documents: Vec<Answer>,
}

/// What was called.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Calls {
    region: Option<String>,
    answered: Vec<Asked>,
    refused: Vec<Refused>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pending: Vec<Asked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_in: Option<String>,
}

/// A call, see [`Call`].
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Asked {
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
}

/// A call that was not answered, see [`Refusal`].
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Refused {
    #[serde(flatten)]
    call: Asked,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

/// What could not be read, in the words in which it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in crate::source) struct Note {
    pub(in crate::source) place: String,
    pub(in crate::source) what: String,
    pub(in crate::source) broken: bool,
}

/// An answer: JSON as it is, other text as a text.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Record {
    /// The record of what was captured, with what could not be read of it, said in `words`.
    pub fn of(snapshot: &Snapshot, problems: &[Problem], words: &Words, secrecy: Secrecy) -> Self {
        let hide = |text: &str| secrecy.applied(text);
        let document = |document: &Document| Answer::of(document, secrecy);
        let note = |problem: &Problem| Note {
            place: problem.place.clone(),
            what: hide(&words.say(&problem.what)),
            broken: problem.broken,
        };
        Self {
            captured_at: snapshot.captured.at.map(|at| at.0.to_string()),
            model: snapshot.captured.basis.is_model(),
            redacted: secrecy == Secrecy::Redacted,
            failure: None,
            live: snapshot.live.as_ref().map(|live| Calls::of(live, hide)),
            notes: unsaid(snapshot, problems).map(note).collect(),
            documents: snapshot.documents.iter().map(document).collect(),
            gone: gone::of(snapshot, hide),
        }
    }

    /// The same, of a capture of which nothing could be seen; `why` is what was said instead.
    #[must_use]
    pub fn with_failure(mut self, why: &str, secrecy: Secrecy) -> Self {
        self.failure = Some(secrecy.applied(why));
        self
    }

    /// The moment of the capture.
    pub fn at(&self) -> Option<Time> {
        self.captured_at.as_deref().and_then(Time::from_text)
    }

    /// Its document.
    ///
    /// # Errors
    /// Never in practice: every field has a form in JSON.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec(self)?;
        text.push(b'\n');
        Ok(text)
    }

    /// Reads a document; nothing when it is none.
    pub(super) fn from_json(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }

    /// The answers: names and bodies.
    pub(in crate::source) fn take_documents(&mut self) -> impl Iterator<Item = (String, Vec<u8>)> {
        std::mem::take(&mut self.documents).into_iter().map(|answer| {
            let body = answer.json.map(|json| json.get().to_owned()).or(answer.text);
            (answer.name, body.unwrap_or_default().into_bytes())
        })
    }

    /// The moment when a clock told it, which it does of what was captured live. Of saved answers that were
    /// packed, reading them again tells the same as it did then.
    pub(in crate::source) fn stated(&self) -> Option<Captured> {
        self.live.as_ref()?;
        let basis = if self.model { CaptureBasis::RecordedModel } else { CaptureBasis::Envelope };
        Some(Captured { at: Some(self.at()?), basis })
    }

    /// What was said about it.
    pub(in crate::source) fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// What ECS no longer listed.
    pub(in crate::source) fn take_gone(&mut self) -> Vec<Gone> {
        std::mem::take(&mut self.gone)
    }

    /// Why nothing could be seen.
    pub(in crate::source) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The calls. `known` gives the name of an action that this version knows; calls of others say nothing to it.
    pub(in crate::source) fn live(&self, known: impl Fn(&str) -> Option<&'static str>) -> Option<Live> {
        let live = self.live.as_ref()?;
        let call = |asked: &Asked| Some(asked.call(known(&asked.action)?));
        let refused = |one: &Refused| Some((call(&one.call)?, one.why()?));
        Some(Live {
            region: live.region.clone(),
            answered: live.answered.iter().filter_map(call).collect(),
            refused: live.refused.iter().filter_map(refused).collect(),
            pending: live.pending.iter().filter_map(call).collect(),
            stands_in: live.stands_in.as_deref().and_then(Time::from_text),
        })
    }
}

/// The problems that reading the documents will not say again.
fn unsaid<'p>(snapshot: &Snapshot, problems: &'p [Problem]) -> impl Iterator<Item = &'p Problem> {
    let answer = |document: &Document| saved::Answer {
        name: document.name.clone(),
        bytes: document.text.as_bytes().to_vec(),
    };
    let answers =
        if problems.is_empty() { Vec::new() } else { snapshot.documents.iter().map(answer).collect() };
    let again = saved::load_answers(answers).problems;
    problems
        .iter()
        .filter(move |one| !again.iter().any(|other| other.place == one.place && other.what == one.what))
}

impl Secrecy {
    fn applied(self, text: &str) -> String {
        match self {
            Self::Redacted => redaction::cleaned(text).into_owned(),
            Self::Kept => text.to_owned(),
        }
    }
}

impl Answer {
    fn of(document: &Document, secrecy: Secrecy) -> Self {
        let text = document.text.trim_end();
        let body = match secrecy {
            Secrecy::Redacted => redaction::redacted(text),
            Secrecy::Kept => text.to_owned(),
        };
        let name = document.name.clone();
        match RawValue::from_string(body.clone()) {
            // A raw value is trimmed; the lines in front of a document count in its places.
            Ok(json) if json.get().len() == body.len() => Self { name, json: Some(json), text: None },
            _ => Self { name, json: None, text: Some(body) },
        }
    }
}

impl Calls {
    fn of(live: &Live, hide: impl Fn(&str) -> String) -> Self {
        let asked = |call: &Call| Asked {
            action: call.action.to_owned(),
            cluster: call.cluster.clone(),
            service: call.service.clone(),
            detail: call.detail.clone(),
        };
        let refused = |(call, refusal): &(Call, Refusal)| {
            let refused = Refused::of(asked(call), refusal);
            Refused { message: hide(&refused.message), ..refused }
        };
        Self {
            region: live.region.clone(),
            answered: live.answered.iter().map(asked).collect(),
            refused: live.refused.iter().map(refused).collect(),
            pending: live.pending.iter().map(asked).collect(),
            stands_in: live.stands_in.map(|at| at.0.to_string()),
        }
    }
}

impl Asked {
    fn call(&self, action: &'static str) -> Call {
        let (cluster, service) = (self.cluster.clone(), self.service.clone());
        Call { action, cluster, service, detail: self.detail.clone() }
    }
}

impl Refused {
    fn of(call: Asked, refusal: &Refusal) -> Self {
        let (why, message) = match refusal {
            Refusal::Error { message, .. } => ("error", message.as_str()),
            Refusal::Status(_) => ("status", ""),
            Refusal::Garbled => ("garbled", ""),
            Refusal::TimedOut => ("timedOut", ""),
            Refusal::Unreachable(why) => ("unreachable", why.as_str()),
            Refusal::NoCredentials(why) => ("noCredentials", why.as_str()),
        };
        let code = if let Refusal::Error { code, .. } = refusal { Some(code.clone()) } else { None };
        let status = if let Refusal::Status(status) = refusal { Some(*status) } else { None };
        Self { call, why: why.to_owned(), code, status, message: message.to_owned() }
    }

    /// A reason of a later version is told by its words.
    fn why(&self) -> Option<Refusal> {
        let message = self.message.clone();
        Some(match self.why.as_str() {
            "error" => Refusal::Error { code: self.code.clone()?, message },
            "status" => Refusal::Status(self.status?),
            "garbled" => Refusal::Garbled,
            "timedOut" => Refusal::TimedOut,
            "noCredentials" => Refusal::NoCredentials(message),
            _ => Refusal::Unreachable(message),
        })
    }
}
