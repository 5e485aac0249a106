//! The hand-off page: all that the next person needs, and nothing that must not leave.

use std::sync::Arc;

use ecsplain::app::{Effect, Key, Msg, State, update};
use ecsplain::diagnosis::{Knowledge, diagnose_all};
use ecsplain::report::{Input, handoff};
use ecsplain::source::saved::load_bytes;
use ecsplain::tui::saving::hand_over;
use ecsplain::words::Words;
use serde_json::{Value, json};

const PREFIX: &str = "arn:aws:ecs:eu-west-1:111122223333";

fn page(documents: &[Value]) -> String {
    let text: Vec<String> = documents.iter().map(Value::to_string).collect();
    let loaded = load_bytes("bundle", text.join("\n").into_bytes());
    let diagnoses = diagnose_all(&loaded.snapshot, &Knowledge::BUILT_IN);
    let words = Words::english();
    let input = Input {
        words: &words,
        snapshot: &loaded.snapshot,
        diagnoses: &diagnoses,
        problems: &loaded.problems,
    };
    handoff::page(&input, &diagnoses[0])
}

/// Invented: a rollout whose tasks die of a password that their log repeats.
fn bundle() -> Vec<Value> {
    let row = |number: i64, status: &str, state: &str, running: i64| {
        json!({"id": format!("ecs-svc/{number}"), "status": status, "taskDefinition": format!("{PREFIX}:task-definition/web:{number}"),
            "desiredCount": 2, "runningCount": running, "pendingCount": 0, "failedTasks": 0, "rolloutState": state,
            "createdAt": 1_700_000_000 + number * 1_000})
    };
    let event = |at: i64, text: &str| json!({"id": format!("e{at}"), "createdAt": 1_700_002_000 + at, "message": format!("(service web) {text}")});
    let service = json!({"services": [{"serviceArn": format!("{PREFIX}:service/prod/web"), "serviceName": "web",
        "clusterArn": format!("{PREFIX}:cluster/prod"), "status": "ACTIVE", "desiredCount": 2, "runningCount": 2,
        "pendingCount": 0, "launchType": "FARGATE", "createdAt": 1_600_000_000,
        "deployments": [row(2, "PRIMARY", "IN_PROGRESS", 0), row(1, "ACTIVE", "COMPLETED", 2)],
        "events": [event(90, "has started 1 tasks: (task b)."), event(10, "has started 1 tasks: (task a)."),
            event(-9_000, "has reached a steady state.")]}]});
    let task = |id: &str, at: i64| {
        json!({"taskArn": format!("{PREFIX}:task/prod/{id}"), "clusterArn": format!("{PREFIX}:cluster/prod"),
            "taskDefinitionArn": format!("{PREFIX}:task-definition/web:2"), "group": "service:web", "startedBy": "ecs-svc/2",
            "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "launchType": "FARGATE", "createdAt": at, "startedAt": at + 5,
            "stoppingAt": at + 30, "stoppedAt": at + 40, "stopCode": "EssentialContainerExited",
            "stoppedReason": "Essential container in task exited", "containers": [{"name": "app", "exitCode": 1, "lastStatus": "STOPPED"}]})
    };
    let definition = |number: i64, value: &str| {
        json!({"taskDefinition": {"taskDefinitionArn": format!("{PREFIX}:task-definition/web:{number}"), "family": "web",
            "revision": number, "containerDefinitions": [{"name": "app", "image": format!("web:v{number}"),
            "environment": [{"name": "DB_PASS", "value": value}], "logConfiguration": {"logDriver": "awslogs",
            "options": {"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "ecs"}}}]}})
    };
    let log = json!({"events": [{"logStreamName": "ecs/app/b", "timestamp": 1_700_002_129_000_i64, "ingestionTime": 1_700_002_129_500_i64,
        "eventId": "1", "message": "login as app with Tr0ub4dor-new failed; DATABASE_URL=postgres://app:hunter22@db/x"}],
        "searchedLogStreams": []});
    let tasks = json!({"tasks": [task("a", 1_700_002_020), task("b", 1_700_002_100)]});
    vec![service, tasks, definition(1, "Tr0ub4dor-old"), definition(2, "Tr0ub4dor-new"), log]
}

#[test]
fn the_page_holds_what_the_next_person_needs() {
    let page = page(&bundle());
    for part in [
        "# prod/web is stuck",
        "## What is wrong",
        "**run.app\\_exit\\_nonzero**",
        "| ecs-svc/2 | web:2 | PRIMARY | 2 | 0 | 0 | 0 | IN\\_PROGRESS |",
        "## What changed from web:1 to web:2",
        "**app.image: web:v1 → web:v2**",
        "**app.environment\\[DB\\_PASS\\]: another value**",
        "## The last hour (UTC)",
        "task b of web:2 stopped: EssentialContainerExited",
        "## Could not be checked",
        "ecsplain 0.",
    ] {
        let plain = part.replace("run.app\\_exit\\_nonzero", "run.app_exit_nonzero");
        assert!(page.contains(&plain), "{plain} in\n{page}");
    }
    assert!(!page.contains("has reached a steady state"), "older than an hour:\n{page}");
    let (stop, start) = (page.find("task a of web:2").unwrap(), page.find("(task b)").unwrap());
    assert!(stop < start, "merged by time:\n{page}");
}

#[test]
fn no_secret_leaves_with_it() {
    let page = page(&bundle());
    for secret in ["Tr0ub4dor", "hunter22"] {
        assert!(!page.contains(secret), "{secret} in\n{page}");
    }
    assert!(page.contains("login as app with <masked> failed"), "{page}");
}

#[test]
fn the_screen_writes_the_page_into_a_new_file_for_its_owner() {
    let loaded = ecsplain::source::saved::load(&["assets/snapshots/image-not-found".into()]);
    let diagnoses = diagnose_all(&loaded.snapshot, &Knowledge::BUILT_IN);
    let mut state = State::new(Arc::new(loaded.snapshot), diagnoses, Arc::new(Words::english()));
    state.open(0);
    assert_eq!(update(&mut state, Msg::Key(Key::char('e'))), [Effect::HandOver]);

    let folder = tempfile::tempdir().expect("a folder");
    let write = || match hand_over(&state, "# the page\n", folder.path()) {
        Msg::HandedOver(path) => path,
        other => panic!("{other:?}"),
    };
    let [first, second] = [write(), write()];
    assert!(first.ends_with("prod-web-20261121T140140Z-handoff.md"), "{first}");
    assert!(second.ends_with("Z-handoff-2.md"), "one is not written over: {second}");
    assert_eq!(std::fs::read_to_string(&first).expect("the file"), "# the page\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&first).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    update(&mut state, Msg::HandedOver(first.clone()));
    let said = state.message.as_ref().map(|message| state.words.say(message)).unwrap_or_default();
    assert!(said.contains(&first), "{said}");
    let nowhere = folder.path().join("no such folder");
    assert!(matches!(hand_over(&state, "", &nowhere), Msg::SaveFailed(_)));
}
