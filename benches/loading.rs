//! How fast saved answers are read: answers of realistic make, generated, some 16 MB each.
//!
//! `cargo bench --bench loading`

use std::fmt::Write;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ecsplain::source::saved::load_bytes;

/// Bytes of one document.
const SIZE: usize = 16 * 1024 * 1024;

fn main() {
    divan::main();
}

fn run(bencher: Bencher<'_, '_>, text: String) {
    let loaded = load_bytes("bench", text.clone().into_bytes());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems.first());
    let bytes = text.into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| black_box(load_bytes("bench", bytes)));
}

/// A real task, with an id of its own each time.
fn tasks(pretty: bool) -> String {
    let task = include_str!("../tests/fixtures/reading/real/dt-ec2-oom137-v2.json");
    let answer: serde_json::Value = serde_json::from_str(task).unwrap_or_default();
    let task = &answer["tasks"][0];
    let one = if pretty { serde_json::to_string_pretty(task) } else { serde_json::to_string(task) };
    repeated(
        "{\"tasks\":[",
        &one.unwrap_or_default(),
        "b23e2cd65a99432190bd640cac2229b5",
        "],\"failures\":[]}",
    )
}

/// A real service with its hundred events, with a name of its own each time.
fn services() -> String {
    let answer = include_str!("../tests/fixtures/reading/real/ds-ec2-rolling-oom-loop-steady-v2.json");
    let start = answer.find('[').map_or(0, |at| at + 1);
    let end = answer.rfind(']').unwrap_or(answer.len());
    let end = answer[..end].rfind(']').unwrap_or(end);
    let one = answer[start..end].trim();
    repeated("{\"services\":[", one, "gemini-cli-service", "],\"failures\":[]}")
}

fn repeated(before: &str, one: &str, name: &str, after: &str) -> String {
    let mut text = before.to_owned();
    let mut number = 0;
    while text.len() < SIZE {
        if number > 0 {
            text.push(',');
        }
        text.push_str(&one.replace(name, &format!("{number:032x}")));
        number += 1;
    }
    text + after
}

fn log_events() -> String {
    let mut text = "{\n    \"events\": [".to_owned();
    let mut at = 1_795_335_492_748_u64;
    while text.len() < SIZE {
        at += 137;
        let comma = if at == 1_795_335_492_885 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}\n        {{\n            \"timestamp\": {at},\n            \"message\": \"GET /health/{at} 200 took 3 ms, \
             \\\"user-agent\\\": \\\"ELB-HealthChecker/2.0\\\"\",\n            \"ingestionTime\": {at}\n        }}"
        );
    }
    text + "\n    ],\n    \"nextForwardToken\": \"f/1\"\n}"
}

fn event_lines() -> String {
    let event = include_str!("../tests/fixtures/reading/real/evt-fargate-elb-failed-exit143.json");
    let event: serde_json::Value = serde_json::from_str(event).unwrap_or_default();
    let line = event.to_string();
    let mut text = String::new();
    for number in 0.. {
        text.push_str(&line.replace("7e12d648155541fbb8a922c39b586f82", &format!("{number:032x}")));
        text.push('\n');
        if text.len() >= SIZE {
            break;
        }
    }
    text
}

#[divan::bench]
fn describe_tasks_pretty(bencher: Bencher<'_, '_>) {
    run(bencher, tasks(true));
}

#[divan::bench]
fn describe_tasks_compact(bencher: Bencher<'_, '_>) {
    run(bencher, tasks(false));
}

#[divan::bench]
fn describe_services(bencher: Bencher<'_, '_>) {
    run(bencher, services());
}

#[divan::bench]
fn get_log_events(bencher: Bencher<'_, '_>) {
    run(bencher, log_events());
}

#[divan::bench]
fn eventbridge_lines(bencher: Bencher<'_, '_>) {
    run(bencher, event_lines());
}
