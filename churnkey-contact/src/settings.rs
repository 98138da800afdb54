//! The settings of the recorder.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use churnkey_runtime::ManifestFormat;
#[cfg(feature = "rustls")]
use churnkey_runtime::TlsFiles;
use churnkey_verify::transport::{ApiUrl, InvalidUrl};
use hyper::header::HeaderName;
use hyper::http::uri::PathAndQuery;

use crate::log::Log;
use crate::proxy::headers;
use crate::secret::Secret;
use crate::translate::token::TokenHeader;

const MAX_TIMEOUT: Duration = Duration::from_hours(24);

/// A proxy in front of one integration that forwards everything and records how the integration is called.
///
/// ```no_run
/// use churnkey_contact::Contact;
///
/// # #[actix_web::main]
/// # async fn main() -> std::io::Result<()> {
/// let token = std::env::var("CK_INTEGRATION_TOKEN").unwrap_or_default();
/// Contact::new("http://127.0.0.1:8080")
///     .listen("127.0.0.1:9000")
///     .token(token)
///     .record("contact.jsonl")
///     .on_line(|line| eprintln!("{line}"))
///     .bind()?
///     .run()
///     .await
/// # }
/// ```
#[must_use = "nothing is forwarded before `run`"]
pub struct Contact {
    pub(crate) forward: String,
    pub(crate) listen: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) file: Option<PathBuf>,
    pub(crate) translates: bool,
    pub(crate) token_header: TokenHeader,
    pub(crate) features_path: Option<String>,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) timeout: Duration,
    pub(crate) log: Log,
    #[cfg(feature = "rustls")]
    pub(crate) tls: Option<TlsFiles>,
}

impl Contact {
    /// Forwards to the integration at this address: `http://127.0.0.1:8080`, followed by the path of its API URL, if any.
    pub fn new(forward: impl Into<String>) -> Self {
        Self {
            forward: forward.into(),
            listen: "127.0.0.1:9000".to_owned(),
            secret: None,
            file: None,
            translates: false,
            token_header: TokenHeader::Bearer,
            features_path: None,
            manifest_format: None,
            timeout: Duration::from_mins(1),
            log: Log::new(|_| {}),
            #[cfg(feature = "rustls")]
            tls: None,
        }
    }

    /// The address to listen on, as `host:port`; `127.0.0.1:9000` by default. Port 0 means any free port.
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// The Integration Token. With it the record says where requests carry the token, and how they are signed. Call it
    /// for each token if there are several, such as one for live mode and one for test mode. An empty string is no token.
    ///
    /// ```
    /// use churnkey_contact::Contact;
    ///
    /// let contact = Contact::new("http://127.0.0.1:8080").token("ck_int_live").token("ck_int_test");
    /// # let _ = contact;
    /// ```
    pub fn token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        match &mut self.secret {
            _ if token.is_empty() => {}
            Some(secret) => secret.add(token),
            None => self.secret = Some(Secret::new(token)),
        }
        self
    }

    /// The file of the record. An existing record is continued; any other file is an error and stays as it is.
    pub fn record(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Moves the token to where the integration accepts it, and replaces other names of paths, methods and modes by those
    /// of the protocol, in requests that carry the token or a signature with it. A path without `/churnkey`, or with two, gets
    /// one. It needs the [token](Self::token).
    pub fn translate(mut self) -> Self {
        self.translates = true;
        self
    }

    /// With [`translate`](Self::translate): the header in which the integration accepts the bare token, instead of
    /// `Authorization: Bearer`.
    pub fn token_header(mut self, name: impl Into<String>) -> Self {
        self.token_header = TokenHeader::Named(name.into().to_ascii_lowercase());
        self
    }

    /// With [`translate`](Self::translate): the path of the integration's manifest below `/churnkey`; `/features` by
    /// default.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = Some(format!("/{}", path.into().trim_matches('/')));
        self
    }

    /// With [`translate`](Self::translate): the format in which Churnkey gets the manifest, whatever the integration's
    /// own.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.manifest_format = Some(format);
        self
    }

    /// How long the integration may take to respond, at most a day: a minute by default, which is longer than the
    /// framework's own limit. Then the recorder responds with 504. Of a response above 64 KiB, each further part may take
    /// as long again. When the recorder is asked to stop, requests in flight have this time to finish.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A function that receives each line of output: the first request of each kind, each translation once, and problems.
    /// The lines contain no personal data and no secrets.
    pub fn on_line(mut self, on_line: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Log::new(on_line);
        self
    }

    /// Serves only HTTPS, with this certificate and its key.
    #[cfg(feature = "rustls")]
    pub fn tls(mut self, files: TlsFiles) -> Self {
        self.tls = Some(files);
        self
    }

    /// Returns the integration's address.
    pub(crate) fn check(&self) -> io::Result<ApiUrl> {
        let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidInput, why);
        let forward =
            self.forward.parse().map_err(|error: InvalidUrl| invalid(error.to_string()))?;
        self.problem().map_or(Ok(forward), |why| Err(invalid(why)))
    }

    fn problem(&self) -> Option<String> {
        if self.timeout.is_zero() || self.timeout > MAX_TIMEOUT {
            return Some("the timeout must be above zero and at most a day".to_owned());
        }
        if self.translates && self.secret.is_none() {
            return Some("to translate, the recorder needs the integration token".to_owned());
        }
        let is_for_translation = self.manifest_format.is_some()
            || self.features_path.is_some()
            || self.token_header != TokenHeader::Bearer;
        if is_for_translation && !self.translates {
            return Some(
                "a token header, a features path or a manifest format needs `translate`".to_owned(),
            );
        }
        if let Some(path) = &self.features_path
            && !is_path(path)
        {
            return Some(format!(
                "the features path `{path}` is not a path: characters other than letters, digits and `-._~/` must be \
                 percent-encoded"
            ));
        }
        if let TokenHeader::Named(name) = &self.token_header {
            if HeaderName::try_from(name).is_err() {
                return Some("the token header is not a valid header name".to_owned());
            }
            if headers::is_own(name) {
                return Some(format!(
                    "the token cannot be in the header `{name}`, which the recorder sets or drops"
                ));
            }
        }
        None
    }
}

/// Whether this can be sent as a path, without a query.
fn is_path(text: &str) -> bool {
    text.is_ascii() && !text.contains(['?', '#']) && PathAndQuery::try_from(text).is_ok()
}

/// Without the token.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("forward", &self.forward)
            .field("listen", &self.listen)
            .field("file", &self.file)
            .field("translates", &self.translates)
            .finish_non_exhaustive()
    }
}
