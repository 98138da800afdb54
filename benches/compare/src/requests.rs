//! What is asked of both merchants.

use crate::Result;
use crate::load::Load;
use crate::server::{Server, TOKEN};
use crate::side::{Binaries, Pair};

pub(crate) struct Kind {
    pub(crate) name: &'static str,
    target: &'static str,
    body: Option<&'static str>,
}

pub(crate) const KINDS: [Kind; 4] = [
    Kind {
        name: "retrieve a subscription",
        target: "GET /churnkey/customers/u_1001/subscriptions/s_042",
        body: None,
    },
    Kind {
        name: "list 100 subscriptions",
        target: "GET /churnkey/customers/u_1001/subscriptions?limit=100",
        body: None,
    },
    Kind {
        name: "pause",
        target: "POST /churnkey/actions/subscription/pause",
        // Paused again and again, it stays as it is after the first time.
        body: Some(
            r#"{"customerId":"u_1001","subscriptionId":"s_042","startAt":"end-of-period","duration":{"type":"period","amount":2,"unit":"month"},"allowAnnual":true}"#,
        ),
    },
    Kind { name: "features", target: "GET /churnkey/features", body: None },
];

impl Kind {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let head = format!(
            "{} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {TOKEN}\r\nx-churnkey-mode: live\r\n",
            self.target
        );
        let body = match self.body {
            Some(body) => format!(
                "content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            ),
            None => "\r\n".to_owned(),
        };
        (head + &body).into_bytes()
    }
}

/// Refuses to compare merchants that give different answers.
pub(crate) fn check(binaries: &Binaries) -> Result<()> {
    for kind in &KINDS {
        let answers = Pair::measure(|side| {
            let server = Server::start(&binaries.launch(side))?;
            let answer = Load::connect(server.address, 1)?.ask(&kind.bytes())?;
            server.stop()?;
            Ok(answer)
        })?;
        if answers.by_hand != answers.on_churnkey {
            return Err(format!("{}: the answers differ", kind.name).into());
        }
    }
    Ok(())
}
