//! First contact, when Churnkey's requests differ from what is expected: acme's log says which setting to write, a restart
//! with that setting serves the requests, and the log has no personal data. See docs/first-contact.md.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::acme::{Acme, Subscription, command};
use crate::database::Store;
use crate::support::{Answer, Request, Server, TOKEN};

/// The end of every customer's e-mail address, and the beginning of every phone number.
const DOMAIN: &str = "@example.org";
const AREA: &str = "+1 555";

const OTHER_HEADER: (&str, &str) = ("X-CK-Integration-Token", TOKEN);

/// Acme, with its log in a file.
struct Logged {
    acme: Acme,
    folder: PathBuf,
}

impl Logged {
    fn on(store: Store, level: &str) -> Self {
        let folder = Store::folder_in(Path::new(env!("CARGO_TARGET_TMPDIR")));
        let server = Self::start(command(&store).env("RUST_LOG", level), &folder);
        Self { acme: Acme::of(server, store), folder }
    }

    /// Restarts it with one more variable.
    fn with(mut self, variable: &str, value: &str) -> Self {
        self.acme.kill();
        let mut command = self.acme.command();
        command.env("RUST_LOG", "info").env(variable, value);
        self.acme.server = Self::start(&mut command, &self.folder);
        self
    }

    fn start(command: &mut Command, folder: &Path) -> Server {
        let log = File::create(folder.join("log")).unwrap();
        Server::start(command.env("NO_COLOR", "1").stderr(log))
    }

    /// The log so far. A request's lines are written before its answer is sent.
    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    #[track_caller]
    fn the_warning(&self) -> String {
        let log = self.log();
        let warnings: Vec<_> = log.lines().filter(|line| line.contains(" WARN ")).collect();
        let [warning] = *warnings else { panic!("one warning in {log}") };
        warning.to_owned()
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = Request { method, path, headers: headers.to_vec(), body };
        self.acme.server.send(&request).unwrap()
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> u16 {
        self.send("GET", path, headers, "").status
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The variable that a warning says to set, and its value.
#[track_caller]
fn advice(warning: &str) -> (String, String) {
    let written = warning.split('`').find(|part| part.starts_with("CK_"));
    let (variable, value) = written.and_then(|written| written.split_once('=')).unwrap();
    (variable.to_owned(), value.trim_matches('\'').to_owned())
}

#[test]
fn a_token_in_another_header_is_401_until_the_logged_variable_is_set() {
    for store in Store::each() {
        let acme = Logged::on(store, "info");
        let manifest =
            |acme: &Logged, header| acme.send("GET", "/churnkey/manifest", &[header], "");
        assert_eq!(manifest(&acme, OTHER_HEADER).status, 401);
        let warning = acme.the_warning();
        assert!(warning.contains("in the header `x-ck-integration-token`"), "{warning}");
        assert!(warning.contains("the answer was 401"), "{warning}");
        let (variable, value) = advice(&warning);
        assert_eq!((&*variable, &*value), ("CK_TOKEN_HEADER", "x-ck-integration-token"));

        let acme = acme.with(&variable, &value);
        let answer = manifest(&acme, OTHER_HEADER);
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer["name"], "Acme Video");
        assert_eq!(answer["actions"]["cancel"]["enabled"], true, "{answer}");
        let another = manifest(&acme, (OTHER_HEADER.0, "ck_int_test_9876543210"));
        assert_eq!(another.status, 401);
        let log = acme.log();
        assert_eq!(log.matches(": answered status=").count(), 2, "{log}");
        assert!(!log.contains(" WARN ") && !log.contains(TOKEN), "{log}");
    }
}

#[test]
fn an_unknown_path_is_404_until_the_logged_alias_is_set() {
    for store in Store::each() {
        let acme = Logged::on(store, "info");
        let phone = acme.acme.read("/churnkey/customers/u_1001")["phone"].take();
        let path =
            format!("/churnkey/customers/find-by-phone/{}", encoded(phone.as_str().unwrap()));
        assert_eq!(acme.acme.get(&path).status, 404);
        let warning = acme.the_warning();
        let logged =
            "GET /churnkey/customers/find-by-phone/… is not an endpoint of this integration";
        assert!(warning.contains(logged), "{warning}");
        let (variable, value) = advice(&warning);
        assert_eq!(variable, "CK_ALIASES");

        let acme = acme.with(&variable, &value);
        assert_eq!(acme.acme.read(&path)["id"], "u_1001");
    }
}

#[test]
fn an_unknown_key_of_an_action_is_logged_and_the_action_is_done() {
    for store in Store::each() {
        let acme = Logged::on(store, "info");
        let subscription = acme.acme.find("active", "month");
        let body = subscription.with(&json!({
            "startAt": "immediate", "duration": { "amount": 1, "unit": "month" }, "cancellationReason": "too dear",
        }));
        acme.acme.act("subscription/pause", &body);
        assert_eq!(acme.acme.reload(&subscription)["status"]["name"], "paused");
        let warning = acme.the_warning();
        for part in [
            "an action's body has a key that nobody reads: `cancellationReason`",
            "`options.raw()`",
            "`CK_SPELLINGS=cancellationReason=KEY`",
        ] {
            assert!(warning.contains(part), "no {part} in {warning}");
        }
        assert!(!warning.contains("too dear"), "{warning}");
    }
}

/// One of acme's own customers.
struct Person {
    id: String,
    names: Vec<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// All except the personas, whose last names are words of the cancel flow.
fn people(acme: &Acme) -> Vec<Person> {
    let customers = acme.read("/churnkey/customers?limit=100")["data"].take();
    let people = customers.as_array().unwrap().iter().map(|customer| {
        let text = |key: &str| customer[key].as_str().map(str::to_owned);
        Person {
            id: text("id").unwrap(),
            names: ["name", "lastName"].into_iter().filter_map(text).collect(),
            email: text("email"),
            phone: text("phone"),
        }
    });
    let people: Vec<_> = people.filter(|person| person.id.as_str() < "u_2").collect();
    for Person { email, phone, .. } in &people {
        assert!(email.iter().all(|email| email.ends_with(DOMAIN)));
        assert!(phone.iter().all(|phone| phone.starts_with(AREA)));
    }
    people
}

impl Person {
    fn personal_data(&self) -> impl Iterator<Item = &String> {
        self.names.iter().chain(&self.email).chain(&self.phone)
    }

    /// Sends requests with this person's data wherever a request has something that is logged.
    fn send_everywhere(&self, acme: &Logged, subscription: &Subscription) {
        let authorization = format!("Bearer {TOKEN}");
        let bearer = ("authorization", authorization.as_str());
        for text in self.personal_data() {
            let text = &*encoded(text);
            acme.get(&format!("/churnkey/customers/email/{text}"), &[bearer]);
            acme.get(&format!("/churnkey/customers/phone/{text}"), &[bearer]);
            assert_eq!(
                acme.get(&format!("/churnkey/customers/find-by-name/{text}"), &[bearer]),
                404
            );
            assert_eq!(acme.get(&format!("/churnkey/people/{text}"), &[bearer]), 404);
            assert_eq!(
                acme.get(&format!("/churnkey/customers?limit=1&who={text}"), &[bearer]),
                200
            );
            assert_eq!(acme.get("/churnkey/features", &[bearer, ("x-churnkey-mode", text)]), 400);
            assert_eq!(acme.get(&format!("/churnkey/customers?who={text}"), &[OTHER_HEADER]), 401);
            assert_eq!(acme.get(&format!("/churnkey/{text}"), &[("x-customer", text)]), 401);
            assert_eq!(acme.get(&format!("/churnkey/{text}/{TOKEN}"), &[]), 401);
        }
        // Keys are logged if they read as a name, so a person's name would be.
        for key in self.email.iter().chain(&self.phone) {
            let path = format!("/churnkey/customers?limit=1&{}=1", encoded(key));
            assert_eq!(acme.get(&path, &[bearer]), 200);
            let body = subscription.with(&json!({ "scheduledAt": "never", key: { "who": key } }));
            let path = "/churnkey/actions/subscription/cancel";
            assert_eq!(acme.send("POST", path, &[bearer], &body.to_string()).status, 400);
        }
        for text in self.personal_data() {
            let pause = |duration: Value| json!({ "startAt": "immediate", "duration": duration });
            for (action, more) in [
                ("cancel", json!({ "scheduledAt": text, "reason": text, "contact": [text] })),
                ("pause", pause(json!({ "amount": 1, "unit": text }))),
                ("pause", pause(json!({ "type": "date", "date": text }))),
            ] {
                let body = subscription.with(&more).to_string();
                let path = format!("/churnkey/actions/subscription/{action}");
                assert_eq!(acme.send("POST", &path, &[bearer], &body).status, 400, "{body}");
                assert_eq!(acme.send("POST", &path, &[OTHER_HEADER], &body).status, 401);
            }
        }
    }
}

/// Percent-encoded, for a path or a query.
fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// At every level, other crates' events included.
#[test]
fn the_log_has_neither_the_token_nor_personal_data() {
    for store in Store::each() {
        let acme = Logged::on(store, "trace");
        let people = people(&acme.acme);
        assert!(people.len() > 50);
        let [id, customer] = ["s_1001", "u_1001"].map(str::to_owned);
        let subscription = Subscription { id, customer };
        for person in people.iter().step_by(16) {
            person.send_everywhere(&acme, &subscription);
        }
        let log = acme.log();
        let count = |level: &str, words: &str| {
            log.lines().filter(|line| line.contains(level) && line.contains(words)).count()
        };
        assert!(count(" INFO ", ": answered status=") > 200);
        assert!(count(" TRACE ", "") > 0, "every level is logged");
        for words in [
            "came in the header `x-ck-integration-token`",
            "is not an endpoint",
            "a key that nobody reads",
            "is not a word of the protocol",
            "cannot be read",
        ] {
            assert!(count(" WARN ", words) > 0, "no `{words}`");
        }
        // What is percent-encoded has a `%`.
        for part in [TOKEN, DOMAIN, AREA, "%"] {
            assert!(!log.contains(part), "{part}");
        }
        let words: HashSet<_> = log.split(|c: char| !c.is_alphanumeric()).collect();
        for name in people.iter().flat_map(|person| &person.names) {
            assert!(!words.contains(&**name), "{name}");
        }
    }
}
