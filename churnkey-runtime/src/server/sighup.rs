//! SIGHUP: reads the tokens, the gate, and TLS's certificate and key from their files again.

use std::convert::Infallible;
use std::io;

#[cfg(unix)]
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};

use crate::integration::Integration;
#[cfg(feature = "rustls")]
use crate::server::tls::Reload;

/// Handles SIGHUP, which would otherwise end the process. Without that signal, tokens are still checked every two
/// seconds, and a new certificate needs a restart.
#[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
pub(crate) struct Sighup {
    integrations: Vec<Integration>,
    #[cfg(feature = "rustls")]
    tls: Option<Reload>,
    /// `None` if the server ignores signals.
    #[cfg(unix)]
    signal: Option<Signal>,
}

impl Sighup {
    /// Listens from now on, so that a signal before the first request counts too.
    #[cfg_attr(not(unix), allow(clippy::unnecessary_wraps, reason = "a signal can fail"))]
    pub(crate) fn listen(
        signals: bool,
        integrations: Vec<Integration>,
        #[cfg(feature = "rustls")] tls: Option<Reload>,
    ) -> io::Result<Self> {
        Ok(Self {
            integrations,
            #[cfg(feature = "rustls")]
            tls,
            #[cfg(unix)]
            signal: if signals { Some(signal(SignalKind::hangup())?) } else { None },
        })
    }

    #[cfg(unix)]
    pub(crate) async fn run(mut self) -> Infallible {
        while let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            let mut nothing = true;
            for integration in &self.integrations {
                nothing &= !integration.gate().reload_in_background();
                if let Some(tokens) = integration.token_file() {
                    nothing = false;
                    tokens.reload_in_background();
                }
            }
            #[cfg(feature = "rustls")]
            if let Some(tls) = &self.tls {
                nothing = false;
                tls.reload().await;
            }
            if nothing {
                tracing::info!(target: "churnkey", "SIGHUP: there are no files to read again");
            }
        }
        std::future::pending().await
    }

    #[cfg(not(unix))]
    pub(crate) async fn run(self) -> Infallible {
        drop(self);
        std::future::pending().await
    }
}
