//! The command `churnkey`.

#![allow(
    clippy::doc_markdown,
    reason = "the documentation of an argument is its help on a terminal"
)]

mod agreement;
mod commands;
mod comparison_report;
mod features;
mod fetch;
mod output;
mod progress;
mod report_format;
mod target;
mod token;
mod verification_report;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{compare, contact, doctor, manifest, openapi, rehearse, reverify, verify};

/// Verifies a Churnkey Custom Provider Integration written in any language.
///
/// The integration token is the first one in CK_INTEGRATION_TOKEN, or in the file named by CK_INTEGRATION_TOKEN_FILE. If
/// neither is set, the command prompts for it. It is never an argument, because other users of the machine can see
/// arguments.
///
/// Exit codes: 0 success, 1 faults found, 2 could not run.
#[derive(Parser)]
#[command(version, name = "churnkey", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Verify(verify::Arguments),
    Compare(Box<compare::Arguments>),
    Rehearse(Box<rehearse::Arguments>),
    Contact(Box<contact::Arguments>),
    Manifest(manifest::Arguments),
    Openapi(openapi::Arguments),
    Doctor(doctor::Arguments),
    Reverify(reverify::Arguments),
}

/// How a command ended that could start.
enum Exit {
    Success,
    Faults,
    /// Nothing could be checked, and the output says why.
    NotRun,
}

fn main() -> ExitCode {
    let exit = match Arguments::parse().command {
        Command::Verify(arguments) => arguments.run(),
        Command::Compare(arguments) => arguments.run(),
        Command::Rehearse(arguments) => arguments.run(),
        Command::Contact(arguments) => arguments.run(),
        Command::Manifest(arguments) => arguments.run(),
        Command::Openapi(arguments) => arguments.run(),
        Command::Doctor(arguments) => Ok(arguments.run()),
        Command::Reverify(arguments) => arguments.run(),
    };
    match exit {
        Ok(Exit::Success) => ExitCode::SUCCESS,
        Ok(Exit::Faults) => ExitCode::from(1),
        Ok(Exit::NotRun) => ExitCode::from(2),
        Err(why) => {
            let _ = writeln!(anstream::stderr(), "churnkey: {}", output::clean(&why));
            ExitCode::from(2)
        }
    }
}
