//! The program: parse, run, map errors to exit codes.

use std::process::ExitCode;

use clap::Parser;
use ecsplain::cli::Cli;
use ecsplain::program;

fn main() -> ExitCode {
    match program::run(&Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("ecsplain: {error:#}");
            ExitCode::from(program::UNREADABLE)
        }
    }
}
