//! TLS in the server itself: the certificate and key come from files, which are read again on SIGHUP (`sighup.rs`).

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::{env, fmt, io};

use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::integration::start_error::StartError;
use crate::server::{TLS_CERTIFICATE_VARIABLE, TLS_KEY_VARIABLE};

/// The files of a certificate and its key, both PEM; for [`Server::tls`](crate::Server::tls).
#[derive(Debug, Clone)]
pub struct TlsFiles {
    certificate: PathBuf,
    key: PathBuf,
}

impl TlsFiles {
    /// The certificate file contains the server's own certificate first, then the intermediate ones up to the root. The
    /// key is PKCS#8, SEC1 or PKCS#1, without a passphrase.
    #[must_use]
    pub fn new(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self { certificate: certificate.into(), key: key.into() }
    }

    /// The files that `CK_TLS_CERT` and `CK_TLS_KEY` name; `None` if neither is set.
    fn from_env() -> Result<Option<Self>, StartError> {
        let file = |variable| env::var_os(variable).filter(|file| !file.is_empty());
        let alone = |setting, other| {
            Err(StartError::setting(setting, format!("`{other}` is not set, and TLS needs both")))
        };
        match (file(TLS_CERTIFICATE_VARIABLE), file(TLS_KEY_VARIABLE)) {
            (Some(certificate), Some(key)) => Ok(Some(Self::new(certificate, key))),
            (None, None) => Ok(None),
            (Some(_), None) => alone(TLS_CERTIFICATE_VARIABLE, TLS_KEY_VARIABLE),
            (None, Some(_)) => alone(TLS_KEY_VARIABLE, TLS_CERTIFICATE_VARIABLE),
        }
    }

    fn read(&self, provider: &CryptoProvider) -> Result<CertifiedKey, String> {
        let Self { certificate, key } = self;
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unreadable("certificate", certificate, &error))?;
        if chain.is_empty() {
            return Err(unreadable("certificate", certificate, &pem::Error::NoItemsFound));
        }
        let secret = PrivateKeyDer::from_pem_file(key)
            .map_err(|error| unreadable("private key", key, &error))?;
        CertifiedKey::from_der(chain, secret, provider).map_err(|error| {
            let (certificate, key) = (certificate.display(), key.display());
            let hint = "the server's own certificate comes first in its file";
            match error {
                rustls::Error::InconsistentKeys(_) => {
                    format!("the key in `{key}` does not belong to the first certificate in `{certificate}`; {hint}")
                }
                rustls::Error::InvalidCertificate(problem) => {
                    format!("the certificate in `{certificate}` cannot be used: {problem}")
                }
                other => format!("the private key in `{key}` cannot be used: {other}"),
            }
        })
    }
}

/// Never quotes a PEM error, which contains text of the file, perhaps of the key.
fn unreadable(what: &str, file: &Path, error: &pem::Error) -> String {
    let file = file.display();
    match error {
        pem::Error::Io(error) => format!("the {what} `{file}` cannot be read: {error}"),
        pem::Error::NoItemsFound => {
            let key = if what == "private key" {
                "; it must be PKCS#8, SEC1 or PKCS#1, without a passphrase"
            } else {
                ""
            };
            format!("there is no {what} in `{file}`{key}")
        }
        _ => format!("there is no {what} in `{file}`: it is not well-formed PEM"),
    }
}

/// The merchant's own configuration.
#[derive(Clone)]
pub(crate) struct TlsConfig(pub(crate) ServerConfig);

/// Hides the contents.
impl fmt::Debug for TlsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConfig")
    }
}

/// What a server needs to speak TLS.
pub(crate) struct Tls {
    pub(crate) config: ServerConfig,
    /// `None` for the merchant's own configuration.
    pub(crate) reload: Option<Reload>,
}

impl Tls {
    /// Uses this configuration, or these files, or else those that the environment names, if any.
    pub(crate) fn open(
        files: Option<TlsFiles>,
        config: Option<TlsConfig>,
    ) -> io::Result<Option<Self>> {
        if let Some(TlsConfig(config)) = config {
            return Ok(Some(Self { config, reload: None }));
        }
        let files = match files {
            Some(files) => files,
            None => match TlsFiles::from_env()? {
                Some(files) => files,
                None => return Ok(None),
            },
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = files.read(&provider).map_err(|problem| StartError::setting("tls", problem))?;
        let current = Arc::new(Current(RwLock::new(Arc::new(key))));
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
        let reload = Some(Reload { files, provider, current });
        Ok(Some(Self { config, reload }))
    }
}

/// The key of new handshakes. Open connections keep theirs.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Reads the files again on request.
#[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
pub(crate) struct Reload {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: Arc<Current>,
}

impl Reload {
    #[cfg(unix)]
    pub(crate) async fn reload(&self) {
        let (files, provider) = (self.files.clone(), Arc::clone(&self.provider));
        // A file system may hang, and signals must still be handled.
        let read = actix_web::web::block(move || files.read(&provider)).await;
        match read.map_err(|error| error.to_string()).flatten() {
            Ok(key) => {
                *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
                tracing::info!(target: "churnkey", "TLS certificate and key were read again");
            }
            Err(problem) => {
                tracing::error!(target: "churnkey", "the old TLS certificate stays in use: {problem}");
            }
        }
    }
}
