//! Holds the word catalogue to the code: no key without a sentence, no sentence without a key, no fact
//! that the sentence does not get.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn sources() -> Vec<(String, String)> {
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn walk(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// Key and argument names of every `msg!(…)` in the code.
fn used() -> Vec<(String, String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for (path, text) in sources() {
        for (at, _) in text.match_indices("msg!(") {
            let call = &text[at + "msg!(".len()..];
            let Some(key) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            found.push((path.clone(), key.to_owned(), argument_names(call)));
        }
    }
    found
}

/// Names before a lone `=` at depth one of the macro's parentheses.
fn argument_names(call: &str) -> BTreeSet<String> {
    let (mut depth, mut in_text, mut piece, mut names) = (1, false, String::new(), BTreeSet::new());
    let mut previous = ' ';
    for letter in call.chars() {
        match letter {
            '"' if previous != '\\' => in_text = !in_text,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if letter == ',' && depth == 1 && !in_text {
            piece.clear();
        } else if letter == '=' && depth == 1 && !in_text {
            let name = piece.trim();
            if !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_') {
                names.insert(name.to_owned());
            }
            piece.push(letter);
        } else {
            piece.push(letter);
        }
        previous = letter;
    }
    names
}

/// The keys that the heads of the handbook's pages name.
fn summaries() -> BTreeSet<String> {
    let causes = ecsplain::diagnosis::causes::all().iter();
    let keys = causes.filter_map(|cause| match cause.summary {
        ecsplain::diagnosis::causes::Summary::Key(key) => Some(key.to_owned()),
        ecsplain::diagnosis::causes::Summary::Text(_) => None,
    });
    keys.collect()
}

/// Each key of the catalogue with the `$names` in its sentence.
fn catalogue(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '\t', '}'])) {
            key.clone_into(&mut current);
            assert!(!entries.contains_key(key), "{file}: {key} stands twice");
            entries.insert(current.clone(), BTreeSet::new());
        }
        for piece in line.split('$').skip(1) {
            let name: String =
                piece.chars().take_while(|one| one.is_ascii_alphanumeric() || *one == '_').collect();
            entries.get_mut(&current).unwrap().insert(name);
        }
    }
    entries
}

#[test]
fn every_key_has_a_sentence_and_gets_its_facts() {
    let catalogue = catalogue("en.ftl");
    let mut wrong = Vec::new();
    for (path, key, names) in used() {
        if key == "key" {
            continue;
        }
        match catalogue.get(&key) {
            None => wrong.push(format!("{path}: {key} is not in the catalogue")),
            Some(wanted) if !wanted.is_subset(&names) => {
                wrong.push(format!("{path}: {key} wants {wanted:?} and gets {names:?}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sentence_is_said_somewhere() {
    let code: String = sources().into_iter().map(|(_, text)| text).collect();
    let pages = summaries();
    let is_said = |key: &String| pages.contains(key) || code.contains(&format!("\"{key}\""));
    let idle: Vec<String> = catalogue("en.ftl").into_keys().filter(|key| !is_said(key)).collect();
    assert!(idle.is_empty(), "never said: {}", idle.join(", "));
}

#[test]
fn the_scan_reads_names_of_nested_calls() {
    let names = argument_names(r#""key", count = list.len(), inner = msg!("x", y = 1), text = "a, b = c")"#);
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["count", "inner", "text"]);
}
