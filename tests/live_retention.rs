//! What stays of an earlier capture: tasks and events that ECS has forgotten, answers that stand in for refused ones.

#![expect(clippy::unwrap_used, reason = "an invented capture that cannot be read fails the test")]

use ecsplain::model::live::{Call, Live, Refusal};
use ecsplain::model::time::Time;
use ecsplain::model::{CaptureBasis, Captured, Snapshot, Task};
use ecsplain::source::saved::{Answer, load_answers};
use jiff::SignedDuration;
use serde_json::json;

const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";

fn at(minutes: i64) -> Time {
    let start = Time::from_text("2026-11-22T14:00:00Z").unwrap();
    Time(start.0 + SignedDuration::from_mins(minutes))
}

fn answer(name: &str, body: &serde_json::Value) -> Answer {
    Answer { name: name.to_owned(), bytes: body.to_string().into_bytes() }
}

fn task(name: &str, status: &str) -> serde_json::Value {
    json!({
        "taskArn": format!("{ARN}:task/prod/{name}"), "clusterArn": format!("{ARN}:cluster/prod"),
        "group": "service:web", "lastStatus": status, "desiredStatus": status,
        "createdAt": "2026-11-22T13:50:00Z",
        "stoppedAt": if status == "STOPPED" { json!("2026-11-22T13:55:00Z") } else { json!(null) },
    })
}

/// A capture made `minutes` after the start, of these tasks and events.
fn capture(minutes: i64, stopped: &[&str], running: &[&str], events: &[&str]) -> Snapshot {
    let events: Vec<_> = events
        .iter()
        .map(|id| json!({"id": id, "createdAt": "2026-11-22T13:59:00Z", "message": format!("(service web) {id}")}))
        .collect();
    let service = json!({
        "serviceArn": format!("{ARN}:service/prod/web"), "serviceName": "web",
        "clusterArn": format!("{ARN}:cluster/prod"), "status": "ACTIVE", "events": events,
    });
    let stopped: Vec<_> = stopped.iter().map(|name| task(name, "STOPPED")).collect();
    let running: Vec<_> = running.iter().map(|name| task(name, "RUNNING")).collect();
    let loaded = load_answers(vec![
        answer("ecs:DescribeServices prod/web", &json!({"services": [service], "failures": []})),
        answer("ecs:DescribeTasks prod/web RUNNING", &json!({"tasks": running, "failures": []})),
        answer("ecs:DescribeTasks prod/web STOPPED", &json!({"tasks": stopped, "failures": []})),
    ]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut snapshot = loaded.snapshot;
    snapshot.captured = Captured { at: Some(at(minutes)), basis: CaptureBasis::Live };
    snapshot.live = Some(Live::default());
    snapshot
}

fn refuse(snapshot: &mut Snapshot, action: &'static str, detail: &str) {
    let call = Call {
        action,
        cluster: Some("prod".to_owned()),
        service: Some("web".to_owned()),
        detail: detail.to_owned(),
    };
    snapshot.live.as_mut().unwrap().refused.push((call, Refusal::TimedOut));
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.tasks.iter().filter_map(Task::id).collect()
}

fn find<'a>(snapshot: &'a Snapshot, name: &str) -> &'a Task {
    snapshot.tasks.iter().find(|task| task.id() == Some(name)).unwrap()
}

#[test]
fn a_stopped_task_that_ecs_forgot_stays_with_its_text_and_the_moment_it_was_missed() {
    let mut second = capture(5, &["b"], &["r"], &[]);
    assert!(second.keep_from(&capture(0, &["a", "b"], &["r"], &[])));
    assert_eq!(names(&second), ["r", "b", "a"], "what ECS says keeps its place");
    assert_eq!((find(&second, "a").gone_since, find(&second, "b").gone_since), (Some(at(5)), None));
    let raw = second.raw(find(&second, "a").origin).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(raw).unwrap(), task("a", "STOPPED"));
    let mut third = capture(9, &["b"], &["r"], &[]);
    third.keep_from(&second);
    assert_eq!(find(&third, "a").gone_since, Some(at(5)), "it was missed then");
    assert_eq!(third.raw(find(&third, "a").origin).unwrap(), raw);
    assert_eq!(third.documents.len(), 4, "the text is kept once");
    let mut late = capture(200, &["b"], &["r"], &[]);
    late.keep_from(&third);
    assert_eq!(names(&late), ["r", "b"], "an incident has an end");
}

#[test]
fn a_running_task_that_ecs_no_longer_lists_is_not_said_to_run() {
    let mut second = capture(1, &[], &["r2"], &[]);
    assert!(!second.keep_from(&capture(0, &[], &["r1", "r2"], &[])));
    assert_eq!(names(&second), ["r2"]);
}

#[test]
fn an_answer_that_was_refused_is_stood_in_for_by_the_last_good_one() {
    let first = capture(0, &["a"], &["r1"], &[]);
    let mut second = capture(1, &[], &["r2"], &[]);
    refuse(&mut second, "ecs:ListTasks", "STOPPED");
    assert!(second.keep_from(&first));
    assert_eq!(names(&second), ["r2", "a"]);
    assert_eq!(find(&second, "a").gone_since, None, "nobody knows whether ECS has forgotten it");
    assert_eq!(second.live.as_ref().unwrap().stands_in, Some(at(0)));
    let mut third = capture(2, &[], &["r2"], &[]);
    refuse(&mut third, "ecs:DescribeTasks", "STOPPED");
    third.keep_from(&second);
    assert_eq!(third.live.as_ref().unwrap().stands_in, Some(at(0)), "it is as old as it is");
    let mut fourth = capture(3, &["a"], &["r2"], &[]);
    fourth.keep_from(&third);
    assert_eq!(fourth.live.as_ref().unwrap().stands_in, None);
}

#[test]
fn what_another_service_was_refused_stands_in_for_nothing_here() {
    let mut second = capture(1, &[], &["r1"], &[]);
    refuse(&mut second, "ecs:ListTasks", "RUNNING");
    second.live.as_mut().unwrap().refused[0].0.service = Some("other".to_owned());
    assert!(!second.keep_from(&capture(0, &[], &["r1", "r2"], &[])));
}

#[test]
fn events_beyond_the_hundred_that_ecs_lists_stay_in_order() {
    let mut second = capture(5, &[], &[], &["e3", "e2"]);
    assert!(second.keep_from(&capture(0, &[], &[], &["e2", "e1"])));
    let events = &second.services[0].events;
    let ids: Vec<_> = events.iter().filter_map(|event| event.id.as_deref()).collect();
    assert_eq!(ids, ["e3", "e2", "e1"]);
    let gone: Vec<_> = events.iter().map(|event| event.gone_since).collect();
    assert_eq!(gone, [None, None, Some(at(5))]);
}

#[test]
fn the_documents_say_all_that_the_snapshot_says() {
    let mut second = capture(5, &["b"], &[], &[]);
    second.keep_from(&capture(0, &["a", "b"], &[], &[]));
    let answers = second
        .documents
        .iter()
        .map(|document| Answer { name: document.name.clone(), bytes: document.text.as_bytes().to_vec() });
    let replayed = load_answers(answers.collect());
    assert!(replayed.problems.is_empty(), "{:?}", replayed.problems);
    assert_eq!(names(&replayed.snapshot), names(&second));
}
