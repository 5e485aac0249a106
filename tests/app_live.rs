//! A live account on the screen: what is asked when, and what becomes of what is shown.

#![expect(clippy::unwrap_used, reason = "an invented capture that cannot be read fails the test")]

use std::sync::Arc;

use ecsplain::app::{Effect, Key, Msg, Page, Pane, Size, State, Watch, pace, update};
use ecsplain::diagnosis::steps::logs::{LogDestination, LogTailLine};
use ecsplain::diagnosis::wording::evidence;
use ecsplain::diagnosis::{Knowledge, StepId, diagnose_all};
use ecsplain::live::Wanted;
use ecsplain::live::watch::{Answer, Outcome, Request, Seen};
use ecsplain::model::live::Live;
use ecsplain::model::time::Time;
use ecsplain::model::{CaptureBasis, Captured, Snapshot};
use ecsplain::msg;
use ecsplain::source::aws::{Profile, Target};
use ecsplain::view::RowId;
use ecsplain::words::Words;
use jiff::SignedDuration;

#[path = "frames/sample.rs"]
#[expect(dead_code, reason = "these states are made by the messages under test")]
mod sample;

const WIDE: Size = Size { width: 140, height: 40 };

fn at(seconds: i64) -> Time {
    pace::after(Time::from_text("2026-11-22T14:03:00Z").unwrap(), SignedDuration::from_secs(seconds))
}

fn list() -> Wanted {
    Wanted::List { cluster: Some("prod".to_owned()) }
}

fn web() -> Wanted {
    Wanted::Service { cluster: Some("prod".to_owned()), name: "web".to_owned() }
}

fn started(wanted: Wanted) -> (State, Request) {
    let watch = Watch::new(Target::default(), Some("oncall".to_owned()), wanted, at(0), 7);
    let mut state = State::live(Arc::new(Words::english()), watch);
    update(&mut state, Msg::Resized(WIDE));
    let request = only(update(&mut state, Msg::Woke(at(0))));
    (state, request)
}

fn only(effects: Vec<Effect>) -> Request {
    let [Effect::Capture(request)] = <[Effect; 1]>::try_from(effects).unwrap() else {
        panic!("a capture was expected")
    };
    request
}

fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    Key::parse(keys).unwrap().into_iter().flat_map(|key| update(state, Msg::Key(key))).collect()
}

/// A capture of these services, made `seconds` after the start.
fn seen(seconds: i64, tasks: usize, services: &[&str]) -> Seen {
    let mut snapshot = sample::snapshot(tasks, 30, services);
    snapshot.captured = Captured { at: Some(at(seconds)), basis: CaptureBasis::Live };
    snapshot.live = Some(Live { region: Some("us-east-1".to_owned()), ..Live::default() });
    of(snapshot)
}

fn of(snapshot: Snapshot) -> Seen {
    let diagnoses = diagnose_all(&snapshot, &Knowledge::BUILT_IN);
    Seen { snapshot: Arc::new(snapshot), diagnoses, problems: Vec::new(), throttled: 0 }
}

fn whole(state: &mut State, request: &Request, seen: Seen) {
    update(state, Msg::Answered(Answer { id: request.id, outcome: Outcome::Whole(seen) }));
}

fn fail(state: &mut State, request: &Request) {
    let why = msg!("live-garbled", action = "ecs:DescribeServices");
    update(state, Msg::Answered(Answer { id: request.id, outcome: Outcome::Failed(why) }));
}

fn watch(state: &State) -> &Watch {
    state.watch.as_ref().unwrap()
}

fn seconds_to(state: &State) -> i64 {
    watch(state).due.unwrap().since(watch(state).now).as_secs()
}

#[test]
fn the_first_frame_asks_and_the_answer_opens_the_only_service() {
    let (mut state, request) = started(web());
    assert_eq!((request.wanted.clone(), state.page), (web(), Page::Services));
    whole(&mut state, &request, seen(1, 7, &["web"]));
    assert_eq!((state.page, state.diagnosis().unwrap().name.as_str()), (Page::Triage, "web"));
}

#[test]
fn one_request_is_in_flight_and_the_next_is_due_after_the_answer() {
    let (mut state, request) = started(web());
    assert!(press(&mut state, "rrr").is_empty(), "one at a time");
    assert!(update(&mut state, Msg::Woke(at(300))).is_empty());
    update(&mut state, Msg::Woke(at(1)));
    whole(&mut state, &request, seen(1, 7, &["web"]));
    assert_eq!(watch(&state).due, Some(at(5)), "something moves");
    assert_eq!(state.wake(), Some(at(5)));
    assert!(update(&mut state, Msg::Woke(at(4))).is_empty());
    let next = only(update(&mut state, Msg::Woke(at(5))));
    assert!(next.id > request.id);
}

#[test]
fn a_slow_answer_does_not_make_the_next_request_follow_at_once() {
    let (mut state, request) = started(web());
    assert_eq!(state.wake(), Some(at(2)), "then the header says that AWS is slow");
    update(&mut state, Msg::Woke(at(19)));
    assert_eq!(state.wake(), None);
    whole(&mut state, &request, seen(19, 7, &["web"]));
    assert_eq!(watch(&state).due, Some(at(20)));
}

#[test]
fn what_is_steady_is_asked_for_less_often() {
    let (mut state, request) = started(web());
    let mut steady = seen(0, 7, &["web"]);
    steady.diagnoses[0].state = ecsplain::diagnosis::State::Steady;
    whole(&mut state, &request, steady);
    assert_eq!(seconds_to(&state), 30);
}

#[test]
fn a_late_answer_is_dropped() {
    let (mut state, request) = started(list());
    whole(&mut state, &request, seen(0, 7, &["api", "web"]));
    let service = only(press(&mut state, "<enter>"));
    whole(&mut state, &request, seen(1, 7, &["other"]));
    assert!(state.diagnoses.iter().all(|one| one.name != "other"));
    fail(&mut state, &request);
    assert_eq!(watch(&state).failure, None);
    assert_eq!(watch(&state).flight.unwrap().id, service.id);
}

#[test]
fn a_failure_keeps_what_is_shown_and_backs_off() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    let shown = Arc::clone(&state.snapshot);
    let mut waits = Vec::new();
    for _ in 0..5 {
        let due = watch(&state).due.unwrap();
        let request = only(update(&mut state, Msg::Woke(due)));
        fail(&mut state, &request);
        waits.push(seconds_to(&state));
    }
    assert!(Arc::ptr_eq(&shown, &state.snapshot) && state.page == Page::Triage);
    assert!(waits[0] < 7 && waits.windows(2).all(|two| two[1] > two[0]) && waits[4] <= 75, "{waits:?}");
    let request = only(press(&mut state, "r"));
    whole(&mut state, &request, seen(90, 7, &["web"]));
    assert_eq!(watch(&state).failure, None);
    assert_eq!(seconds_to(&state), 5);
}

#[test]
fn a_failure_at_the_start_is_told_and_asked_again_by_key() {
    let (mut state, request) = started(list());
    fail(&mut state, &request);
    let body: String =
        state.shown(Pane::Services).unwrap().body.lines.iter().map(ToString::to_string).collect();
    assert!(body.contains("ecs:DescribeServices"), "{body}");
    let again = only(press(&mut state, "r"));
    whole(&mut state, &again, seen(3, 7, &["api", "web"]));
    assert_eq!((state.diagnoses.len(), state.page), (2, Page::Services));
}

#[test]
fn a_throttled_capture_is_shown_and_the_next_one_waits_longer_each_time() {
    let (mut state, mut request) = started(web());
    let mut waits = Vec::new();
    for round in 0..3 {
        whole(&mut state, &request, Seen { throttled: 1, ..seen(0, 7, &["web"]) });
        assert!(watch(&state).throttled && state.diagnosis().is_some());
        waits.push(seconds_to(&state));
        let due = watch(&state).due.unwrap();
        if round < 2 {
            request = only(update(&mut state, Msg::Woke(due)));
        }
    }
    assert!(waits[1] > waits[0] && waits[2] > waits[1], "{waits:?}");
}

#[test]
fn a_pause_asks_nothing_until_it_ends_but_for_the_key() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    assert!(press(&mut state, " ").is_empty());
    assert!(update(&mut state, Msg::Woke(at(60))).is_empty());
    assert_eq!(state.wake(), Some(at(120)), "the age in the header changes");
    let once = only(press(&mut state, "r"));
    whole(&mut state, &once, seen(60, 7, &["web"]));
    assert!(update(&mut state, Msg::Woke(at(90))).is_empty());
    only(press(&mut state, " "));
    assert!(!watch(&state).paused);
}

#[test]
fn a_part_fills_the_screen_and_never_takes_away_what_was_whole() {
    let (mut state, request) = started(web());
    let part = |state: &mut State, request: &Request, seen| {
        update(state, Msg::Answered(Answer { id: request.id, outcome: Outcome::Part(seen) }));
    };
    part(&mut state, &request, seen(0, 0, &["web"]));
    assert_eq!(state.snapshot.tasks.len(), 1);
    assert!(watch(&state).flight.is_some());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    let next = only(update(&mut state, Msg::Woke(at(5))));
    part(&mut state, &next, seen(5, 0, &["web"]));
    assert_eq!(state.snapshot.tasks.len(), 8);
}

#[test]
fn parts_lead_to_the_step_that_tells_most_until_a_key_is_pressed() {
    let (mut state, request) = started(web());
    let part = Outcome::Part(seen(0, 0, &["web"]));
    update(&mut state, Msg::Answered(Answer { id: request.id, outcome: part }));
    assert_eq!(state.page, Page::Triage);
    press(&mut state, "1");
    whole(&mut state, &request, seen(0, 7, &["web"]));
    assert_eq!(state.step, StepId::ServiceEvents);
    let (mut state, request) = started(web());
    fail(&mut state, &request);
    let again = only(press(&mut state, "r"));
    whole(&mut state, &again, seen(0, 7, &["web"]));
    assert_eq!((state.page, state.step), (Page::Triage, StepId::StoppedTasks));
}

#[test]
fn the_list_leads_into_a_service_and_back_again() {
    let (mut state, request) = started(list());
    whole(&mut state, &request, seen(0, 7, &["api", "web"]));
    let place = state.diagnoses.iter().position(|one| one.name == "web").unwrap();
    let keys = "j".repeat(place) + "<enter>";
    let service = only(press(&mut state, &keys));
    assert_eq!((service.wanted.clone(), state.page), (web(), Page::Triage));
    whole(&mut state, &service, seen(1, 7, &["web"]));
    assert_eq!((state.diagnoses.len(), state.page), (1, Page::Triage));
    let again = only(press(&mut state, "<esc>"));
    assert_eq!((again.wanted.clone(), state.page, state.diagnoses.len()), (list(), Page::Services, 2));
    let row = state.list(Pane::Services).unwrap().selected.clone();
    assert_eq!(row, Some(RowId::Subject("prod/web".to_owned())));
}

#[test]
fn the_next_service_is_asked_for_in_the_place_of_the_list() {
    let (mut state, request) = started(list());
    whole(&mut state, &request, seen(0, 7, &["api", "web"]));
    let first = only(press(&mut state, "<enter>"));
    whole(&mut state, &first, seen(1, 7, &["api"]));
    let next = press(&mut state, ">");
    assert_eq!((only(next).wanted, state.page), (web(), Page::Triage));
    assert_eq!(state.diagnosis().unwrap().name, "web");
    let back = only(press(&mut state, "<lt>"));
    assert_eq!(back.wanted, first.wanted, "also before the answer is there");
    let list_again = only(press(&mut state, "<esc>"));
    assert_eq!((list_again.wanted, state.page, state.diagnoses.len()), (list(), Page::Services, 2));
}

#[test]
fn a_selection_stays_on_its_row_when_the_list_is_sorted_anew() {
    let (mut state, request) = started(list());
    whole(&mut state, &request, seen(0, 7, &["a", "b", "c", "d"]));
    press(&mut state, "j");
    let row = state.list(Pane::Services).unwrap().selected.clone();
    let name = state.diagnosis().unwrap().name.clone();
    let next = only(update(&mut state, Msg::Woke(at(5))));
    let mut newer = seen(5, 7, &["a", "b", "c", "d"]);
    newer.diagnoses.reverse();
    whole(&mut state, &next, newer);
    assert_eq!(state.list(Pane::Services).unwrap().selected, row);
    assert_eq!(state.diagnosis().unwrap().name, name);
    // Its row vanishes: the neighbour takes the place.
    let next = only(update(&mut state, Msg::Woke(at(10))));
    let mut newer = seen(10, 7, &["a", "b", "c", "d"]);
    newer.diagnoses.reverse();
    let place = newer.diagnoses.iter().position(|one| one.name == name).unwrap();
    let neighbour = newer.diagnoses[place + 1].name.clone();
    newer.diagnoses.remove(place);
    whole(&mut state, &next, newer);
    assert_eq!(state.diagnosis().unwrap().name, neighbour);
}

#[test]
fn an_open_group_its_selection_and_the_scrolling_survive_a_refresh() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, seen(0, 40, &["web"]));
    press(&mut state, "3<enter><enter>G");
    let (before, group) = (state.list(Pane::Evidence).unwrap().clone(), state.group.clone());
    assert!(before.top > 0 && group.is_some());
    let next = only(update(&mut state, Msg::Woke(at(5))));
    whole(&mut state, &next, seen(5, 40, &["web"]));
    assert_eq!(state.list(Pane::Evidence).unwrap(), &before);
    // Three older tasks are gone: the row above the last ones is selected, and everything is in sight.
    let next = only(update(&mut state, Msg::Woke(at(10))));
    whole(&mut state, &next, seen(10, 37, &["web"]));
    assert_eq!((state.group.clone(), state.list(Pane::Evidence).unwrap().place), (group, 36));
}

/// A task that ran and died, whose log is known to be in CloudWatch Logs.
fn with_log(seconds: i64, lines: usize) -> Seen {
    let mut answer = seen(seconds, 7, &["web"]);
    let logs = &mut answer.diagnoses[0].steps.logs;
    logs.destination = LogDestination::CloudWatch {
        group: "/ecs/web".to_owned(),
        stream: Some("web/app/1".to_owned()),
        region: None,
    };
    logs.lines = (0..lines)
        .map(|place| LogTailLine {
            field: format!("logs[0].events[{place}].message"),
            at: Some(at(i64::try_from(place).unwrap())),
            text: format!("line {place}"),
        })
        .collect();
    answer
}

fn first_line(state: &State) -> String {
    let shown = state.shown(Pane::Evidence).unwrap();
    let (list, row) = (state.list(Pane::Evidence).unwrap(), &shown.body.rows);
    shown.body.lines[row[list.place].lines.start].to_string()
}

#[test]
fn following_shows_the_newest_line_and_asks_more_often_until_something_else_is_looked_at() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, with_log(0, 20));
    let request = only(press(&mut state, "f"));
    assert!(watch(&state).following && state.step == StepId::LogsMetrics && state.focus == Pane::Evidence);
    whole(&mut state, &request, with_log(1, 25));
    assert!(first_line(&state).ends_with("line 24"), "{}", first_line(&state));
    assert_eq!(seconds_to(&state), 2);
    // Who reads further down stays there, and goes along again from the top.
    press(&mut state, "jj");
    let next = only(update(&mut state, Msg::Woke(at(2))));
    whole(&mut state, &next, with_log(2, 28));
    assert!(first_line(&state).ends_with("line 22"), "{}", first_line(&state));
    press(&mut state, "g");
    let next = only(update(&mut state, Msg::Woke(at(4))));
    whole(&mut state, &next, with_log(4, 30));
    assert!(first_line(&state).ends_with("line 29"), "{}", first_line(&state));
    press(&mut state, "3");
    assert!(!watch(&state).following);
}

#[test]
fn a_log_that_goes_elsewhere_is_not_followed_and_that_is_said() {
    let (mut state, request) = started(web());
    let mut answer = with_log(0, 0);
    answer.diagnoses[0].steps.logs.destination = LogDestination::Driver { driver: "awsfirelens".to_owned() };
    whole(&mut state, &request, answer);
    assert!(press(&mut state, "f").is_empty());
    let said = Words::english().say(state.message.as_ref().unwrap());
    assert!(said.contains("awsfirelens") && !watch(&state).following, "{said}");
}

#[test]
fn another_region_is_typed_or_chosen_and_everything_is_asked_anew() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    let asked = only(press(&mut state, "Reu-west-1<enter>"));
    assert_eq!((asked.target.region.as_deref(), asked.wanted.clone()), (Some("eu-west-1"), web()));
    assert!(state.diagnoses.is_empty() && state.page == Page::Services && state.overlay.is_none());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    assert!(state.diagnoses.is_empty(), "the Region before answers too late");
    let typed = only(press(&mut state, "Rxx-moon-1<enter>"));
    assert_eq!(typed.target.region.as_deref(), Some("xx-moon-1"));
    let chosen = only(press(&mut state, "Ru<down><enter>"));
    assert_eq!(chosen.target.region.as_deref(), Some("us-east-2"));
    assert!(press(&mut state, "Rus<esc>").is_empty() && state.overlay.is_none() && state.filter.is_none());
}

#[test]
fn another_profile_brings_its_region_or_keeps_the_one_that_is_looked_at() {
    let (mut state, request) = started(web());
    whole(&mut state, &request, seen(0, 7, &["web"]));
    assert_eq!(press(&mut state, "P"), [Effect::ListProfiles]);
    let profiles = || {
        Msg::ProfilesListed(vec![
            Profile { name: "ops".to_owned(), region: Some("eu-north-1".to_owned()) },
            Profile { name: "plain".to_owned(), region: None },
        ])
    };
    update(&mut state, profiles());
    let asked = only(press(&mut state, "<enter>"));
    assert_eq!(asked.target.profile.as_deref(), Some("ops"));
    assert_eq!(asked.target.region.as_deref(), Some("eu-north-1"));
    update(&mut state, profiles());
    let asked = only(press(&mut state, "pl<enter>"));
    assert_eq!(asked.target.profile.as_deref(), Some("plain"));
    assert_eq!(asked.target.region.as_deref(), Some("eu-north-1"));
    update(&mut state, profiles());
    assert!(press(&mut state, "nobody<enter>").is_empty());
    assert!(state.filter.as_ref().unwrap().editing, "what is typed can be mended");
}

#[test]
fn from_a_service_that_is_not_there_escape_leads_to_all_services() {
    let (mut state, request) = started(web());
    fail(&mut state, &request);
    let all = only(press(&mut state, "<esc>"));
    assert_eq!(all.wanted, Wanted::List { cluster: None });
    assert!(press(&mut state, "<esc>").is_empty());
}

#[test]
fn metrics_are_asked_for_once_by_key_because_they_cost_money() {
    let (mut state, request) = started(web());
    assert!(!request.metrics);
    whole(&mut state, &request, seen(0, 7, &["web"]));
    let asked = only(press(&mut state, "m"));
    assert!(asked.metrics && state.step == StepId::LogsMetrics);
    whole(&mut state, &asked, seen(1, 7, &["web"]));
    assert!(!only(press(&mut state, "r")).metrics);
}

#[test]
fn the_only_service_of_a_list_is_opened_and_asked_for_in_full() {
    let (mut state, request) = started(list());
    let answer = Answer { id: request.id, outcome: Outcome::Whole(seen(0, 0, &["web"])) };
    let service = only(update(&mut state, Msg::Answered(answer)));
    assert_eq!((service.wanted.clone(), state.page), (web(), Page::Triage));
    whole(&mut state, &service, seen(1, 7, &["web"]));
    let again = only(press(&mut state, "<esc>"));
    assert_eq!((again.wanted.clone(), state.page), (list(), Page::Services));
    whole(&mut state, &again, seen(2, 0, &["web"]));
    assert_eq!(state.page, Page::Services, "who left it is not led back");
}

#[test]
fn parts_are_asked_for_until_all_was_seen_and_again_for_another_page() {
    let (mut state, request) = started(list());
    assert!(request.parts);
    whole(&mut state, &request, seen(0, 0, &["web", "api"]));
    let again = only(press(&mut state, "r"));
    assert!(!again.parts, "a part would not be shown over the whole");
    whole(&mut state, &again, seen(1, 0, &["web", "api"]));
    assert!(only(press(&mut state, "<enter>")).parts);
}

#[test]
fn a_walk_stays_where_it_is_from_one_capture_to_the_next_and_ends_with_its_finding() {
    let (mut state, request) = started(web());
    let logged = |seconds: i64, lines: usize, proof: usize| {
        let mut seen = with_log(seconds, lines);
        let line = seen.diagnoses[0].steps.logs.lines[proof].clone();
        let finding = seen.diagnoses[0].findings.first_mut().unwrap();
        finding.evidence = vec![evidence(line.field, line.text, None)];
        seen
    };
    whole(&mut state, &request, logged(1, 30, 0));
    press(&mut state, "]");
    let row = state.list(Pane::Evidence).unwrap().selected.clone();
    assert!(state.walk.as_ref().is_some_and(|walk| walk.seen) && state.step == StepId::LogsMetrics);
    let again = only(update(&mut state, Msg::Woke(at(60))));
    whole(&mut state, &again, logged(61, 31, 0));
    assert_eq!(state.list(Pane::Evidence).unwrap().selected, row, "the newest line does not take over");
    assert!(state.walked().is_some());

    let again = only(update(&mut state, Msg::Woke(at(120))));
    whole(&mut state, &again, logged(121, 31, 4));
    let moved = state.list(Pane::Evidence).unwrap().selected.clone();
    assert_eq!(moved, Some(RowId::LogLine(Some(at(4)), 0)), "the cursor goes along with the evidence");
    press(&mut state, "g");
    let again = only(update(&mut state, Msg::Woke(at(150))));
    whole(&mut state, &again, logged(151, 31, 9));
    let newest = state.list(Pane::Evidence).unwrap().selected.clone();
    assert_eq!(newest, Some(RowId::LogLine(Some(at(30)), 0)), "and leaves alone who looks elsewhere");

    let again = only(update(&mut state, Msg::Woke(at(180))));
    let mut healed = logged(181, 31, 0);
    healed.diagnoses[0].findings.clear();
    whole(&mut state, &again, healed);
    assert!(state.walk.is_none());
    assert_eq!(state.message, Some(msg!("walk-over")));
}
