//! Holds what the README says of the program: its keys are those of the table, its commands are there.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::path::Path;

use ecsplain::app::keys;
use ecsplain::words::Words;

const OPEN: &str = "<!-- keys: made from the table in src/app/keys.rs; a test holds it -->\n";
const CLOSE: &str = "<!-- /keys -->";

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_keys_of_the_readme_are_those_of_the_table() {
    let text = readme();
    let start = text.find(OPEN).expect("the README marks where the keys stand") + OPEN.len();
    let end = text.find(CLOSE).expect("the README marks where the keys end");
    let table = keys::markdown_table(&Words::english());
    if std::env::var_os("UPDATE_README").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        std::fs::write(path, format!("{}\n{}\n{}", &text[..start], table.trim(), &text[end..])).unwrap();
        return;
    }
    assert_eq!(text[start..end].trim(), table.trim(), "run UPDATE_README=1 cargo test --test readme");
}

#[test]
fn the_two_commands_name_what_is_shipped() {
    let text = readme();
    let first = text.lines().find(|line| line.starts_with("cargo "));
    assert_eq!(first, Some("cargo run --release -- --demo"), "the first command needs no account");
    assert!(text.contains("--from assets/snapshots/image-not-found"));
    assert!(text.lines().any(|line| line == "cargo test --locked"), ".ci/run looks for this line");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/snapshots/image-not-found").is_dir());
}
