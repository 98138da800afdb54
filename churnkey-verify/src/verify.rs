//! The ways to run a [`Verifier`].

use churnkey_runtime::Integration;

use crate::order;
#[cfg(feature = "http")]
use crate::protocol::checks;
use crate::report::Report;
use crate::run::Run;
use crate::transport::Transport;
use crate::{CannotRun, Verifier};

impl Verifier {
    /// Verifies an integration in process, without a socket.
    pub async fn verify(&self, integration: &Integration) -> Report {
        let served = || integration.features_paths().next().map(str::to_owned);
        let features_path = self.features_path.clone().or_else(served);
        let transport = Transport::in_process(integration, self.timeout);
        let mut run = Run::new(self, &transport, features_path);
        // In process there is always an answer. A request that cannot be sent is reported as a fault.
        let _ = order::all(&mut run).await;
        run.report()
    }

    /// Verifies an integration through a transport, such as a [`Transport::custom`] that signs each request.
    ///
    /// # Errors
    /// The first request gets no answer.
    pub async fn verify_through(&self, transport: &Transport) -> Result<Report, CannotRun> {
        let mut run = Run::new(self, transport, self.features_path.clone());
        order::all(&mut run).await?;
        Ok(run.report())
    }

    /// Verifies the integration at an API URL, over HTTP. Redirects are not followed.
    ///
    /// It needs actix's runtime, like the rest of this crate. Outside of one, use
    /// `actix_web::rt::System::new().block_on(…)`.
    ///
    /// # Errors
    /// Nothing can be sent: the address or a setting is invalid, or nothing answers there. Any answer is in the report.
    #[cfg(feature = "http")]
    pub async fn verify_url(&self, url: &str) -> Result<Report, CannotRun> {
        let unknown = |id: &&String| !checks().any(|check| check.id.starts_with(id.as_str()));
        if let Some(id) = self.only.iter().find(unknown) {
            return Err(CannotRun::UnknownCheck(id.clone()));
        }
        self.verify_through(&Transport::http(url, self.timeout)?).await
    }
}
