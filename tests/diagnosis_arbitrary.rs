//! No input makes the diagnosis panic, and none makes it say more than it can show.

#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "properties/draw.rs"]
mod draw;

use ecsplain::diagnosis::knowledge::Owner;
use ecsplain::diagnosis::steps::events::kind_of;
use ecsplain::diagnosis::{Knowledge, signature, text};
use ecsplain::words::shell::quoted;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Pieces of real sentences between arbitrary text, so that the scanners get past their first condition.
fn sentence() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("(service ".to_owned()),
        Just("(task ".to_owned()),
        Just("ecs-svc/".to_owned()),
        Just("arn:".to_owned()),
        Just("sha256:".to_owned()),
        Just("10.0.0.1:".to_owned()),
        Just(") ".to_owned()),
        Just("Reason: ".to_owned()),
        Just("[503]".to_owned()),
        ".{0,12}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<i64>().prop_map(|number| json!(number)),
        (0..4_i64).prop_map(|few| json!(few))
    ]
}

fn time() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!("9999-12-30T22:00:00Z")),
        Just(json!("-009999-01-02T01:59:59Z")),
        (0..2_000_000_000_i64).prop_map(|at| json!(at)),
    ]
}

fn word(choices: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(choices).prop_map(|word| if word.is_empty() { json!(null) } else { json!(word) })
}

prop_compose! {
    fn service()(
        counts in prop::collection::vec(number(), 12),
        times in prop::collection::vec(time(), 4),
        states in prop::collection::vec(word(&["", "IN_PROGRESS", "COMPLETED", "FAILED"]), 2),
        messages in prop::collection::vec((sentence(), time()), 0..6),
    ) -> Value {
        let row = |place: usize, status: &str| json!({
            "id": format!("ecs-svc/{place}"), "status": status, "desiredCount": counts[place], "runningCount": counts[place + 2],
            "pendingCount": counts[place + 4], "failedTasks": counts[place + 6], "createdAt": times[place],
            "rolloutState": states[place],
        });
        let events: Vec<Value> = messages.iter().map(|(message, at)| json!({"message": message, "createdAt": at})).collect();
        json!({"services": [{
            "serviceName": "web", "desiredCount": counts[8], "runningCount": counts[9],
            "deploymentConfiguration": {"minimumHealthyPercent": counts[10], "maximumPercent": counts[11],
                "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
            "deployments": [row(0, "PRIMARY"), row(1, "ACTIVE")], "events": events,
        }]})
    }
}

prop_compose! {
    fn task()(
        code in number(), times in prop::collection::vec(time(), 5), reason in sentence(),
        stop in word(&["", "TaskFailedToStart", "EssentialContainerExited", "ServiceSchedulerInitiated", "UserInitiated"]),
    ) -> Value {
        json!({"taskArn": "arn:aws:ecs:r:1:task/c/t", "group": "service:web", "startedBy": "ecs-svc/0", "lastStatus": "STOPPED",
            "createdAt": times[0], "startedAt": times[1], "stoppingAt": times[2], "executionStoppedAt": times[3],
            "stoppedAt": times[4], "stopCode": stop, "stoppedReason": reason,
            "containers": [{"name": "app", "exitCode": code, "reason": reason}]})
    }
}

proptest! {
    #![proptest_config(draw::cases(256))]

    #[test]
    fn scanners_take_any_text(message in sentence()) {
        let folded = text::fold(&message);
        let _ = (text::predicate(&folded), text::named(&message, "task"), text::deployment(&message));
        let _ = (kind_of(&message), Knowledge::BUILT_IN.read(&message, None, Owner::default()), quoted(&message));
        let once = signature::normalise(&message);
        prop_assert!(!once.contains('\n'));
    }

    #[test]
    fn every_verdict_can_show_what_it_rests_on(service in service(), tasks in prop::collection::vec(task(), 0..4)) {
        let diagnosis = capture::first(&capture::snapshot(&[service, json!({"tasks": tasks})]));
        prop_assert!(diagnosis.findings.iter().all(|finding| !finding.evidence.is_empty()));
        let said = capture::say(&diagnosis.verdict);
        // What ECS said is quoted as it stands.
        let ours = said.split_once('“').map_or(said.as_str(), |(before, _)| before);
        prop_assert!(!ours.contains('$'), "unfilled: {said}");
        let steady = diagnosis.state == ecsplain::diagnosis::State::Steady;
        let told = diagnosis.verdict.key == "verdict-steady-again";
        prop_assert!(!steady || told || diagnosis.findings.iter().all(|finding| finding.class.starts_with("infra.")));
    }
}
