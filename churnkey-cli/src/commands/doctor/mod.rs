//! `churnkey doctor`: checks the settings in the environment.

mod address;
mod every_module;
mod finding;
mod known_variables;
mod wire_variables;

use std::path::PathBuf;

use clap::Args;

use churnkey_runtime::reverify::{StateFile, VerifyCall};
use churnkey_runtime::{GateEntry, Token};

use self::finding::{Finding, State};
use super::compare;
use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, WARNING, print};
use crate::{Exit, token};

/// Checks and explains the settings that a server and these commands read from the environment; shows no secrets
///
/// It checks whether the address is free, and sends and writes nothing else.
#[derive(Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(self) -> Exit {
        let Self {} = self;
        let mut findings = vec![integration_token()];
        let tls = tls();
        let scheme = if tls.is_empty() { "http" } else { "https" };
        let wire = wire_variables::check();
        findings.extend(address::address(scheme, &wire_variables::manifest_paths(&wire)));
        findings.extend(tls);
        findings.extend(wire.into_iter().map(Finding::from));
        findings.extend(gate());
        findings.extend(actions_per_minute());
        findings.extend(verify_call());
        findings.extend(account());
        findings.extend(tokens_to_compare());
        findings.extend(known_variables::unknown());
        findings.extend(surroundings());
        let mut table = Table::default();
        for Finding { setting, value, state, note } in &findings {
            let (style, word) = match state {
                State::Good => (GOOD, "ok"),
                State::Doubtful => (WARNING, "?"),
                State::Bad => (BAD, "bad"),
            };
            table.row([
                Cell::new(style, word),
                Cell::new(PLAIN, setting),
                Cell::new(PLAIN, value),
                Cell::new(FAINT, note),
            ]);
        }
        print(table);
        print(
            "\nIf the integration does not understand Churnkey's requests: docs/first-contact.md, and `churnkey contact`.\n",
        );
        let bad = findings.iter().any(|finding| finding.state == State::Bad);
        if bad { Exit::Faults } else { Exit::Success }
    }
}

fn integration_token() -> Finding {
    let file = std::env::var_os(token::FILE_VARIABLE).is_some_and(|file| !file.is_empty());
    let setting = if file { token::FILE_VARIABLE } else { token::VARIABLE };
    let tokens = match Token::from_env() {
        Ok(tokens) => tokens,
        Err(error) => {
            return Finding::new(setting, "cannot be used", State::Bad, &error.to_string());
        }
    };
    let count = match tokens.len() {
        0 => {
            let note = "a server does not start; copy it from Churnkey's dashboard (Settings, Billing Providers, Custom Provider)";
            return Finding::new(setting, "not set", State::Bad, note);
        }
        1 => "1 token, not shown".to_owned(),
        count => format!("{count} tokens, not shown"),
    };
    let mut notes: Vec<_> = tokens.iter().filter_map(named).collect();
    if tokens.len() > 1 {
        notes.push("a server accepts each of them; these commands send the first".to_owned());
    }
    if file {
        notes.push("a server reads the file again when it changes".to_owned());
    }
    Finding::new(setting, count, State::Good, &notes.join("; "))
}

/// Such as `monitoring: read-only`; `None` for a token with neither name nor limits.
fn named(token: &Token) -> Option<String> {
    let limits = [(token.is_read_only(), "read-only"), (token.is_test_only(), "test-only")];
    let limits: Vec<_> = limits.iter().filter(|(on, _)| *on).map(|(_, limit)| *limit).collect();
    let name = token.name().or((!limits.is_empty()).then_some("unnamed"))?;
    Some(if limits.is_empty() { name.to_owned() } else { format!("{name}: {}", limits.join(", ")) })
}

/// What the gate's file closes, if there is one.
fn gate() -> Option<Finding> {
    let setting = "CK_GATE_FILE";
    let entries = match GateEntry::from_env() {
        Ok(entries) => entries?,
        Err(error) => {
            let note = error.to_string();
            return Some(Finding::new(setting, "cannot be used", State::Bad, &note));
        }
    };
    let closed: Vec<_> =
        entries.iter().map(|entry| format!("{} in {} mode", entry.target, entry.mode)).collect();
    let note = "a server reads the file again when it changes";
    if closed.is_empty() {
        return Some(Finding::new(setting, "closes nothing", State::Good, note));
    }
    let value = format!("closes {}", closed.join(", "));
    Some(Finding::new(setting, value, State::Doubtful, note))
}

fn actions_per_minute() -> Option<Finding> {
    let setting = "CK_ACTIONS_PER_MINUTE";
    let value = std::env::var(setting).ok().filter(|value| !value.trim().is_empty())?;
    let (state, note) = match value.trim().parse::<u32>() {
        Ok(count) if count > 0 => {
            (State::Good, "further actions get a 429; counted in each process")
        }
        _ => (State::Bad, "is not a whole number above 0"),
    };
    Some(Finding::new(setting, value, state, note))
}

/// Empty if neither is set: then the server uses plain HTTP.
fn tls() -> Vec<Finding> {
    let variables = ["CK_TLS_CERT", "CK_TLS_KEY"];
    let files = variables.map(|variable| {
        std::env::var_os(variable).filter(|file| !file.is_empty()).map(PathBuf::from)
    });
    if files.iter().all(Option::is_none) {
        return Vec::new();
    }
    let both = variables.into_iter().zip(files);
    both.map(|(variable, file)| {
        let Some(file) = file else {
            let note = "TLS needs both; a server does not start";
            return Finding::new(variable, "not set", State::Bad, note);
        };
        let (state, note) = match std::fs::File::open(&file) {
            Ok(_) => (State::Good, "only HTTPS, by a server with the feature `rustls`".to_owned()),
            Err(error) => (State::Bad, format!("cannot be read: {error}")),
        };
        Finding::new(variable, file.display().to_string(), state, &note)
    })
    .collect()
}

fn verify_call() -> Vec<Finding> {
    let setting = "CK_VERIFY_URL";
    let call = match VerifyCall::from_env() {
        Ok(Some(call)) => call,
        Ok(None) => {
            let note = "Churnkey is never asked to verify; press Verify in its dashboard whenever the manifest changes";
            return vec![Finding::new(setting, "not set", State::Good, note)];
        }
        Err(error) => {
            return vec![Finding::new(setting, "cannot be used", State::Bad, &error.to_string())];
        }
    };
    let (address, query) = call.url.split_once('?').unwrap_or((&call.url, ""));
    let shown = if query.is_empty() { address.to_owned() } else { format!("{address}?…") };
    let (state, note) = if address.starts_with("https:") {
        (State::Good, "Churnkey is asked to verify when the manifest has changed")
    } else {
        (State::Doubtful, "not encrypted: secrets in the headers can be read in transit")
    };
    let names: Vec<_> = call.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let headers = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let body = call.body.as_ref().map_or("none".to_owned(), |body| format!("{} bytes", body.len()));
    vec![
        Finding::new(setting, shown, state, note),
        Finding::new("CK_VERIFY_METHOD", &call.method, State::Good, ""),
        Finding::new("CK_VERIFY_HEADERS", headers, State::Good, "values are not shown"),
        Finding::new("CK_VERIFY_BODY", body, State::Good, ""),
        state_file(),
    ]
}

fn state_file() -> Finding {
    let file = StateFile::from_env();
    let path = std::path::absolute(file.path()).unwrap_or_else(|_| file.path().to_owned());
    let (state, note) = match file.read() {
        Ok(None) if path.parent().is_some_and(std::path::Path::is_dir) => {
            (State::Good, "does not exist yet: Churnkey is asked at the next start".to_owned())
        }
        Ok(None) => (
            State::Doubtful,
            "its folder does not exist: Churnkey is asked at each start".to_owned(),
        ),
        Ok(Some(last)) => {
            let at = last.at.format("%Y-%m-%d %H:%M UTC");
            (State::Good, format!("last verified: {} on {at}", last.fingerprint))
        }
        Err(error) => (State::Doubtful, format!("cannot be read, and is ignored: {error}")),
    };
    Finding::new("CK_VERIFY_STATE", path.display().to_string(), state, &note)
}

/// The account of the front end.
fn account() -> Vec<Finding> {
    let names = ["CK_APP_ID", "CK_API_KEY"];
    if names.iter().all(|name| std::env::var_os(name).is_none()) {
        return Vec::new();
    }
    let finding = |name| match std::env::var(name) {
        Ok(value) if !value.trim().is_empty() => {
            let value = if name == "CK_APP_ID" { value.trim() } else { "set, not shown" };
            let note = "for the tokens of the front end, and for `churnkey rehearse`";
            Finding::new(name, value, State::Good, note)
        }
        _ => Finding::new(name, "not set", State::Bad, "an account needs both"),
    };
    names.into_iter().map(finding).collect()
}

/// The tokens that only `churnkey compare` reads.
fn tokens_to_compare() -> Vec<Finding> {
    let names = [(compare::OLD_TOKEN, "old"), (compare::NEW_TOKEN, "new")];
    let finding = |(name, which)| match token::variable(name) {
        Ok(None) => None,
        Ok(Some(_)) => {
            let note = format!("`churnkey compare` sends it to the {which} integration");
            Some(Finding::new(name, "set, not shown", State::Good, &note))
        }
        Err(problem) => Some(Finding::new(name, "cannot be used", State::Bad, &problem)),
    };
    names.into_iter().filter_map(finding).collect()
}

/// Other variables that the commands read.
fn surroundings() -> impl Iterator<Item = Finding> {
    let known = [
        ("ALL_PROXY", "requests go through it"),
        ("HTTPS_PROXY", "requests to `https://` go through it"),
        ("HTTP_PROXY", "requests to `http://` go through it"),
        ("NO_PROXY", "requests to these hosts do not go through a proxy"),
        ("NO_COLOR", "no colours"),
    ];
    known.into_iter().filter_map(|(setting, note)| {
        // A proxy's address may contain a password.
        let set = [setting.to_owned(), setting.to_lowercase()]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        set.then(|| Finding::new(setting, "set, not shown", State::Good, note))
    })
}
