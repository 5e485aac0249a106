//! Builds snapshots out of JSON without the reader, so that the diagnosis is tested alone.
#![expect(clippy::unwrap_used, reason = "a fixture that does not decode must fail the test")]

use ecsplain::diagnosis::{Diagnosis, Knowledge, diagnose};
use ecsplain::model::{CaptureBasis, Captured, Facts, LogStream, Snapshot, TargetHealthSet};
use ecsplain::words::{Message, Words};
use serde_json::Value;

/// A snapshot of documents as `aws ecs describe-*` prints them.
pub fn snapshot(documents: &[Value]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for document in documents {
        add(&mut snapshot, document.clone());
    }
    settle(&mut snapshot);
    snapshot
}

/// A snapshot of one document written as text.
pub fn from_text(json: &str) -> Snapshot {
    snapshot(&[serde_json::from_str(json).unwrap()])
}

/// A published document.
pub fn corpus(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/diagnosis/corpus/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Diagnoses the first subject.
pub fn first(snapshot: &Snapshot) -> Diagnosis {
    let subject = snapshot.subjects().remove(0);
    diagnose(&Facts::gather(snapshot, &subject), &Knowledge::BUILT_IN)
}

/// Says a message in English.
pub fn say(message: &Message) -> String {
    Words::english().say(message)
}

/// The classes of the findings, in their order.
pub fn classes(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings.iter().map(|finding| finding.class).collect()
}

fn add(snapshot: &mut Snapshot, document: Value) {
    if let Value::Array(events) = document {
        snapshot.events.extend(events.into_iter().map(|event| serde_json::from_value(event).unwrap()));
        return;
    }
    let has = |key: &str| document.get(key).is_some_and(|value| !value.is_null());
    if has("detail") {
        snapshot.tasks.push(serde_json::from_value(document["detail"].clone()).unwrap());
        return;
    }
    if has("TaskArn") {
        snapshot.tasks.push(serde_json::from_value(camel(document)).unwrap());
        return;
    }
    if has("containerDefinitions") {
        snapshot.task_definitions.push(serde_json::from_value(document).unwrap());
        return;
    }
    if !has("services") && (has("deployments") || has("events")) && !has("logStream") && !has("logs") {
        snapshot.services.push(serde_json::from_value(document).unwrap());
        return;
    }
    macro_rules! take {
        ($key:literal, $list:ident) => {
            for one in document.get($key).and_then(Value::as_array).into_iter().flatten() {
                snapshot.$list.push(serde_json::from_value(one.clone()).unwrap());
            }
        };
    }
    take!("services", services);
    take!("tasks", tasks);
    take!("taskSets", task_sets);
    take!("serviceDeployments", service_deployments);
    take!("containerInstances", container_instances);
    take!("failures", failures);
    take!("MetricDataResults", metrics);
    take!("TargetGroups", target_groups);
    if has("TargetHealthDescriptions") {
        let targets = serde_json::from_value(document["TargetHealthDescriptions"].clone()).unwrap();
        snapshot.target_health.push(TargetHealthSet { targets, ..TargetHealthSet::default() });
    }
    if has("service") {
        snapshot.services.push(serde_json::from_value(document["service"].clone()).unwrap());
    }
    if has("task") {
        snapshot.tasks.push(serde_json::from_value(document["task"].clone()).unwrap());
    }
    if has("taskDefinition") {
        snapshot.task_definitions.push(serde_json::from_value(document["taskDefinition"].clone()).unwrap());
    }
    if has("logs") {
        let name = document["logs"].get("stream").and_then(Value::as_str).map(str::to_owned);
        let lines = serde_json::from_value(document["logs"]["events"].clone()).unwrap();
        snapshot.logs.push(LogStream { stream: name, lines, ..LogStream::default() });
    }
}

/// Keys of Step Functions begin with a capital.
fn camel(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(camel).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| {
                let mut letters = key.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                (first.into_iter().chain(letters).collect::<String>(), camel(value))
            })
            .collect(),
        other => other,
    }
}

fn settle(snapshot: &mut Snapshot) {
    let tasks = snapshot.tasks.iter().filter_map(ecsplain::model::Task::newest_time);
    let services = snapshot.services.iter().flat_map(|service| {
        let events = service.events.iter().map(|event| event.created_at);
        let rows = service.deployments.iter().flat_map(|row| [row.created_at, row.updated_at]);
        events.chain(rows).chain([service.created_at]).flatten().collect::<Vec<_>>()
    });
    let at = tasks.chain(services).max();
    let basis = if at.is_some() { CaptureBasis::NewestInside } else { CaptureBasis::Nothing };
    snapshot.captured = Captured { at, basis };
}
