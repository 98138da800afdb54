//! Whatever a request is, its values are not in the log, at any level: only known words, names that read as names, and of a
//! client with the token the first segment of the path (SECURITY.md, "What is logged").

use std::cell::RefCell;

use actix_web::rt::System;
use actix_web::test::TestRequest;
use churnkey::Integration;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};

use crate::client::{TOKEN, send};
use crate::logs::{collect, logged};
use crate::merchant::{Kiosk, Shop};
use crate::outside::log_of;

/// An id or a token: never a known word, nor a name, since it has a digit between letters.
fn id() -> impl Strategy<Value = String> {
    "[a-zA-Z]{3}[0-9][a-zA-Z]{6,20}"
}

/// What must not be logged in a value's place.
fn private() -> impl Strategy<Value = String> {
    prop_oneof![id(), "[A-Z][a-z]{9,15}"]
}

#[derive(Debug, Clone)]
enum Text {
    Shown(String),
    Private(String),
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Self::Shown(text) | Self::Private(text) => text,
        }
    }
}

fn known(words: &'static [&'static str]) -> impl Strategy<Value = Text> {
    select(words).prop_map(|word| Text::Shown(word.to_owned()))
}

fn segment() -> impl Strategy<Value = Text> {
    let words = &[
        "customers",
        "email",
        "phone",
        "subscriptions",
        "prices",
        "coupons",
        "features",
        "manifest",
        "actions",
        "subscription",
        "customer",
        "cancel",
        "pause",
        "churnkey",
        "find-by-phone",
        "",
    ];
    prop_oneof![3 => known(words), 1 => private().prop_map(Text::Private)]
}

/// A value of a query or a body.
fn value() -> impl Strategy<Value = Text> {
    let words =
        &["end-of-period", "immediate", "period-end", "month", "date", "sandbox", "10", "true"];
    prop_oneof![1 => known(words), 2 => private().prop_map(Text::Private)]
}

/// A key of a query or a body, or the name of a header.
fn name(words: &'static [&'static str]) -> impl Strategy<Value = Text> {
    let name = "[a-z]{3,12}(-[a-z]{3,8})?".prop_map(Text::Shown);
    let long = "[a-z]{17,30}".prop_map(Text::Private);
    prop_oneof![3 => known(words), 1 => name, 1 => long, 2 => id().prop_map(Text::Private)]
}

/// Where the token is.
#[derive(Debug, Clone)]
enum Place {
    Authorization,
    Nowhere,
    Header(Text),
    Cookie(Text),
    Query(Text),
    Path,
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        6 => Just(Place::Authorization),
        2 => Just(Place::Nowhere),
        2 => name(&["x-ck-integration-token"]).prop_map(Place::Header),
        1 => name(&["session"]).prop_map(Place::Cookie),
        1 => name(&["token"]).prop_map(Place::Query),
        1 => Just(Place::Path),
    ]
}

#[derive(Debug, Clone)]
struct Sent {
    method: String,
    path: Vec<Text>,
    query: Vec<(Text, Text)>,
    headers: Vec<(Text, &'static str, Text)>,
    body: Body,
    token: Place,
}

#[derive(Debug, Clone)]
enum Body {
    Json(Value, Vec<String>),
    Other(String),
}

fn body() -> impl Strategy<Value = Body> {
    let keys = &[
        "customerId",
        "subscriptionId",
        "scheduledAt",
        "startAt",
        "duration",
        "type",
        "amount",
        "unit",
        "date",
        "unpause",
    ];
    let leaf = value().prop_map(|text| match text {
        Text::Shown(text) => (Value::from(text), Vec::new()),
        Text::Private(text) => (Value::from(&*text), vec![text]),
    });
    let object = leaf.prop_recursive(3, 16, 6, move |inner| {
        vec((name(keys), inner), 1..6).prop_map(|entries| {
            let (mut object, mut hidden) = (Map::new(), Vec::new());
            for (key, (value, within)) in entries {
                hidden.extend(within);
                if let Text::Private(key) = &key {
                    hidden.push(key.clone());
                }
                object.insert(key.as_str().to_owned(), value);
            }
            (Value::Object(object), hidden)
        })
    });
    // Without ids, the rest of a body is not read.
    let extra = (any::<bool>(), id(), value());
    let with_ids = (object, extra).prop_map(|((mut json, mut hidden), (is_whole, id, word))| {
        if let (Value::Object(object), true) = (&mut json, is_whole) {
            for key in ["customerId", "subscriptionId"] {
                object.insert(key.to_owned(), Value::from(&*id));
            }
            for key in ["scheduledAt", "startAt"] {
                object.insert(key.to_owned(), Value::from(word.as_str()));
            }
            hidden.push(id);
            if let Text::Private(word) = word {
                hidden.push(word);
            }
        }
        Body::Json(json, hidden)
    });
    prop_oneof![
        4 => with_ids,
        1 => private().prop_map(Body::Other),
    ]
}

fn header() -> impl Strategy<Value = (Text, &'static str, Text)> {
    let names = &[
        "x-churnkey-mode",
        "cookie",
        "x-ck-signature",
        "x-api-key",
        "user-agent",
        "referer",
        "traceparent",
        "content-type",
        "if-none-match",
        "x-forwarded-for",
        "accept",
    ];
    let before = select(&["", "Bearer ", "sha256=", "t=1764489600,v1=", "session=", "a "][..]);
    (name(names), before, value())
}

fn sent() -> impl Strategy<Value = Sent> {
    let method = prop_oneof![
        2 => Just("GET".to_owned()),
        2 => Just("POST".to_owned()),
        1 => "(HEAD|OPTIONS|PUT|DELETE)",
        1 => "[A-Z]{3}[0-9][A-Z]{6,12}",
    ]
    .boxed();
    let word = |word: &str| Text::Shown(word.to_owned());
    let customer = private().prop_map(move |id| vec![word("customers"), Text::Private(id)]);
    let action = select(&["cancel", "pause", "change-price", "extend-trial"][..]);
    let action = action.prop_map(move |action| ["actions", "subscription", action].map(word));
    let call = prop_oneof![
        2 => (method.clone(), vec(segment(), 0..6)),
        1 => (method, customer),
        2 => (Just("POST".to_owned()), action.prop_map(Vec::from)),
    ];
    let query = prop_oneof![
        1 => Just(Vec::new()),
        2 => vec((name(&["limit", "cursor"]), value()), 0..4),
    ];
    (call, query, vec(header(), 0..5), body(), place()).prop_map(
        |((method, path), query, headers, body, token)| Sent {
            method,
            path,
            query,
            headers,
            body,
            token,
        },
    )
}

impl Sent {
    fn target(&self) -> String {
        let path = self.path.iter().map(|segment| format!("/{}", segment.as_str()));
        let in_path = matches!(self.token, Place::Path).then(|| format!("/{TOKEN}"));
        let pairs = self.query.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let pairs = pairs.chain(match &self.token {
            Place::Query(key) => Some((key.as_str(), TOKEN)),
            _ => None,
        });
        let pairs: Vec<_> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        path.chain(in_path).collect::<String>() + &query
    }

    fn headers(&self) -> Vec<(String, String)> {
        let headers = self.headers.iter();
        let headers =
            headers.map(|(name, before, value)| (name, format!("{before}{}", value.as_str())));
        let mut headers: Vec<_> =
            headers.map(|(name, value)| (name.as_str().to_owned(), value)).collect();
        headers.extend(match &self.token {
            Place::Authorization => Some(("authorization".to_owned(), format!("Bearer {TOKEN}"))),
            Place::Header(name) => Some((name.as_str().to_owned(), TOKEN.to_owned())),
            Place::Cookie(name) => {
                Some(("cookie".to_owned(), format!("{}={TOKEN}", name.as_str())))
            }
            _ => None,
        });
        headers
    }

    fn body(&self) -> String {
        match &self.body {
            Body::Json(json, _) => json.to_string(),
            Body::Other(text) => text.clone(),
        }
    }

    fn request(&self) -> TestRequest {
        let request = TestRequest::with_uri(&format!("/churnkey{}", self.target()));
        let request = request.method(self.method.parse().unwrap()).set_payload(self.body());
        self.headers().into_iter().fold(request, TestRequest::append_header)
    }

    /// Without a body.
    fn bytes(&self, target: &str) -> String {
        let headers =
            self.headers().into_iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers = headers.collect::<String>();
        format!(
            "{} {target} HTTP/1.1\r\nhost: t\r\n{headers}connection: close\r\n\r\n",
            self.method
        )
    }

    /// What must not be in the log.
    fn private(&self) -> Vec<&str> {
        let has_token = matches!(self.token, Place::Authorization);
        let is_plain =
            |text: &str| text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let path = self
            .path
            .iter()
            .enumerate()
            .filter(|(at, segment)| *at > 0 || !has_token || !is_plain(segment.as_str()));
        let mut texts: Vec<_> = path.map(|(_, segment)| segment).collect();
        texts.extend(self.query.iter().flat_map(|(key, value)| [key, value]));
        texts.extend(self.headers.iter().flat_map(|(name, _, value)| [name, value]));
        match &self.token {
            Place::Header(name) | Place::Cookie(name) | Place::Query(name) => texts.push(name),
            Place::Authorization | Place::Nowhere | Place::Path => {}
        }
        let texts = texts.into_iter().filter_map(|text| match text {
            Text::Private(text) => Some(text.as_str()),
            Text::Shown(_) => None,
        });
        let of_body = match &self.body {
            Body::Json(_, texts) => texts.iter().map(String::as_str).collect(),
            Body::Other(text) => vec![text.as_str()],
        };
        let method = (self.method.len() > 7).then_some(&*self.method);
        texts.chain(of_body).chain(method).chain([TOKEN]).collect()
    }

    /// Header names are sent in lower case.
    fn found_in(&self, log: &str) -> Option<String> {
        let log = log.to_lowercase();
        let mut private = self.private().into_iter().map(str::to_lowercase);
        let text = private.find(|text| log.contains(text))?;
        Some(format!("{text} in {:?}", log.lines().find(|line| line.contains(&text))))
    }
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn no_value_of_it_is_logged_by_an_integration() {
    let system = System::new();
    let all = RefCell::new(String::new());
    let result = runner(256).run(&(sent(), any::<bool>()), |(sent, is_shop)| {
        let request = sent.request();
        collect();
        system.block_on(async {
            // One for each, so that nothing is left out for having been logged before.
            let integration = if is_shop {
                Integration::builder(Shop::default()).token(TOKEN).build()
            } else {
                Integration::builder(Kiosk::default()).token(TOKEN).build()
            };
            send(&integration.unwrap(), request).await;
        });
        let log = logged();
        prop_assert_eq!(sent.found_in(&log), None);
        all.borrow_mut().push_str(&log);
        Ok(())
    });
    result.unwrap_or_else(|failed| panic!("{failed}"));
    let all = all.into_inner();
    for line in [
        "status=200",
        "status=400",
        "status=401",
        "status=404",
        "status=405",
        "without a valid token: ",
        "the integration token came in the header ",
        "the integration token came in the path",
        "is not an endpoint of this integration",
        "has the wrong method",
        "has a key that nobody reads",
        "is not a word of the protocol",
        "`X-Churnkey-Mode` was ",
        "must be a JSON object",
    ] {
        assert!(all.contains(line), "{line}");
    }
}

#[test]
fn no_value_of_it_is_logged_outside_of_the_integration() {
    // Those of a minute are logged together, up to 16 kinds.
    let result = runner(6).run(&vec(sent(), 12), |all| {
        let requests: Vec<_> =
            all.iter().map(|sent| sent.bytes(&format!("/outside{}", sent.target()))).collect();
        let log = log_of(|server| server, &requests);
        prop_assert!(log.contains("outside of the integration: 1 x "), "{}", log);
        let lines: Vec<_> = log.lines().filter(|line| line.contains(" churnkey: ")).collect();
        let log = lines.join("\n");
        for sent in all {
            prop_assert_eq!(sent.found_in(&log), None);
        }
        Ok(())
    });
    result.unwrap_or_else(|failed| panic!("{failed}"));
}
