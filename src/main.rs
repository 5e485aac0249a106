//! The program: parse, choose, map what comes back to exit codes.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use clap::{CommandFactory, Parser};
use ecsplain::app::State;
use ecsplain::cli::{Cli, ColorChoice, Command, DescribeFormat, ListFormat, TriageFormat};
use ecsplain::diagnosis::{self, Diagnosis};
use ecsplain::live::{self, Capture, Scope};
use ecsplain::model::Snapshot;
use ecsplain::msg;
use ecsplain::report::choice::{Wish, choose};
use ecsplain::report::output::{Output, is_terminal, print};
use ecsplain::report::{self, Input};
use ecsplain::source::aws::{self, Account, Target};
use ecsplain::source::saved::{self, Problem};
use ecsplain::tui::{self, Color};
use ecsplain::view::text::clean_line;
use ecsplain::words::{Message, Words};

/// Wrong usage, or input that could not be read.
const UNREADABLE: u8 = 2;

/// AWS did not answer: credentials, permission, Region, network.
const UNSEEN: u8 = 6;
/// Services that the screen shows in full when none is named: a dozen calls each.
const MOST_ON_SCREEN: usize = 20;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("ecsplain: {error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<u8> {
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
        _ => explain(cli),
    }
}

/// Everything that needs a source.
fn explain(cli: &Cli) -> anyhow::Result<u8> {
    let words = Words::english();
    if cli.command.is_none() && cli.display.frame.is_none() && !is_terminal() {
        bail!(words.say(&msg!("report-terminal-needed")));
    }
    let Some(Capture { loaded, diagnoses }) = capture(cli, &words) else { return Ok(UNSEEN) };
    for problem in &loaded.problems {
        eprintln!("ecsplain: {}: {}", problem.place, words.say(&problem.what));
    }
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
        Some(Command::Triage { name, output }) => triage(cli, &input, name.as_deref(), *output)?,
        Some(Command::Describe { name, output, provenance }) => {
            describe(cli, &input, name.as_deref(), *output, *provenance)?;
            0
        }
        Some(Command::Services { output }) => {
            services(cli, &input, *output)?;
            0
        }
        _ => {
            return screen(cli, words, loaded.snapshot, diagnoses, loaded.problems).map(|()| exit(0, broken));
        }
    };
    Ok(exit(code, broken))
}

/// What the command needs, saved or live; nothing when a live account could not be seen, after saying why.
fn capture(cli: &Cli, words: &Words) -> Option<Capture> {
    if !cli.source.from.is_empty() {
        let loaded = saved::load(&cli.source.from);
        let diagnoses = diagnosis::diagnose_all(&loaded.snapshot);
        return Some(Capture { loaded, diagnoses });
    }
    let asked = ask(cli, words).and_then(|capture| {
        if capture.loaded.snapshot.services.is_empty() { Err(nothing_there(cli)) } else { Ok(capture) }
    });
    asked.inspect_err(|why| eprintln!("ecsplain: {}", clean_line(&words.say(why)))).ok()
}

/// Asks AWS for what the command needs.
fn ask(cli: &Cli, words: &Words) -> Result<Capture, Message> {
    let target = Target {
        profile: cli.source.profile.clone(),
        region: cli.source.region.clone(),
        endpoint: cli.source.endpoint_url.clone(),
    };
    let account = Account::connect(&target)?;
    let capture = live::read(&account, scope(cli));
    if cli.source.stats {
        eprint!("{}", report::stats::text(words, &account.stats()));
    }
    capture
}

/// What the command needs to see of a live account.
fn scope(cli: &Cli) -> Scope<'_> {
    let argument = match &cli.command {
        Some(Command::Services { .. }) => {
            return Scope::List { cluster: cli.target.cluster.as_deref() };
        }
        Some(Command::Triage { name, .. }) => name.as_deref(),
        Some(Command::Describe { name: Some(name), .. }) if cli.target.service.is_none() => {
            report::describe::service_in(name)
        }
        _ => None,
    };
    let wish = wish(cli, argument);
    let most = if matches!(cli.command, Some(Command::Triage { .. })) { 1 } else { MOST_ON_SCREEN };
    match wish.service {
        Some(name) => Scope::Service { cluster: wish.cluster, name },
        None => Scope::MostStuck { cluster: wish.cluster, most },
    }
}

/// AWS answered, and what was asked for is not there.
fn nothing_there(cli: &Cli) -> Message {
    match scope(cli) {
        Scope::Service { cluster: Some(cluster), name } => {
            msg!("live-no-service", service = name, cluster = cluster)
        }
        Scope::Service { name, .. } => msg!("live-no-service-anywhere", service = name),
        Scope::List { cluster: Some(cluster) } | Scope::MostStuck { cluster: Some(cluster), .. } => {
            msg!("live-no-services", cluster = cluster)
        }
        _ => msg!("live-no-services-anywhere"),
    }
}

/// Broken input outranks what the rest of it says: a script must not take half an answer for a whole one.
fn exit(code: u8, broken: bool) -> u8 {
    if broken { UNREADABLE } else { code }
}

fn triage(cli: &Cli, input: &Input<'_>, name: Option<&str>, format: TriageFormat) -> anyhow::Result<u8> {
    let (chosen, others) =
        choose(input.diagnoses, &wish(cli, name)).map_err(|none| anyhow::anyhow!(input.words.say(&none)))?;
    let text = match format {
        TriageFormat::Text => report::triage::text(input, chosen, &others, output(cli)),
        TriageFormat::Markdown => report::markdown::triage(input, chosen, &others),
        TriageFormat::Json => {
            let answer = report::json::triage(input.words, input.snapshot, chosen, &others, input.problems);
            serde_json::to_string_pretty(&answer)? + "\n"
        }
    };
    print(&text)?;
    Ok(chosen.exit_code())
}

fn describe(
    cli: &Cli,
    input: &Input<'_>,
    name: Option<&str>,
    format: DescribeFormat,
    provenance: bool,
) -> anyhow::Result<()> {
    let wish = wish(cli, None);
    let chosen = report::describe::choose(input, &wish, name)
        .map_err(|none| anyhow::anyhow!(input.words.say(&none)))?;
    let text = match format {
        DescribeFormat::Text if provenance => report::describe::with_provenance(input, &chosen),
        DescribeFormat::Text => report::describe::text(&chosen),
        DescribeFormat::Json => serde_json::to_string_pretty(&report::describe::list(&chosen))? + "\n",
        DescribeFormat::Yaml => report::describe::yaml(&chosen)?,
    };
    Ok(print(&text)?)
}

fn services(cli: &Cli, input: &Input<'_>, format: ListFormat) -> anyhow::Result<()> {
    let text = match format {
        ListFormat::Text => report::services::text(input, output(cli)),
        ListFormat::Json => {
            let answer = report::json::services(input.words, input.snapshot, input.diagnoses, input.problems);
            serde_json::to_string_pretty(&answer)? + "\n"
        }
    };
    Ok(print(&text)?)
}

/// The TUI, or one frame of it.
fn screen(
    cli: &Cli,
    words: Words,
    snapshot: Snapshot,
    diagnoses: Vec<Diagnosis>,
    problems: Vec<Problem>,
) -> anyhow::Result<()> {
    let opened = opened(&wish(cli, None), &diagnoses).map_err(|none| anyhow::anyhow!(words.say(&none)))?;
    let mut state = State::new(Arc::new(snapshot), diagnoses, Arc::new(words)).with_problems(problems);
    if let Some(place) = opened {
        state.open(place);
    }
    if let Some((width, height)) = cli.display.frame {
        let picture = tui::frame(state, width, height, &cli.display.keys)?;
        let text = if use_color(cli) { picture.ansi() } else { picture.plain() };
        return Ok(print(&text)?);
    }
    tui::run(state, if use_color(cli) { Color::On } else { Color::Off })
}

/// The service that the flags name, or nothing when they name none.
fn opened(wish: &Wish<'_>, diagnoses: &[Diagnosis]) -> Result<Option<usize>, Message> {
    if wish.cluster.is_none() && wish.service.is_none() {
        return Ok(None);
    }
    choose(diagnoses, wish).map(|(chosen, _)| diagnoses.iter().position(|one| std::ptr::eq(one, chosen)))
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
