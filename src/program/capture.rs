//! What a command needs to see, saved or live.

use super::wish;
use crate::cli::{Cli, Command};
use crate::diagnosis::{self, Knowledge};
use crate::live::{self, Capture, Scope, nothing_there};
use crate::report;
use crate::report::choice::Wish;
use crate::source::aws::{Account, Patience, Target};
use crate::source::saved;
use crate::view::text::clean_line;
use crate::words::{Message, Words};

/// Services that the screen shows in full when none is named: a dozen calls each.
pub(super) const MOST_ON_SCREEN: usize = 20;

/// What the command needs, saved or live; nothing when a live account could not be seen, after saying why.
pub(super) fn capture(cli: &Cli, words: &Words, knowledge: &Knowledge) -> Option<Capture> {
    if !cli.source.from.is_empty() {
        let loaded = saved::load_at(&cli.source.from, cli.source.at);
        let diagnoses = diagnosis::diagnose_all(&loaded.snapshot, knowledge);
        return Some(Capture { loaded, diagnoses, whole: true, ..Capture::default() });
    }
    let asked = ask(cli, words, knowledge).and_then(|capture| {
        if capture.loaded.snapshot.services.is_empty() { Err(nothing_there(scope(cli))) } else { Ok(capture) }
    });
    asked.inspect_err(|why| eprintln!("ecsplain: {}", clean_line(&words.say(why)))).ok()
}

/// Asks AWS for what the command needs.
fn ask(cli: &Cli, words: &Words, knowledge: &Knowledge) -> Result<Capture, Message> {
    let account = Account::connect(&target(cli))?;
    account.ask_metrics(cli.source.metrics);
    let capture = live::read_whole(&account, scope(cli), knowledge);
    if cli.source.stats {
        eprint!("{}", report::stats::text(words, &account.stats()));
    }
    capture
}

/// The account that the flags name.
pub(super) fn target(cli: &Cli) -> Target {
    Target {
        profile: cli.source.profile.clone(),
        region: cli.source.region.clone(),
        endpoint: cli.source.endpoint_url.clone(),
        keyless: cli.source.keyless,
        patience: Patience::default(),
    }
}

/// What the command needs to see of a live account.
fn scope(cli: &Cli) -> Scope<'_> {
    let argument = match &cli.command {
        Some(Command::Services { .. }) => {
            return Scope::List { cluster: cli.target.cluster.as_deref() };
        }
        Some(Command::Triage { name, .. } | Command::Record { name, .. }) => name.as_deref(),
        Some(Command::Describe { name: Some(name), .. }) if cli.target.service.is_none() => {
            report::describe::service_in(name)
        }
        _ => None,
    };
    let wish = wish(cli, argument);
    let most = if matches!(cli.command, Some(Command::Triage { .. })) { 1 } else { MOST_ON_SCREEN };
    service_or_most_stuck(&wish, most)
}

/// The service that is wished for in full; without one the list, and the `most` most stuck in full.
pub(super) fn service_or_most_stuck<'a>(wish: &Wish<'a>, most: usize) -> Scope<'a> {
    match wish.service {
        Some(name) => Scope::Service { cluster: wish.cluster, name },
        None => Scope::MostStuck { cluster: wish.cluster, most },
    }
}
