//! `ecsplain emulate`: the model of ECS alone, for the AWS CLI or any SDK.

use anyhow::{Context as _, anyhow};
use jiff::Timestamp;

use crate::cli::EmulateArgs;
use crate::emulator::wire::{Faults, NoFault, Options, Pace, Server};
use crate::emulator::world::World;
use crate::msg;
use crate::report::output::print;
use crate::words::Words;

/// Serves until the process is ended.
pub(super) fn run(words: &Words, arguments: &EmulateArgs) -> anyhow::Result<()> {
    let server = start(words, arguments)?;
    let url = server.url();
    let aws = "AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo AWS_DEFAULT_REGION=us-east-1";
    let text = words.say(&msg!("emulate-serving", url = &url, environment = aws));
    print(&(text + "\n"))?;
    server.wait();
    Ok(())
}

fn start(words: &Words, arguments: &EmulateArgs) -> anyhow::Result<Server> {
    let faults: Faults = arguments
        .fault
        .join(",")
        .parse()
        .map_err(|NoFault(part)| anyhow!(words.say(&msg!("emulate-no-fault", fault = part))))?;
    let world = World::new(arguments.seed, Timestamp::now());
    let options =
        Options { port: arguments.port, pace: Pace::Clock(arguments.speed), faults, seed: arguments.seed };
    let port = arguments.port;
    Server::start(world, options)
        .with_context(|| words.say(&msg!("emulate-no-port", port = port.to_string())))
}
