//! Every scenario, and its near-miss: what ecsplain concludes is what the scenario says it must.

#![expect(clippy::unwrap_used, reason = "a scenario that cannot be read fails its test")]

#[path = "emulator/answers.rs"]
mod answers;

use ecsplain::diagnosis::{Diagnosis, Knowledge};
use ecsplain::emulator::World;
use ecsplain::emulator::scenario::{self, Scenario};
use ecsplain::emulator::wire::{Faults, Options, Server};
use ecsplain::live::{self, Scope};
use ecsplain::source::aws::{Account, Target};
use ecsplain::words::Words;
use jiff::Timestamp;

fn moment() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn all() -> Vec<Scenario> {
    scenario::names()
        .map(|name| scenario::find(name).unwrap().unwrap_or_else(|why| panic!("{why}")))
        .collect()
}

/// What differs from what is expected; nothing when all is as it should be.
fn judge(scenario: &Scenario) -> Option<String> {
    let world = scenario.world(7, moment(), scenario.asked_at());
    let diagnosis = answers::diagnosis(&world, &scenario.expect.service);
    compare(&world, scenario, &diagnosis)
}

/// The same through HTTP and the SDK, as `ecsplain triage` asks. The clock of the world stands.
fn judge_over_http(scenario: &Scenario) -> Option<String> {
    let world = scenario.world(7, Timestamp::now(), scenario.asked_at());
    let options = Options { port: 0, speed: 0.0, faults: Faults::default(), seed: 7 };
    let server = Server::start(world.clone(), options).unwrap();
    let target = Target {
        endpoint: Some(server.url()),
        keyless: true,
        region: Some("us-east-1".to_owned()),
        ..Target::default()
    };
    let account = Account::connect(&target).unwrap();
    let scope = Scope::Service { cluster: Some("prod"), name: &scenario.expect.service };
    let capture = live::read(&account, scope, &Knowledge::BUILT_IN, &mut |_| ()).unwrap();
    assert!(capture.loaded.problems.is_empty(), "{}: {:?}", scenario.name, capture.loaded.problems);
    // A log that nobody wrote is not there; anything else that is refused was asked wrongly.
    let refused = capture.loaded.snapshot.live.as_ref().unwrap().refused.iter();
    let wrong: Vec<_> = refused.filter(|(call, _)| call.action != "logs:GetLogEvents").collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", scenario.name);
    let diagnosis = capture.diagnoses.iter().find(|one| one.name == scenario.expect.service).unwrap();
    compare(&world, scenario, diagnosis)
}

fn compare(world: &World, scenario: &Scenario, diagnosis: &Diagnosis) -> Option<String> {
    let expect = &scenario.expect;
    let first = diagnosis.findings.first().map(|finding| finding.class);
    let state = diagnosis.state.word();
    let also = |class: &String| diagnosis.findings.iter().any(|finding| finding.class == class);
    let right = state == expect.state && first == expect.class.as_deref() && expect.also.iter().all(also);
    (!right).then(|| report(world, scenario, diagnosis, (state, first)))
}

fn report(world: &World, scenario: &Scenario, diagnosis: &Diagnosis, got: (&str, Option<&str>)) -> String {
    let expect = &scenario.expect;
    let wanted = (expect.state.as_str(), expect.class.as_deref());
    let service = world.service(Some("prod"), &expect.service).unwrap();
    let rows = service.deployments.iter().map(|row| {
        format!(
            "{:?} {:?} {}/{}+{} failed {} {}",
            row.status,
            row.rollout_state,
            row.running_count,
            row.desired_count,
            row.pending_count,
            row.failed_tasks,
            row.task_definition
        )
    });
    let found = diagnosis.findings.iter().map(|finding| format!("found {}", finding.class));
    let events =
        service.events.iter().take(12).map(|event| format!("{} {}", event.created_at, event.message));
    let tasks = service.tasks.iter().rev().take(3);
    let tasks =
        tasks.map(|task| format!("{:?} {:?} {:?}", task.last_status, task.stop_code, task.stopped_reason));
    let head = format!("{}: wanted {wanted:?}, got {got:?}", scenario.name);
    let verdict = Words::english().say(&diagnosis.verdict);
    let lines: Vec<String> =
        [head, verdict].into_iter().chain(rows).chain(found).chain(events).chain(tasks).collect();
    lines.join("\n  ")
}

/// All scenarios, or the one that the variable SCENARIO names.
fn chosen() -> impl Iterator<Item = Scenario> {
    let wanted = std::env::var("SCENARIO").ok();
    all().into_iter().filter(move |one| wanted.as_ref().is_none_or(|name| one.name == *name))
}

fn none_is(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_scenario_is_concluded_as_it_says() {
    none_is(&chosen().filter_map(|scenario| judge(&scenario)).collect::<Vec<_>>());
}

#[test]
fn the_healthy_near_miss_of_each_stays_quiet() {
    let near = chosen().filter_map(|scenario| scenario.near_miss);
    none_is(&near.filter_map(|scenario| judge(&scenario)).collect::<Vec<_>>());
}

#[test]
fn triage_over_http_concludes_the_same_of_each() {
    none_is(&chosen().filter_map(|scenario| judge_over_http(&scenario)).collect::<Vec<_>>());
}

#[test]
fn triage_over_http_is_quiet_about_each_near_miss() {
    let near = chosen().filter_map(|scenario| scenario.near_miss);
    none_is(&near.filter_map(|scenario| judge_over_http(&scenario)).collect::<Vec<_>>());
}

#[test]
fn every_file_of_the_folder_is_compiled_in_and_every_fault_has_its_near_miss() {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    let mut named: Vec<&str> = scenario::names().collect();
    named.sort_unstable();
    assert_eq!(named, files);
    let without = all().into_iter().filter(|one| one.expect.class.is_some() && one.near_miss.is_none());
    assert_eq!(without.map(|one| one.name).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_wrong_file_is_told_with_its_line_and_field() {
    let said = |text: &str| Scenario::parse("mine", text).unwrap_err().to_string();
    let head = "title = \"x\"\n[expect]\nstate = \"steady\"\n[[service]]\nname = \"web\"\n";
    for (text, parts) in [
        (format!("{head}colour = \"red\"\n"), ["mine: ", "line 6", "colour"]),
        (format!("{head}[[then]]\nat = 3\nexplode = 1\n"), ["mine: ", "line 6", "explode"]),
        (format!("{head}controller = \"JENKINS\"\n"), ["mine: ", "line 6", "JENKINS"]),
        (format!("{head}[[then]]\npromote = \"db\"\n"), ["mine: ", "then", "service"]),
        (format!("{head}[[behaviour]]\npul-error = \"x\"\n"), ["mine: ", "line 7", "pul-error"]),
        (
            format!("{head}[[then]]\ninterrupt = {{ service = \"db\", tasks = 1 }}\n"),
            ["mine: ", "then", "service"],
        ),
        ("title = 3".to_owned(), ["mine: ", "line 1", "string"]),
        (head.replace("name = \"web\"\n", ""), ["mine: ", "line 4", "name"]),
    ] {
        let said = said(&text);
        assert!(parts.iter().all(|part| said.contains(part)), "{parts:?}\n{said}");
    }
}
