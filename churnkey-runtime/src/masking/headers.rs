//! Which headers may hold a secret.

/// Headers that clients, proxies and browsers send with any request: each is the beginning of a name or, with `=` at the
/// end, a whole name.
const ORDINARY: &[&str] = &[
    "accept",
    "access-control-",
    "age=",
    "baggage=",
    "cache-control=",
    "cdn-loop=",
    "cf-",
    "connection=",
    "content-",
    "cookie=",
    "correlation-context=",
    "date=",
    "dnt=",
    "expect=",
    "fastly-",
    "fly-",
    "forwarded=",
    "from=",
    "host=",
    "if-",
    "keep-alive=",
    "max-forwards=",
    "newrelic=",
    "origin=",
    "pragma=",
    "priority=",
    "proxy-connection=",
    "range=",
    "referer=",
    "request-id=",
    "sec-",
    "sentry-trace=",
    "te=",
    "trace",
    "trailer=",
    "transfer-encoding=",
    "true-client-ip=",
    "upgrade",
    "user-agent=",
    "via=",
    "x-amz-cf-",
    "x-amzn-trace-id=",
    "x-b3-",
    "x-churnkey-mode=",
    "x-client-ip=",
    "x-cloud-trace-context=",
    "x-cluster-client-ip=",
    "x-correlation-id=",
    "x-datadog-",
    "x-envoy-",
    "x-forwarded",
    "x-original-",
    "x-powered-by=",
    "x-real-ip=",
    "x-render-origin-server=",
    "x-request-id=",
    "x-request-start=",
    "x-requested-with=",
    "x-scheme=",
    "x-trace-id=",
    "x-vercel-",
];

/// In bytes. A shorter value is neither a secret nor a signature.
const SHORTEST: usize = 12;

/// Whether a header may hold a token or a signature: `Authorization` always, others if they are not ordinary and long
/// enough. Cookies are searched separately, since one header holds many values.
#[must_use]
pub fn could_carry_a_secret(name: &str, value: &[u8]) -> bool {
    let is = |ordinary: &&str| match ordinary.strip_suffix('=') {
        Some(whole) => name.eq_ignore_ascii_case(whole),
        None => {
            name.get(..ordinary.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(ordinary))
        }
    };
    name.eq_ignore_ascii_case("authorization")
        || (value.len() >= SHORTEST && !ORDINARY.iter().any(is))
}
