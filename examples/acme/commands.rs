//! The commands for the people who run acme: `cargo run --example acme -- history u_1001`.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use churnkey::{Error, Result};

use crate::connections::Place;
use crate::db::Acme;
use crate::journal::{erase, history, outbox, prune, undo};

const USAGE: &str = "\
acme                       serves

acme history CUSTOMER      shows what happened to a customer, in live and in test mode
acme undo ENTRY            undoes an entry of the journal, given by its number
acme erase CUSTOMER        erases a customer
acme outbox                prints the messages for other systems, and removes them
acme prune                 deletes journal entries that are no longer needed

undo, erase, outbox and prune work on live data; add --test for test data
";

/// Runs a command.
pub(crate) async fn run(words: &[OsString], live: &Place, test: &Place) -> ExitCode {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    match command(&words, live, test).await {
        Ok(Some(said)) => {
            let _ = io::stdout().write_all(said.as_bytes()); // the reader may have gone
            ExitCode::SUCCESS
        }
        Ok(None) => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            let causes = error.causes().map(|causes| format!(": {causes}")).unwrap_or_default();
            eprintln!("{}{causes}", error.message());
            ExitCode::FAILURE
        }
    }
}

/// What to print; `None` if it is not a command.
async fn command(words: &[Cow<'_, str>], live: &Place, test: &Place) -> Result<Option<String>> {
    let in_test = words.iter().any(|word| word == "--test");
    let words: Vec<_> = words.iter().map(AsRef::as_ref).filter(|word| *word != "--test").collect();
    let place = if in_test { test } else { live };
    let acme = async || Acme::open(place).await;
    // The system's name for the person who types this.
    let by = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let by = by.as_deref().or(Some("the command line"));
    Ok(Some(match words.as_slice() {
        ["history", customer] => {
            history::history(&Acme::open(live).await?, &Acme::open(test).await?, customer).await?
        }
        ["undo", entry] => {
            let entry = entry.parse().map_err(|_| {
                Error::bad_request(format!("`{entry}` is not the number of an entry"))
            })?;
            undo::undo(&acme().await?, entry, by).await?
        }
        ["erase", customer] => erase::erase(&acme().await?, customer, by).await?,
        ["outbox"] => {
            outbox::pass_on(&acme().await?).await?;
            String::new()
        }
        ["prune"] => prune::prune(&acme().await?).await?,
        ["help" | "--help" | "-h"] => USAGE.to_owned(),
        _ => return Ok(None),
    }))
}
