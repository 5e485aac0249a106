//! Whole snapshots against what the real kubectl prints for the objects that they become.
//!
//! The fixtures in `tests/fixtures/kube/kubectl-v1.32.4` were written by `tests/kubectl/compare.py`, which the
//! ignored test at the end runs again when a kubectl of that version is installed:
//! `cargo test --test kube_kubectl -- --ignored`, with `ECSPLAIN_SAVE=1` to write the fixtures anew.
#![expect(clippy::unwrap_used, reason = "a broken fixture is a failed test")]

use std::path::{Path, PathBuf};

use ecsplain::kube::{self, Provenance, Twin};
use ecsplain::model::{Facts, Snapshot};
use ecsplain::source::saved;

/// So many pods of a snapshot are described: enough for its kinds, few enough for the clock.
const PODS: usize = 4;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The invented situations, and every real document alone.
fn snapshots() -> Vec<(String, Snapshot)> {
    let mut all = vec![("odd".to_owned(), saved::load(&[fixtures().join("kube/odd")]).snapshot)];
    for (folder, prefix) in [("kube/scenarios", ""), ("reading/real", "real-")] {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(fixtures().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths
            .into_iter()
            .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "json"))
        {
            let name = format!("{prefix}{}", path.file_stem().unwrap().to_str().unwrap());
            all.push((name, saved::load(&[path]).snapshot));
        }
    }
    all
}

fn text(facts: &Facts<'_>, twin: &Twin) -> String {
    let lines: Vec<String> = kube::describe(facts, twin).lines.into_iter().map(|line| line.text).collect();
    lines.join("\n") + "\n"
}

/// The objects to describe: all but the pods beyond the first few.
fn chosen(facts: &Facts<'_>) -> Vec<Twin> {
    let (pods, others): (Vec<Twin>, Vec<Twin>) =
        kube::twins(facts).into_iter().partition(|twin| matches!(twin, Twin::Pod(_)));
    others.into_iter().chain(pods.into_iter().take(PODS)).collect()
}

/// Kind and Kubernetes name of what a text describes.
fn file_name(twin: &Twin, text: &str) -> String {
    let kind = match twin {
        Twin::Deployment => "deployment",
        Twin::ReplicaSet(_) => "replicaset",
        Twin::Pod(_) => "pod",
    };
    let name = text.lines().next().unwrap().split_whitespace().nth(1).unwrap();
    format!("{kind}_{name}.txt")
}

/// Calls `act` with the name of a snapshot's subject and what is known of it.
fn each_subject(mut act: impl FnMut(&str, &Facts<'_>)) {
    for (name, snapshot) in snapshots() {
        for (index, subject) in snapshot.subjects().iter().enumerate() {
            let facts = Facts::gather(&snapshot, subject);
            let name = if index == 0 { name.clone() } else { format!("{name}-{}", index + 1) };
            act(&name, &facts);
        }
    }
}

#[test]
fn every_description_is_what_kubectl_prints() {
    let folder = fixtures().join("kube/kubectl-v1.32.4");
    let mut compared = 0;
    each_subject(|name, facts| {
        // A document that came later has none until the ignored test below has run.
        if !folder.join(name).is_dir() {
            return;
        }
        for twin in chosen(facts) {
            let ours = text(facts, &twin);
            let path = folder.join(name).join(file_name(&twin, &ours));
            let theirs =
                std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
            assert_eq!(ours, theirs, "{}", path.display());
            compared += 1;
        }
    });
    let kept = walk(&folder);
    assert_eq!(compared, kept, "a fixture that nothing is compared with");
}

fn walk(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

#[test]
fn every_name_that_is_printed_finds_its_object() {
    each_subject(|name, facts| {
        for twin in kube::twins(facts) {
            let printed = text(facts, &twin);
            let file = file_name(&twin, &printed);
            let (kind, own) = file.trim_end_matches(".txt").split_once('_').unwrap();
            assert_eq!(kube::find_twin(facts, kind, own).as_ref(), Some(&twin), "{name}: {file}");
        }
    });
}

/// Titles and table rules say nothing; every other line says where its value comes from.
#[test]
fn every_line_with_a_value_has_a_source() {
    each_subject(|name, facts| {
        for twin in chosen(facts) {
            for line in kube::describe(facts, &twin).lines {
                let text = line.text.trim();
                let titled = text.ends_with(':') || text.starts_with("Type ") || text.starts_with("----");
                assert!(
                    line.provenance != Provenance::Layout || titled,
                    "{name} {twin:?}: nothing says where this comes from: {text}"
                );
            }
        }
    });
}

#[test]
#[ignore = "runs kubectl v1.32.4, which must be installed"]
fn the_real_kubectl_prints_the_same() {
    let folder = tempfile::tempdir().unwrap();
    each_subject(|name, facts| {
        let own = folder.path().join(name);
        std::fs::create_dir_all(&own).unwrap();
        let twins = kube::twins(facts);
        let whole = twins.contains(&Twin::Deployment).then(|| kube::objects(facts, &Twin::Deployment));
        let apart = || {
            let lists = twins.iter().map(|twin| kube::objects(facts, twin)["items"].clone());
            let items: Vec<_> = lists.flat_map(|items| items.as_array().unwrap().clone()).collect();
            serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items})
        };
        std::fs::write(own.join("list.json"), whole.unwrap_or_else(apart).to_string()).unwrap();
        let now = facts.captured_at().map_or(jiff::Timestamp::UNIX_EPOCH, |now| now.0);
        std::fs::write(own.join("now"), now.to_string()).unwrap();
        for twin in chosen(facts) {
            let ours = text(facts, &twin);
            std::fs::write(own.join(file_name(&twin, &ours)), ours).unwrap();
        }
    });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kubectl/compare.py");
    let mut command = std::process::Command::new("python3");
    command.arg(script).arg(folder.path());
    if std::env::var_os("ECSPLAIN_SAVE").is_some() {
        command.arg("--save").arg(fixtures().join("kube/kubectl-v1.32.4"));
    }
    assert!(command.status().unwrap().success());
}
