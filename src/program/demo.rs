//! `--demo`: the model of ECS in the same process, as the source of any command.

use anyhow::Context as _;

use super::emulate;
use crate::cli::Cli;
use crate::emulator::scenario::FLEET;
use crate::emulator::wire::{Faults, Options, Server};
use crate::emulator::world::identity::REGION;
use crate::msg;
use crate::words::Words;

/// Makes ids and chance: each demo is the same course of events.
const SEED: u64 = 1;

/// A model that runs, and the command line that asks it.
pub(super) struct Demo {
    /// As the user gave it, with the model as its endpoint.
    pub(super) cli: Cli,
    /// Ends with the command.
    _server: Server,
}

/// Starts the model when the command line asks for it.
pub(super) fn start(cli: &Cli, words: &Words) -> anyhow::Result<Option<Demo>> {
    let names = match cli.source.demo.as_deref() {
        None => return Ok(None),
        Some("") => FLEET,
        Some(name) => &[name],
    };
    let all = names.iter().map(|name| emulate::load(words, name)).collect::<anyhow::Result<Vec<_>>>()?;
    let world = move || emulate::together(&all, SEED);
    let options = Options { port: 0, speed: 1.0, faults: Faults::default(), seed: SEED };
    let server =
        Server::start_making(world, options).with_context(|| words.say(&msg!("demo-not-started")))?;
    let mut cli = cli.clone();
    cli.source.endpoint_url = Some(server.url());
    cli.source.region = Some(REGION.to_owned());
    cli.source.keyless = true;
    Ok(Some(Demo { cli, _server: server }))
}
