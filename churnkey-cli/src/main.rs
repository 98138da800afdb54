//! The command `churnkey`: verifies an integration, compares two, shows what one announces and describes, explains the
//! settings in force, asks Churnkey to verify, rehearses the cancel flow, and records how Churnkey calls.

#![allow(
    clippy::doc_markdown,
    reason = "the documentation of an argument is its help on a terminal"
)]

mod agreement;
mod commands;
mod compared;
mod features;
mod fetch;
mod form;
mod output;
mod progress;
mod report;
mod target;
mod token;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{compare, contact, doctor, manifest, openapi, rehearse, reverify, verify};

/// Verifies a Churnkey Custom Provider Integration, in whatever language it is written.
///
/// The integration token is the first in CK_INTEGRATION_TOKEN or in the file that CK_INTEGRATION_TOKEN_FILE names, or is
/// asked for; it is never an argument, since arguments are seen by every user of the machine.
///
/// Exit codes: 0 all well, 1 faults, 2 could not run.
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

/// How a command ended, if it could begin.
enum Exit {
    Success,
    Faults,
    /// It found that there is nothing it may look at, and said so.
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
