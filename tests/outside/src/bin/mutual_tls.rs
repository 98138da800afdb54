//! HTTPS for those who show a certificate of an authority of ours.

use std::io::{Error, Result};
use std::path::Path;
use std::sync::Arc;

use churnkey::Integration;
use churnkey::rustls::crypto::ring;
use churnkey::rustls::pki_types::pem::PemObject as _;
use churnkey::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use churnkey::rustls::server::WebPkiClientVerifier;
use churnkey::rustls::{RootCertStore, ServerConfig};
use churnkey_outside::Billing;

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let certificates = CertificateDer::pem_file_iter(file).map_err(Error::other)?;
    certificates.collect::<std::result::Result<_, _>>().map_err(Error::other)
}

fn mutual_tls(folder: &Path) -> Result<ServerConfig> {
    let mut authorities = RootCertStore::empty();
    authorities.add_parsable_certificates(certificates(&folder.join("clients-ca.pem"))?);
    let provider = Arc::new(ring::default_provider());
    let clients =
        WebPkiClientVerifier::builder_with_provider(authorities.into(), Arc::clone(&provider));
    let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).map_err(Error::other)?;
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::other)?
        .with_client_cert_verifier(clients.build().map_err(Error::other)?)
        .with_single_cert(certificates(&folder.join("server.pem"))?, key)
        .map_err(Error::other)
}

#[actix_web::main]
async fn main() -> Result<()> {
    let integration = Integration::builder(Billing::default()).from_env().build()?;
    let folder = std::env::var_os("CERTIFICATES").expect("CERTIFICATES");
    integration.server().rustls(mutual_tls(folder.as_ref())?).run().await
}
