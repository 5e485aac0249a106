//! The handbook as its readers use it, and what holds its pages to the classes.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use ecsplain::diagnosis::Confidence;
use ecsplain::diagnosis::causes::{self, Role};
use ecsplain::diagnosis::knowledge::{Knowledge, Owner};
use ecsplain::handbook::Handbook;
use ecsplain::handbook::fill;
use serde_json::Value;

const EXAMPLE: &str = "assets/snapshots/image-not-found";

/// What a team wrote for its service.
const RUNBOOK: &str = "---
title: The image of the shop is built by hand
match: {service: web, cluster: prod}
classes: [image.not_found]
---
Ask the shop team in `#shop`.
";

fn run(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::cargo_bin("ecsplain").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").args(arguments);
    let output = command.env("ECSPLAIN_HANDBOOK", folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

fn alone(arguments: &[&str]) -> (String, String, Option<i32>) {
    run(Path::new("no-such-folder"), arguments)
}

#[test]
fn a_page_is_markdown_in_a_pipe_and_drawn_on_demand() {
    let (markdown, _, code) = alone(&["handbook", "image.not_found"]);
    assert!(markdown.starts_with("# CannotPull") && markdown.contains("```sh read"), "{markdown}");
    assert_eq!(code, Some(0));
    let (text, _, _) = alone(&["handbook", "image.not_found", "-o", "text"]);
    assert!(text.contains("  $ aws ecr describe-images") && !text.contains("```"), "{text}");
}

#[test]
fn commands_take_the_names_of_the_service_at_hand() {
    let (unfilled, _, _) = alone(&["handbook", "image.not_found"]);
    assert!(unfilled.contains("--cluster <cluster> --service <service>"), "{unfilled}");
    let (filled, _, _) = alone(&["--from", EXAMPLE, "handbook", "image.not_found"]);
    assert!(filled.contains("--cluster prod --service web --task-definition web:41"), "{filled}");
    let (flagged, _, _) = alone(&["--cluster", "a b", "handbook", "image.not_found"]);
    assert!(flagged.contains("--cluster 'a b' --service <service>"), "{flagged}");
}

#[test]
fn a_text_opens_its_page_and_a_miss_names_what_is_near() {
    let (page, _, _) = alone(&["handbook", "Task", "failed", "container", "health", "checks"]);
    let class = alone(&["handbook", "health.container_cmd_fails"]).0;
    assert_eq!(page, class);
    let (_, said, code) = alone(&["handbook", "image.notfound"]);
    assert!(said.contains("image.not_found"), "{said}");
    assert_eq!(code, Some(2));
    let (hits, _, _) = alone(&["handbook", "--search", "rate", "limit", "-o", "markdown"]);
    assert!(hits.lines().take(3).any(|line| line.contains("image.rate_limited")), "{hits}");
}

#[test]
fn a_teams_page_opens_on_its_service_and_names_ours() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.md"), RUNBOOK).unwrap();
    std::fs::write(folder.path().join("broken.md"), "---\ntitel: x\n---\n").unwrap();
    let (ours, said, code) = run(folder.path(), &["handbook", "image.not_found", "-o", "json"]);
    let answer: Value = serde_json::from_str(&ours).unwrap();
    assert_eq!((answer["pages"].as_array().unwrap().len(), code), (1, Some(0)));
    assert!(said.contains("broken.md:2") && said.contains("titel"), "{said}");
    let (theirs, _, _) =
        run(folder.path(), &["--service", "web", "--cluster", "prod", "handbook", "image.not_found"]);
    assert!(theirs.contains("#shop") && theirs.contains("image.not_found"), "{theirs}");
}

#[test]
fn a_triage_names_the_class_of_a_team_and_a_broken_page_breaks_nothing() {
    let page = "---\ntitle: The shop image\nclasses:\n  - class: shop.image\n    summary: The shop image was not built.\n    signatures:\n      - all: [web, \": not found\"]\nmatch: {service: web}\n---\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.md"), page).unwrap();
    std::fs::write(folder.path().join("broken.md"), "---\ntitel: x\n---\n").unwrap();
    let (triage, said, code) = run(folder.path(), &["--from", EXAMPLE, "triage", "-o", "json"]);
    let answer: Value = serde_json::from_str(&triage).unwrap();
    assert_eq!((answer["findings"][0]["class"].as_str(), code), (Some("shop.image"), Some(1)));
    assert_eq!(answer["findings"][0]["summary"], "The shop image was not built.");
    assert!(said.contains("broken.md:2"), "{said}");
    assert!(answer["unreadable"][0]["place"].as_str().unwrap().ends_with("broken.md:2"), "{answer}");
}

/// Class names that stand in the code of the diagnosis.
fn classes_in_code() -> BTreeSet<String> {
    let families: BTreeSet<&str> = causes::all()
        .iter()
        .filter_map(|cause| cause.class.split_once('.'))
        .map(|(family, _)| family)
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnosis");
    let files = walkdir::WalkDir::new(root).into_iter().flatten().filter(|file| file.file_type().is_file());
    let texts = files.map(|file| std::fs::read_to_string(file.path()).unwrap());
    let quoted = |text: &String| text.split('"').map(str::to_owned).collect::<Vec<_>>();
    let is_class = |word: &String| {
        let parts = word.split_once('.');
        parts.is_some_and(|(family, name)| {
            families.contains(family)
                && !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        })
    };
    texts.flat_map(|text| quoted(&text)).filter(is_class).collect()
}

#[test]
fn every_finding_that_the_program_can_give_has_a_page() {
    let named = classes_in_code();
    assert!(named.len() > 10, "{named:?}");
    for class in &named {
        // Code may name a family by its beginning: `health.elb_`.
        let mut known =
            causes::all().iter().filter(|cause| cause.class.starts_with(class.as_str())).peekable();
        assert!(known.peek().is_some(), "{class} is in the code and in no page");
        assert!(
            known.all(|cause| !Handbook::BUILT_IN.about(cause.class, Owner::default()).is_empty()),
            "{class}"
        );
    }
}

#[test]
fn every_class_of_the_taxonomy_is_known() {
    let table = include_str!("fixtures/diagnosis/classes.txt");
    let missing: Vec<&str> = table.lines().filter(|class| causes::find(class).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(table.lines().count() >= 129);
}

#[test]
fn a_page_about_a_class_has_the_six_parts_in_order() {
    for page in Handbook::BUILT_IN.pages().filter(|page| !page.classes.is_empty()) {
        let parts: Vec<&str> = page.body.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let wanted = ["What you see", "Why", "Confirm", "Fix", "Roll back", "In Kubernetes"];
        assert_eq!(parts, wanted, "{}", page.name);
    }
}

/// The texts of a page were written by its author, the signatures by another: what is read as certain must agree.
#[test]
fn no_text_of_a_page_is_certain_of_another_page() {
    let (mut read, mut all) = (0, 0);
    for page in Handbook::BUILT_IN.pages() {
        for text in page.strings {
            all += 1;
            let Some(reading) = Knowledge::BUILT_IN.read(text, None, Owner::default()) else { continue };
            read += 1;
            let certain = reading.confidence == Confidence::Certain && reading.cause.role == Role::Cause;
            assert!(!certain || page.classes.contains(&reading.cause.class), "{}: {text}", page.name);
        }
    }
    println!("{read} of {all} texts are read");
    assert!(read * 100 >= all * 70, "{read} of {all}");
}

#[test]
fn pages_hold_no_placeholder_that_is_not_known() {
    for page in Handbook::BUILT_IN.pages() {
        for (at, _) in page.body.match_indices('{') {
            let name: String = page.body[at + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let closes = page.body[at + 1 + name.len()..].starts_with('}');
            let placeholder = closes && name.starts_with(|letter: char| letter.is_ascii_lowercase());
            assert!(!placeholder || fill::NAMES.contains(&name.as_str()), "{}: {{{name}}}", page.name);
        }
    }
}
