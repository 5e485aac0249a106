//! A text is read for the same whatever a terminal, a console or a log viewer made of it: wrapped, coloured, escaped,
//! framed, with typographic quotes; and one that was cut is never called certain of another cause.

#![expect(clippy::unwrap_used, reason = "a case that does not decode must fail the test")]

use ecsplain::diagnosis::causes::{Role, find};
use ecsplain::diagnosis::finding::Finding;
use ecsplain::diagnosis::knowledge::Owner;
use ecsplain::diagnosis::{Confidence, Knowledge};
use ecsplain::explain::{Reader, explain};
use ecsplain::handbook::Handbook;
use ecsplain::view::text::clean;
use serde_json::Value;

fn first(paste: &str) -> Option<Finding> {
    let reader =
        Reader { knowledge: &Knowledge::BUILT_IN, handbook: Handbook::BUILT_IN, owner: Owner::default() };
    explain(paste, "paste", reader).into_iter().next()
}

fn class(paste: &str) -> Option<&'static str> {
    first(paste).map(|one| one.class)
}

/// The texts of both sets, with their class.
fn texts() -> Vec<(String, String)> {
    let sets =
        [include_str!("fixtures/diagnosis/cases.jsonl"), include_str!("fixtures/diagnosis/carried.jsonl")];
    let lines = sets.iter().flat_map(|set| set.lines());
    let all = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let by_ecs = all.filter(|case| case["textKind"] == "ecs");
    by_ecs
        .map(|case| (case["label"].as_str().unwrap().to_owned(), case["text"].as_str().unwrap().to_owned()))
        .collect()
}

/// Cut at every `width` letters, as a terminal does.
fn wrapped(text: &str, width: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// Broken between words, as a mail program does.
fn folded(text: &str, width: usize) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split_whitespace() {
        if column > 0 && column + word.len() > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
        }
        out.push_str(word);
        column += word.len() + 1;
    }
    out
}

type Form = (&'static str, fn(&str) -> String);

const FORMS: &[Form] = &[
    ("wrapped at 80", |text| wrapped(text, 80)),
    ("wrapped at 132", |text| wrapped(text, 132)),
    ("broken between words", |text| folded(text, 72)),
    ("in JSON", |text| format!("  \"stoppedReason\": {},", Value::from(text))),
    ("in JSON in JSON", |text| {
        format!("\"detail\": {}", Value::from(format!("{{\"stoppedReason\":{}}}", Value::from(text))))
    }),
    ("coloured", |text| {
        clean(&format!("\u{1b}[31m{}\u{1b}[0m", text.replacen(' ', "\u{1b}[1m \u{1b}[0m", 2))).into_owned()
    }),
    ("a row of a table", |text| format!("|  stoppedReason |  {}  |", text.replace('\n', " "))),
    ("with typographic quotes", |text| text.replace('\'', "\u{2019}")),
    ("in capitals", str::to_uppercase),
    ("stamped", |text| format!("2026-11-29T14:02:11.123Z  {text}")),
    ("quoted in a mail", |text| text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")),
    ("in a fence", |text| format!("```\n{text}\n```")),
    ("wrapped by CloudFormation", |text| {
        format!(
            "Resource handler returned message: \"{text}\" (RequestToken: 70f29b80, HandlerErrorCode: GeneralServiceException)"
        )
    }),
    ("with Windows line ends", |text| text.replace('\n', "\r\n") + "\r\n"),
];

#[test]
fn the_form_of_a_text_does_not_matter() {
    let mut changed = Vec::new();
    let mut all = 0;
    for (label, text) in texts() {
        let Some(plain) = class(&text).filter(|class| *class == label) else { continue };
        for (form, make) in FORMS {
            all += 1;
            let said = class(&make(&text));
            if said != Some(plain) {
                changed.push(format!("{form}: {plain} became {said:?}: {text}"));
            }
        }
    }
    println!("{} of {all}\n{}", changed.len(), changed.join("\n"));
    // A break inside the deciding word of a short text cannot always be undone.
    assert!(changed.len() * 100 <= all, "{} of {all}:\n{}", changed.len(), changed.join("\n"));
}

/// ECS cuts long texts, at about 255 letters on Fargate; consoles and chats cut shorter.
#[test]
fn a_text_that_was_cut_is_not_certain_of_another_cause() {
    let mut wrong = Vec::new();
    for (label, text) in texts() {
        for length in [255, 160, 100, 60] {
            let cut: String = text.chars().take(length).collect();
            let Some(said) = first(&cut) else { continue };
            let cause = find(said.class).is_some_and(|cause| cause.role == Role::Cause);
            if cause && said.confidence == Confidence::Certain && said.class != label {
                wrong.push(format!("{length}: {label} called {}: {cut}", said.class));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
