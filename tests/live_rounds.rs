//! One account read again and again: what a capture shows while it is made, and what the next one asks.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own answers fails")]

#[path = "live/account.rs"]
mod account;
#[path = "live/endpoint.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod endpoint;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ecsplain::diagnosis::{Knowledge, State};
use ecsplain::live::{self, Capture, Scope};
use ecsplain::source::aws::{Account, Target};
use endpoint::{Asked, Endpoint, Reply};
use serde_json::{Value, json};

fn account(endpoint: &Endpoint) -> Account {
    Account::connect(&Target {
        region: Some("us-east-1".to_owned()),
        endpoint: Some(endpoint.url.clone()),
        keyless: true,
        ..Target::default()
    })
    .unwrap()
}

/// What was shown on the way, and the whole.
fn read(account: &Account, scope: Scope<'_>) -> (Vec<Capture>, Capture) {
    let mut shown = Vec::new();
    let whole = live::read(account, scope, &Knowledge::BUILT_IN, &mut |capture| shown.push(capture)).unwrap();
    (shown, whole)
}

const WEB: Scope<'_> = Scope::Service { cluster: Some("prod"), name: "web" };
const JOB: Scope<'_> = Scope::Service { cluster: Some("prod"), name: "job" };

#[test]
fn an_account_may_be_read_in_a_thread_of_its_own() {
    fn may_be_sent<T: Send>() {}
    may_be_sent::<Account>();
    may_be_sent::<Capture>();
}

#[test]
fn what_never_changes_is_asked_once_and_all_else_again() {
    let endpoint = Endpoint::start(account::image_not_found);
    let account = account(&endpoint);
    let (first, second) = (read(&account, WEB).1, read(&account, WEB).1);
    assert_eq!(endpoint.count("DescribeTaskDefinition"), 2, "two revisions are in play");
    for operation in ["DescribeServices", "ListServiceDeployments"] {
        assert_eq!(endpoint.count(operation), 2, "{operation}");
    }
    assert_eq!(first.loaded.snapshot.task_definitions.len(), 2);
    assert_eq!(second.loaded.snapshot.task_definitions.len(), 2);
    assert_eq!(second.loaded.snapshot.documents.len(), first.loaded.snapshot.documents.len());
    let (one, other) = (first.stats.total(), second.stats.total());
    assert_eq!(other.calls, one.calls - 2);
    assert_eq!(account.total().total().calls, one.calls + other.calls);
}

#[test]
fn a_capture_without_a_look_on_the_way_asks_and_sees_the_same() {
    let (looking, blind) =
        (Endpoint::start(account::image_not_found), Endpoint::start(account::image_not_found));
    let shown = read(&account(&looking), WEB).1;
    let whole = live::read_whole(&account(&blind), WEB, &Knowledge::BUILT_IN).unwrap();
    assert!(whole.whole && !whole.diagnoses.is_empty());
    assert_eq!(whole.stats.total().calls, shown.stats.total().calls);
    let findings = |capture: &Capture| -> Vec<_> {
        capture.diagnoses.iter().map(|one| (one.name.clone(), one.state, one.findings.len())).collect()
    };
    assert_eq!(findings(&whole), findings(&shown));
    assert_eq!(whole.loaded.snapshot.documents.len(), shown.loaded.snapshot.documents.len());
}

/// Shows a service before its tasks: the service is told when the tasks are asked for, they when it was shown.
fn shown_before_its_tasks() -> (Vec<Capture>, Capture) {
    let (tasks_asked, seen) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let (asking, look) = (Arc::clone(&tasks_asked), Arc::clone(&seen));
    let endpoint = Endpoint::start(move |asked| {
        match asked.operation.as_str() {
            "DescribeServices" => wait(&asking),
            "DescribeTasks" => {
                asking.store(true, Ordering::SeqCst);
                wait(&look);
            }
            _ => {}
        }
        account::crashing(asked)
    });
    let mut shown = Vec::new();
    let whole = live::read(&account(&endpoint), JOB, &Knowledge::BUILT_IN, &mut |capture| {
        seen.store(true, Ordering::SeqCst);
        shown.push(capture);
    });
    (shown, whole.unwrap())
}

fn wait(flag: &AtomicBool) {
    while !flag.load(Ordering::SeqCst) {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn a_capture_is_shown_as_it_is_made_and_the_last_one_is_whole() {
    let (shown, whole) = shown_before_its_tasks();
    assert!(whole.whole && shown.iter().all(|capture| !capture.whole));
    assert!(shown.iter().all(|capture| capture.loaded.snapshot.services.len() == 1));
    let tasks: Vec<usize> = shown.iter().map(|capture| capture.loaded.snapshot.tasks.len()).collect();
    assert_eq!((tasks.first(), tasks.last()), (Some(&0), Some(&1)), "the service, then its tasks");
    assert!(shown.iter().all(|capture| capture.loaded.snapshot.logs.is_empty()));
    assert_eq!(whole.loaded.snapshot.logs.len(), 1);
}

#[test]
fn tasks_that_are_still_asked_for_are_not_said_to_be_none() {
    let (shown, _) = shown_before_its_tasks();
    let snapshot = &shown[0].loaded.snapshot;
    let live = snapshot.live.as_ref().unwrap();
    assert!(live.answered.iter().any(|call| call.detail == "STOPPED"));
    assert!(live.pending.iter().any(|call| call.action == "ecs:DescribeTasks"));
    let facts = ecsplain::model::Facts::gather(snapshot, &shown[0].diagnoses[0].subject);
    assert!(!facts.knows_stopped_tasks());
}

#[test]
fn what_was_refused_is_asked_again_in_the_next_capture() {
    let refused = AtomicUsize::new(0);
    let endpoint = Endpoint::start(move |asked| {
        let first = asked.operation == "DescribeTaskDefinition" && refused.fetch_add(1, Ordering::SeqCst) < 2;
        if first { Reply::error("AccessDeniedException", "no") } else { account::image_not_found(asked) }
    });
    let account = account(&endpoint);
    let refusals = |capture: &Capture| capture.loaded.snapshot.live.as_ref().unwrap().refused.len();
    assert_eq!(refusals(&read(&account, WEB).1), 2);
    assert_eq!(refusals(&read(&account, WEB).1), 0);
}

#[test]
fn answers_that_throttle_are_counted() {
    let throttled = AtomicUsize::new(0);
    let endpoint = Endpoint::start(move |asked| {
        let first = asked.operation == "DescribeServices" && throttled.fetch_add(1, Ordering::SeqCst) == 0;
        if first {
            Reply::error("ThrottlingException", "Rate exceeded")
        } else {
            account::image_not_found(asked)
        }
    });
    let account = account(&endpoint);
    let cost = read(&account, WEB).1.stats.total();
    assert_eq!((cost.throttled, cost.retries), (1, 1));
    assert_eq!(read(&account, WEB).1.stats.total().throttled, 0);
    assert_eq!(account.total().total().throttled, 1);
}

#[test]
fn a_long_list_is_shown_while_it_grows() {
    let endpoint = Endpoint::start(|asked| account::many(asked, 105));
    let (shown, whole) = read(&account(&endpoint), Scope::List { cluster: Some("prod") });
    let counts: Vec<usize> = shown.iter().map(|capture| capture.loaded.snapshot.services.len()).collect();
    assert!(!counts.is_empty() && counts.is_sorted(), "{counts:?}");
    assert!(counts.len() <= 5, "{counts:?}");
    assert_eq!(whole.loaded.snapshot.services.len(), 105);
}

/// Services of a list that is too long to be kept whole: each with all the events that ECS keeps, one of them stuck.
fn long_list(asked: &Asked) -> Reply {
    const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";
    let described = |arn: &Value| {
        let name = arn.as_str().unwrap().rsplit('/').next().unwrap();
        let stuck = name == "s399";
        let failed = json!({"message": "(service s399) was unable to place a task. Reason: CannotPullContainerError: \
            pull image manifest has been retried 5 time(s): failed to resolve ref r/web:v2: r/web:v2: not found"});
        let steady = |number: usize| {
            json!({"id": format!("{name}-{number}"),
            "message": format!("(service {name}) has reached a steady state.")})
        };
        let mut events: Vec<Value> = (0..100).map(steady).collect();
        events.splice(0..0, stuck.then_some(failed));
        json!({"serviceName": name, "serviceArn": arn, "clusterArn": format!("{ARN}:cluster/prod"),
            "status": "ACTIVE", "desiredCount": 1, "runningCount": u8::from(!stuck), "pendingCount": 0,
            "taskDefinition": format!("{ARN}:task-definition/{name}:1"), "events": events,
            "deployments": [{"id": "ecs-svc/1", "status": "PRIMARY", "desiredCount": 1, "runningCount": u8::from(!stuck),
                "taskDefinition": format!("{ARN}:task-definition/{name}:1"), "rolloutState": "COMPLETED"}]})
    };
    if asked.operation == "ListServices" {
        let start: usize = asked.input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
        let arns: Vec<String> =
            (start..start + 100).map(|number| format!("{ARN}:service/prod/s{number}")).collect();
        let next = (start < 300).then(|| (start + 100).to_string());
        return Reply::ok(json!({"serviceArns": arns, "nextToken": next}));
    }
    let arns = asked.input["services"].as_array().unwrap();
    Reply::ok(json!({"services": arns.iter().map(described).collect::<Vec<_>>(), "failures": []}))
}

#[test]
fn a_long_list_keeps_the_outline_of_what_is_steady_and_all_of_what_is_not() {
    let endpoint = Endpoint::start(long_list);
    let whole = read(&account(&endpoint), Scope::List { cluster: Some("prod") }).1;
    let [first, rest @ ..] = &whole.diagnoses[..] else { panic!("nothing was listed") };
    assert_eq!((first.name.as_str(), rest.len()), ("s399", 399));
    assert!(!first.steps.events.left_out && !first.findings.is_empty() && !first.next.is_empty());
    assert!(rest.iter().all(|one| one.state == State::Steady && one.steps.events.left_out));
    let names = rest.iter().map(|one| one.name.as_str());
    assert!(names.is_sorted(), "equals stand by their names, whichever answer came first");
    assert!(
        whole.loaded.snapshot.documents.len() < 10,
        "no page is kept: {}",
        whole.loaded.snapshot.documents.len()
    );
}

#[test]
fn what_a_long_list_leaves_out_is_not_called_gone_from_ecs() {
    let endpoint = Endpoint::start(long_list);
    let account = account(&endpoint);
    let list = Scope::List { cluster: Some("prod") };
    let (earlier, mut later) = (read(&account, list).1, read(&account, list).1);
    let snapshot = &mut later.loaded.snapshot;
    for service in &mut snapshot.services {
        service.events.truncate(1);
    }
    snapshot.keep_from(&earlier.loaded.snapshot);
    assert!(snapshot.services.iter().all(|one| !one.is_whole() && one.events.len() == 1));
}
