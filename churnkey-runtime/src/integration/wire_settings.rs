//! The builder's methods for what the protocol leaves open.

use crate::http::authenticate::AuthRequest;
use crate::http::mode_header::UnknownMode;
use crate::integration::aliases::Alias;
use crate::integration::builder::Builder;
use crate::integration::given::Given;
use crate::module::context::Context;
use crate::module::manifest_format::ManifestFormat;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::tokens::secret::Secret;

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

    /// A function that says whether a request comes from somebody who has the token, though it shows none: for a signature
    /// in place of the token. The function is asked about each valid token in turn; the token for which it says `true` is
    /// the one that the request counts as having, with its name and limits. A request that shows the token itself is taken
    /// as without this.
    ///
    /// Only with this setting the body of somebody without a token is read: at most [`body_limit`](Self::body_limit) bytes,
    /// within [`body_timeout`](Self::body_timeout), and no more than 64 at once, of which the oldest gives way to a newer one
    /// (429). And only with it more than digests of the tokens are kept in memory: what HMAC-SHA256 makes of a key. The token
    /// cannot be read from it, but signatures can be made.
    ///
    /// It runs on the request's thread: compare, and do nothing that waits. A panic is 500.
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
    ///     .authenticate(|request, secret| {
    ///         let signature = request.header("x-ck-signature").unwrap_or_default();
    ///         secret.hmac_sha256([request.body()]).is_hex(signature)
    ///     })
    ///     .build()?;
    /// # let _ = integration;
    /// # Ok(())
    /// # }
    /// ```
    pub fn authenticate<F>(mut self, is_known: F) -> Self
    where
        F: Fn(&AuthRequest<'_>, &Secret) -> bool + Send + Sync + 'static,
    {
        self.authenticate = Some(Box::new(is_known));
        self
    }

    /// One more word of `X-Churnkey-Mode`, besides `live` and `test`: `.mode_word("sandbox", Mode::Test)`
    /// ([protocol 2.3](crate::protocol#23-mode-header)). Its letter case makes no difference.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_MODES` has such words where no call does: `sandbox=test`, with
    /// spaces between them.
    pub fn mode_word(mut self, word: impl Into<String>, mode: Mode) -> Self {
        let words =
            self.wire.mode_words.get_or_insert(Given { by: "mode_word", value: Vec::new() });
        words.value.push((word.into(), mode));
        self
    }

    /// What an `X-Churnkey-Mode` that is neither `live` nor `test`, nor a [`mode_word`](Self::mode_word), means; by default
    /// 400.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_UNKNOWN_MODE` says it where no call does: `refuse` or `live`.
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

    /// The status of an action that was done, with an empty body: 200 by default
    /// ([protocol 6](crate::protocol#6-actions)), or 201, 202 or 204.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_ACTION_STATUS` says it where no call does.
    pub fn action_status(mut self, status: u16) -> Self {
        self.wire.action_status = Some(Given { by: "action_status", value: status });
        self
    }

    /// How many objects a list gives when the request names no `limit`, and at the most: 10 and 100 by default.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_PAGE_LIMITS` has both where no call does: `25 200`, or `25` for
    /// the first alone.
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

    /// Another spelling of a key or a word in the body of an action: `.spelling("period-end", "end-of-period")`,
    /// `.spelling("months", "amount")`. Some of them Churnkey's pages do not show
    /// ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U6 and U7); a warning in the log says
    /// what came.
    ///
    /// A key is meant in whatever object it stands. The known spellings are still read, and count first.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_SPELLINGS` has them where no call does:
    /// `period-end=end-of-period months=amount`.
    pub fn spelling(mut self, came: impl Into<String>, meant: impl Into<String>) -> Self {
        let spellings =
            self.wire.spellings.get_or_insert(Given { by: "spelling", value: Vec::new() });
        spellings.value.push((came.into(), meant.into()));
        self
    }
}
