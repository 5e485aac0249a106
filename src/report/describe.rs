//! `ecsplain describe`: what kubectl prints, or the objects that kubectl would print it from.

use serde_json::{Value, json};

use super::Input;
use super::choice::Wish;
use crate::kube::{self, Provenance, Twin};
use crate::model::Facts;
use crate::msg;
use crate::view;
use crate::words::Message;

/// Columns from which the provenance stands when the text is not wider.
const PROVENANCE_COLUMN: usize = 76;

/// One object to describe, and whose it is.
#[derive(Debug)]
pub struct Chosen<'a> {
    facts: Facts<'a>,
    twin: Twin,
}

/// What `name` (`KIND/NAME`) means, or everything in the input when there is none.
///
/// # Errors
/// When the name has no kind, or nothing in the input is called so: a sentence.
pub fn choose<'a>(
    input: &Input<'a>,
    wish: &Wish<'_>,
    name: Option<&str>,
) -> Result<Vec<Chosen<'a>>, Message> {
    let subjects = input.diagnoses.iter().filter(|diagnosis| wish.fits(diagnosis));
    let every = subjects.map(|diagnosis| Facts::gather(input.snapshot, &diagnosis.subject));
    let Some(name) = name else {
        let all: Vec<Chosen<'a>> = every
            .flat_map(|facts| {
                let twins = kube::twins(&facts);
                twins.into_iter().map(move |twin| Chosen { facts: facts.clone(), twin })
            })
            .collect();
        return if all.is_empty() { Err(msg!("report-nothing-to-describe")) } else { Ok(all) };
    };
    let Some((kind, object)) = name.split_once('/') else {
        return Err(msg!("report-describe-needs-kind", name = name));
    };
    every
        .into_iter()
        .find_map(|facts| kube::find_twin(&facts, kind, object).map(|twin| vec![Chosen { facts, twin }]))
        .ok_or_else(|| msg!("report-no-such-object", name = name))
}

/// The service that `name` (`KIND/NAME`) names, when its kind stands for a service.
pub fn service_in(name: &str) -> Option<&str> {
    let (kind, object) = name.split_once('/')?;
    let kind = kind.to_lowercase();
    let word = kind.split_once('.').map_or(kind.as_str(), |(word, _)| word);
    let is_service = matches!(word, "deployment" | "deployments" | "deploy" | "service" | "services" | "svc");
    is_service.then_some(object)
}

/// The text of kubectl, objects parted by the blank lines that kubectl puts between them.
pub fn text(chosen: &[Chosen<'_>]) -> String {
    let texts: Vec<String> = chosen
        .iter()
        .map(|one| {
            let described = kube::describe(&one.facts, &one.twin);
            described.lines.iter().fold(String::new(), |text, line| text + &line.text + "\n")
        })
        .collect();
    texts.join("\n\n")
}

/// The same with a second column: where each line's value comes from.
pub fn with_provenance(input: &Input<'_>, chosen: &[Chosen<'_>]) -> String {
    let texts: Vec<String> = chosen
        .iter()
        .map(|one| {
            let described = kube::describe(&one.facts, &one.twin);
            let rows = described.lines.iter().map(|line| {
                let text = view::text::clean(&line.text);
                let pad = PROVENANCE_COLUMN.saturating_sub(view::text::width(&text)).max(2);
                let said = source(input, &line.provenance);
                format!("{text}{:pad$}{said}", "").trim_end().to_owned() + "\n"
            });
            rows.collect::<String>()
        })
        .collect();
    texts.join("\n\n")
}

/// The second column; a heading has nothing to say there.
fn source(input: &Input<'_>, provenance: &Provenance) -> String {
    if *provenance == Provenance::Layout {
        return String::new();
    }
    input.words.say(&view::panel::describe::provenance(provenance))
}

/// One Kubernetes `List` of all objects, each once.
pub fn list(chosen: &[Chosen<'_>]) -> Value {
    let mut items: Vec<Value> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for one in chosen {
        let Value::Object(mut list) = kube::objects(&one.facts, &one.twin) else { continue };
        let Some(Value::Array(found)) = list.remove("items") else { continue };
        items.extend(found.into_iter().filter(|item| seen.insert(identity(item))));
    }
    json!({"apiVersion": "v1", "kind": "List", "metadata": {}, "items": items})
}

/// The same `List` in YAML.
///
/// # Errors
/// When a value cannot be written as YAML, which no Kubernetes object holds.
pub fn yaml(chosen: &[Chosen<'_>]) -> Result<String, serde_saphyr::ser::Error> {
    serde_saphyr::to_string(&list(chosen))
}

fn identity(item: &Value) -> String {
    let part = |pointer: &str| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    [part("/kind"), part("/metadata/namespace"), part("/metadata/name")].join("/")
}
