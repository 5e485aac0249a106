//! What each command does: what it reads, and what becomes of it. One file a kind of command.

mod capture;
mod demo;
mod emulate;
mod explain;
mod handbook;
mod printing;
mod progress;
mod record;
mod screen;
mod wait;

use anyhow::bail;
use clap::CommandFactory;

use crate::cli::{Cli, ColorChoice, Command};
use crate::handbook::{Team, team};
use crate::live::Capture;
use crate::msg;
use crate::report::choice::Wish;
use crate::report::output::{Output, is_terminal, print};
use crate::report::{self, Input};
use crate::source::aws;
use crate::source::recording::Secrecy;
use crate::source::saved::{Loaded, Problem};
use crate::tui;
use crate::view::text::clean_line;
use crate::words::Words;

/// Wrong usage, or input that could not be read.
pub const UNREADABLE: u8 = 2;

/// AWS did not answer: credentials, permission, Region, network.
const UNSEEN: u8 = 6;

/// Runs what the command line asks for; the exit code.
///
/// # Errors
/// On wrong usage and on input that could not be read.
pub fn run(cli: &Cli) -> anyhow::Result<u8> {
    match &cli.command {
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "ecsplain", &mut script);
            print(&String::from_utf8_lossy(&script))?;
            Ok(0)
        }
        Some(Command::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            print(&String::from_utf8_lossy(&page))?;
            Ok(0)
        }
        Some(Command::Policy) => {
            print(&(serde_json::to_string_pretty(&aws::policy())? + "\n"))?;
            Ok(0)
        }
        Some(Command::Emulate(arguments)) => emulate::run(&Words::english(), arguments).map(|()| 0),
        Some(Command::Explain { text, output }) => explain::print(cli, text, *output),
        Some(Command::Handbook { page, list, search, output }) => {
            let wish = handbook::Wish { page, list: *list, search };
            handbook::print(cli, &wish, *output)
        }
        _ => with_source(cli),
    }
}

/// Everything that needs a source.
fn with_source(cli: &Cli) -> anyhow::Result<u8> {
    let words = Words::english();
    let demo = demo::start(cli, &words)?;
    let cli = demo.as_ref().map_or(cli, |demo| &demo.cli);
    let team = own_pages(cli);
    match &cli.command {
        Some(Command::Record { name, output, every, lasting, no_redact }) => {
            let settings = record::Settings {
                name: name.as_deref(),
                output,
                every: *every,
                lasting: *lasting,
                secrecy: if *no_redact { Secrecy::Kept } else { Secrecy::Redacted },
            };
            warn(&team, &words);
            record::record(cli, &settings, team.knowledge)
        }
        Some(Command::Triage { name, output, wait: true, timeout, every }) => {
            let (timeout, every) = (*timeout, *every);
            let settings = wait::Settings { name: name.as_deref(), format: *output, timeout, every };
            warn(&team, &words);
            wait::triage(cli, &settings, team.knowledge)
        }
        _ => one_look(cli, words, &team),
    }
}

/// What is read once; the screen on a live account reads on by itself.
fn one_look(cli: &Cli, words: Words, team: &Team) -> anyhow::Result<u8> {
    if cli.command.is_none() && cli.display.frame.is_none() && !is_terminal() {
        bail!(words.say(&msg!("report-terminal-needed")));
    }
    if cli.command.is_none() && cli.display.frame.is_none() && cli.source.from.is_empty() {
        warn(team, &words);
        return screen::watch(cli, words, team).map(|()| 0);
    }
    let Some(Capture { mut loaded, diagnoses, .. }) = capture::capture(cli, &words, &team.knowledge) else {
        return Ok(UNSEEN);
    };
    loaded.problems.extend(team.problems.iter().map(of_page));
    say_problems(&loaded, &words);
    let broken = loaded.problems.iter().any(|problem| problem.broken);
    if loaded.snapshot.is_empty() {
        bail!(words.say(&msg!("report-nothing-read")));
    }
    let input = Input {
        words: &words,
        snapshot: &loaded.snapshot,
        diagnoses: &diagnoses,
        problems: &loaded.problems,
    };
    let code = match &cli.command {
        Some(Command::Triage { name, output, .. }) => {
            let wish = wish(cli, name.as_deref());
            printing::triage(cli, &input, &wish, *output, None)?
        }
        Some(Command::Describe { name, output, provenance }) => {
            printing::describe(cli, &input, name.as_deref(), *output, *provenance)?;
            0
        }
        Some(Command::Services { output }) => {
            printing::services(cli, &input, *output)?;
            0
        }
        _ => {
            return screen::open(cli, words, loaded, diagnoses, team).map(|()| exit(0, broken));
        }
    };
    Ok(exit(code, broken))
}

/// The team's pages beside ours.
fn own_pages(cli: &Cli) -> Team {
    team::folder(cli.source.handbook_dir.as_deref()).map(|folder| team::load(&folder)).unwrap_or_default()
}

/// What is wrong with a team's page, beside what is wrong with the input; it breaks nothing else.
fn of_page(problem: &team::Problem) -> Problem {
    Problem { place: clean_line(&problem.place), what: problem.what.clone(), broken: false }
}

/// Says on stderr what is wrong with a team's pages.
fn warn(team: &Team, words: &Words) {
    for problem in &team.problems {
        eprintln!("ecsplain: {}: {}", clean_line(&problem.place), clean_line(&words.say(&problem.what)));
    }
}

/// Says on stderr what could not be read, and which moments a recording holds beside the one that is shown.
fn say_problems(loaded: &Loaded, words: &Words) {
    for problem in &loaded.problems {
        eprintln!("ecsplain: {}: {}", clean_line(&problem.place), clean_line(&words.say(&problem.what)));
    }
    for hint in loaded.recordings.iter().filter_map(report::recordings::hint) {
        eprintln!("ecsplain: {}", clean_line(&words.say(&hint)));
    }
}

/// Broken input outranks what the rest of it says: a script must not take half an answer for a whole one.
fn exit(code: u8, broken: bool) -> u8 {
    if broken { UNREADABLE } else { code }
}

fn wish<'a>(cli: &'a Cli, argument: Option<&'a str>) -> Wish<'a> {
    Wish::new(cli.target.cluster.as_deref(), cli.target.service.as_deref(), argument)
}

fn output(cli: &Cli) -> Output {
    let width = is_terminal().then(tui::width).flatten();
    Output::stdout(use_color(cli), width)
}

/// `NO_COLOR` with any value that is not empty turns colour off, see <https://no-color.org>.
fn use_color(cli: &Cli) -> bool {
    match cli.display.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}
