//! Saved answers as people have them are read: every real document, every shape, every way to cut one.

use std::path::{Path, PathBuf};

use ecsplain::model::{CaptureBasis, Snapshot};
use ecsplain::source::saved::{Loaded, load, load_bytes};
use ecsplain::words::Words;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading").join(name)
}

fn read(name: &str) -> Loaded {
    load(&[fixture(name)])
}

/// Reads text that must be without a problem.
fn clean(text: &str) -> Snapshot {
    let loaded = load_bytes("text", text.as_bytes().to_vec());
    assert!(loaded.problems.is_empty(), "{:?}", said(&loaded));
    loaded.snapshot
}

fn said(loaded: &Loaded) -> Vec<String> {
    let words = Words::english();
    loaded.problems.iter().map(|problem| format!("{}: {}", problem.place, words.say(&problem.what))).collect()
}

#[test]
fn every_real_document_is_read_without_a_problem() {
    let loaded = read("real");
    assert!(loaded.problems.is_empty(), "{:#?}", said(&loaded));
    let snapshot = &loaded.snapshot;
    assert_eq!(snapshot.documents.len(), 20);
    assert_eq!(snapshot.services.len(), 6);
    assert_eq!(snapshot.task_definitions.len(), 1);
    assert_eq!(snapshot.task_sets.len(), 1);
}

#[test]
fn every_object_knows_where_it_was_read() {
    let snapshot = read("real").snapshot;
    for service in &snapshot.services {
        let raw = snapshot.raw(service.origin).unwrap();
        assert!(raw.starts_with('{') && raw.ends_with('}'), "{raw}");
    }
    let definition = &snapshot.task_definitions[0];
    assert!(snapshot.raw(definition.origin).unwrap().contains("day1ireland-server01"));
}

#[test]
fn a_described_service_keeps_its_rows_and_its_hundred_events() {
    let loaded = read("real/ds-ec2-rolling-oom-loop-steady-v2.json");
    let service = &loaded.snapshot.services[0];
    assert_eq!((service.events.len(), service.deployments.len()), (100, 1));
    assert_eq!(loaded.snapshot.captured.at, service.events[0].created_at);
    assert_eq!(loaded.snapshot.captured.basis, CaptureBasis::NewestInside);
    assert_eq!(service.captured_at, loaded.snapshot.captured.at);
}

#[test]
fn a_cut_query_of_rows_and_events_is_a_service_named_by_its_events() {
    let snapshot = read("real/events-dsf-container-health-then-completed.json").snapshot;
    assert_eq!(snapshot.services[0].name(), Some("dsf-ai-service-lb"));
    let rows = clean(
        r#"[[{"id":"ecs-svc/1","status":"PRIMARY","rolloutState":"FAILED"}],
            [{"createdAt":1.5,"message":"(service web) has reached a steady state."}]]"#,
    );
    assert_eq!(rows.services[0].name(), Some("web"));
    assert!(rows.events.is_empty());
}

#[test]
fn counted_messages_are_events_without_a_service() {
    let snapshot = read("real/events-baserate-2190-production.json").snapshot;
    assert_eq!(snapshot.events.len(), 17);
    assert_eq!(snapshot.events[0].count, Some(1602));
    assert_eq!(snapshot.captured.at, None);
}

#[test]
fn the_newest_capture_of_a_service_wins_whatever_the_order_of_the_files() {
    let at = |time: &str, running: u8| {
        format!(
            r#"{{"services":[{{"serviceArn":"arn:aws:ecs:r:1:service/c/web","runningCount":{running},
                "events":[{{"id":"e","createdAt":"{time}","message":"(service web) x"}}]}}]}}"#
        )
    };
    let (old, new) = (at("2025-01-01T00:00:00Z", 1), at("2025-01-01T00:05:00Z", 2));
    for text in [format!("{old}\n{new}"), format!("{new}\n{old}\n{new}\n{old}")] {
        let snapshot = clean(&text);
        assert_eq!(snapshot.services.len(), 1);
        assert_eq!(snapshot.services[0].running_count, Some(2));
        assert_eq!(snapshot.superseded.services[0].running_count, Some(1));
    }
}

#[test]
fn list_answers_give_names_only() {
    let snapshot = clean(r#"{"taskArns":["arn:aws:ecs:r:1:task/c/a","arn:aws:ecs:r:1:task/c/a"]}"#);
    assert_eq!(snapshot.listing.tasks, ["arn:aws:ecs:r:1:task/c/a"]);
    assert!(snapshot.is_empty());
}

#[test]
fn an_event_of_a_task_is_the_task_at_the_time_of_the_event() {
    let snapshot = read("real/evt-fargate-elb-failed-exit143.json").snapshot;
    assert_eq!(snapshot.captured.basis, CaptureBasis::Envelope);
    assert_eq!(snapshot.tasks[0].stop_code.as_deref(), Some("ServiceSchedulerInitiated"));
    assert_eq!(snapshot.tasks[0].captured_at, snapshot.captured.at);
}

#[test]
fn what_emulators_answer_is_read_and_the_rest_is_named() {
    for (emulator, services, tasks) in [("moto", 3, 3), ("ministack", 3, 5)] {
        let loaded = read(&format!("emulators/{emulator}"));
        assert!(loaded.problems.iter().all(|problem| !problem.broken), "{:#?}", said(&loaded));
        let known = ", which ecsplain does not use.";
        assert!(said(&loaded).iter().all(|said| said.contains(known)), "{:#?}", said(&loaded));
        let snapshot = &loaded.snapshot;
        assert_eq!((snapshot.services.len(), snapshot.tasks.len()), (services, tasks), "{emulator}");
    }
}

#[test]
fn real_documents_say_the_same_in_every_spelling() {
    for entry in std::fs::read_dir(fixture("real")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let yaml = serde_saphyr::to_string(&value).unwrap();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let plain = outline(&load_bytes("text", text.into_bytes()));
        for bytes in [yaml.into_bytes(), utf16, value.to_string().into_bytes()] {
            assert_eq!(outline(&load_bytes("text", bytes)), plain, "{}", path.display());
        }
    }
}

/// What a snapshot holds, without where it was read.
fn outline(loaded: &Loaded) -> String {
    assert!(loaded.problems.is_empty(), "{:#?}", said(loaded));
    let snapshot = &loaded.snapshot;
    let all = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        snapshot.captured,
        snapshot.services,
        snapshot.tasks,
        snapshot.task_definitions,
        snapshot.task_sets,
        snapshot.events
    );
    let places = all.split("Origin {").map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    places.collect()
}
