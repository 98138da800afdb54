//! The recorder as a server.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{self, Data, ServiceConfig};
use churnkey_runtime::{BoundServer, Server};

use crate::proxy::completion::Unattended;
use crate::proxy::forward::{Shared, handle};
use crate::proxy::limits;
use crate::proxy::upstream::UpstreamConfig;
use crate::record::recorder::{Recorder, Recording};
use crate::settings::Contact;
use crate::translate::translator::Translator;

/// A recorder that is bound to its address; made by [`Contact::bind`].
#[must_use = "nothing is forwarded before `run`"]
pub struct BoundContact {
    server: BoundServer,
    recording: Recording,
}

impl std::fmt::Debug for BoundContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundContact").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Contact {
    /// Binds the address and opens the file of the record.
    ///
    /// # Errors
    /// If a setting is invalid, the address cannot be bound, or the file is not a record.
    pub fn bind(self) -> io::Result<BoundContact> {
        let forward = self.check()?;
        let (recorder, recording) =
            Recorder::start(self.file, self.secret.clone(), self.translates, self.log.clone())?;
        let translator = self.secret.clone().filter(|_| self.translates).map(|secret| Translator {
            secret,
            token_header: self.token_header,
            features_path: self.features_path.unwrap_or_else(|| "/features".to_owned()),
            manifest_format: self.manifest_format,
        });
        let upstream = UpstreamConfig::new(&forward, self.timeout, self.log.clone())?;
        let unattended = Unattended::default();
        let shared = Data::new(Shared {
            in_flight: limits::in_flight(),
            unattended: Arc::clone(&unattended),
            secret: self.secret,
            translator,
            recorder,
            log: self.log,
        });
        let listener = TcpListener::bind(&self.listen).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen on `{}`: {error}", self.listen))
        })?;
        let server = Server::bare()
            .listen(listener)
            .health_path(None)
            .shutdown_timeout(shutdown_timeout(self.timeout))
            .wait_for(unattended)
            .quiet();
        #[cfg(feature = "rustls")]
        let server = match self.tls {
            Some(files) => server.tls(files),
            None => server,
        };
        let server = server.app(move |config: &mut ServiceConfig| {
            config
                .app_data(shared.clone())
                .app_data(Data::new(upstream.client()))
                .default_service(web::to(handle));
        });
        Ok(BoundContact { server: server.bind()?, recording })
    }
}

impl BoundContact {
    /// The addresses that it listens on.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        self.server.addresses()
    }

    /// Forwards requests until SIGTERM or Ctrl-C, lets those in flight finish, and writes the record.
    ///
    /// # Errors
    /// If the server fails, or the record is not complete, for example because its file cannot be written.
    pub async fn run(self) -> io::Result<()> {
        let Self { server, recording } = self;
        let served = server.run().await;
        // The server's recorder has been dropped, so the thread ends.
        let recorded = web::block(move || recording.end()).await;
        served.and(recorded.map_err(io::Error::other)?)
    }
}

/// Enough for a request that has just begun, in the whole seconds that the server counts.
fn shutdown_timeout(timeout: Duration) -> Duration {
    Duration::from_secs((timeout + limits::BODY_TIMEOUT).as_secs() + 1)
}
