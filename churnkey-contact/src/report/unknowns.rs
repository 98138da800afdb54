//! The unknowns, in the order of docs/protocol.md, and the report on them.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::{ContactReport, Finding, Observation};
use crate::report::kinds::plural;
use crate::report::{actions, bodies, lists, manifest, methods, modes, paths, text, token};

struct Unknown {
    name: &'static str,
    about: &'static str,
    observe: fn(&Record) -> Observation,
}

const UNKNOWNS: &[Unknown] = &[
    Unknown { name: "U1", about: "the token's header and scheme", observe: token::location },
    Unknown {
        name: "U2",
        about: "the manifest's envelope and spelling",
        observe: manifest::envelope,
    },
    Unknown { name: "U3", about: "the manifest's path", observe: manifest::path },
    Unknown { name: "U4", about: "the call that asks for verification", observe: own_call },
    Unknown { name: "U5", about: "the fields of a status", observe: in_responses },
    Unknown { name: "U6", about: "the keys of a duration", observe: bodies::duration },
    Unknown { name: "U7", about: "Cancel's key `unpause`", observe: bodies::unpause },
    Unknown { name: "U8", about: "actions for all subscriptions", observe: actions::for_customers },
    Unknown { name: "U9", about: "the path of find-by-phone", observe: paths::phone },
    Unknown { name: "U10", about: "`limit`: whether it is sent", observe: lists::limit },
    Unknown { name: "U11", about: "`next`, returned in `cursor`", observe: lists::cursor },
    Unknown { name: "U12", about: "the format of dates", observe: bodies::dates },
    Unknown {
        name: "U13",
        about: "letter case of currencies, range of percentages",
        observe: in_responses,
    },
    Unknown { name: "U14", about: "fields of items and families", observe: in_responses },
    Unknown { name: "U15", about: "repeats and idempotency", observe: actions::repeats },
    Unknown { name: "U16", about: "unknown JSON keys and words", observe: bodies::keys },
    Unknown { name: "U17", about: "the mode's header and words", observe: modes::words },
    Unknown { name: "U18", about: "an option that is not announced", observe: actions::refused },
    Unknown { name: "U19", about: "a module that is not implemented", observe: paths::missing },
    Unknown { name: "U20", about: "`multiple` of ExtendTrial", observe: actions::extensions },
    Unknown { name: "U21", about: "a token for each mode", observe: modes::tokens },
    Unknown { name: "U22", about: "HEAD, OPTIONS, CORS", observe: methods::methods },
];

fn own_call(_: &Record) -> Observation {
    Observation::not_seen("the integration makes this call itself, so the recorder never sees it")
}

fn in_responses(_: &Record) -> Observation {
    Observation::not_seen(
        "part of responses, of which a record holds only the status; `churnkey verify` checks them",
    )
}

/// Says so if several findings name a variable with different values: the last one would win.
fn one_variable(findings: &[Finding], variable: &str, separator: &str) -> Option<String> {
    let fixes = findings.iter().flat_map(|finding| &finding.fix);
    let lines: BTreeSet<_> = fixes.filter(|fix| fix.contains(variable)).collect();
    (lines.len() > 1).then(|| {
        format!(
            "{variable} is one variable: join its values from all lines, separated by {separator}"
        )
    })
}

impl Record {
    /// What the record shows of each unknown of the protocol.
    #[must_use]
    pub fn report(&self) -> ContactReport {
        let finding = |unknown: &Unknown| {
            let Observation { verdict, observed, fix } = (unknown.observe)(self);
            Finding { unknown: unknown.name, about: unknown.about, verdict, observed, fix }
        };
        let findings: Vec<_> = UNKNOWNS.iter().map(finding).collect();
        let mut remarks = self.remarks();
        remarks.extend(one_variable(&findings, "CK_ALIASES", "semicolons"));
        remarks.extend(one_variable(&findings, "CK_SPELLINGS", "spaces"));
        ContactReport {
            findings,
            requests: self.kinds.iter().map(|kind| kind.count).sum(),
            kinds: self.kinds.iter().map(text::kind_line).collect(),
            remarks,
        }
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let head = &self.head;
        if !head.knew_token {
            remarks.push(
                "the recorder did not know the token, so it cannot say where requests carry it: set CK_INTEGRATION_TOKEN"
                    .to_owned(),
            );
        }
        if head.unlisted > 0 {
            let requests = plural(head.unlisted, "request");
            remarks.push(format!("{requests} left out: the record has no room for more kinds"));
        }
        if head.missed > 0 {
            let requests = plural(head.missed, "request");
            remarks.push(format!("{requests} left out: too many came at once"));
        }
        remarks
    }
}
