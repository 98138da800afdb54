//! The settings of the recorder.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use churnkey_runtime::ManifestFormat;
#[cfg(feature = "rustls")]
use churnkey_runtime::TlsFiles;

use crate::token::Secret;
use crate::told::Tell;
use crate::translate::head::Wanted;

/// A proxy in front of one integration, which passes everything through and records how it is called.
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
#[must_use = "nothing is passed on before `run`"]
pub struct Contact {
    pub(crate) forward: String,
    pub(crate) listen: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) file: Option<PathBuf>,
    pub(crate) translates: bool,
    pub(crate) wanted: Wanted,
    pub(crate) features_path: String,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) timeout: Duration,
    pub(crate) tell: Tell,
    #[cfg(feature = "rustls")]
    pub(crate) tls: Option<TlsFiles>,
}

impl Contact {
    /// In front of the integration at this address: `http://127.0.0.1:8080`, with the path prefix of its API URL if there is
    /// one.
    pub fn new(forward: impl Into<String>) -> Self {
        Self {
            forward: forward.into(),
            listen: "127.0.0.1:9000".to_owned(),
            secret: None,
            file: None,
            translates: false,
            wanted: Wanted::Bearer,
            features_path: "/features".to_owned(),
            manifest_format: None,
            timeout: Duration::from_mins(1),
            tell: Tell::new(|_| {}),
            #[cfg(feature = "rustls")]
            tls: None,
        }
    }

    /// Where to listen, as `host:port`; `127.0.0.1:9000` by default. Port 0 takes a free one.
    pub fn listen(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// The Integration Token. With it the record says where it came, and what signatures are. An empty one is none.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        self.secret = (!token.is_empty()).then(|| Secret::new(token));
        self
    }

    /// The file of the record. One that is a record already is gone on with; anything else is not touched.
    pub fn record(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Moves the token to where the integration takes it, and gives paths and methods the protocol's names. It needs the
    /// [token](Self::token), and changes nothing in requests of anybody without it.
    pub fn translate(mut self) -> Self {
        self.translates = true;
        self
    }

    /// With [`translate`](Self::translate): a header in which the integration takes the token alone, in place of
    /// `Authorization: Bearer`.
    pub fn token_header(mut self, name: impl Into<String>) -> Self {
        self.wanted = Wanted::Header(name.into().to_ascii_lowercase());
        self
    }

    /// With [`translate`](Self::translate): where the integration has its manifest, below `/churnkey`; `/features` by
    /// default.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = format!("/{}", path.into().trim_matches('/'));
        self
    }

    /// With [`translate`](Self::translate): the format in which the manifest is given to Churnkey, whatever that of the
    /// integration is.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.manifest_format = Some(format);
        self
    }

    /// How long the integration may take to answer: a minute by default, longer than its own limit. Then it is 504.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A function that gets each line that there is to say: the first request of each kind, each translation once, and
    /// what goes wrong. They hold nothing that tells of a person, and no secret.
    pub fn on_line(mut self, say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.tell = Tell::new(say);
        self
    }

    /// Serves HTTPS alone, with this certificate and its key.
    #[cfg(feature = "rustls")]
    pub fn tls(mut self, files: TlsFiles) -> Self {
        self.tls = Some(files);
        self
    }

    pub(crate) fn check(&self) -> io::Result<()> {
        let problem = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
        let uri = ureq::http::Uri::try_from(&self.forward).ok();
        let is_web = uri.is_some_and(|uri| {
            uri.host().is_some()
                && matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.query().is_none()
                && uri.authority().is_none_or(|authority| !authority.as_str().contains('@'))
        });
        if !is_web {
            return problem(
                "the integration's address must have the form `http://host:port`, without a user or a query",
            );
        }
        if self.translates && self.secret.is_none() {
            return problem("to translate, the recorder must know the integration token");
        }
        if !self.translates && (self.manifest_format.is_some() || self.wanted != Wanted::Bearer) {
            return problem("the token's header and the manifest's format are for translating");
        }
        if let Wanted::Header(name) = &self.wanted
            && ureq::http::HeaderName::try_from(name).is_err()
        {
            return problem("the token's header must have a name that a header can have");
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
