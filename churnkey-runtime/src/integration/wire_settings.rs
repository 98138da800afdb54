//! The builder's methods for what the protocol leaves open.

use crate::http::custom_auth::AuthRequest;
use crate::http::mode_header::UnknownMode;
use crate::integration::aliases::Alias;
use crate::integration::builder::Builder;
use crate::integration::setting::Setting;
use crate::module::context::Context;
use crate::module::manifest_format::ManifestFormat;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::tokens::secret::Secret;

/// How to read Churnkey's requests where its documentation leaves a choice.
impl<C: Context> Builder<C> {
    /// Another header that may carry the token, besides `Authorization`. Further calls add further headers. Churnkey's
    /// documentation does not settle the header's name ([protocol
    /// 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U1).
    ///
    /// In `Authorization` and the headers named here, the token may follow `Bearer` or another scheme, stand alone, or
    /// be the user or password of `Basic`. It is not accepted in any other header, in the path, the query or a cookie:
    /// the answer is 401, and the log says where it was and which setting to write.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_TOKEN_HEADER` names such headers, separated by spaces,
    /// unless a call does.
    pub fn token_header(mut self, name: impl Into<String>) -> Self {
        let headers = self
            .wire
            .token_headers
            .get_or_insert(Setting { name: "token_header", value: Vec::new() });
        headers.value.push(name.into());
        self
    }

    /// A function that decides whether a request without a token comes from somebody who has it, for a signature in
    /// place of the token. It is called for each valid token in turn; the first token for which it returns `true` is
    /// the request's token, with its name and limits. A request that shows a token itself is handled as without this
    /// setting.
    ///
    /// Only with this setting is the body of a request without a token read: at most [`body_limit`](Self::body_limit)
    /// bytes, within [`body_timeout`](Self::body_timeout), and at most 64 at once, of which the oldest gives way to a
    /// newer one (429). And only with it is more than a digest of each token kept in memory: the state of HMAC-SHA256
    /// with the token as its key. The token cannot be read from that, but signatures can be made with it.
    ///
    /// It runs on the request's thread: only compare, and do not wait for anything. A panic gives 500.
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

    /// Another word for `X-Churnkey-Mode`, besides `live` and `test`: `.mode_word("sandbox", Mode::Test)` ([protocol
    /// 2.3](crate::protocol#23-mode-header)), in any letter case.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_MODES` has such words unless a call does: `sandbox=test`,
    /// separated by spaces.
    pub fn mode_word(mut self, word: impl Into<String>, mode: Mode) -> Self {
        let words =
            self.wire.mode_words.get_or_insert(Setting { name: "mode_word", value: Vec::new() });
        words.value.push((word.into(), mode));
        self
    }

    /// What to do with an `X-Churnkey-Mode` that is neither `live` nor `test`, nor a [`mode_word`](Self::mode_word); by
    /// default it gets 400.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_UNKNOWN_MODE` sets it unless a call does: `refuse` or
    /// `live`.
    pub fn unknown_mode(mut self, unknown: UnknownMode) -> Self {
        self.wire.unknown_mode = Some(unknown);
        self
    }

    /// The only paths of the features manifest, below `/churnkey`. `/` is `/churnkey` itself.
    ///
    /// The path is not certain ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U3), so by
    /// default the manifest is wherever Churnkey may ask for it: at `/features`, `/manifest`, `/feature-manifest`,
    /// `/features-manifest` and `/`. It is the same document with the same `ETag` by GET and POST, with and without a
    /// final slash.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_FEATURES_PATHS` names the paths, separated by spaces, unless
    /// a call does.
    pub fn features_paths<P: Into<String>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        let value = paths.into_iter().map(Into::into).collect();
        self.wire.features_paths = Some(Setting { name: "features_paths", value });
        self
    }

    /// How the features manifest is spelt; see [`ManifestFormat`].
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_MANIFEST_FORMAT` sets it unless a call does, so you can try
    /// another spelling without a new build.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.wire.manifest_format = Some(format);
        self
    }

    /// The status of a successful action, with an empty body: 200 by default ([protocol 6](crate::protocol#6-actions)),
    /// or 201, 202 or 204.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_ACTION_STATUS` sets it unless a call does.
    pub fn action_status(mut self, status: u16) -> Self {
        self.wire.action_status = Some(Setting { name: "action_status", value: status });
        self
    }

    /// How many objects a list returns if the request has no `limit`, and at most: 10 and 100 by default.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_PAGE_LIMITS` sets both unless a call does: `25 200`, or `25`
    /// for only the first.
    pub fn page_limits(mut self, default: u32, max: u32) -> Self {
        self.wire.page_limits =
            Some(Setting { name: "page_limits", value: PageLimits { default, max } });
        self
    }

    /// Another path or method for an endpoint: a request with this method and path is answered as one for `target`.
    /// Both paths are below `/churnkey`, and `target` is one from the table printed at the start, or the manifest's.
    /// Use it for a path that Churnkey's documentation does not show, such as that of find-by-phone ([protocol
    /// 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U9).
    ///
    /// A segment that begins with `:` is a parameter; both paths have the same parameters. [`build`](Self::build)
    /// refuses a path that would hide another endpoint, and an action by GET, HEAD or OPTIONS. An answer to HEAD has no
    /// body.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_ALIASES` has them unless a call does, separated by
    /// semicolons: `GET /customers/find-by-phone/:phone /customers/phone/:phone`.
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
        let aliases = self.wire.aliases.get_or_insert(Setting { name: "alias", value: Vec::new() });
        aliases.value.push(alias);
        self
    }

    /// Another spelling of a key or a word in the body of an action: `.spelling("period-end", "end-of-period")`,
    /// `.spelling("months", "amount")`. Churnkey's documentation does not show some of them ([protocol
    /// 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U6 and U7); a warning in the log shows what
    /// arrived.
    ///
    /// A key is recognised in any object of the body. The known spellings are still read, and take precedence.
    ///
    /// With [`from_env`](Self::from_env), the variable `CK_SPELLINGS` has them unless a call does:
    /// `period-end=end-of-period months=amount`.
    pub fn spelling(mut self, spelling: impl Into<String>, meaning: impl Into<String>) -> Self {
        let spellings =
            self.wire.spellings.get_or_insert(Setting { name: "spelling", value: Vec::new() });
        spellings.value.push((spelling.into(), meaning.into()));
        self
    }
}
