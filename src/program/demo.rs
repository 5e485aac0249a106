//! `--demo`: the model of ECS in the same process, as the source of any command.

use anyhow::Context as _;

use super::emulate;
use crate::cli::Cli;
use crate::emulator::wire::{Faults, Options, Server};
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
    let world = match cli.source.demo.as_deref() {
        None => return Ok(None),
        Some("") => emulate::fleet(words, SEED)?,
        Some(name) => emulate::alone(words, name, SEED, None)?,
    };
    let region = world.account.identity.region.clone();
    let options = Options { port: 0, speed: 1.0, faults: Faults::default(), seed: SEED };
    let server = Server::start(world, options).with_context(|| words.say(&msg!("demo-not-started")))?;
    let mut cli = cli.clone();
    cli.source.endpoint_url = Some(server.url());
    cli.source.region = Some(region);
    cli.source.keyless = true;
    Ok(Some(Demo { cli, _server: server }))
}
