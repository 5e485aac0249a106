//! How the screen answers to keys: state and effects, without a frame.

use std::sync::Arc;

use ecsplain::app::keys::{BINDINGS, footer, help, markdown_table};
use ecsplain::app::{Effect, Key, Msg, Overlay, Page, Pane, Size, State, update};
use ecsplain::diagnosis::{Knowledge, StepId, diagnose_all};
use ecsplain::kube::Twin;
use ecsplain::source::saved::load_bytes;
use ecsplain::view::RowId;
use ecsplain::words::Words;
use proptest::prelude::*;

#[path = "properties/draw.rs"]
mod draw;
#[path = "frames/sample.rs"]
mod sample;

const WIDE: Size = Size { width: 140, height: 40 };

fn play(mut state: State, size: Size, keys: &str) -> (State, Vec<Effect>) {
    let mut effects = update(&mut state, Msg::Resized(size));
    for key in Key::parse(keys).expect("the test names real keys") {
        effects.extend(update(&mut state, Msg::Key(key)));
    }
    (state, effects)
}

fn selected(state: &State, pane: Pane) -> Option<RowId> {
    state.list(pane)?.selected.clone()
}

#[test]
fn it_opens_on_the_only_service_and_on_the_step_of_the_root_cause() {
    let (state, _) = play(sample::state(), WIDE, "");
    assert_eq!((state.page, state.step, state.active()), (Page::Triage, StepId::StoppedTasks, Pane::Steps));
    let (state, _) = play(sample::many(), WIDE, "");
    assert_eq!((state.page, state.active()), (Page::Services, Pane::Services));
    let (state, _) = play(sample::many(), WIDE, "jj<enter>");
    assert_eq!((state.page, state.diagnosis().unwrap().name.as_str()), (Page::Triage, "payments-api"));
    let (state, _) = play(sample::many(), WIDE, "jj<enter><esc>");
    let row = RowId::Subject("prod/payments-api".to_owned());
    assert_eq!((state.page, selected(&state, Pane::Services)), (Page::Services, Some(row)));
}

#[test]
fn where_nothing_is_wrong_it_opens_on_the_step_that_has_something_to_say() {
    let task = r#"{"tasks": [{"taskArn": "arn:aws:ecs:us-east-1:123456789012:task/prod/a1", "lastStatus": "STOPPED",
        "clusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/prod", "group": "family:job",
        "stopCode": "EssentialContainerExited", "stoppedReason": "Essential container in task exited",
        "containers": [{"name": "job", "lastStatus": "STOPPED", "exitCode": 0}]}]}"#;
    let loaded = load_bytes("job", task.into());
    let diagnoses = diagnose_all(&loaded.snapshot, &Knowledge::BUILT_IN);
    let state = State::new(Arc::new(loaded.snapshot), diagnoses, Arc::new(Words::english()));
    assert_eq!((state.page, state.step), (Page::Triage, StepId::StoppedTasks));
}

#[test]
fn the_twin_follows_what_is_selected() {
    let twin = |keys: &str| play(sample::state(), WIDE, keys).0.twin();
    assert_eq!(twin(""), Twin::Deployment);
    assert_eq!(twin("2"), Twin::Deployment);
    assert_eq!(twin("2<enter>"), Twin::ReplicaSet("ecs-svc/2222222222222222222".to_owned()));
    assert_eq!(twin("2<enter>j"), Twin::ReplicaSet("ecs-svc/1111111111111111111".to_owned()));
    assert_eq!(twin("2<enter>j<tab>jj"), Twin::ReplicaSet("ecs-svc/1111111111111111111".to_owned()));
    assert_eq!(twin("3<enter>"), Twin::Pod("a1b2c3d4e5f60718293a4b5c6d7e8f90".to_owned()));
    let Twin::Pod(second) = twin("3<enter><enter>j") else { panic!("a task is a pod") };
    assert_ne!(second, "a1b2c3d4e5f60718293a4b5c6d7e8f90");
    assert_eq!(twin("3<enter><enter>j<esc><esc>"), Twin::Deployment);
}

#[test]
fn escape_closes_one_thing_at_a_time() {
    let (state, _) = play(sample::state(), WIDE, "3<enter><enter>/a1<enter>?");
    assert_eq!(state.overlay, Some(Overlay::Help));
    let (state, _) = play(state, WIDE, "<esc>");
    assert!(state.overlay.is_none() && state.group.is_some());
    let (state, _) = play(state, WIDE, "<esc>");
    assert!(state.group.is_none() && state.focus == Pane::Evidence);
    let (state, _) = play(state, WIDE, "<esc><esc><esc>");
    assert_eq!((state.page, state.focus), (Page::Triage, Pane::Steps));
}

#[test]
fn an_overlay_lies_over_another_and_gives_it_back() {
    for keys in ["v?", "h?", "v??", "?v?"] {
        let (state, _) = play(sample::state(), WIDE, keys);
        let help = state.shown(Pane::Overlay).filter(|_| state.overlay == Some(Overlay::Help));
        assert!(help.is_none_or(|help| help.body.rows.len() == BINDINGS.len()), "{keys}: an empty help");
    }
    let overlay = |keys: &str| play(sample::state(), WIDE, keys).0.overlay;
    assert_eq!(overlay("v?<esc>"), Some(Overlay::Findings));
    assert_eq!(overlay("v??"), Some(Overlay::Findings));
    assert_eq!(overlay("vJ<esc>"), Some(Overlay::Findings));
    assert_eq!(overlay("vnvn<esc><esc>"), None, "one place lies below once");
    assert_eq!(overlay("h?<esc>"), Some(Overlay::Page));
    assert_eq!(overlay("v?2"), None, "a step is a new beginning");
    assert_eq!(overlay("v?2?<esc>"), None);
}

#[test]
fn what_is_copied_is_what_is_selected() {
    let copied = |keys: &str| play(sample::state(), WIDE, keys).1;
    assert_eq!(copied("2<enter>y"), [Effect::Copy("ecs-svc/2222222222222222222".to_owned())]);
    assert_eq!(copied("3<enter>c"), [Effect::Copy("a1b2c3d4e5f60718293a4b5c6d7e8f90".to_owned())]);
    let command = "aws ecr describe-images --repository-name web --image-ids imageTag=v42".to_owned();
    assert_eq!(copied("x"), [Effect::Copy(command.clone())]);
    assert_eq!(copied("ny"), [Effect::Copy(command)]);
    assert_eq!(
        copied("5<enter>gy"),
        [Effect::Copy("ERROR 接続できません 🚢 attempt 29: connection to 10.0.1.5:5432 refused".to_owned())]
    );
}

#[test]
fn a_line_is_copied_whole_however_it_is_drawn() {
    let copied = |size: Size, keys: &str| match play(sample::state(), size, keys).1.pop() {
        Some(Effect::Copy(text)) => text,
        other => panic!("{keys}: {other:?}"),
    };
    let narrow = Size { width: 60, height: 24 };
    for keys in ["3<enter>dy", "3<enter>dpy", "3<enter>d<right>y", "3<enter>dwy"] {
        assert_eq!(copied(narrow, keys), "Name:           a1b2c3d4e5f60718293a4b5c6d7e8f90", "{keys}");
    }
    let message = copied(narrow, "3<enter>d/Message<enter>y");
    assert!(message.starts_with("Message:") && message.ends_with("web:v42: not found"), "{message}");
    let json = copied(narrow, "3<enter>Jy");
    let json: serde_json::Value = serde_json::from_str(&json).expect("the whole object");
    assert_eq!(json["stopCode"], "TaskFailedToStart");
    let list = copied(narrow, "3<enter>J/containers<enter>y");
    assert!(list.starts_with("\"containers\": [ {") && list.ends_with("} ]"), "{list}");
    let line = copied(narrow, "3<enter>J/stoppedReason<enter>y");
    assert!(
        line.starts_with("\"stoppedReason\": \"CannotPull") && line.contains("web:v42: not found\""),
        "{line}"
    );
}

#[test]
fn an_event_leads_to_the_task_that_it_names() {
    // The second event from the end says that a task was started, which later failed.
    let (state, _) = play(sample::state(), WIDE, "1<enter>");
    let (state, _) = play(state, WIDE, "gj<enter>");
    assert_eq!(state.step, StepId::StoppedTasks);
    assert!(state.group.is_some());
    assert!(matches!(selected(&state, Pane::Evidence), Some(RowId::Task(_))));
}

#[test]
fn quitting_is_an_effect_and_text_for_a_filter_is_not_a_command() {
    assert_eq!(play(sample::state(), WIDE, "q").1, [Effect::Quit]);
    assert_eq!(play(sample::state(), WIDE, "<c-c>").1, [Effect::Quit]);
    let (state, effects) = play(sample::state(), WIDE, "5<enter>/quit");
    assert!(effects.is_empty());
    assert_eq!(state.filter.as_ref().map(|filter| filter.text.as_str()), Some("quit"));
    assert_eq!(play(state, WIDE, "<c-c>").1, [Effect::Quit]);
}

#[test]
fn a_paste_goes_into_a_search_and_is_never_played_as_keys() {
    let (mut state, _) = play(sample::state(), WIDE, "");
    let effects = update(&mut state, Msg::Pasted("quit: mPRe".to_owned()));
    assert!(effects.is_empty() && state.overlay.is_none() && state.filter.is_none());
    assert_eq!(state.message.as_ref().map(|said| said.key), Some("app-pasted-nowhere"));
    let (mut state, _) = play(state, WIDE, "5<enter>/");
    update(&mut state, Msg::Pasted("\u{1b}[31m attempt\n26:\u{7}".to_owned()));
    assert_eq!(state.filter.as_ref().map(|filter| filter.text.as_str()), Some("attempt 26:"));
    let (mut state, _) = play(state, WIDE, "<esc>H<down><down>");
    update(&mut state, Msg::Pasted("CannotPullContainerError: toomanyrequests".to_owned()));
    let found = selected(&state, Pane::Overlay);
    assert!(matches!(found, Some(RowId::Page(page)) if page.name == "image.rate_limited"), "{found:?}");
}

#[test]
fn a_search_is_taken_back_by_word_and_whole_as_in_a_shell() {
    let typed = |keys: &str| play(sample::state(), WIDE, keys).0.filter.map(|filter| filter.text);
    assert_eq!(typed("5<enter>/one 日本語<c-w>"), Some("one ".to_owned()));
    assert_eq!(typed("5<enter>/one two <c-w><c-w>"), Some(String::new()));
    assert_eq!(typed("5<enter>/one<c-h><c-h>"), Some("o".to_owned()));
    assert_eq!(typed("5<enter>/one two<c-u>x"), Some("x".to_owned()));
}

#[test]
fn the_services_stay_narrowed_while_something_else_is_looked_at() {
    let shown = |keys: &str| {
        let (state, _) = play(sample::many(), WIDE, keys);
        (state.page, state.filter_of(Pane::Services).map(str::to_owned), state.overlay)
    };
    let narrowed = (Page::Services, Some("pay".to_owned()), None);
    for keys in [
        "<enter><esc>",
        "v<esc>",
        "?<esc>",
        "d?<esc><esc>",
        "h<esc>",
        "H<esc>",
        "<enter>3<enter>/x<esc><esc><esc>",
    ] {
        assert_eq!(shown(&format!("/pay<enter>{keys}")), narrowed, "{keys}");
    }
    assert_eq!(shown("/pay<enter><enter><esc><esc>"), (Page::Services, None, None), "esc clears it then");
}

#[test]
fn one_goes_from_service_to_service() {
    let open = |keys: &str| {
        let (state, _) = play(sample::many(), WIDE, keys);
        (state.page, state.diagnosis().map(|one| one.name.clone()).unwrap_or_default())
    };
    let all: Vec<String> = sample::many().diagnoses.iter().map(|one| one.name.clone()).collect();
    let triage = |name: &String| (Page::Triage, name.clone());
    assert_eq!(open("<enter>>"), triage(&all[1]));
    assert_eq!(open("<enter>3<enter>v><lt>"), triage(&all[0]));
    assert_eq!(open("<enter><lt>"), triage(&all[all.len() - 1]));
    assert_eq!(open("<enter><lt>>"), triage(&all[0]));
    assert_eq!(open("/pay<enter><enter>>"), open("/pay<enter><enter>"), "as it is narrowed");
    assert_eq!(open("<enter>><esc>").0, Page::Services);
    let (alone, _) = play(sample::state(), WIDE, ">");
    assert!(footer(&alone).iter().all(|(keys, _)| *keys != "> <"));
}

#[test]
fn a_key_that_does_nothing_says_so() {
    let said = |keys: &str| play(sample::many(), WIDE, keys).0.message.map(|said| said.key);
    for key in [":", "f", "<space>", "2"] {
        assert_eq!(said(key), Some("app-key-idle"), "{key}");
    }
    for key in ["<esc>", "<left>", "<tab>", "<c-x>", ":j", "/:"] {
        assert_eq!(said(key), None, "{key}");
    }
}

#[test]
fn l_leads_to_the_logs() {
    let (state, _) = play(sample::state(), WIDE, "vl");
    assert_eq!((state.step, state.overlay), (StepId::LogsMetrics, None));
}

#[test]
fn nothing_is_narrowed_where_there_are_no_rows() {
    let (state, _) = play(sample::state(), WIDE, "");
    let bare = State::new(Arc::default(), Vec::new(), state.words.clone());
    let (bare, _) = play(bare, WIDE, "/x");
    assert!(bare.filter.is_none() && footer(&bare).iter().all(|(keys, _)| *keys != "/"));
}

#[test]
fn a_selection_stays_on_its_row_when_the_size_changes_and_when_a_filter_goes() {
    let (state, _) = play(sample::state(), WIDE, "5<enter>gjjj");
    let before = selected(&state, Pane::Evidence);
    assert!(matches!(before, Some(RowId::LogLine(Some(_), 0))), "{before:?}");
    let (state, _) = play(state, Size { width: 60, height: 30 }, "");
    assert_eq!(selected(&state, Pane::Evidence), before);
    let (state, _) = play(state, WIDE, "/attempt 26:<enter><esc>");
    assert_eq!(selected(&state, Pane::Evidence), before);
}

#[test]
fn help_and_footer_agree_with_the_table() {
    let (state, _) = play(sample::state(), WIDE, "");
    assert_eq!(help(&state).len(), BINDINGS.len());
    let words = Words::english();
    for (brief, what) in footer(&state) {
        let binding = BINDINGS.iter().find(|one| one.brief == brief).unwrap();
        assert_eq!(what, (binding.short)());
        assert!((binding.applies)(&state));
    }
    let table = markdown_table(&words);
    for binding in BINDINGS {
        assert!(table.contains(&words.say(&(binding.long)())), "{:?}", binding.action);
        for key in binding.keys {
            let others = BINDINGS.iter().filter(|other| other.keys.contains(key));
            assert_eq!(others.count(), 1, "{key:?} does two things");
        }
    }
}

#[test]
fn every_line_of_a_description_is_reached_by_scrolling() {
    let (state, _) = play(sample::state(), Size { width: 80, height: 24 }, "dG");
    let shown = state.shown(Pane::Overlay).unwrap();
    let top = state.list(Pane::Overlay).unwrap().top;
    assert_eq!(top + shown.height, shown.body.lines.len());
    let (state, _) = play(state, Size { width: 80, height: 24 }, &"<right>".repeat(29));
    let right = state.left;
    assert!(right > 0);
    assert_eq!(
        play(state, Size { width: 80, height: 24 }, "<right>").0.left,
        right,
        "it stops at the end of the text"
    );
}

proptest! {
    #![proptest_config(draw::cases(60))]

    #[test]
    fn no_keys_and_no_size_break_the_screen(
        keys in r"[\[\]<>jkgGhHlxyvfnudJpwcre/?12345 a]{0,25}",
        named in proptest::collection::vec(0_usize..8, 0..8),
        sizes in proptest::collection::vec((0_u16..210, 0_u16..70), 1..4),
    ) {
        let names = ["<enter>", "<esc>", "<tab>", "<backtab>", "<pgdn>", "<pgup>", "<c-f>", "<end>"];
        let mut state = sample::many();
        let mut text = String::from("<enter>");
        for (place, letter) in keys.chars().enumerate() {
            text.push_str(if letter == '<' { "<lt>".to_owned() } else { letter.to_string() }.as_str());
            if let Some(name) = named.get(place / 2).filter(|_| place % 2 == 0) {
                text.push_str(names[*name]);
            }
        }
        for (width, height) in sizes {
            (state, _) = play(state, Size { width, height }, &text);
            for pane in [Pane::Services, Pane::Steps, Pane::Evidence, Pane::Describe, Pane::Overlay] {
                let (Some(shown), Some(area)) = (state.shown(pane), state.layout.area(pane)) else { continue };
                for line in &shown.body.lines {
                    prop_assert!(line.width() <= usize::from(area.width.saturating_sub(2)), "{pane:?} {line}");
                }
                prop_assert!(area.x + area.width <= width && area.y + area.height <= height);
                let list = state.list(pane).unwrap();
                prop_assert!(list.top <= shown.body.lines.len());
                prop_assert_eq!(list.selected.is_some(), !shown.body.rows.is_empty());
            }
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, width, height));
            let area = buffer.area;
            ecsplain::screen::render(&mut buffer, area, &state);
        }
    }
}
