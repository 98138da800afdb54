//! `churnkey contact`: records how an integration is called, and reports what that says about the protocol.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use actix_web::rt::System;
use churnkey_contact::{Contact, ContactReport, Finding, Record, SeenAs};
use churnkey_runtime::{ManifestFormat, TlsFiles, Token};
use clap::{Args, Subcommand};

use crate::Exit;
use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, clean, print};
use crate::target::{api_url, seconds};

/// Records how Churnkey calls an integration, in any language: a proxy in front of it, for the first day
///
/// Everything is passed through. The record has kinds of requests with how often they came: methods, masked paths, names of
/// headers and keys with the look of their values, and nothing that tells of a person. With the integration token in
/// CK_INTEGRATION_TOKEN it says where the token came, and what signatures are.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    report: Option<Command>,

    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9000")]
    listen: String,

    /// The integration: its API URL, the part before `/churnkey/…`
    #[arg(long, value_name = "URL", value_parser = api_url, required = true)]
    forward: Option<String>,

    /// The file of the record; one that is there already is gone on with
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// How long the integration may take to answer
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,

    /// Serves HTTPS with this certificate, as PEM
    #[arg(long, value_name = "FILE", env = "CK_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// The certificate's key, as PEM
    #[arg(long, value_name = "FILE", env = "CK_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    #[command(flatten)]
    translation: Translation,
}

#[derive(Args)]
#[command(next_help_heading = "To be understood at once")]
struct Translation {
    /// Moves the token to where the integration takes it, and gives paths, methods and modes the protocol's names
    #[arg(long)]
    translate: bool,

    /// A header in which the integration takes the token alone, in place of `Authorization: Bearer`
    #[arg(long, value_name = "NAME", requires = "translate")]
    token_header: Option<String>,

    /// Where the integration has its features manifest, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features", requires = "translate")]
    features_path: String,

    /// Gives the manifest in this format, such as `PascalCase modules`, whatever that of the integration is
    #[arg(long, value_name = "FORMAT", requires = "translate")]
    manifest_format: Option<ManifestFormat>,
}

#[derive(Subcommand)]
enum Command {
    Report(Report),
}

/// Says what a record shows of each unknown of the protocol, and what to write
#[derive(Args)]
struct Report {
    /// The record
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Prints the report as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        if let Some(Command::Report(report)) = self.report {
            return report.run();
        }
        let forward = self.forward.ok_or("--forward needs the address of the integration")?;
        let tokens = Token::from_env().map_err(|error| error.to_string())?;
        let token = tokens.first().map(Token::secret).unwrap_or_default();
        let mut contact = Contact::new(&forward)
            .listen(self.listen)
            .token(token)
            .timeout(self.timeout)
            .on_line(|line| print(format_args!("{}\n", clean(line))));
        if let Some(file) = self.record {
            contact = contact.record(file);
        }
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        if let Some((certificate, key)) = self.tls_cert.zip(self.tls_key) {
            contact = contact.tls(TlsFiles::new(certificate, key));
        }
        let Translation { translate, token_header, features_path, manifest_format } =
            self.translation;
        if translate {
            contact = contact.translate().features_path(features_path);
            if let Some(name) = token_header {
                contact = contact.token_header(name);
            }
            if let Some(format) = manifest_format {
                contact = contact.manifest_format(format);
            }
        }
        let ran = System::new().block_on(async {
            let bound = contact.bind()?;
            for address in bound.addresses() {
                print(format_args!("passing on from {scheme}://{address} to {forward}\n"));
            }
            if token.is_empty() {
                let hint = "CK_INTEGRATION_TOKEN is not set: the record will not say where the token came\n";
                let _ = write!(anstream::stderr(), "{hint}");
            }
            bound.run().await
        });
        ran.map(|()| Exit::Success).map_err(|error| error.to_string())
    }
}

impl Report {
    fn run(self) -> Result<Exit, String> {
        let record = Record::read(&self.file)
            .map_err(|error| format!("{}: {error}", self.file.display()))?;
        let report = record.report();
        if self.json {
            let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
            print(format_args!("{json}\n"));
        } else {
            print(table(&report));
            for remark in &report.remarks {
                print(format_args!("{FAINT}{}{FAINT:#}\n", clean(remark)));
            }
            let text = report.markdown();
            print(format_args!(
                "\n{FAINT}For an issue of this project (the template \"First contact\"):{FAINT:#}\n\n{}",
                clean(&text)
            ));
        }
        Ok(Exit::Success)
    }
}

/// What was seen and what to write stand below their line.
fn table(report: &ContactReport) -> Table {
    let mut table = Table::default();
    for Finding { unknown, about, seen, what, write, .. } in &report.findings {
        let style = match seen {
            SeenAs::Expected => GOOD,
            SeenAs::Otherwise => BAD,
            SeenAs::NotSeen => FAINT,
        };
        table.row([
            Cell::new(PLAIN, unknown),
            Cell::new(style, &seen.to_string()),
            Cell::new(PLAIN, about),
        ]);
        let below = |style, text: &str| {
            [Cell::new(PLAIN, ""), Cell::new(PLAIN, ""), Cell::new(style, text)]
        };
        table.row(below(FAINT, what));
        for line in write {
            table.row(below(PLAIN, &format!("write  {line}")));
        }
    }
    table
}
