//! The renderer against what the real kubectl printed for the same objects.
#![expect(clippy::unwrap_used, reason = "a broken fixture is a failed test")]

use std::path::{Path, PathBuf};

use ecsplain::kube::describe::{self, Line, PodCounts};
use k8s_openapi::api::apps::v1::{Deployment, ReplicaSet};
use k8s_openapi::api::core::v1::{Event, Pod};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/kube/golden")
}

fn items(kind: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("objects.json")).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    let all = list["items"].as_array().unwrap().clone();
    all.into_iter().filter(|item| item["kind"] == kind).collect()
}

fn named<T: DeserializeOwned>(kind: &str, name: &str) -> T {
    let found = items(kind).into_iter().find(|item| item["metadata"]["name"] == name).unwrap();
    serde_json::from_value(found).unwrap()
}

fn events_of(kind: &str, name: &str) -> Vec<Event> {
    let ours = |event: &Event| {
        let object = &event.involved_object;
        object.kind.as_deref() == Some(kind) && object.name.as_deref() == Some(name)
    };
    let all = items("Event").into_iter().map(|item| serde_json::from_value(item).unwrap());
    all.filter(ours).collect()
}

fn now() -> jiff::Timestamp {
    "2026-11-22T08:27:40Z".parse().unwrap()
}

fn assert_golden(file: &str, lines: &[Line]) {
    let golden = std::fs::read_to_string(folder().join(file)).unwrap();
    let mut ours: String = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    ours.push('\n');
    assert_eq!(ours, golden, "{file}\n{ours}");
}

#[test]
fn a_deployment() {
    let (old, new): (ReplicaSet, ReplicaSet) =
        (named("ReplicaSet", "web-6c54bd5869"), named("ReplicaSet", "web-7d9c9c7f4b"));
    let deployment: Deployment = named("Deployment", "web");
    let lines =
        describe::deployment(&deployment, &[&old], &[&new], &events_of("Deployment", "web"), Some(now()));
    assert_golden("describe-deployment.txt", &lines);
}

#[test]
fn a_replica_set() {
    let set: ReplicaSet = named("ReplicaSet", "web-7d9c9c7f4b");
    let mut counts = PodCounts::default();
    for phase in ["Running", "Pending", "Pending", "Unknown"] {
        counts.add(phase);
    }
    let lines = describe::replica_set(&set, counts, &events_of("ReplicaSet", "web-7d9c9c7f4b"), Some(now()));
    assert_golden("describe-rs.txt", &lines);
}

#[test]
fn pods() {
    let pods = [
        ("describe-pod-crashloop-oom.txt", "web-7d9c9c7f4b-abcde"),
        ("describe-pod-imagepull.txt", "web-7d9c9c7f4b-pull1"),
        ("describe-pod-terminating.txt", "web-6c54bd5869-termi"),
        ("describe-pod-unschedulable.txt", "web-7d9c9c7f4b-unsch"),
    ];
    for (file, name) in pods {
        let pod: Pod = named("Pod", name);
        assert_golden(file, &describe::pod(&pod, &events_of("Pod", name), Some(now())));
    }
}
