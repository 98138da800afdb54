//! The integrations of the fuzzed server, and their settings for the second implementation.

use std::sync::LazyLock;

use actix_web::web::{self, ServiceConfig};
use churnkey_runtime::{AuthRequest, Integration, Mode, Secret, Token, UnknownMode, fuzzing};
use percent_encoding::percent_decode_str;

use crate::merchants::{self, ANOTHER_TOKEN, BODY_LIMIT, TOKEN, TOKEN_HEADER};
use crate::routes::Routes;

/// A read-only token, and one for test mode.
const READER: &str = "ck_reader_2c9e14";
const TESTER: &str = "ck_tester_d70b35";

/// All tokens of all services.
pub const TOKENS: [&str; 4] = [TOKEN, ANOTHER_TOKEN, READER, TESTER];

pub struct Service {
    /// What stands before `/churnkey`.
    pub scope: &'static str,
    pub integration: fn() -> Integration,
    pub tokens: &'static [Known],
    /// The headers besides `Authorization` in which the token is accepted.
    pub headers: &'static [&'static str],
    pub unknown_mode: UnknownMode,
    pub modes: &'static [(&'static str, Mode)],
    /// Whether test mode has its own context.
    pub has_test_context: bool,
    /// Whether a signature of the body is accepted in place of the token.
    pub is_signed: bool,
    pub routes: Routes,
}

/// A valid token and its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    pub secret: &'static str,
    pub read_only: bool,
    pub test_only: bool,
}

const ONE: &[Known] = &[plain(TOKEN)];
const TWO: &[Known] = &[plain(TOKEN), plain(ANOTHER_TOKEN)];
const LIMITED: &[Known] = &[
    plain(TOKEN),
    Known { read_only: true, ..plain(READER) },
    Known { test_only: true, ..plain(TESTER) },
];

/// The default paths of the manifest (docs/first-contact.md).
const MANIFESTS: &[&str] =
    &["/features", "/manifest", "/feature-manifest", "/features-manifest", "/"];

const ALIASES: &[[&str; 3]] = &[
    ["GET", "/customers/find-by-phone/:phone", "/customers/phone/:phone"],
    ["GET", "/subscriptions/:id/of/:customerId", "/customers/:customerId/subscriptions/:id"],
    ["PUT", "/prices/:id", "/prices/:id"],
    ["DELETE", "/actions/subscription/cancel", "/actions/subscription/cancel"],
    ["PATCH", "/v2/about", "/about"],
];

pub static SERVICES: LazyLock<[Service; 5]> = LazyLock::new(|| {
    [
        Service {
            tokens: TWO,
            headers: &[TOKEN_HEADER],
            has_test_context: true,
            ..Service::of("", merchants::shop)
        },
        Service {
            headers: &[TOKEN_HEADER],
            has_test_context: true,
            ..Service::of("/billing", merchants::kiosk)
        },
        Service {
            tokens: LIMITED,
            headers: &["x-ck-integration-token", "x-api-key"],
            unknown_mode: UnknownMode::Live,
            ..Service::of("/named", named)
        },
        Service { is_signed: true, ..Service::of("/signed", signed) },
        Service {
            modes: &[("sandbox", Mode::Test), ("prod", Mode::Live)],
            ..Service::of("/aliased", aliased)
        },
    ]
});

impl Service {
    /// The service of a path, and the raw path below `/churnkey`. actix decodes segments before it compares them.
    #[must_use]
    pub fn at(path: &str) -> Option<(&'static Self, &str)> {
        let is = |segment: &str, wanted: &str| {
            percent_decode_str(segment).collect::<Vec<_>>() == wanted.as_bytes()
        };
        SERVICES.iter().find_map(|service| {
            let mut rest = path;
            for wanted in
                service.scope.split_terminator('/').chain(["churnkey"]).filter(|it| !it.is_empty())
            {
                let below = rest.strip_prefix('/')?;
                let end = below.find('/').unwrap_or(below.len());
                if !is(&below[..end], wanted) {
                    return None;
                }
                rest = &below[end..];
            }
            Some((service, rest))
        })
    }

    fn of(scope: &'static str, integration: fn() -> Integration) -> Self {
        let mut endpoints = fuzzing::patterns(&integration());
        endpoints.retain(|(_, pattern)| *pattern != "/features");
        let is_aliased = scope == "/aliased";
        let routes = Routes {
            endpoints,
            manifests: if is_aliased { &["/about", "/"] } else { MANIFESTS },
            aliases: if is_aliased { ALIASES } else { &[] },
        };
        Self {
            scope,
            integration,
            tokens: ONE,
            headers: &[],
            unknown_mode: UnknownMode::Refuse,
            modes: &[],
            has_test_context: false,
            is_signed: false,
            routes,
        }
    }

    pub fn configure(&self, integration: &Integration, config: &mut ServiceConfig) {
        if self.scope.is_empty() {
            integration.configure(config);
        } else {
            config
                .service(web::scope(self.scope).configure(|config| integration.configure(config)));
        }
    }
}

const fn plain(secret: &'static str) -> Known {
    Known { secret, read_only: false, test_only: false }
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn named() -> Integration {
    Integration::builder(merchants::shop_in(Mode::Live))
        .name("named")
        .token(Token::named("churnkey", TOKEN))
        .token(Token::named("monitoring", READER).read_only())
        .token(Token::from(TESTER).test_only())
        .token_header("x-ck-integration-token")
        .token_header("X-Api-Key")
        .unknown_mode(UnknownMode::Live)
        .body_limit(BODY_LIMIT)
        .build()
        .expect("valid settings")
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn signed() -> Integration {
    // The function in docs/first-contact.md.
    let is_signed = |request: &AuthRequest<'_>, secret: &Secret| {
        let Some(signature) = request.header("x-ck-signature") else { return false };
        let signature = signature.strip_prefix("sha256=").unwrap_or(signature);
        secret.hmac_sha256([request.body()]).is_hex(signature)
    };
    Integration::builder(merchants::shop_in(Mode::Live))
        .name("signed")
        .token(TOKEN)
        .authenticate(is_signed)
        .body_limit(BODY_LIMIT)
        .build()
        .expect("valid settings")
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn aliased() -> Integration {
    let builder = Integration::builder(merchants::shop_in(Mode::Live))
        .name("aliased")
        .token(TOKEN)
        .mode_word("sandbox", Mode::Test)
        .mode_word("Prod", Mode::Live)
        .features_paths(["/about", "/"])
        .body_limit(BODY_LIMIT);
    let aliases = ALIASES.iter();
    let builder = aliases
        .fold(builder, |builder, [method, path, target]| builder.alias(*method, *path, *target));
    builder.build().expect("valid settings")
}
