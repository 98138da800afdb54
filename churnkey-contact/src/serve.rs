//! The recorder as a server.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::web::{self, Data, ServiceConfig};
use churnkey_runtime::{BoundServer, Server};

use crate::proxy::limits::InFlight;
use crate::proxy::pass::{Shared, pass_safely};
use crate::proxy::upstream::Upstream;
use crate::record::recorder::{Recorder, Recording};
use crate::settings::Contact;

/// A recorder that has its address; made by [`Contact::bind`].
#[must_use = "nothing is passed on before `run`"]
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
    /// Binds the address, and opens the file of the record.
    ///
    /// # Errors
    /// A setting that cannot be used, an address that cannot be bound, or a file that is no record.
    pub fn bind(self) -> io::Result<BoundContact> {
        self.check()?;
        let (recorder, recording) =
            Recorder::start(self.file, self.secret.clone(), self.translates, self.tell.clone())?;
        let shared = Data::new(Arc::new(Shared {
            upstream: Upstream::new(&self.forward, self.timeout),
            in_flight: InFlight::default(),
            secret: self.secret,
            translates: self.translates,
            wanted: self.wanted,
            features_path: self.features_path,
            manifest_format: self.manifest_format,
            recorder,
            tell: self.tell,
        }));
        let listener = TcpListener::bind(&self.listen).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot listen on `{}`: {error}", self.listen))
        })?;
        let server = Server::bare().listen(listener).health_path(None).quiet();
        #[cfg(feature = "rustls")]
        let server = match self.tls {
            Some(files) => server.tls(files),
            None => server,
        };
        let server = server.app(move |config: &mut ServiceConfig| {
            config.app_data(shared.clone()).default_service(web::to(pass_safely));
        });
        Ok(BoundContact { server: server.bind()?, recording })
    }
}

impl BoundContact {
    /// Where it listens.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        self.server.addresses()
    }

    /// Passes on until SIGTERM or Ctrl-C, lets the requests in flight finish, and writes the record.
    ///
    /// # Errors
    /// What the operating system says when it cannot go on.
    pub async fn run(self) -> io::Result<()> {
        let Self { server, recording } = self;
        let ran = server.run().await;
        // The server has gone with all that hands requests to it.
        let ended = web::block(move || recording.end()).await;
        ran.and(ended.map_err(io::Error::other))
    }
}
