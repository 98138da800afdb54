//! What may have been signed: parts of a request, in an order and with a separator that other services use.

use crate::request::Request;
use crate::signatures::candidates::Timestamp;
use crate::target::Target;

const SEPARATORS: &[&str] = &["", ".", ":", "\n", "|", " "];
const COMMON_SEPARATORS: &[&str] = &["", ".", ":"];

/// How many messages are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// The most common ones, while a client waits.
    Common,
    /// All of them, when the response has been sent.
    All,
}

pub(super) struct Message<'a> {
    /// What it consists of, in words.
    pub(super) description: String,
    pub(super) parts: Vec<&'a [u8]>,
}

/// A part of a message, with its name.
type Part<'a> = (String, &'a [u8]);

pub(super) fn messages<'a>(
    request: &'a Request,
    timestamps: &'a [Timestamp],
    effort: Effort,
) -> Vec<Message<'a>> {
    let Request { method, target, body, .. } = request;
    let path = target.split('?').next().unwrap_or_default();
    let paths: [Part<'a>; 3] = [
        ("the path with its query".to_owned(), target.as_bytes()),
        ("the path".to_owned(), path.as_bytes()),
        ("the path below /churnkey".to_owned(), Target::parse(path).below.as_bytes()),
    ];
    let (paths, separators) = match effort {
        Effort::All => (paths.as_slice(), SEPARATORS),
        Effort::Common => (paths.split_at(1).0, COMMON_SEPARATORS),
    };
    let method: Part<'a> = ("the method".to_owned(), method.as_bytes());
    let body_name = if body.is_empty() { "the body, which is empty" } else { "the body" };
    let body: Part<'a> = (body_name.to_owned(), body);

    let stamped: Vec<Part<'a>> = timestamps
        .iter()
        .map(|Timestamp { location, value }| {
            (format!("the timestamp in {location}"), value.as_bytes())
        })
        .collect();
    // The likeliest come first, since only so many bytes are hashed.
    let mut orders = Vec::new();
    for timestamp in &stamped {
        orders.push(vec![timestamp.clone(), body.clone()]);
        orders.push(vec![body.clone(), timestamp.clone()]);
        // As Slack signs.
        orders.push(vec![("v0".to_owned(), b"v0"), timestamp.clone(), body.clone()]);
    }
    for path in paths {
        orders.push(vec![method.clone(), path.clone(), body.clone()]);
        orders.push(vec![path.clone(), body.clone()]);
        orders.push(vec![method.clone(), path.clone()]);
    }
    for timestamp in &stamped {
        for path in paths {
            orders.push(vec![timestamp.clone(), path.clone()]);
            orders.push(vec![timestamp.clone(), path.clone(), body.clone()]);
            orders.push(vec![timestamp.clone(), method.clone(), path.clone(), body.clone()]);
            orders.push(vec![method.clone(), path.clone(), timestamp.clone(), body.clone()]);
        }
    }

    let single =
        |(name, bytes): &Part<'a>| Message { description: name.clone(), parts: vec![*bytes] };
    let mut messages = Vec::new();
    // An empty body is the same as many other messages, so it comes last.
    if !body.1.is_empty() {
        messages.push(single(&body));
    }
    messages.extend(paths.iter().filter(|(_, path)| !path.is_empty()).map(single));
    for order in &orders {
        messages.extend(separators.iter().map(|separator| joined(order, separator)));
    }
    messages.push(single(&body));
    messages
}

fn joined<'a>(order: &[Part<'a>], separator: &'static str) -> Message<'a> {
    let (mut description, mut parts) = (String::new(), Vec::new());
    for (at, (name, bytes)) in order.iter().enumerate() {
        if at > 0 {
            description.push_str(described(separator));
            parts.push(separator.as_bytes());
        }
        description.push_str(name);
        parts.push(*bytes);
    }
    Message { description, parts }
}

/// How a description shows the separator between two parts.
fn described(separator: &str) -> &str {
    match separator {
        "." => " + `.` + ",
        ":" => " + `:` + ",
        "|" => " + `|` + ",
        "\n" => " + a newline + ",
        " " => " + a space + ",
        _ => " + ",
    }
}
