//! Frames of a live account: before the first answer, while it answers, while it does not.

#![expect(clippy::unwrap_used, reason = "an invented capture that cannot be read fails the test")]

use std::sync::Arc;

use ecsplain::app::{Key, Msg, Size, State, Watch, pace, update};
use ecsplain::diagnosis::Status;
use ecsplain::live::Wanted;
use ecsplain::live::watch::{Answer, Outcome, Seen};
use ecsplain::model::time::Time;
use ecsplain::model::{CaptureBasis, Captured, Snapshot};
use ecsplain::msg;
use ecsplain::source::aws::Target;
use ecsplain::tui::frame;
use ecsplain::words::Words;
use jiff::SignedDuration;

#[path = "frames/sample.rs"]
#[expect(dead_code, reason = "these states are made by messages")]
mod sample;

fn at(seconds: i64) -> Time {
    pace::after(Time::from_text("2026-11-22T14:03:00Z").unwrap(), SignedDuration::from_secs(seconds))
}

/// The screen before the first answer.
fn asking() -> State {
    let wanted = Wanted::Service { cluster: Some("prod".to_owned()), name: "web".to_owned() };
    let target = Target { region: Some("us-east-1".to_owned()), ..Target::default() };
    let watch = Watch::new(target, Some("oncall".to_owned()), wanted, at(0), 7);
    let mut state = State::live(Arc::new(Words::english()), watch);
    update(&mut state, Msg::Resized(Size { width: 140, height: 40 }));
    update(&mut state, Msg::Woke(at(0)));
    state
}

fn answer(state: &mut State, outcome: Outcome) {
    let id = state.watch.as_ref().unwrap().flight.unwrap().id;
    update(state, Msg::Answered(Answer { id, outcome }));
}

fn seen() -> Outcome {
    let sample = sample::state();
    let mut snapshot = Snapshot::clone(&sample.snapshot);
    snapshot.captured = Captured { at: Some(at(1)), basis: CaptureBasis::Live };
    let mut diagnoses = sample.diagnoses.to_vec();
    diagnoses[0].captured = snapshot.captured;
    Outcome::Whole(Seen { snapshot: Arc::new(snapshot), diagnoses, problems: Vec::new(), throttled: 0 })
}

fn answered() -> State {
    let mut state = asking();
    update(&mut state, Msg::Woke(at(1)));
    answer(&mut state, seen());
    state
}

fn failing(mut state: State, seconds: i64) -> State {
    update(&mut state, Msg::Key(Key::char('r')));
    update(&mut state, Msg::Woke(at(seconds)));
    let why = msg!(
        "live-sso",
        command = "aws sso login --profile oncall",
        why = "the SSO session has expired or is otherwise invalid"
    );
    answer(&mut state, Outcome::Failed(why));
    state
}

fn drawn(state: State, width: u16, height: u16) -> String {
    frame(state, width, height, "").unwrap().plain()
}

#[test]
fn before_the_first_answer_it_says_what_is_asked() {
    insta::assert_snapshot!("asking", drawn(asking(), 80, 24));
    insta::assert_snapshot!("asking, small", drawn(asking(), 40, 10));
    insta::assert_snapshot!("no answer", drawn(failing(asking(), 3), 80, 24));
}

#[test]
fn at_the_size_that_a_state_begins_with_it_says_what_is_asked_as_well() {
    let wanted = Wanted::List { cluster: None };
    let state =
        State::live(Arc::new(Words::english()), Watch::new(Target::default(), None, wanted, at(0), 7));
    let Size { width, height } = state.size;
    let drawn = drawn(state, width, height);
    assert!(drawn.contains("Asking AWS for the services of every cluster"), "{drawn}");
}

#[test]
fn the_keys_are_told_before_anything_is_there() {
    let drawn = frame(failing(asking(), 3), 80, 24, "?").unwrap().plain();
    assert!(drawn.contains("j ↓") && drawn.contains("Select the next row."), "{drawn}");
}

#[test]
fn the_command_that_mends_it_is_copied_before_there_is_a_verdict() {
    let picture = frame(failing(asking(), 3), 100, 24, "x").unwrap().plain();
    assert!(picture.contains("Copied: aws sso login --profile oncall"), "{picture}");
    let keys = drawn(failing(asking(), 3), 80, 24);
    assert!(keys.contains("x copy next"), "{keys}");
}

#[test]
fn a_live_triage_says_how_live_it_is() {
    insta::assert_snapshot!("live at 140", drawn(answered(), 140, 40));
    insta::assert_snapshot!("live at 80", drawn(answered(), 80, 24));
    insta::assert_snapshot!("live at 40", drawn(answered(), 40, 10));
}

#[test]
fn a_failure_stands_above_what_was_last_seen() {
    insta::assert_snapshot!("failing at 140", drawn(failing(answered(), 200), 140, 40));
    insta::assert_snapshot!("failing at 80", drawn(failing(answered(), 200), 80, 24));
    insta::assert_snapshot!("failing at 40", drawn(failing(answered(), 200), 40, 10));
}

#[test]
fn the_region_is_told_as_long_as_there_is_room_for_it() {
    let header = |width| drawn(answered(), width, 24).lines().next().unwrap_or_default().to_owned();
    assert!(header(80).contains("us-east-1 · 123456789012 · oncall   ● live · 14:03:01Z"), "{}", header(80));
    assert!(header(60).contains("us-east-1   ● live · 14:03:01Z"), "{}", header(60));
    assert!(header(40).contains("● live"), "{}", header(40));
}

#[test]
fn a_step_offers_what_it_lacks_where_there_is_little_room() {
    let footer = |state: State, keys: &str| {
        frame(state, 80, 24, keys).unwrap().plain().lines().last().unwrap().to_owned()
    };
    let logs = footer(answered(), "5");
    assert!(logs.contains("f follow log") && logs.contains("m metrics"), "{logs}");
    assert!(!footer(answered(), "3").contains("m metrics"));
    let mut state = answered();
    let mut diagnoses = state.diagnoses.to_vec();
    diagnoses[0].steps.exits.step.status = Status::Unknown;
    state.diagnoses = diagnoses.into();
    let unknown = footer(state, "4");
    assert!(unknown.contains("u not checked"), "{unknown}");
}

#[test]
fn a_pause_is_seen() {
    let mut state = answered();
    update(&mut state, Msg::Key(Key::char(' ')));
    update(&mut state, Msg::Woke(at(130)));
    let first = drawn(state, 100, 30).lines().next().unwrap().to_owned();
    assert!(first.contains("‖ paused · 2m old · 14:03:01Z"), "{first}");
}
