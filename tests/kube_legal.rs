//! Every object that is made passes the rules of a Kubernetes API server, as far as they can be told without
//! one: names, labels, selectors, quantities, required fields. Source: Kubernetes API conventions and
//! validation (RFC 1123 names, label syntax).
#![expect(clippy::unwrap_used, reason = "a broken fixture is a failed test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ecsplain::kube::{self, Twin};
use ecsplain::model::{Facts, Snapshot};
use ecsplain::source::saved;
use serde_json::Value;

fn snapshots() -> Vec<(String, Snapshot)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<PathBuf> = Vec::new();
    for folder in ["kube/scenarios", "kube/odd", "reading/real", "reading/emulators"] {
        let entries = std::fs::read_dir(fixtures.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    // All of one folder together: then definitions, tasks and services meet.
    paths.push(fixtures.join("kube/odd"));
    paths.sort();
    paths.into_iter().map(|path| (path.display().to_string(), saved::load(&[path]).snapshot)).collect()
}

fn each_object(mut check: impl FnMut(&str, &Value)) {
    let mut seen = 0;
    for (name, snapshot) in snapshots() {
        for subject in snapshot.subjects() {
            let facts = Facts::gather(&snapshot, &subject);
            for twin in kube::twins(&facts) {
                let list = kube::objects(&facts, &twin);
                assert_eq!((&list["kind"], &list["apiVersion"]), (&"List".into(), &"v1".into()));
                for item in list["items"].as_array().unwrap() {
                    check(&name, item);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} objects");
}

fn is_label_name(text: &str) -> bool {
    let inside = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let ends = [text.bytes().next(), text.bytes().last()];
    !text.is_empty() && text.len() <= 63 && inside && ends.iter().flatten().all(u8::is_ascii_alphanumeric)
}

fn is_object_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label_name)
}

fn is_qualified(text: &str) -> bool {
    let inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let ends = [text.bytes().next(), text.bytes().last()];
    text.len() <= 63 && inside && ends.iter().flatten().all(u8::is_ascii_alphanumeric)
}

fn is_key(text: &str) -> bool {
    match text.split_once('/') {
        Some((prefix, name)) => is_object_name(prefix) && !name.is_empty() && is_qualified(name),
        None => !text.is_empty() && is_qualified(text),
    }
}

fn pairs(value: &Value) -> Vec<(&str, &str)> {
    let all = value.as_object().into_iter().flatten();
    all.map(|(key, value)| (key.as_str(), value.as_str().unwrap())).collect()
}

fn check_metadata(place: &str, metadata: &Value) {
    for (key, value) in pairs(&metadata["labels"]) {
        assert!(is_key(key) && (value.is_empty() || is_qualified(value)), "{place}: label {key}={value}");
    }
    for (key, _) in pairs(&metadata["annotations"]) {
        assert!(is_key(key), "{place}: annotation {key}");
    }
}

#[test]
fn names_labels_and_annotations_are_legal() {
    each_object(|place, item| {
        let metadata = &item["metadata"];
        let name = metadata["name"].as_str().unwrap();
        assert!(is_object_name(name), "{place}: {name}");
        assert!(is_label_name(metadata["namespace"].as_str().unwrap()), "{place}: {name}");
        check_metadata(place, metadata);
        check_metadata(place, &item["spec"]["template"]["metadata"]);
    });
}

#[test]
fn selectors_choose_the_template_that_stands_beside_them() {
    each_object(|place, item| {
        let chosen = pairs(&item["spec"]["selector"]["matchLabels"]);
        let labels = pairs(&item["spec"]["template"]["metadata"]["labels"]);
        let controller = item["kind"] == "Deployment" || item["kind"] == "ReplicaSet";
        assert!(!controller || !chosen.is_empty(), "{place}");
        assert!(chosen.iter().all(|pair| labels.contains(pair)), "{place}: {chosen:?} {labels:?}");
    });
}

#[test]
fn pods_have_containers_with_names_images_and_mounts_that_exist() {
    each_object(|place, item| {
        let spec = if item["kind"] == "Pod" { &item["spec"] } else { &item["spec"]["template"]["spec"] };
        if !spec.is_object() {
            return;
        }
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let names = |all: &[Value]| -> Vec<String> {
            all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        let volumes = names(&list(&spec["volumes"]));
        let containers = [list(&spec["initContainers"]), list(&spec["containers"])].concat();
        let own = names(&containers);
        assert!(!list(&spec["containers"]).is_empty(), "{place}");
        for all in [&volumes, &own] {
            assert!(all.iter().all(|name| is_label_name(name)), "{place}: {all:?}");
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{place}: {all:?}");
        }
        for container in &containers {
            assert!(!container["image"].as_str().unwrap().is_empty(), "{place}");
            for mount in list(&container["volumeMounts"]) {
                assert!(volumes.iter().any(|name| mount["name"] == name.as_str()), "{place}: {mount}");
            }
            for port in list(&container["ports"]) {
                assert!((1..=65_535).contains(&port["containerPort"].as_i64().unwrap()), "{place}");
                assert!(matches!(port["protocol"].as_str(), Some("TCP" | "UDP")), "{place}");
            }
        }
        let account = spec["serviceAccountName"].as_str();
        assert!(account.is_none_or(is_object_name), "{place}: {account:?}");
    });
}

#[test]
fn a_rolling_update_never_has_two_bounds_of_zero() {
    each_object(|place, item| {
        let rolling = &item["spec"]["strategy"]["rollingUpdate"];
        let zero = |name: &str| rolling[name] == "0%";
        assert!(!(zero("maxSurge") && zero("maxUnavailable")), "{place}");
        let kind = &item["spec"]["strategy"]["type"];
        assert!(kind.is_null() || kind == "RollingUpdate" || kind == "Recreate", "{place}");
    });
}

#[test]
fn what_ended_has_an_exit_code_that_ecs_states_and_no_value_of_a_variable_is_told() {
    each_object(|place, item| {
        let text = item.to_string();
        for secret in ["db.prod.internal", "hunter2"] {
            assert!(!text.contains(secret), "{place}: {secret}");
        }
        for status in item["status"]["containerStatuses"].as_array().into_iter().flatten() {
            let ended = &status["state"]["terminated"];
            assert!(ended.is_null() || ended["exitCode"].is_i64(), "{place}");
        }
    });
}

#[test]
fn names_are_one_to_one_inside_a_list() {
    for (place, snapshot) in snapshots() {
        for subject in snapshot.subjects() {
            let facts = Facts::gather(&snapshot, &subject);
            let list = kube::objects(&facts, &Twin::Deployment);
            let all: Vec<String> = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| format!("{} {}", item["kind"], item["metadata"]["name"]))
                .collect();
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{place}: {all:#?}");
        }
    }
}
