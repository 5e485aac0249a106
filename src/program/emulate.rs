//! `ecsplain emulate`: the model of ECS alone, for the AWS CLI or any SDK; and the worlds that it serves.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;

use crate::cli::EmulateArgs;
use crate::emulator::scenario::{self, CLUSTER, Scenario};
use crate::emulator::wire::{Faults, NoFault, Options, Server};
use crate::emulator::world::World;
use crate::emulator::world::identity::REGION;
use crate::msg;
use crate::report::output::print;
use crate::words::Words;

/// Keys that are no one's; the model does not look at them, but clients sign with something.
const KEYS: &str = "AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo AWS_DEFAULT_REGION=";

/// Serves until the process is ended.
pub(super) fn run(words: &Words, arguments: &EmulateArgs) -> anyhow::Result<()> {
    if arguments.list {
        return list(words);
    }
    let scenario = arguments.scenario.as_deref().map(|name| load(words, name)).transpose()?;
    let (seed, lead) = (arguments.seed, arguments.lead);
    let cluster = scenario.as_ref().map(|_| CLUSTER);
    let server = serve(words, arguments, move || match scenario {
        Some(scenario) => alone(&scenario, seed, lead),
        None => World::new(seed, Timestamp::now()),
    })?;
    let keys = format!("{KEYS}{REGION}");
    let url = server.url();
    let try_it = match cluster {
        Some(cluster) => msg!("emulate-serving-cluster", url = &url, keys = keys, cluster = cluster),
        None => msg!("emulate-serving", url = &url, keys = keys),
    };
    print(&(words.say(&try_it) + "\n"))?;
    server.wait();
    Ok(())
}

/// Name and title of every scenario.
fn list(words: &Words) -> anyhow::Result<()> {
    let mut text = String::new();
    for name in scenario::names() {
        let scenario = load(words, name)?;
        writeln!(text, "{name:<28} {}", scenario.title)?;
    }
    Ok(print(&text)?)
}

fn serve(
    words: &Words,
    arguments: &EmulateArgs,
    world: impl FnOnce() -> World + Send + 'static,
) -> anyhow::Result<Server> {
    let faults: Faults = arguments
        .fault
        .join(",")
        .parse()
        .map_err(|NoFault(part)| anyhow!(words.say(&msg!("emulate-no-fault", fault = part))))?;
    let (port, seed) = (arguments.port, arguments.seed);
    let options = Options { port, speed: arguments.speed, faults, seed };
    Server::start_making(world, options)
        .with_context(|| words.say(&msg!("emulate-no-port", port = port.to_string())))
}

/// The world of one scenario, so many seconds after its script began: as many as its own question waits,
/// unless stated.
pub(super) fn alone(scenario: &Scenario, seed: u64, lead: Option<i64>) -> World {
    scenario.world(seed, Timestamp::now(), lead.unwrap_or_else(|| scenario.asked_at()))
}

/// The world in which several scenarios run side by side.
pub(super) fn together(all: &[Scenario], seed: u64) -> World {
    let lead = all.iter().map(Scenario::asked_at).max().unwrap_or(0);
    let all: Vec<&Scenario> = all.iter().collect();
    scenario::together(&all, seed, Timestamp::now(), lead)
}

/// A scenario that is compiled in, by its name, or one of the user's own, by its path.
pub(super) fn load(words: &Words, name: &str) -> anyhow::Result<Scenario> {
    if let Some(found) = scenario::find(name) {
        return Ok(found?);
    }
    let path = Path::new(name);
    if path.extension().is_none_or(|ending| ending != "toml") {
        let known = scenario::names().collect::<Vec<_>>().join(", ");
        bail!(words.say(&msg!("emulate-no-scenario", name = name, known = known)));
    }
    let text = std::fs::read_to_string(path).with_context(|| name.to_owned())?;
    Ok(Scenario::parse(name, &text)?)
}
