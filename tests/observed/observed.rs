//! The example, its ports, and requests with personal data in them.

use std::io::Read as _;
use std::process::{Command, ExitStatus};
use std::thread::{self, JoinHandle};

use crate::features::example;
use crate::support::{self, Request};

/// What is in the requests, or in the data that they read, and must be seen nowhere.
pub(crate) const PERSONAL: [&str; 6] = ["mina", "Mina", "u_1001", "s_77", "%40", "ck_int"];

pub(crate) struct Observed {
    pub(crate) server: support::Server,
    metrics: String,
    /// Read all the time, or the server would wait for somebody to do so once the pipe is full.
    log: JoinHandle<String>,
}

impl Observed {
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let mut command: Command = example("observed");
        command.env("RUST_LOG", "info").env("METRICS_ADDR", "127.0.0.1:0");
        command.env_remove("OTEL_EXPORTER_OTLP_ENDPOINT").envs(variables.iter().copied());
        if variables.iter().any(|(name, _)| *name == "CK_INTEGRATION_TOKEN_FILE") {
            command.env_remove("CK_INTEGRATION_TOKEN");
        }
        let mut server = support::Server::start(&mut command);
        let mut stderr = server.child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        let metrics = loop {
            let line = server.line();
            if let Some(url) = line.strip_prefix("metrics on http://") {
                break url.strip_suffix("/metrics").unwrap().to_owned();
            }
        };
        Self { server, metrics, log }
    }

    pub(crate) fn status(&self, path: &str, headers: &[(&'static str, &'static str)]) -> u16 {
        let mut request = Request::new(path, "");
        request.headers.extend(headers);
        self.server.send(&request).unwrap().status
    }

    /// A request of each kind, with the status that it must get.
    pub(crate) fn requests(&self) {
        assert_eq!(self.status("/churnkey/features", &[]), 200);
        assert_eq!(self.status("/churnkey/customers/u_1001", &[]), 200);
        assert_eq!(self.status("/churnkey/customers/u_1001", &[("x-churnkey-mode", "test")]), 200);
        assert_eq!(self.status("/churnkey/customers/mina", &[]), 404);
        assert_eq!(self.status("/churnkey/customers/email/mina%40example.org", &[]), 200);
        assert_eq!(self.status("/churnkey/customers/u_1001/subscriptions/s_mina", &[]), 500);
        assert_eq!(self.status("/churnkey/mina%40example.org/u_1001?email=mina", &[]), 404);
        let stranger =
            Request { headers: vec![], ..Request::new("/churnkey/customers/u_1001", "") };
        assert_eq!(self.server.send(&stranger).unwrap().status, 401);
        let body =
            r#"{"customerId": "u_1001", "subscriptionId": "s_77", "scheduledAt": "end-of-period"}"#;
        let cancel = Request::new("/churnkey/actions/subscription/cancel", body);
        assert_eq!(self.server.send(&cancel).unwrap().status, 404);
    }

    /// What Prometheus fetches.
    pub(crate) fn scrape(&self) -> String {
        let answer = support::send(&self.metrics, &Request::new("/metrics", "")).unwrap();
        assert_eq!(answer.status, 200);
        answer.body
    }

    /// Stops it as an orchestrator does; its log.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (ExitStatus, String) {
        let id = self.server.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        (self.server.child.wait().unwrap(), self.log.join().unwrap())
    }
}
