//! The walk through the evidence: every piece has a place on the screen, and the keys lead there and back.

#![expect(clippy::unwrap_used, reason = "a capture that cannot be read fails its test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecsplain::app::spot::Spot;
use ecsplain::app::{Key, Msg, Overlay, Pane, Size, State, update};
use ecsplain::diagnosis::{Diagnosis, Evidence, Knowledge, StepId, diagnose_all};
use ecsplain::emulator::scenario;
use ecsplain::model::{Facts, Snapshot, redaction};
use ecsplain::source::saved::{load, load_bytes};
use ecsplain::tui::frame;
use ecsplain::view::RowId;
use ecsplain::words::Words;
use serde_json::{Value, json};

#[path = "emulator/answers.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod answers;
#[path = "diagnosis/capture.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod capture;
#[path = "diagnosis/hard.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod hard;
#[path = "diagnosis/invented.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod invented;
#[path = "frames/sample.rs"]
#[expect(dead_code, reason = "each test crate uses its part of the shared builder")]
mod sample;

const WIDE: Size = Size { width: 140, height: 40 };

fn play(mut state: State, size: Size, keys: &str) -> State {
    update(&mut state, Msg::Resized(size));
    for key in Key::parse(keys).expect("the test names real keys") {
        update(&mut state, Msg::Key(key));
    }
    state
}

fn selected(state: &State) -> Option<RowId> {
    state.list(state.active())?.selected.clone()
}

fn said(state: &State) -> String {
    state.walked().map(|message| state.words.say(&message)).unwrap_or_default()
}

#[test]
fn enter_on_a_finding_leads_to_its_evidence_and_escape_back() {
    let state = play(sample::state(), WIDE, "v<enter>");
    assert_eq!((state.overlay, state.step, state.focus), (None, StepId::StoppedTasks, Pane::Evidence));
    assert!(matches!(selected(&state), Some(RowId::StopGroup(_))), "{:?}", selected(&state));
    assert!(said(&state).starts_with("evidence 1 of "), "{}", said(&state));
    let state = play(state, WIDE, "jj<esc>");
    assert!(state.walk.is_none());
    assert_eq!(state.overlay, Some(Overlay::Findings));
    assert_eq!(selected(&state), Some(RowId::Proof("image.not_found", 0)));
    assert_eq!(play(state, WIDE, "<esc>").overlay, None);
}

#[test]
fn the_walk_goes_through_all_evidence_and_says_where_it_ends() {
    let state = play(sample::state(), WIDE, "");
    let count: usize = state.diagnosis().unwrap().findings.iter().map(|one| one.evidence.len()).sum();
    let state = play(state, WIDE, &"]".repeat(count));
    let last = state.walk.clone();
    assert!(state.message.is_none());
    let state = play(state, WIDE, "]");
    assert_eq!(state.message.as_ref().map(|one| one.key), Some("walk-last"));
    assert_eq!(state.walk, last);
    let state = play(state, WIDE, &"[".repeat(count));
    assert_eq!(state.message.as_ref().map(|one| one.key), Some("walk-first"));
    assert_eq!(state.walk.as_ref().map(|walk| walk.place), Some(0));
}

#[test]
fn what_is_opened_on_the_way_is_closed_before_the_walk_ends() {
    let state = play(sample::state(), WIDE, "]h");
    assert_eq!(state.overlay, Some(Overlay::Page));
    let state = play(state, WIDE, "<esc>");
    assert!(state.overlay.is_none() && state.walk.is_some());
    let state = play(state, WIDE, "v");
    assert_eq!((state.overlay, state.walk), (Some(Overlay::Findings), None));
}

#[test]
fn evidence_that_no_row_holds_any_more_is_said_to_be_gone() {
    let sample = sample::state();
    let mut diagnoses = sample.diagnoses.to_vec();
    diagnoses[0].findings[0].evidence = vec![Evidence {
        field: "events[99].message".to_owned(),
        text: "it was here".to_owned(),
        object: None,
    }];
    let state = State::new(sample.snapshot.clone(), diagnoses, sample.words.clone());
    let state = play(state, WIDE, "]");
    assert!(said(&state).contains("is on no row any more; it said: it was here"), "{}", said(&state));
}

/// Every capture that the repository has: snapshots to try, published answers, scenarios, hard cases.
fn everything() -> Vec<(String, Snapshot)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places: Vec<PathBuf> =
        ["deadlock", "image-not-found", "paused"].map(|name| root.join("assets/snapshots").join(name)).into();
    let corpus = std::fs::read_dir(root.join("tests/fixtures/diagnosis/corpus")).expect("the corpus");
    places.extend(corpus.map(|file| file.expect("a file").path()));
    let mut all: Vec<(String, Snapshot)> = places
        .into_iter()
        .map(|place| (place.display().to_string(), load(std::slice::from_ref(&place)).snapshot))
        .collect();
    for name in scenario::names() {
        let found = scenario::find(name).expect("a name").unwrap_or_else(|why| panic!("{why}"));
        let at = "2026-11-22T12:00:00Z".parse().expect("a moment");
        let world = found.world(7, at, found.asked_at());
        all.push((name.to_owned(), answers::snapshot(&world, &found.expect.service)));
    }
    for case in hard::all() {
        all.push((case.name.to_owned(), saved(&case.full)));
        all.push((format!("{}, withheld", case.name), saved(&case.withheld)));
    }
    all
}

/// What the reader makes of these answers.
fn saved(documents: &[Value]) -> Snapshot {
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    load_bytes("answers", lines.join("\n").into_bytes()).snapshot
}

/// Asserts that `evidence` is where the screen leads, and that its text is to be read there.
fn check(name: &str, snapshot: &Snapshot, diagnosis: &Diagnosis, evidence: &Evidence) -> String {
    let facts = Facts::gather(snapshot, &diagnosis.subject);
    let spot = Spot::of(&facts, diagnosis, evidence);
    let spot = spot.unwrap_or_else(|| panic!("{name}: {evidence:?} is nowhere"));
    if let Spot::Json(origin, line) = spot {
        let pretty = redaction::pretty(snapshot.raw(origin).expect("its JSON")).expect("JSON");
        let shown = pretty.lines().nth(line).expect("a line");
        let key = evidence.field.rsplit('.').next().unwrap_or_default();
        let key = key.split('[').next().unwrap_or_default();
        let named = shown.contains(&format!("\"{key}\"")) || shown.contains(evidence.text.trim());
        assert!(named, "{name}: {evidence:?}: {shown}");
    }
    let digits = |text: &str| text.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    digits(evidence.field.split("metrics[").next().unwrap_or_default())
}

#[test]
fn every_piece_of_evidence_has_a_place_on_the_screen() {
    let mut forms = BTreeSet::new();
    for (name, snapshot) in everything() {
        for diagnosis in diagnose_all(&snapshot, &Knowledge::BUILT_IN) {
            let of_steps = diagnosis.steps.heads().into_iter().flat_map(|step| &step.evidence);
            let of_findings = diagnosis.findings.iter().flat_map(|finding| &finding.evidence);
            for evidence in of_findings.chain(of_steps) {
                forms.insert(check(&name, &snapshot, &diagnosis, evidence));
            }
        }
    }
    let lists: BTreeSet<&str> = forms.iter().filter_map(|form| form.split(['[', '.']).next()).collect();
    for list in [
        "events",
        "deployments",
        "tasks",
        "logs",
        "service",
        "serviceDeployments",
        "taskDefinition",
        "targetGroups",
        "targetHealth",
        "containerInstances",
    ] {
        assert!(lists.contains(list), "no capture has evidence in {list}: {lists:?}");
    }
}

/// Whether the first line of the selected row is on the screen.
fn first_line_in_sight(state: &State) -> bool {
    let (list, shown) = (state.list(state.active()).unwrap(), state.shown(state.active()).unwrap());
    let row = &shown.body.rows[list.place].lines;
    let room = shown.height.saturating_sub(shown.body.head).max(1);
    let line = row.start - shown.body.head;
    list.top <= line && line < list.top + room
}

#[test]
fn the_walk_stands_on_each_piece_at_any_width() {
    for (name, snapshot) in everything() {
        let diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
        let mut state = State::new(Arc::new(snapshot), diagnoses, Arc::new(Words::english()));
        state.open(0);
        let findings = state.diagnosis().map(|one| one.findings.clone()).unwrap_or_default();
        for size in [WIDE, Size { width: 80, height: 24 }, Size { width: 40, height: 10 }] {
            state.open(0);
            for finding in &findings {
                for (place, evidence) in finding.evidence.iter().enumerate() {
                    state = play(state, size, "]");
                    let walk = state.walk.as_ref().expect("a walk");
                    assert_eq!((walk.class, walk.place), (finding.class, place), "{name}");
                    assert!(walk.seen, "{name}: {evidence:?} {:?}", state.layout);
                    let spot = Spot::of(&state.facts().unwrap(), state.diagnosis().unwrap(), evidence);
                    assert_eq!(selected(&state), Some(spot.unwrap().row()), "{name}: {evidence:?}");
                    assert!(first_line_in_sight(&state), "{name}: {evidence:?}");
                }
            }
            state = play(state, size, if findings.is_empty() { "" } else { "<esc>" });
            assert_eq!(state.overlay.is_some(), !findings.is_empty());
        }
    }
}

/// Without blanks, line ends, and the marks beside the text.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !"▌▐".contains(*letter)).collect()
}

#[test]
fn the_first_screen_holds_the_sentence_the_proof_and_the_command() {
    let mut wrong = Vec::new();
    for (name, snapshot) in everything() {
        let diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
        let mut state = State::new(Arc::new(snapshot), diagnoses, Arc::new(Words::english()));
        state.open(0);
        let Some(open) = state.diagnosis() else { continue };
        let sentence = state.words.say(&open.verdict);
        let command = open.next.first().map(|one| one.run.clone()).unwrap_or_default();
        let proof = open.findings.first().and_then(|root| {
            let said = root.evidence.iter().find(|one| one.text.trim().contains(' '));
            said.map(|one| bare(&one.text).chars().take(400).collect::<String>())
        });
        let picture = frame(state, 80, 24, "").expect("no keys").plain();
        let seen = bare(&picture);
        for part in [bare(&sentence), bare(&command), proof.unwrap_or_default()] {
            if !seen.contains(&part) {
                wrong.push(format!("{name}: {part}\n{picture}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them: {}", wrong.len(), wrong.join("\n"));
}

/// A capture that holds what the others do not.
fn rare() -> Snapshot {
    let arn = "arn:aws:ecs:eu-west-1:111122223333";
    let service = |name: &str| {
        json!({"services": [{"serviceArn": format!("{arn}:service/prod/{name}"),
        "serviceName": name, "clusterArn": format!("{arn}:cluster/prod"), "status": "ACTIVE", "desiredCount": 1,
        "healthCheckGracePeriodSeconds": 30, "loadBalancers": [{"containerName": "app", "containerPort": 80}],
        "events": [{"id": "e1", "createdAt": 1_700_000_000, "message": format!("(service {name}) has reached a steady state.")}],
        "taskSets": [{"id": "ecs-svc/1", "status": "PRIMARY", "stabilityStatus": "STABILIZING", "taskDefinition": format!("{arn}:task-definition/web:1")}]}]})
    };
    let task = json!({"tasks": [{"taskArn": format!("{arn}:task/prod/0a"), "group": "service:web", "lastStatus": "PENDING",
        "clusterArn": format!("{arn}:cluster/prod"), "attachments": [{"type": "ElasticNetworkInterface", "details": [{"name": "subnetId", "value": "subnet-1"}]}],
        "containers": [{"name": "app", "lastStatus": "PENDING", "healthStatus": "UNKNOWN"}]}]});
    let notice = json!({"source": "aws.ecs", "detail-type": "ECS Service Action", "time": "2023-11-14T22:14:00Z", "resources": [format!("{arn}:service/prod/web")],
        "detail": {"eventType": "ERROR", "eventName": "SERVICE_TASK_PLACEMENT_FAILURE", "clusterArn": format!("{arn}:cluster/prod"), "reason": "RESOURCE:CPU"}});
    let records = |status: &str, at: i64| {
        json!({"serviceDeployments": [{"serviceDeploymentArn": format!("{arn}:service-deployment/prod/web/{at}"),
        "serviceArn": format!("{arn}:service/prod/web"), "status": status, "createdAt": at, "statusReason": "said"}]})
    };
    let failures = json!({"tasks": [], "failures": [{"arn": format!("{arn}:container-instance/prod/1"), "reason": "RESOURCE:MEMORY"}]});
    let metrics = json!({"MetricDataResults": [{"Id": "m1", "Label": "MemoryUtilization [x] a.b", "Timestamps": ["2023-11-14T22:14:00Z"], "Values": [99.0], "StatusCode": "Complete"}]});
    saved(&[
        service("web"),
        service("api"),
        task,
        notice,
        records("SUCCESSFUL", 1_700_000_100),
        records("IN_PROGRESS", 1_700_000_200),
        failures,
        metrics,
    ])
}

/// Evidence that no other capture of the repository leads to, in a capture that holds all of it.
#[test]
fn the_rarer_places_are_found_too() {
    let snapshot = rare();
    let all = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
    let diagnosis = all.iter().find(|one| one.name == "web").expect("the service");
    let facts = Facts::gather(&snapshot, &diagnosis.subject);
    let spot = |field: &str| {
        let evidence = Evidence { field: field.to_owned(), text: String::new(), object: None };
        Spot::of(&facts, diagnosis, &evidence).unwrap_or_else(|| panic!("{field} is nowhere"))
    };
    let line = |field: &str| match spot(field) {
        Spot::Json(origin, line) => {
            let pretty = redaction::pretty(snapshot.raw(origin).expect("its JSON")).expect("JSON");
            pretty.lines().nth(line).map(|line| line.trim().to_owned()).unwrap_or_default()
        }
        other => format!("{other:?}"),
    };
    assert!(
        line("services[1].events[0].message").contains("(service api) has reached"),
        "{}",
        line("services[1].events[0].message")
    );
    assert_eq!(line("tasks[0].lastStatus"), r#""lastStatus": "PENDING","#);
    assert_eq!(line("tasks[0].attachments[0].details[0].value"), r#""value": "subnet-1""#);
    assert_eq!(line("failures[0].reason"), r#""reason": "RESOURCE:MEMORY""#);
    assert!(matches!(spot("notices[0].reason"), Spot::Row(StepId::ServiceEvents, RowId::Event(_))));
    assert_eq!(
        spot("taskSets[0].failedTasks"),
        Spot::Row(StepId::Deployments, RowId::Deployment("ecs-svc/1".to_owned()))
    );
    assert_eq!(spot("serviceDeployments[0].status"), Spot::Row(StepId::Deployments, RowId::Record));
    assert_eq!(line("serviceDeployments[1].statusReason"), r#""statusReason": "said""#);
    let label = "MemoryUtilization [x] a.b".to_owned();
    assert_eq!(
        spot("metrics[MemoryUtilization [x] a.b]"),
        Spot::Row(StepId::LogsMetrics, RowId::Metric(label))
    );
    assert!(matches!(spot("service.loadBalancers[0].containerPort"), Spot::Twin(_) | Spot::Json(..)));
}

/// A rule that names a list which is looked for nowhere leads nowhere.
#[test]
fn every_list_that_the_diagnosis_names_is_known() {
    let known = include_str!("../src/app/spot.rs");
    let mut named = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnosis/rules")];
    folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnosis/steps"));
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a file");
            for (at, _) in text.match_indices("[{") {
                let head: String = text[..at].chars().rev().take_while(char::is_ascii_alphabetic).collect();
                let starts = text[..at - head.len()].ends_with('"');
                named.extend((starts && !head.is_empty()).then(|| head.chars().rev().collect::<String>()));
            }
        }
    }
    assert!(named.len() > 8, "{named:?}");
    // What stands inside an instance is joined to its place.
    named.remove("remainingResources");
    for list in named {
        assert!(known.contains(&format!("\"{list}\"")), "{list}[] has no place on the screen");
    }
}
