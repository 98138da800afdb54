//! `churnkey doctor`: checks the settings in the environment.

use std::borrow::Cow;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use churnkey_runtime::reverify::{StateFile, VerifyCall};
use churnkey_runtime::{GateEntry, Token};

use crate::commands::compare;
use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, WARNING, print};
use crate::wire_variables::{self, WireVariable};
use crate::{Exit, known_variables, token};

/// Checks and explains the settings that a server and these commands read from the environment; shows no secrets
///
/// It checks whether the address is free, and sends and writes nothing else.
#[derive(Args)]
pub(crate) struct Arguments {}

/// One setting, and what follows from its value.
struct Finding {
    setting: Cow<'static, str>,
    value: String,
    state: State,
    note: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    /// It works, but may not be intended.
    Doubtful,
    /// A server does not start with it, or a command does not run.
    Bad,
}

impl Finding {
    fn new(
        setting: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
        state: State,
        note: &str,
    ) -> Self {
        Self { setting: setting.into(), value: value.into(), state, note: note.to_owned() }
    }
}

impl Arguments {
    pub(crate) fn run(self) -> Exit {
        let Self {} = self;
        let mut findings = vec![integration_token()];
        let tls = tls();
        let scheme = if tls.is_empty() { "http" } else { "https" };
        let wire = wire_variables::check();
        findings.extend(address(scheme, &manifest_paths(&wire)));
        findings.extend(tls);
        findings.extend(wire.into_iter().map(wire_variable));
        findings.extend(gate());
        findings.extend(actions_per_minute());
        findings.extend(verify_call());
        findings.extend(account());
        findings.extend(tokens_to_compare());
        findings.extend(known_variables::unknown().into_iter().map(unknown_variable));
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

/// The paths of the manifest below `/churnkey`; empty if they are invalid.
fn manifest_paths(wire: &[WireVariable]) -> Vec<&str> {
    match wire.iter().find(|variable| variable.name == "CK_FEATURES_PATHS") {
        None => vec!["/features"],
        Some(WireVariable { problem: Some(_), .. }) => Vec::new(),
        Some(WireVariable { value, .. }) => {
            let paths = value.split(|letter: char| letter == ',' || letter.is_whitespace());
            paths.filter(|path| !path.is_empty()).collect()
        }
    }
}

fn address(scheme: &str, manifest_paths: &[&str]) -> Vec<Finding> {
    let set = std::env::var("CK_ADDR");
    let address = set.as_deref().unwrap_or("127.0.0.1:8080");
    let default = if set.is_ok() { "" } else { "by default; " };
    let (root, (state, note)) = match address.strip_prefix("unix:") {
        Some(path) => ("https://your-host-name".to_owned(), socket(Path::new(path))),
        None => (format!("{scheme}://{address}"), listener(address)),
    };
    let mut findings = vec![
        Finding::new("CK_ADDR", address, state, &format!("{default}{note}")),
        Finding::new(
            "API URL",
            &root,
            State::Good,
            "enter it in the dashboard, with your host name and https",
        ),
    ];
    findings.extend(manifest_paths.iter().map(|path| {
        let url = format!("{root}/churnkey{}", path.trim_end_matches('/'));
        Finding::new("manifest", url, State::Good, "needs the token")
    }));
    findings.push(Finding::new("health", format!("{root}/healthz"), State::Good, "needs no token"));
    findings
}

/// Whether a server can listen on a `host:port`.
fn listener(address: &str) -> (State, String) {
    let resolved = address.to_socket_addrs().ok().and_then(|mut all| all.next());
    let Some(first) = resolved else {
        return (State::Bad, "is not a `host:port` on this machine".to_owned());
    };
    match TcpListener::bind(first) {
        Ok(_) => (State::Good, "free: a server can listen there".to_owned()),
        Err(_) if answers(first) => (State::Good, "in use: something listens there".to_owned()),
        Err(error) => (State::Bad, format!("is not available: {error}")),
    }
}

/// Whether a server can listen on a Unix domain socket with this path.
fn socket(path: &Path) -> (State, String) {
    if cfg!(not(unix)) {
        let note = "Unix domain sockets are available only on Unix";
        return (State::Bad, note.to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.as_os_str().is_empty() {
        (State::Bad, "has no path after `unix:`".to_owned())
    } else if !folder.unwrap_or(Path::new(".")).is_dir() {
        (State::Bad, "its folder does not exist".to_owned())
    } else if path.is_file() || path.is_dir() {
        (State::Bad, "the path exists and is not a socket".to_owned())
    } else {
        (State::Good, "a Unix domain socket, for a proxy on this machine".to_owned())
    }
}

/// A setting for what the protocol leaves open.
fn wire_variable(variable: WireVariable) -> Finding {
    let WireVariable { name, value, problem } = variable;
    if let Some(problem) = problem {
        return Finding::new(name, value, State::Bad, &problem);
    }
    let note = match name {
        "CK_TOKEN_HEADER" => "where the token is accepted, besides `Authorization`",
        "CK_FEATURES_PATHS" => "the only paths of the manifest",
        "CK_MANIFEST_FORMAT" => "how the manifest is spelled and arranged",
        "CK_ALIASES" => {
            "other paths of endpoints; a server refuses them if it does not have these endpoints"
        }
        "CK_SPELLINGS" => "other keys and words in an action's body",
        "CK_MODES" => "other words for the mode",
        "CK_UNKNOWN_MODE" => "what is done with any other word for the mode",
        "CK_PAGE_LIMITS" => "items in a page: without `limit`, and at most",
        "CK_ACTION_STATUS" => "the status of a successful action",
        _ => "",
    };
    Finding::new(name, value, State::Good, note)
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

fn answers(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
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

/// A variable that nobody reads. Its value may be a secret.
fn unknown_variable((name, nearest): (String, Option<&str>)) -> Finding {
    let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
    let note = format!("neither a server nor a command reads it{hint}");
    Finding::new(name, "set, not shown", State::Doubtful, &note)
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
