//! An endpoint that answers badly, in every way and for every action: never a panic, a hang or a lie.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/account.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod account;
#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;
#[path = "live/placing.rs"]
mod placing;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ecsplain::diagnosis::{Knowledge, State};
use ecsplain::live::{self, Capture, Scope};
use ecsplain::model::live::Refusal;
use ecsplain::source::aws::{Account, Action, Patience, Target};
use ecsplain::words::Words;
use endpoint::{Asked, Endpoint, Reply};
use serde_json::json;

const API: Scope<'_> = Scope::Service { cluster: Some("prod"), name: "api" };

/// What [`API`] needs: the list finds it, and without its own description there is nothing to show.
const NEEDED: [Action; 3] = [Action::ListClusters, Action::ListServices, Action::DescribeServices];

/// Reads without waiting for long. Metrics are asked for.
fn read(endpoint: &Endpoint, scope: Scope<'_>) -> Result<Capture, String> {
    let patience = Patience { pause: Duration::from_millis(1), ..Patience::default() };
    read_with(endpoint, scope, patience)
}

fn read_with(endpoint: &Endpoint, scope: Scope<'_>, patience: Patience) -> Result<Capture, String> {
    let account = Account::connect(&Target {
        region: Some("us-east-1".to_owned()),
        endpoint: Some(endpoint.url.clone()),
        keyless: true,
        patience,
        ..Target::default()
    })
    .unwrap();
    account.ask_metrics(true);
    let read = live::read(&account, scope, &Knowledge::BUILT_IN, &mut drop);
    read.map_err(|why| Words::english().say(&why))
}

/// The account that uses everything, but for what `other` answers.
fn account_but(other: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Endpoint {
    Endpoint::start(move |asked| other(asked).unwrap_or_else(|| placing::placing(asked)))
}

/// The account that uses everything, where one action is answered with `reply`.
fn account_where(action: Action, reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Endpoint {
    account_but(move |asked| is(asked, action).then(|| reply(asked)))
}

fn is(asked: &Asked, action: Action) -> bool {
    action.name().ends_with(&format!(":{}", asked.operation))
}

fn refusals(capture: &Capture) -> Vec<(&'static str, Refusal)> {
    let live = capture.loaded.snapshot.live.as_ref().unwrap();
    live.refused.iter().map(|(call, why)| (call.action, why.clone())).collect()
}

/// The actions that the account reaches and that a service can be shown without.
fn optional() -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(|action| !NEEDED.contains(action) && *action != Action::DescribeTaskSets)
}

#[test]
fn everything_is_read_and_nothing_else() {
    let endpoint = account_but(|_| None);
    let capture = read(&endpoint, API).unwrap();
    assert_eq!(refusals(&capture), []);
    for action in optional() {
        assert!(endpoint.asked().iter().any(|asked| is(asked, action)), "{action:?}");
    }
    let snapshot = &capture.loaded.snapshot;
    assert_eq!(snapshot.container_instances.len(), 2);
    assert_eq!(snapshot.capacity_providers.len(), 1);
    assert_eq!(snapshot.service_revisions.len(), 3);
    assert_eq!(snapshot.task_definitions.len(), 3, "of the rows, and of the revision that is in none");
    assert_eq!(snapshot.clusters.len(), 1);
    let groups: Vec<_> = snapshot.target_health.iter().map(|set| set.target_group_arn.clone()).collect();
    assert!(groups.len() == 2 && groups[0] != groups[1] && groups.iter().all(Option::is_some), "{groups:?}");
    assert_eq!(snapshot.target_health[0].targets.len(), 2);
    assert_eq!(snapshot.logs[0].stream.as_deref(), Some("ecs/app/stopped"));
    let metric = &capture.diagnoses[0].steps.logs.metrics[0];
    assert_eq!(
        (metric.label.as_str(), metric.last_and_highest()),
        ("CPUUtilization Average", Some((93.5, 93.5)))
    );
    assert_eq!(capture.diagnoses[0].findings[0].class, "place.cpu");
}

#[test]
fn an_action_that_is_denied_is_named_and_the_rest_goes_on() {
    for action in optional() {
        let endpoint = account_where(action, |asked| asked.error("AccessDeniedException", "not for you"));
        let capture = read(&endpoint, API).unwrap();
        let refused = refusals(&capture);
        assert!(!refused.is_empty(), "{action:?}");
        for (name, why) in refused {
            assert_eq!(name, action.name());
            assert!(matches!(why, Refusal::Error { code, .. } if code == "AccessDeniedException"), "{name}");
        }
        let unchecked = &capture.diagnoses[0].unchecked;
        let named = unchecked.iter().any(|one| Words::english().say(&one.what).contains(action.name()));
        assert!(named, "{action:?}");
    }
}

#[test]
fn whatever_is_answered_to_whichever_action_is_no_panic_and_no_health() {
    let page = b"<html><b>no</b></html>";
    let answers: [(&str, u16, &'static [u8], bool); 9] = [
        ("a page of an error", 500, page, false),
        ("a page", 200, page, false),
        ("nothing", 200, b"", false),
        ("a list", 200, b"[]", false),
        ("another shape", 200, br#"{"services": 7, "tasks": {"a": null}, "nextToken": []}"#, false),
        ("half an object", 200, br#"{"tasks": [{"taskArn": "arn:aws:ecs:us-east-1:1:task/prod/x"}]}"#, true),
        ("CBOR", 200, &[0xa1, 0x78, 0xff, 0x81], false),
        ("no text", 200, &[0x7b, 0xff, 0xfe, 0x22, 0x7d], false),
        ("nested without end", 200, &[b'['; 16_000], false),
    ];
    std::thread::scope(|scope| {
        for answer in answers {
            scope.spawn(move || answered_to_every_action(answer));
        }
    });
}

fn answered_to_every_action((what, status, body, cut): (&str, u16, &'static [u8], bool)) {
    for action in Action::ALL {
        let endpoint = account_where(action, move |_| Reply { status, body: body.to_vec(), cut });
        let Ok(capture) = read(&endpoint, API) else {
            assert_eq!(action, Action::DescribeServices, "{what}");
            continue;
        };
        let healthy = capture.diagnoses.iter().any(|one| one.state == State::Steady);
        assert!(!healthy, "{what} to {action:?}");
    }
}

#[test]
fn empty_answers_are_no_refusal_and_no_health() {
    for action in optional() {
        let endpoint = account_where(action, |_| Reply::ok(json!({})));
        let capture = read(&endpoint, API).unwrap();
        assert_ne!(capture.diagnoses[0].state, State::Steady, "{action:?}");
    }
}

#[test]
fn a_burst_of_throttles_is_waited_out() {
    let left = AtomicUsize::new(25);
    let endpoint = account_but(move |asked| {
        let more = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        more.is_ok().then(|| asked.error("ThrottlingException", "Rate exceeded"))
    });
    let capture = read(&endpoint, API).unwrap();
    assert_eq!(refusals(&capture), []);
    assert_eq!(capture.stats.total().throttled, 25);
    assert_eq!(capture.stats.total().retries, 25);
}

#[test]
fn a_throttle_without_end_is_told_as_such() {
    let endpoint =
        account_where(Action::ListTasks, |asked| asked.error("ThrottlingException", "Rate exceeded"));
    let capture = read(&endpoint, API).unwrap();
    assert!(
        refusals(&capture)
            .iter()
            .all(|(_, why)| matches!(why, Refusal::Error { code, .. } if code == "ThrottlingException"))
    );
    assert_eq!(refusals(&capture).len(), 2, "both lists of tasks");
    assert!(capture.stats.total().throttled > 6, "{:?}", capture.stats);
}

#[test]
fn a_call_that_is_never_answered_ends_by_its_own_limit() {
    let limit = Duration::from_millis(300);
    let patience = Patience { connect: limit, attempt: limit, call: limit, pause: Duration::from_millis(1) };
    for action in
        [Action::ListTasks, Action::GetLogEvents, Action::DescribeTargetHealth, Action::GetMetricData]
    {
        let endpoint = account_where(action, |_| {
            std::thread::park();
            Reply::ok(json!({}))
        });
        let capture = read_with(&endpoint, API, patience).unwrap();
        let refused = refusals(&capture);
        assert!(refused.contains(&(action.name(), Refusal::TimedOut)), "{action:?}: {refused:?}");
    }
}

#[test]
fn an_expired_token_is_one_sentence_with_what_renews_it() {
    let endpoint = Endpoint::start(|asked| asked.error("ExpiredTokenException", "The token has expired"));
    let why = read(&endpoint, API).unwrap_err();
    assert!(why.contains("aws sso login"), "{why}");
}

#[test]
fn a_token_that_expires_on_the_way_loses_nothing_that_was_seen() {
    let asked_before = AtomicUsize::new(0);
    let endpoint = account_but(move |asked| {
        let late = asked_before.fetch_add(1, Ordering::SeqCst) > 6;
        late.then(|| asked.error("ExpiredTokenException", "The token has expired"))
    });
    let capture = read(&endpoint, API).unwrap();
    assert_eq!(capture.loaded.snapshot.services.len(), 1);
    assert!(!refusals(&capture).is_empty());
    assert_ne!(capture.diagnoses[0].state, State::Steady);
}

#[test]
fn words_that_nobody_knows_yet_are_shown_as_they_are() {
    let words =
        ["EC2", "ACTIVE", "RUNNING", "STOPPED", "IN_PROGRESS", "COMPLETED", "EssentialContainerExited"];
    let endpoint = Endpoint::start(move |asked| {
        let mut reply = placing::placing(asked);
        if reply.body.starts_with(b"{") {
            let mut text = String::from_utf8(reply.body).unwrap();
            for word in words {
                text = text.replace(&format!("\"{word}\""), "\"OF_NEXT_YEAR\"");
            }
            reply.body = text.into();
        }
        reply
    });
    let capture = read(&endpoint, API).unwrap();
    assert_eq!(refusals(&capture), []);
    assert_eq!(capture.loaded.snapshot.services[0].status.as_deref(), Some("OF_NEXT_YEAR"));
    assert_ne!(capture.diagnoses[0].state, State::Steady);
}

#[test]
fn ten_thousand_tasks_are_read_a_hundred_at_a_time() {
    let endpoint = account_but(|asked| match asked.operation.as_str() {
        "ListTasks" if asked.input["desiredStatus"] == "RUNNING" => {
            let from: usize = asked.input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
            let arns: Vec<String> = (from..from + 100)
                .map(|at| format!("arn:aws:ecs:us-east-1:123456789012:task/prod/{at}"))
                .collect();
            let next = (from + 100 < 10_000).then(|| (from + 100).to_string());
            Some(Reply::ok(json!({"taskArns": arns, "nextToken": next})))
        }
        "DescribeTasks" => {
            let task = |arn: &serde_json::Value| {
                json!({"taskArn": arn, "group": "service:api", "lastStatus": "RUNNING", "desiredStatus": "RUNNING",
                    "clusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/prod"})
            };
            let tasks: Vec<_> = asked.input["tasks"].as_array().unwrap().iter().map(task).collect();
            Some(Reply::ok(json!({"tasks": tasks})))
        }
        _ => None,
    });
    let capture = read(&endpoint, API).unwrap();
    assert_eq!(capture.loaded.snapshot.tasks.len(), 10_001);
    assert_eq!(endpoint.count("DescribeTasks"), 101);
    assert!(endpoint.most_in_flight() <= 8, "{}", endpoint.most_in_flight());
}

#[test]
fn of_a_long_list_every_service_stays_and_only_its_old_events_go() {
    let event = |hours: u32| {
        json!({"id": hours.to_string(), "createdAt": 1.79e9 - 3600.0 * f64::from(hours),
        "message": "(service s) has started 1 tasks."})
    };
    let events: Vec<_> = (0..12).map(event).collect();
    let endpoint = Endpoint::start(move |asked| {
        let reply = account::many(asked, 45);
        if asked.operation != "DescribeServices" {
            return reply;
        }
        let mut answer: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        for service in answer["services"].as_array_mut().unwrap() {
            service["events"] = events.clone().into();
            service["ofNextYear"] = "x".repeat(90_000).into();
        }
        Reply::ok(answer)
    });
    let capture = read(&endpoint, Scope::List { cluster: Some("prod") }).unwrap();
    let services = &capture.loaded.snapshot.services;
    assert_eq!((services.len(), capture.diagnoses.len()), (45, 45));
    assert!(
        services
            .iter()
            .all(|one| one.events.len() == 3 && one.events[0].created_at > one.events[2].created_at)
    );
}
