//! Holds the arrows of `docs/ARCHITECTURE.md`: which module may use which, and where foreign crates stand.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each module and what it may use. What is not named here may not be used.
const ARROWS: &[(&str, &[&str])] = &[
    ("words", &[]),
    ("model", &[]),
    ("source", &["model", "words"]),
    ("diagnosis", &["model", "words"]),
    ("handbook", &["diagnosis", "model", "words"]),
    ("explain", &["diagnosis", "handbook", "model", "words"]),
    ("kube", &["diagnosis", "model", "words"]),
    ("view", &["diagnosis", "handbook", "kube", "model", "source", "words"]),
    ("app", &["diagnosis", "handbook", "kube", "live", "model", "source", "view", "words"]),
    ("screen", &["app", "diagnosis", "handbook", "kube", "model", "view", "words"]),
    ("tui", &["app", "diagnosis", "handbook", "kube", "live", "model", "screen", "source", "view", "words"]),
    ("report", &["diagnosis", "handbook", "kube", "model", "source", "view", "words"]),
    ("live", &["diagnosis", "model", "source", "words"]),
    ("emulator", &["diagnosis", "model"]),
    ("cli", &["model"]),
    (
        "program",
        &[
            "app",
            "cli",
            "diagnosis",
            "emulator",
            "explain",
            "handbook",
            "kube",
            "live",
            "model",
            "report",
            "source",
            "tui",
            "view",
            "words",
        ],
    ),
];

/// Foreign crates that may stand in some modules alone.
const CRATES: &[(&str, &[&str])] = &[
    ("ratatui", &["view", "screen", "tui", "report"]),
    ("crossterm", &["tui"]),
    ("tokio", &["tui", "source", "emulator"]),
    ("k8s_openapi", &["kube"]),
    ("arboard", &["tui"]),
    ("fluent_bundle", &["words"]),
    ("clap", &["cli", "program", "main"]),
    ("walkdir", &["source"]),
    ("wildmatch", &["diagnosis", "handbook"]),
    ("etcetera", &["handbook"]),
    ("nucleo_matcher", &["handbook"]),
    ("pulldown_cmark", &["view"]),
    ("encoding_rs", &["source"]),
    ("ciborium", &["emulator"]),
    ("fastrand", &["app", "emulator", "source"]),
    ("form_urlencoded", &["emulator"]),
    ("http_body_util", &["emulator"]),
    ("hyper", &["emulator"]),
    ("hyper_util", &["emulator"]),
    ("quick_xml", &["emulator"]),
    ("toml", &["emulator"]),
    ("aws_config", &["source"]),
    ("aws_credential_types", &["source"]),
    ("aws_sdk_", &["source"]),
    ("aws_smithy_", &["source"]),
    ("aws_runtime", &["source"]),
    ("aws_types", &["source"]),
    ("regex_lite", &["model"]),
    ("ruzstd", &["source"]),
    ("serde_saphyr", &["handbook", "source", "report"]),
];

fn sources() -> Vec<(String, PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
            let module = first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (module, path, text)
        })
        .collect()
}

/// The modules that `text` names as `crate::module` or `crate::{module, …}`; comments and tests count
/// too, for an arrow in either is as misleading.
fn used_modules(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        // `$crate::` belongs to a macro that expands elsewhere.
        if text[..at].ends_with('$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list[..list.find("};").unwrap_or(0)].split([',', '\n']).collect(),
            None => vec![rest],
        };
        for name in names {
            let word: String = name
                .trim()
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                .collect();
            used.insert(word);
        }
    }
    used
}

#[test]
fn modules_use_only_what_stands_left_of_them() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let modules: BTreeSet<&str> = allowed.keys().copied().collect();
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("{}: module {module} is not in the table", path.display()));
            continue;
        };
        for used in used_modules(&text) {
            if modules.contains(used.as_str()) && used != module && !may.contains(&used.as_str()) {
                wrong.push(format!("{}: {module} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn foreign_crates_stand_where_they_belong() {
    let mut wrong = Vec::new();
    for (module, path, text) in sources() {
        for (name, homes) in CRATES {
            // A name that ends so stands for a family of crates.
            let named =
                if name.ends_with('_') { text.contains(name) } else { text.contains(&format!("{name}::")) };
            if named && !homes.contains(&module.as_str()) {
                wrong.push(format!("{}: {module} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, _, text)| !text.starts_with("//!"))
        .map(|(_, path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn the_scan_sees_all_three_forms_of_an_arrow() {
    let text = "use crate::view::Body;\nuse crate::{model, words::Words};\nlet x = crate::tui::run();";
    let used = used_modules(text);
    assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), ["model", "tui", "view", "words"]);
}
