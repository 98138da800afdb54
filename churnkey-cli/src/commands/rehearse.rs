//! `churnkey rehearse`: a local Churnkey in front of an integration, as a page or as an automatic play.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;

use actix_web::rt::System;
use churnkey_rehearsal::{BoundRehearsal, Flow, Outcome, Rehearsal};
use churnkey_runtime::Mode;
use clap::Args;
use serde::Serialize;

use crate::output::{BAD, FAINT, clean, print};
use crate::target::Target;
use crate::wire::Wire;
use crate::{Exit, token};

/// Plays the cancel flow against an integration: on a page, or automatically with --customer; or plays an odd Churnkey with
/// --odd
///
/// It uses test data unless --mode live is given. The account is in CK_APP_ID and CK_API_KEY, or made up.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,

    /// Which data to use. `live` changes the subscriptions of real customers
    #[arg(long, value_name = "MODE", default_value = "test", value_parser = super::verify::mode)]
    mode: Mode,

    /// Lets actions take effect at once if the integration announces both that and the end of the period
    #[arg(long)]
    at_once: bool,

    /// Uses the flow in this file instead of generating one for each customer
    #[arg(long, value_name = "FILE")]
    flow: Option<PathBuf>,

    /// Prints the flow generated for a customer (--customer, or the first one), as a start for your own file
    #[arg(long, conflicts_with_all = ["flow", "choose", "accept", "cancel"])]
    print_flow: bool,

    /// Prints the JSON Schema of a flow file
    #[arg(long)]
    print_flow_schema: bool,

    #[command(flatten)]
    page: Page,

    #[command(flatten)]
    play: Play,

    #[command(flatten)]
    odd: Odd,

    #[command(flatten)]
    wire: Wire,
}

#[derive(Args)]
#[command(next_help_heading = "On a page")]
struct Page {
    /// The address of the page; port 0 means any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,

    /// Allows a --listen address that other machines can reach
    #[arg(long)]
    allow_remote: bool,

    /// An additional host name with its port at which the page can be reached; may be repeated
    #[arg(long, value_name = "HOST:PORT")]
    allow_host: Vec<String>,

    /// An origin whose pages may use the component's API, instead of all local origins; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,

    /// Appends all events to this file as lines of JSON; names, e-mail addresses and phone numbers are masked
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(next_help_heading = "Automatic play")]
struct Play {
    /// The customer's id
    #[arg(long, value_name = "ID")]
    customer: Option<String>,

    /// The subscription's id. Without it the flow covers all subscriptions of the customer
    #[arg(long, value_name = "ID", requires = "customer")]
    subscription: Option<String>,

    /// The reason for canceling, by its id or part of its text
    #[arg(long, value_name = "REASON", requires = "customer")]
    choose: Option<String>,

    /// Accepts the offer
    #[arg(long, requires = "customer", conflicts_with_all = ["decline", "cancel"])]
    accept: bool,

    /// Declines the offer
    #[arg(long, requires = "cancel")]
    decline: bool,

    /// Goes to the end of the flow and cancels
    #[arg(long, requires = "customer")]
    cancel: bool,

    /// The length of the pause to accept
    #[arg(long, value_name = "NUMBER", requires = "accept")]
    pause_for: Option<u32>,

    /// The price to accept. The default is the first one
    #[arg(long, value_name = "ID", requires = "accept")]
    plan: Option<String>,

    /// The customer's feedback
    #[arg(long, value_name = "TEXT", requires = "customer")]
    feedback: Option<String>,

    /// Prints the play as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
#[command(next_help_heading = "An odd Churnkey")]
struct Odd {
    /// Plays a Churnkey that differs in each unknown of docs/protocol.md in turn, and reports the results. It changes
    /// nothing
    #[arg(long, conflicts_with_all = ["accept", "cancel", "choose", "print_flow", "record", "subscription"])]
    odd: bool,

    /// Chooses the differences. The default is random, and is printed
    #[arg(long, value_name = "NUMBER", requires = "odd")]
    seed: Option<u64>,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        if self.print_flow_schema {
            print(Flow::SCHEMA);
            return Ok(Exit::Success);
        }
        let flow = self.flow.as_ref().map(Flow::read_file).transpose();
        let flow = flow.map_err(|error| error.to_string())?;
        let rehearsal = self.rehearsal(token::get()?, flow)?;
        if self.print_flow {
            return System::new().block_on(self.print_flow(&rehearsal));
        }
        if self.play.accept || self.play.cancel {
            let outcome = System::new().block_on(self.play(&rehearsal))?;
            return self.show(&outcome, outcome.passed);
        }
        if self.odd.odd {
            return System::new().block_on(self.play_odd(&rehearsal));
        }
        if self.play.customer.is_some() {
            return Err("say how it ends: --accept, or --decline --cancel".to_owned());
        }
        if self.play.json {
            return Err("--json needs a play: --customer, or --odd".to_owned());
        }
        System::new().block_on(self.serve(&rehearsal))
    }

    fn rehearsal(&self, token: String, flow: Option<Flow>) -> Result<Rehearsal, String> {
        let rehearsal =
            Rehearsal::url(&self.target.url, token).map_err(|error| error.to_string())?;
        let rehearsal = rehearsal.account_from_env().map_err(|error| error.to_string())?;
        let mut rehearsal = rehearsal
            .mode(self.mode)
            .at_once(self.at_once)
            .timeout(self.target.timeout)
            .features_path(self.wire.manifest.features_path.clone())
            .credentials(self.wire.credentials())
            .address(self.page.listen);
        for (name, value) in &self.target.headers {
            rehearsal = rehearsal.header(name.clone(), value.clone());
        }
        if let Some(format) = &self.wire.manifest_format {
            rehearsal = rehearsal.manifest_format(format.clone());
        }
        if let Some(flow) = flow {
            rehearsal = rehearsal.flow(flow);
        }
        if self.page.allow_remote {
            rehearsal = rehearsal.allow_remote();
        }
        for host in &self.page.allow_host {
            rehearsal = rehearsal.allow_host(host.clone());
        }
        for origin in &self.page.allow_origin {
            rehearsal = rehearsal.allow_origin(origin.clone());
        }
        if let Some(file) = &self.page.record {
            rehearsal = rehearsal.record(file.clone());
        }
        Ok(rehearsal)
    }

    async fn print_flow(&self, rehearsal: &Rehearsal) -> Result<Exit, String> {
        let Play { customer, subscription, .. } = &self.play;
        let flow = rehearsal.generated_flow(customer.as_deref(), subscription.as_deref()).await;
        let flow = flow.map_err(|error| error.to_string())?;
        let json = serde_json::to_string_pretty(&flow).map_err(|error| error.to_string())?;
        print(format_args!("{json}\n"));
        Ok(Exit::Success)
    }

    async fn play(&self, rehearsal: &Rehearsal) -> Result<Outcome, String> {
        let customer = self.play.customer.as_deref().unwrap_or_default();
        let mut play = rehearsal.play(customer);
        if let Some(subscription) = &self.play.subscription {
            play = play.subscription(subscription);
        }
        if let Some(reason) = &self.play.choose {
            play = play.choose(reason.clone());
        }
        if let Some(text) = &self.play.feedback {
            play = play.feedback(text.clone());
        }
        if let Some(amount) = self.play.pause_for {
            play = play.pause_for(amount);
        }
        if let Some(plan) = &self.play.plan {
            play = play.plan(plan);
        }
        if self.play.decline {
            play = play.decline();
        }
        let outcome = if self.play.accept { play.accept().await } else { play.cancel().await };
        outcome.map_err(|error| error.to_string())
    }

    async fn play_odd(&self, rehearsal: &Rehearsal) -> Result<Exit, String> {
        let mut play = rehearsal.odd();
        if let Some(seed) = self.odd.seed {
            play = play.seed(seed);
        }
        if let Some(customer) = &self.play.customer {
            play = play.customer(customer);
        }
        let report = play.play().await.map_err(|error| error.to_string())?;
        self.show(&report, report.passed())
    }

    fn show(&self, outcome: &(impl Display + Serialize), passed: bool) -> Result<Exit, String> {
        if self.play.json {
            let json = serde_json::to_string_pretty(outcome).map_err(|error| error.to_string())?;
            print(format_args!("{json}\n"));
        } else {
            print(outcome);
        }
        Ok(if passed { Exit::Success } else { Exit::Faults })
    }

    async fn serve(&self, rehearsal: &Rehearsal) -> Result<Exit, String> {
        let bound = rehearsal.bind().map_err(|error| error.to_string())?;
        self.greet(&bound);
        match rehearsal.impossible_offers().await {
            Ok(impossible) => {
                for offer in impossible {
                    print(format_args!("{BAD}not offered{BAD:#}: {}\n", clean(&offer)));
                }
            }
            // The page reports it too, and has a button to retry.
            Err(why) => print(format_args!("{BAD}{}{BAD:#}\n", clean(&why.to_string()))),
        }
        bound.run().await.map_err(|error| error.to_string())?;
        Ok(Exit::Success)
    }

    fn greet(&self, bound: &BoundRehearsal) {
        print(format_args!("the cancel flow is at {}\n", bound.url()));
        match self.mode {
            Mode::Live => print(format_args!(
                "{BAD}live data{BAD:#}: actions on the page change the subscriptions of real customers\n"
            )),
            Mode::Test => print("with test data\n"),
        }
        print(format_args!("for your own front end: apiBaseUrl {}\n", bound.api_base_url()));
        match bound.made_up_api_key() {
            Some(key) => print(format_args!(
                "CK_APP_ID={} CK_API_KEY={key} {FAINT}(made up for this run){FAINT:#}\n",
                bound.app_id()
            )),
            None => print(format_args!("with the API key of the app {}\n", clean(bound.app_id()))),
        }
    }
}
