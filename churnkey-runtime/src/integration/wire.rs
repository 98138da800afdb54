//! The settings of what the protocol leaves open (protocol 9): what is given in code, or else by a variable of the
//! environment, or else as the protocol's page recommends.

use actix_web::http::header::HeaderName;

use crate::http::mode_header::UnknownMode;
use crate::integration::aliases::Alias;
use crate::integration::builder::Builder;
use crate::integration::settings;
use crate::integration::start_error::StartError;
use crate::module::context::Context;
use crate::module::manifest_format::ManifestFormat;
use crate::module::query::PageLimits;

/// A setting, and who gave it: the builder's method or the variable, for errors at start.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given<T> {
    pub(super) by: &'static str,
    pub(super) value: T,
}

#[derive(Debug, Default)]
pub(super) struct Wire {
    pub(super) token_headers: Option<Given<Vec<String>>>,
    pub(super) unknown_mode: Option<UnknownMode>,
    pub(super) features_paths: Option<Given<Vec<String>>>,
    pub(super) manifest_format: Option<ManifestFormat>,
    pub(super) page_limits: Option<Given<PageLimits>>,
    pub(super) aliases: Option<Given<Vec<Alias>>>,
}

impl Wire {
    /// What was not given yet.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            token_headers: self.token_headers.or(other.token_headers),
            unknown_mode: self.unknown_mode.or(other.unknown_mode),
            features_paths: self.features_paths.or(other.features_paths),
            manifest_format: self.manifest_format.or(other.manifest_format),
            page_limits: self.page_limits.or(other.page_limits),
            aliases: self.aliases.or(other.aliases),
        }
    }

    pub(super) fn header_names(&self) -> Result<Vec<HeaderName>, StartError> {
        let Some(Given { by, value }) = &self.token_headers else { return Ok(Vec::new()) };
        settings::header_names(by, value)
    }

    pub(super) fn checked_page_limits(&self) -> Result<PageLimits, StartError> {
        let Some(Given { by, value }) = &self.page_limits else { return Ok(PageLimits::default()) };
        settings::check_page_limits(by, *value)
    }
}

/// How Churnkey's requests are read, where its pages do not settle it.
impl<C: Context> Builder<C> {
    /// One more header that may carry the token, besides `Authorization`; called more than once, each of them. Churnkey's
    /// pages do not settle the header's name ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U1).
    ///
    /// In `Authorization` and in a header that is named here, the token may stand behind `Bearer`, behind another scheme,
    /// alone, and as user or password of `Basic`. In any other header, in the path, the query or a cookie it is not taken:
    /// the answer is 401, and the log says where it was and what to write.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_TOKEN_HEADER` names such headers, with spaces between them,
    /// where no call does.
    pub fn token_header(mut self, name: impl Into<String>) -> Self {
        let headers =
            self.wire.token_headers.get_or_insert(Given { by: "token_header", value: Vec::new() });
        headers.value.push(name.into());
        self
    }

    /// What an `X-Churnkey-Mode` that is neither `live` nor `test` means; by default 400.
    pub fn unknown_mode(mut self, unknown: UnknownMode) -> Self {
        self.wire.unknown_mode = Some(unknown);
        self
    }

    /// Where the features manifest is, below `/churnkey`, and nowhere else. `/` is `/churnkey` itself.
    ///
    /// The path is not certain ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U3), so by
    /// default it is wherever it may be asked for: at `/features`, `/manifest`, `/feature-manifest`, `/features-manifest`
    /// and `/`. By GET and by POST, with a slash at the end and without, it is one document with one `ETag`.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_FEATURES_PATHS` names the paths, with spaces between them,
    /// where no call does.
    pub fn features_paths<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        let value = paths.into_iter().map(Into::into).collect();
        self.wire.features_paths = Some(Given { by: "features_paths", value });
        self
    }

    /// How the features manifest is spelt; see [`ManifestFormat`].
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_MANIFEST_FORMAT` says it, where no call does: so another
    /// spelling is tried without a build.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.wire.manifest_format = Some(format);
        self
    }

    /// How many objects a list gives when the request names no `limit`, and at the most: 10 and 100 by default.
    pub fn page_limits(mut self, default: u32, max: u32) -> Self {
        self.wire.page_limits =
            Some(Given { by: "page_limits", value: PageLimits { default, max } });
        self
    }

    /// Another way to an endpoint: what comes by this method on this path is answered as `target` is. Both paths are below
    /// `/churnkey`, and `target` is one of those in the table that is printed at the start, or that of the manifest. For a
    /// path that Churnkey's pages do not show, such as that of find-by-phone
    /// ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U9).
    ///
    /// A segment that begins with `:` is a parameter; both paths have the same ones. [`build`](Self::build) refuses a path
    /// that would hide another endpoint, and an action by GET.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_ALIASES` has them where no call does, with semicolons between
    /// them: `GET /customers/find-by-phone/:phone /customers/phone/:phone`.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration = Integration::builder(Billing)
    ///     .token("ck_int_1")
    ///     .alias("GET", "/plans/:id", "/prices/:id")
    ///     .build()?;
    /// # let _ = integration;
    /// # Ok(())
    /// # }
    /// ```
    pub fn alias(
        mut self,
        method: impl Into<String>,
        path: impl Into<String>,
        target: impl Into<String>,
    ) -> Self {
        let alias = Alias { method: method.into(), path: path.into(), target: target.into() };
        let aliases = self.wire.aliases.get_or_insert(Given { by: "alias", value: Vec::new() });
        aliases.value.push(alias);
        self
    }
}
