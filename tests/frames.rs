//! Whole frames, played from key strings: the text, and below it which cells have which style.

use std::fmt::Write as _;

use ecsplain::app::State;
use ecsplain::tui::{Picture, frame};
use ratatui::style::{Color, Modifier};

#[path = "frames/sample.rs"]
mod sample;

fn play(state: State, width: u16, height: u16, keys: &str) -> String {
    let picture = frame(state, width, height, keys).expect("known keys");
    format!("{}---\n{}", picture.plain(), legend(&picture))
}

/// `3:1-8 Red BOLD`: the cells of a row that have a style, in the buffer's own words.
fn legend(picture: &Picture) -> String {
    let buffer = &picture.buffer;
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let style = |x: u16| buffer.cell((x, y)).map(|cell| (cell.fg, cell.modifier));
        let mut x = 0;
        while x < buffer.area.width {
            let (start, this) = (x, style(x));
            while x < buffer.area.width && style(x) == this {
                x += 1;
            }
            if let Some((color, modifier)) = this.filter(|this| *this != (Color::Reset, Modifier::empty())) {
                let _ = writeln!(text, "{y}:{start}-{} {color} {modifier:?}", x - 1);
            }
        }
    }
    text
}

#[test]
fn a_triage_opens_on_the_step_of_the_root_cause() {
    insta::assert_snapshot!(play(sample::state(), 140, 40, ""));
}

#[test]
fn a_wide_screen_shows_evidence_and_twin_side_by_side() {
    insta::assert_snapshot!(play(sample::state(), 200, 60, "2<tab>"));
}

#[test]
fn a_task_of_a_group_is_a_pod() {
    insta::assert_snapshot!(play(sample::state(), 100, 30, "3<enter><enter>j"));
}

#[test]
fn at_eighty_columns_the_twin_is_one_key_away() {
    insta::assert_snapshot!("evidence", play(sample::state(), 80, 24, "1<enter>"));
    insta::assert_snapshot!("twin", play(sample::state(), 80, 24, "3<enter>d"));
}

#[test]
fn at_forty_columns_and_ten_rows_verdict_and_steps_remain() {
    insta::assert_snapshot!("steps", play(sample::state(), 40, 10, ""));
    insta::assert_snapshot!("one step", play(sample::state(), 40, 10, "3<enter>"));
}

#[test]
fn the_services_stand_in_a_list() {
    insta::assert_snapshot!(play(sample::many(), 100, 12, "j"));
}

#[test]
fn a_filter_keeps_what_holds_its_text() {
    insta::assert_snapshot!(play(sample::state(), 80, 24, "5<enter>/attempt 2"));
}

#[test]
fn of_a_long_search_the_end_is_in_sight() {
    let picture =
        frame(sample::state(), 40, 10, &format!("5<enter>/{}end", "日本語 ".repeat(20))).expect("known keys");
    let shown = picture.plain();
    let footer = shown.lines().last().expect("a footer");
    assert!(footer.starts_with(" /…") && footer.trim_end().ends_with("日本語 end"), "{footer}");
}

#[test]
fn on_a_small_screen_nothing_that_tells_why_is_lost() {
    let shown = |keys: &str| frame(sample::many(), 40, 10, keys).expect("known keys").plain();
    assert!(shown("/pay<enter>").contains("…  /pay ━"), "{}", shown("/pay<enter>"));
    let nothing = shown("/zz<enter>").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(nothing.contains("No row holds this text. esc clears the filter."), "{nothing}");
    assert!(shown("Hrate lim").contains("CannotPullContainerError: t"), "{}", shown("Hrate lim"));
    let read = |keys: &str| shown(keys).lines().filter(|line| line.starts_with(['▌', ' '])).count();
    assert!(read("<enter>3<enter>") >= 7 && read("<enter>h") >= 7, "{}", shown("<enter>h"));
}

#[test]
fn a_long_cluster_gives_way_to_the_service_and_to_the_moment_of_capture() {
    let header = |width| {
        let mut state = sample::state();
        let mut diagnoses = state.diagnoses.to_vec();
        diagnoses[0].cluster = Some("ECS-ENVOY-END-END-ENCRYPT-ECSCluster-Ij26vDDW14h7".to_owned());
        diagnoses[0].name = "end-to-end-encryption".to_owned();
        state.diagnoses = diagnoses.into();
        let plain = frame(state, width, 24, "").expect("known keys").plain();
        plain.lines().next().unwrap_or_default().trim().to_owned()
    };
    assert_eq!(header(70), "ECS-ENVO…DDW14h7 › end-to-end-encryption  captured 2026-11-22 14:02Z");
    assert_eq!(header(50), "ECS-ENVOY-EN…Ij26vDDW14h7 › end-to-end-encryption");
    assert_eq!(header(36), "ECS-E…W14h7 › end-to-end-encryption");
}

#[test]
fn a_metric_in_per_cent_is_drawn_as_a_share_of_a_hundred() {
    let shown = frame(sample::state(), 80, 30, "5<enter>G").expect("known keys").plain();
    assert!(shown.contains("MemoryUtilization  0% to 97.9%, last 97.9%"), "{shown}");
    assert!(shown.contains("▌  ▁▁▁▂▂") && shown.contains("▇▇███ "), "{shown}");
}

#[test]
fn the_help_lists_every_key() {
    insta::assert_snapshot!(play(sample::state(), 100, 40, "?"));
}

#[test]
fn overlays_say_what_was_found_and_what_was_not_checked() {
    insta::assert_snapshot!("findings", play(sample::state(), 80, 24, "v"));
    insta::assert_snapshot!("gaps", play(sample::state(), 80, 24, "u"));
    insta::assert_snapshot!("next", play(sample::state(), 80, 24, "nj"));
    insta::assert_snapshot!("raw", play(sample::state(), 80, 24, "2<enter>J"));
}

#[test]
fn a_page_of_the_handbook_and_their_list_stand_over_the_panes() {
    for (width, height) in [(140, 40), (80, 24), (40, 10)] {
        insta::assert_snapshot!(format!("page at {width}"), play(sample::state(), width, height, "h"));
    }
    insta::assert_snapshot!("pages", play(sample::many(), 80, 24, "Hrate lim"));
}

#[test]
fn a_walk_says_where_it_stands() {
    for (width, height) in [(140, 40), (80, 24), (40, 10)] {
        insta::assert_snapshot!(format!("walk at {width}"), play(sample::state(), width, height, "v<enter>"));
    }
}

#[test]
fn the_narrowest_screens_draw_what_they_can() {
    for (width, height) in [(0, 0), (1, 1), (1, 40), (20, 5), (5, 2), (200, 3), (3, 12)] {
        for keys in ["", "<enter>", "d", "?", "/x", "3<enter><enter>", "h", "Hx", "]", "v<enter>"] {
            let picture = frame(sample::state(), width, height, keys).expect("known keys");
            assert_eq!(picture.plain().lines().count(), usize::from(height), "{width}x{height} {keys}");
        }
    }
}

#[test]
fn nothing_from_outside_drives_the_terminal() {
    let picture = frame(sample::state(), 140, 40, "5<enter>").expect("known keys");
    assert!(picture.plain().contains("ERROR 接続できません 🚢 attempt 29"), "{}", picture.plain());
    assert!(!picture.plain().contains('\u{1b}'));
    for keys in ["d", "J", "3<enter>J", "2<enter>J"] {
        let shown = frame(sample::state(), 200, 200, keys).expect("known keys").plain();
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
#[ignore = "prints a frame to look at: FRAME=140x40 KEYS=jj ANSI=1"]
fn show() {
    let size = std::env::var("FRAME").unwrap_or_else(|_| "140x40".to_owned());
    let (width, height) = size.split_once('x').expect("WIDTHxHEIGHT");
    let keys = std::env::var("KEYS").unwrap_or_default();
    let state = if std::env::var("MANY").is_ok() { sample::many() } else { sample::state() };
    let picture = frame(state, width.parse().expect("columns"), height.parse().expect("rows"), &keys);
    let picture = picture.expect("known keys");
    println!("{}", if std::env::var("ANSI").is_ok() { picture.ansi() } else { picture.plain() });
}
