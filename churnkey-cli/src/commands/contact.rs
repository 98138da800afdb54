//! `churnkey contact`: records how an integration is called, and reports what that shows of the protocol.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use actix_web::rt::System;
use churnkey_contact::{Contact, ContactReport, Finding, FindingVerdict, Record};
use churnkey_runtime::{ManifestFormat, TlsFiles, Token};
use clap::{Args, Subcommand};

use crate::Exit;
use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, clean, print};
use crate::target::{api_url, seconds};

/// Records how Churnkey calls an integration in any language: a proxy for the first day
///
/// It forwards everything. The record lists the kinds of requests that came and how often: method, masked path, names of
/// headers and keys, and what their values look like, without personal data. With the integration token in
/// CK_INTEGRATION_TOKEN it also says where requests carry the token, and how they are signed.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    report: Option<Command>,

    /// The address to listen on; port 0 means any free port
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9000")]
    listen: String,

    /// The API URL of the integration: the part before `/churnkey/…`
    #[arg(long, value_name = "URL", value_parser = api_url, required = true)]
    forward: Option<String>,

    /// The file of the record; an existing record is continued
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// How long the integration may take to respond
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,

    /// Serves HTTPS with this certificate (PEM)
    #[arg(long, value_name = "FILE", env = "CK_TLS_CERT", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// The certificate's key (PEM)
    #[arg(long, value_name = "FILE", env = "CK_TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    #[command(flatten)]
    translation: Translation,
}

#[derive(Args)]
#[command(next_help_heading = "Translation")]
struct Translation {
    /// Moves the token to where the integration accepts it, and replaces other names of paths, methods and modes by those of
    /// the protocol
    #[arg(long)]
    translate: bool,

    /// The header in which the integration accepts the bare token, instead of `Authorization: Bearer`
    #[arg(long, value_name = "NAME", requires = "translate")]
    token_header: Option<String>,

    /// The path of the integration's features manifest, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features", requires = "translate")]
    features_path: String,

    /// Returns the manifest in this format, such as `PascalCase modules`, whatever the integration's own
    #[arg(long, value_name = "FORMAT", requires = "translate")]
    manifest_format: Option<ManifestFormat>,
}

#[derive(Subcommand)]
enum Command {
    Report(Report),
}

/// Shows what a record says about each unknown of the protocol, and which setting it needs
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
        let mut contact = Contact::new(&forward)
            .listen(self.listen)
            .timeout(self.timeout)
            .on_line(|line| print(format_args!("{}\n", clean(line))));
        for token in &tokens {
            contact = contact.token(token.secret());
        }
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
        let result = System::new().block_on(async {
            let bound = contact.bind()?;
            for address in bound.addresses() {
                print(format_args!("forwarding {scheme}://{address} to {forward}\n"));
            }
            if tokens.is_empty() {
                let hint = "CK_INTEGRATION_TOKEN is not set, so the record will not say where requests carry the token\n";
                let _ = write!(anstream::stderr(), "{hint}");
            }
            bound.run().await
        });
        result.map(|()| Exit::Success).map_err(|error| error.to_string())
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

/// What was observed, and the fix, are on lines of their own.
fn table(report: &ContactReport) -> Table {
    let mut table = Table::default();
    for Finding { unknown, about, verdict, observed, fix, .. } in &report.findings {
        let style = match verdict {
            FindingVerdict::AsExpected => GOOD,
            FindingVerdict::Different => BAD,
            FindingVerdict::NotSeen => FAINT,
        };
        table.row([
            Cell::new(PLAIN, unknown),
            Cell::new(style, &verdict.to_string()),
            Cell::new(PLAIN, about),
        ]);
        let below = |style, text: &str| {
            [Cell::new(PLAIN, ""), Cell::new(PLAIN, ""), Cell::new(style, text)]
        };
        table.row(below(FAINT, observed));
        for fix in fix {
            table.row(below(PLAIN, &format!("fix  {fix}")));
        }
    }
    table
}
