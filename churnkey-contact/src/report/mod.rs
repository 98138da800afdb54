//! What a record says about each unknown of the protocol.

mod bodies;
mod calls;
mod text;
mod token;

use serde::Serialize;

use crate::record::file::Record;

/// The unknowns of the protocol ([protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading)), and
/// what a record shows of each. Its `Display` is the table, and a text for an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ContactReport {
    /// U1 to U22.
    pub findings: Vec<Finding>,
    /// How many requests were recorded.
    pub requests: u64,
    /// The kinds of requests, a line each, as they can be shown to anybody.
    pub kinds: Vec<String>,
    /// What may make the record wrong or incomplete.
    pub remarks: Vec<String>,
}

/// What a record shows of one unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Such as `U1`.
    pub unknown: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Whether it came as this project expects it.
    pub seen: SeenAs,
    /// What was seen.
    pub what: String,
    /// What to write into the environment or the code, if there is something to write.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub write: Vec<String>,
}

/// Whether an unknown came as this project expects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenAs {
    /// As expected.
    Expected,
    /// In another way.
    Otherwise,
    /// Nothing in the record shows it.
    NotSeen,
}

/// One unknown, and how it is read in a record.
struct Unknown {
    name: &'static str,
    about: &'static str,
    read: fn(&Record) -> Read,
}

/// What was read of an unknown.
struct Read {
    seen: SeenAs,
    what: String,
    write: Vec<String>,
}

impl Read {
    fn expected(what: impl Into<String>) -> Self {
        Self { seen: SeenAs::Expected, what: what.into(), write: Vec::new() }
    }

    fn otherwise(what: impl Into<String>) -> Self {
        Self { seen: SeenAs::Otherwise, what: what.into(), write: Vec::new() }
    }

    fn not_seen(what: impl Into<String>) -> Self {
        Self { seen: SeenAs::NotSeen, what: what.into(), write: Vec::new() }
    }

    fn write(mut self, line: impl Into<String>) -> Self {
        let line = line.into();
        if !self.write.contains(&line) {
            self.write.push(line);
        }
        self
    }
}

/// As docs/protocol.md lists them.
const UNKNOWNS: &[Unknown] = &[
    Unknown { name: "U1", about: "the token's header and scheme", read: token::place },
    Unknown { name: "U2", about: "the manifest's envelope and spelling", read: calls::envelope },
    Unknown { name: "U3", about: "the manifest's path", read: calls::manifest_path },
    Unknown { name: "U4", about: "the call that asks for verification", read: never_seen },
    Unknown { name: "U5", about: "the fields of a status", read: answers },
    Unknown { name: "U6", about: "the keys of a duration", read: bodies::duration },
    Unknown { name: "U7", about: "Cancel's key `unpause`", read: bodies::unpause },
    Unknown { name: "U8", about: "actions for all subscriptions", read: calls::handle_all },
    Unknown { name: "U9", about: "the path of find-by-phone", read: calls::phone },
    Unknown { name: "U10", about: "`limit`: whether it is sent", read: calls::limit },
    Unknown { name: "U11", about: "`next`, as it comes back in `cursor`", read: calls::cursor },
    Unknown { name: "U12", about: "the format of dates", read: bodies::dates },
    Unknown { name: "U13", about: "currency's letter case, percent's range", read: answers },
    Unknown { name: "U14", about: "fields of items and families", read: answers },
    Unknown { name: "U15", about: "repeats and idempotency", read: calls::repeats },
    Unknown { name: "U16", about: "unknown JSON keys", read: bodies::keys },
    Unknown { name: "U17", about: "the mode's header and words", read: calls::mode },
    Unknown { name: "U18", about: "an option that is not announced", read: calls::refused },
    Unknown { name: "U19", about: "a module that is not implemented", read: calls::missing },
    Unknown { name: "U20", about: "`multiple` of ExtendTrial", read: calls::extensions },
    Unknown { name: "U21", about: "a token for each mode", read: token::of_modes },
    Unknown { name: "U22", about: "HEAD, OPTIONS, CORS", read: calls::methods },
];

/// The integration asks, and Churnkey answers: nothing comes by the recorder.
fn never_seen(_: &Record) -> Read {
    Read::not_seen("the integration makes this call; it does not pass the recorder")
}

/// A record holds nothing of answers but their status.
fn answers(_: &Record) -> Read {
    Read::not_seen(
        "it is in answers, of which a record has the status alone; `churnkey verify` reads them",
    )
}

impl Record {
    /// What it says about each unknown of the protocol.
    #[must_use]
    pub fn report(&self) -> ContactReport {
        let finding = |unknown: &Unknown| {
            let Read { seen, what, write } = (unknown.read)(self);
            Finding { unknown: unknown.name, about: unknown.about, seen, what, write }
        };
        ContactReport {
            findings: UNKNOWNS.iter().map(finding).collect(),
            requests: self.kinds.iter().map(|kind| kind.count).sum(),
            kinds: self.kinds.iter().map(text::line).collect(),
            remarks: self.remarks(),
        }
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let head = &self.head;
        if !head.knew_token {
            remarks.push(
                "the recorder did not know the token, so it cannot say where it came: set CK_INTEGRATION_TOKEN".to_owned(),
            );
        }
        if head.others > 0 {
            remarks.push(format!(
                "{} requests were of kinds beyond the bound, and are not in it",
                head.others
            ));
        }
        if head.missed > 0 {
            remarks.push(format!("{} requests came too fast to be recorded", head.missed));
        }
        remarks
    }
}
