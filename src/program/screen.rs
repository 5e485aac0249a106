//! The screen, or one frame of it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{capture, use_color, wish};
use crate::app::{State, Watch};
use crate::cli::Cli;
use crate::diagnosis::Diagnosis;
use crate::handbook::Team;
use crate::live::Wanted;
use crate::model::time::Time;
use crate::report::choice::{Wish, choose};
use crate::report::output::print;
use crate::report::{self, Input};
use crate::source::saved::Loaded;
use crate::tui::{self, Color};
use crate::words::{Message, Words};

/// The TUI, or one frame of it.
pub(super) fn open(
    cli: &Cli,
    words: Words,
    loaded: Loaded,
    diagnoses: Vec<Diagnosis>,
    team: &Team,
) -> anyhow::Result<()> {
    let opened = opened(&wish(cli, None), &diagnoses).map_err(|none| anyhow::anyhow!(words.say(&none)))?;
    let mut state = State::new(Arc::new(loaded.snapshot), diagnoses, Arc::new(words))
        .with_problems(loaded.problems)
        .with_team(team);
    if let Some(place) = opened {
        state.open(place);
    }
    if let Some((width, height)) = cli.display.frame {
        let picture = tui::frame(state, width, height, &cli.display.keys)?;
        let text = if use_color(cli) { picture.ansi() } else { picture.plain() };
        return Ok(print(&text)?);
    }
    tui::run(state, color(cli), team.knowledge, handoff)
}

/// The TUI on a live account, which is asked again and again.
pub(super) fn watch(cli: &Cli, words: Words, team: &Team) -> anyhow::Result<()> {
    let wish = wish(cli, None);
    let cluster = wish.cluster.map(str::to_owned);
    let wanted = match wish.service {
        Some(name) => Wanted::Service { cluster, name: name.to_owned() },
        None => Wanted::List { cluster },
    };
    let target = capture::target(cli);
    let profile = target.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok());
    let profile = profile.filter(|name| !name.is_empty());
    let watch = Watch::new(target, profile, wanted, Time(Timestamp::now()), u64::from(std::process::id()));
    tui::run(State::live(Arc::new(words), watch).with_team(team), color(cli), team.knowledge, handoff)
}

/// The page to hand over, as `triage -o handoff` prints it.
fn handoff(state: &State) -> Option<String> {
    let input = Input {
        words: &state.words,
        snapshot: &state.snapshot,
        diagnoses: &state.diagnoses,
        problems: &state.problems,
    };
    Some(report::handoff::page(&input, state.diagnosis()?))
}

fn color(cli: &Cli) -> Color {
    if use_color(cli) { Color::On } else { Color::Off }
}

/// The service that the flags name, or nothing when they name none.
fn opened(wish: &Wish<'_>, diagnoses: &[Diagnosis]) -> Result<Option<usize>, Message> {
    if wish.cluster.is_none() && wish.service.is_none() {
        return Ok(None);
    }
    choose(diagnoses, wish).map(|(chosen, _)| diagnoses.iter().position(|one| std::ptr::eq(one, chosen)))
}
