//! The handbook on the screen: the page of what is looked at, the list of pages, the way back.

use ecsplain::app::{Effect, Key, Msg, Overlay, Page, Pane, Size, State, update};
use ecsplain::handbook::team;
use ecsplain::view::RowId;

#[path = "frames/sample.rs"]
mod sample;

const WIDE: Size = Size { width: 100, height: 60 };

fn play(mut state: State, keys: &str) -> (State, Vec<Effect>) {
    let mut effects = update(&mut state, Msg::Resized(WIDE));
    for key in Key::parse(keys).expect("the test names real keys") {
        effects.extend(update(&mut state, Msg::Key(key)));
    }
    (state, effects)
}

fn open_page(state: &State) -> Option<&'static str> {
    state.reading.page.filter(|_| state.overlay == Some(Overlay::Page)).map(|page| page.name)
}

fn text(state: &State) -> String {
    let shown = state.shown(Pane::Overlay).expect("an overlay");
    shown.body.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_of_the_root_cause_opens_with_the_names_of_the_service() {
    let (state, _) = play(sample::state(), "h");
    assert_eq!(open_page(&state), Some("image.not_found"));
    let page = text(&state);
    assert!(page.contains("--cluster prod --service web"), "{page}");
    assert!(!page.contains("{cluster}") && !page.contains("<cluster>"), "{page}");
    for keys in ["hh", "h<esc>", "h<left>"] {
        assert_eq!(play(sample::state(), keys).0.overlay, None, "{keys}");
    }
}

#[test]
fn commands_and_addresses_of_a_page_are_copied_as_they_are_typed() {
    let (_, effects) = play(sample::state(), "h/docs.aws<enter>y");
    let [Effect::Copy(address)] = &effects[..] else { panic!("{effects:?}") };
    assert!(address.starts_with("https://docs.aws.amazon.com/") && !address.contains(' '), "{address}");
    let (state, effects) = play(sample::state(), "h/ecr describe<enter>y");
    let [Effect::Copy(command)] = &effects[..] else { panic!("{effects:?}") };
    assert!(command.starts_with("aws ecr describe-images --"), "{command}");
    assert_eq!(open_page(&play(state, "<esc>").0), Some("image.not_found"), "esc takes the filter first");
}

#[test]
fn escape_leads_back_to_where_one_was() {
    let (state, _) = play(sample::state(), "vj");
    let before = state.list(Pane::Overlay).unwrap().selected.clone();
    assert!(matches!(before, Some(RowId::Proof("image.not_found", 0))), "{before:?}");
    let (state, _) = play(state, "h");
    assert_eq!(open_page(&state), Some("image.not_found"));
    let (state, _) = play(state, "jj<esc>");
    assert_eq!(state.overlay, Some(Overlay::Findings));
    assert_eq!(state.list(Pane::Overlay).unwrap().selected, before);
    assert_eq!(play(state, "<esc>").0.overlay, None);
}

#[test]
fn a_page_that_is_named_opens_and_escape_leads_back_to_the_line() {
    let (state, _) = play(sample::state(), "hG");
    let line = state.list(Pane::Overlay).unwrap().selected.clone();
    assert!(matches!(line, Some(RowId::Page(page)) if page.name == "image.auth_denied"), "{line:?}");
    let (state, _) = play(state, "<enter>");
    assert_eq!(open_page(&state), Some("image.auth_denied"));
    let (state, _) = play(state, "jj<esc>");
    assert_eq!(open_page(&state), Some("image.not_found"));
    assert_eq!(state.list(Pane::Overlay).unwrap().selected, line);
    assert_eq!(play(state, "<esc>").0.overlay, None);
    let (state, _) = play(sample::state(), "hG<enter>h");
    assert_eq!(state.overlay, None, "h leaves the handbook from any page");
    assert_eq!(open_page(&play(state, "h<esc>").0), None, "and nothing is left of the way");
}

#[test]
fn pages_are_searched_by_words_and_stay_found() {
    let (state, _) = play(sample::state(), "Hexec forma<enter>");
    assert_eq!(open_page(&state), Some("image.arch_exec_format"));
    let (state, _) = play(state, "<esc>");
    assert_eq!(state.overlay, Some(Overlay::Pages));
    assert_eq!(state.filter.as_ref().map(|filter| filter.text.as_str()), Some("exec forma"));
    assert_eq!(play(state, "<esc>").0.overlay, None);
    let (state, _) = play(sample::state(), "Hxyzzyqq<enter>");
    assert_eq!(state.overlay, Some(Overlay::Pages), "where nothing is found one types on");
    assert!(text(&state).contains("No page is about all of these words."), "{}", text(&state));
}

#[test]
fn the_best_page_is_selected_as_one_types() {
    let (state, _) = play(sample::state(), "H<down><down><down>rate limited");
    let selected = state.list(Pane::Overlay).unwrap().selected.clone();
    assert!(matches!(selected, Some(RowId::Page(page)) if page.name == "image.rate_limited"), "{selected:?}");
}

#[test]
fn the_list_of_services_has_the_handbook_too() {
    let (state, _) = play(sample::many(), "H");
    assert_eq!((state.page, state.overlay), (Page::Services, Some(Overlay::Pages)));
    let all = state.shown(Pane::Overlay).unwrap().body.rows.len();
    assert_eq!(all, state.handbook.pages().count());
    let (state, _) = play(state, "deadlock<enter><esc><esc>");
    assert_eq!((state.page, state.overlay), (Page::Services, None));
}

#[test]
fn without_a_finding_the_selected_row_decides_and_else_there_is_the_list() {
    let with_finding = sample::state();
    let mut bare = with_finding.diagnoses.to_vec();
    bare[0].findings.clear();
    let state = || State::new(with_finding.snapshot.clone(), bare.clone(), with_finding.words.clone());
    assert_eq!(play(state(), "1h").0.overlay, Some(Overlay::Pages));
    assert_eq!(
        open_page(&play(state(), "3<enter>h").0),
        Some("image.not_found"),
        "the stopped reason says it"
    );
}

#[test]
fn a_page_of_the_team_comes_first_and_leads_to_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let page =
        "---\ntitle: Our registry\nclasses: [image.not_found]\n---\nAsk in #registry about {repository}.\n";
    std::fs::write(folder.path().join("registry.md"), page).expect("a page");
    let state = sample::state().with_team(&team::load(folder.path()));
    let (state, _) = play(state, "h");
    assert_eq!(open_page(&state), Some("registry"));
    assert!(text(&state).contains("Ask in #registry about web."), "{}", text(&state));
    let (state, _) = play(state, "G<enter>");
    assert_eq!(open_page(&state), Some("image.not_found"));
    let (state, _) = play(state, "G<enter>");
    assert_eq!(open_page(&state), Some("registry"));
    assert_eq!(play(state, "<esc>").0.overlay, None, "pages about the same are one place");
}
