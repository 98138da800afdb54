//! The settings of the recorder.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use churnkey_runtime::ManifestFormat;
#[cfg(feature = "rustls")]
use churnkey_runtime::TlsFiles;
use hyper::Uri;
use hyper::header::HeaderName;

use crate::log::Log;
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
    pub(crate) features_path: String,
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
            features_path: "/features".to_owned(),
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
        self.features_path = format!("/{}", path.into().trim_matches('/'));
        self
    }

    /// With [`translate`](Self::translate): the format in which Churnkey gets the manifest, whatever the integration's
    /// own.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.manifest_format = Some(format);
        self
    }

    /// How long the integration may take to respond, at most a day: a minute by default, which is longer than the
    /// framework's own limit. Then the recorder responds with 504.
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

    pub(crate) fn check(&self) -> io::Result<()> {
        let invalid = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
        let uri = Uri::try_from(&self.forward).ok();
        let is_http = uri.is_some_and(|uri| {
            uri.host().is_some()
                && matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.query().is_none()
                && uri.authority().is_none_or(|authority| !authority.as_str().contains('@'))
        });
        if !is_http {
            return invalid(
                "the integration's address must have the form `http://host:port`, without a user or a query",
            );
        }
        if self.timeout.is_zero() || self.timeout > MAX_TIMEOUT {
            return invalid("the timeout must be above zero and at most a day");
        }
        if self.translates && self.secret.is_none() {
            return invalid("to translate, the recorder needs the integration token");
        }
        if !self.translates
            && (self.manifest_format.is_some() || self.token_header != TokenHeader::Bearer)
        {
            return invalid("a token header or a manifest format needs `translate`");
        }
        if let TokenHeader::Named(name) = &self.token_header
            && HeaderName::try_from(name).is_err()
        {
            return invalid("the token header is not a valid header name");
        }
        Ok(())
    }
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
