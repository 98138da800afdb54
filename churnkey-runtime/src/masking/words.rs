//! The words that may be shown of any request: those of the protocol, and those that any API may have in a path, a key or
//! a value. The second list has no name of a person; a test checks that.

/// Whether it is a word of the protocol (`end-of-period`), or a text whose parts, split at `-` and `_`, are all in the
/// lists. Letter case does not matter.
#[must_use]
pub fn is_known(text: &str) -> bool {
    let mut lower = [0_u8; LONGEST];
    let Some(lower) = lower.get_mut(..text.len()) else { return false };
    lower.copy_from_slice(text.as_bytes());
    lower.make_ascii_lowercase();
    let is = |list: &[&str], word: &[u8]| {
        list.binary_search_by(|known| known.as_bytes().cmp(word)).is_ok()
    };
    let parts = lower.split(|byte| matches!(byte, b'-' | b'_'));
    is(PROTOCOL, lower) || parts.into_iter().all(|part| is(API, part) || is(PROTOCOL, part))
}

/// The length of the longest text of known words, in bytes.
const LONGEST: usize = 64;

/// The protocol's own: segments of paths, values, names of modules, keys. In lower case, sorted.
#[rustfmt::skip]
pub const PROTOCOL: &[&str] = &[
    "action", "actions", "active", "allowannual", "amount", "apply-coupon", "applycoupon", "cancel", "canceled",
    "change-price", "changeprice", "churnkey", "coupon", "coupons", "cursor", "customer", "customerid", "customers",
    "cycle-amount", "date", "day", "days", "duration", "email", "end-of-period", "extend-trial", "extendtrial",
    "false", "families", "family", "features", "fixed", "forever", "graduated", "immediate", "limit", "live", "month",
    "months", "null", "once", "pause", "paused", "percentage", "period", "phone", "price", "prices", "product",
    "products", "prorate", "recurring", "sandbox", "scheduledat", "standalone", "startat", "subscription",
    "subscriptionid", "subscriptions", "test", "tiered", "total", "trial", "true", "type", "unit", "unpaid",
    "unpause", "week", "weeks", "year", "years",
];

/// Words that are common in APIs. In lower case, sorted.
#[rustfmt::skip]
pub const API: &[&str] = &[
    "about", "absent", "accept", "acceptance", "accepted", "access", "account", "accounts", "activate", "activated",
    "activation", "active", "activity", "actor", "add", "added", "additional", "address", "addresses", "adjust",
    "adjustment", "admin", "advance", "agent", "aggregate", "alert", "alerts", "alg", "algorithm", "alias", "all",
    "allow", "allowed", "always", "amend", "amount", "amounts", "analytics", "annual", "annually", "answer", "any",
    "api", "apikey", "apikeys", "app", "application", "applications", "applied", "apply", "applycoupon",
    "applydiscount", "approve", "archive", "archived", "array", "article", "assign", "async", "attempt", "attempts",
    "attribute", "attributes", "audit", "auth", "authenticate", "authenticated", "authentication", "authorization",
    "authorize", "authorized", "auto", "automatic", "automatically", "available", "balance", "balances", "base",
    "base64", "basic", "batch", "bearer", "begin", "behavior", "billing", "billings", "blocked", "body", "bool",
    "boolean", "boost", "brand", "browser", "build", "bulk", "bundle", "business", "button", "by", "byemail", "byid",
    "byphone", "cache", "callback", "callbacks", "campaign", "campaigns", "cancel", "cancelation", "canceled",
    "cancellation", "cancellations", "cancelled", "cancelling", "cancels", "capabilities", "capability", "card",
    "cards", "cart", "catalog", "catalogue", "category", "cents", "certificate", "challenge", "change", "changed",
    "changeplan", "changeprice", "changes", "channel", "charge", "charged", "charges", "check", "checked", "checkout",
    "checks", "checksum", "choice", "choices", "churn", "churned", "ck", "claim", "claims", "clear", "click",
    "client", "clients", "close", "closed", "cluster", "code", "codes", "collection", "column", "comment", "comments",
    "commit", "common", "complete", "completed", "completion", "component", "components", "compute", "condition",
    "conditions", "config", "configuration", "configurations", "configure", "confirm", "confirmation", "connect",
    "connected", "connection", "connections", "consent", "consumer", "contact", "contacts", "content", "context",
    "contract", "contracts", "control", "controller", "controllers", "conversion", "cookie", "cookies", "copy",
    "core", "correlation", "count", "counter", "country", "coupon", "couponcode", "couponid", "coupons", "create",
    "created", "creation", "credential", "credentials", "credit", "credits", "crm", "cron", "csrf", "csv",
    "currencies", "currency", "current", "currentperiod", "cursor", "custom", "customer", "customerid", "customers",
    "customprovider", "cycle", "cycles", "daily", "dashboard", "data", "database", "datasource", "date", "dates",
    "datetime", "day", "days", "deactivate", "debug", "declined", "default", "defaults", "defer", "deferred", "delay",
    "delete", "deleted", "delivery", "deny", "deposit", "description", "destroy", "detail", "details",
    "development", "device", "diagnostic", "diff", "digest", "direct", "disable", "disabled", "discard", "disconnect",
    "discount", "discounted", "discounts", "discover", "discovery", "dispatch", "display", "docs", "document", "documents",
    "domain", "done", "dotnet", "down", "downgrade", "download", "draft", "due", "dunning", "duplicate", "duration",
    "durations", "echo", "edit", "effective", "email", "emailaddress", "emails", "embed", "enable", "enabled",
    "encode", "encoding", "end", "endpoint", "endpoints", "ends", "entities", "entitlement", "entitlements", "entity",
    "entries", "entry", "enum", "env", "environment", "eof", "eop", "error", "errors", "estimate", "event", "events",
    "exchange", "execute", "exist", "exists", "exp", "expand", "expire", "expired", "expires", "expiry", "explain",
    "export", "exports", "extend", "extended", "extendtrial", "extension", "external", "extra", "failed", "failure",
    "families", "family", "feature", "features", "feedback", "fetch", "field", "fields", "file", "files", "filter",
    "final", "find", "findbyemail", "findbyid", "findbyphone", "first", "fixed", "flag", "flags", "flat", "flow",
    "flows", "folder", "for", "force", "foreign", "forever", "form", "format", "forward", "free", "frequency", "from",
    "full", "function", "future", "gateway", "generate", "generic", "get", "getbyemail", "getbyid", "getbyphone",
    "global", "graph", "graphql", "group", "groups", "guest", "handle", "handleall", "handler", "hash", "have",
    "head", "header", "headers", "health", "healthcheck", "healthy", "healthz", "hello", "help", "hex", "hidden",
    "history", "hmac", "hmacsha256", "hold", "home", "hook", "hooks", "host", "hour", "hours", "hs256", "html",
    "http", "https", "iat", "id", "idempotency", "idempotent", "identifier", "identifiers", "identity", "ids",
    "image", "immediate", "immediately", "import", "imports", "in", "inactive", "include", "incoming", "index",
    "indexes", "info", "information", "init", "initial", "initiate", "input", "inquiry", "instance", "instances",
    "integer", "integration", "integrations", "interaction", "interface", "internal", "interval", "intervals",
    "invalid", "inventory", "invite", "invoice", "invoices", "is", "issue", "issued", "item", "items", "job", "jobs",
    "join", "json", "jwk", "jwks", "jwt", "keep", "key", "keyid", "keys", "kid", "kind", "label", "labels",
    "language", "last", "latest", "launch", "ledger", "level", "license", "licenses", "lifetime", "limit", "limits",
    "line", "lines", "link", "links", "list", "listall", "listing", "lists", "live", "load", "local", "locale",
    "location", "lock", "log", "login", "logout", "logs", "lookup", "mail", "main", "maintenance", "manage",
    "managed", "management", "manager", "manifest", "manifests", "manual", "map", "mapping", "marketing", "match",
    "maximum", "measure", "media", "member", "members", "membership", "memberships", "memo", "merchant", "merchantid",
    "merchants", "message", "messages", "meta", "metadata", "meter", "metered", "method", "methods", "metric",
    "metrics", "microservice", "middleware", "migrate", "minimum", "minute", "minutes", "mobile", "mode", "model",
    "models", "modified", "modify", "module", "modules", "monitor", "monitoring", "month", "monthly", "months",
    "more", "move", "msisdn", "multi", "multiple", "name", "namespace", "native", "new", "next", "no", "node",
    "nonce", "nonces", "none", "not", "note", "notes", "notice", "notification", "notifications", "notify", "now",
    "null", "number", "numbers", "oauth", "oauth2", "object", "objects", "of", "off", "offer", "offered", "offers",
    "offset", "on", "onboarding", "once", "one", "online", "only", "open", "openapi", "operation", "operations",
    "operator", "option", "optional", "options", "or", "order", "orders", "org", "organisation", "organisations",
    "organization", "organizations", "origin", "other", "out", "output", "outstanding", "over", "overage", "override",
    "overview", "own", "owner", "package", "packages", "page", "pages", "paginate", "pagination", "paid", "param",
    "parameter", "parameters", "params", "parent", "partial", "partner", "partners", "past", "patch", "path", "pause",
    "paused", "pauses", "paylater", "payload", "payment", "paymentmethod", "paymentmethods", "payments", "payout",
    "payouts", "pending", "per", "percent", "percentage", "percentoff", "period", "periodend", "periods",
    "periodstart", "permission", "permissions", "person", "personal", "persons", "phone", "phonenumber", "phones",
    "plan", "planid", "plans", "platform", "platforms", "plugin", "plugins", "policy", "poll", "pool",
    "portal", "position", "post", "postpone", "preference", "preferences", "preview", "previous", "price", "priceid",
    "prices", "pricing", "primary", "print", "priority", "private", "probe", "process", "processed", "processor",
    "prod", "product", "productid", "production", "products", "profile", "profiles", "program", "progress", "project",
    "projects", "promo",
    "promocode", "promos", "promotion", "promotions", "property", "prorate", "prorated", "proration", "provider",
    "providers", "proxy", "public", "publish", "published", "purchase", "purchases", "purge", "put", "quantity",
    "queries", "query", "question", "queue", "quick", "quota", "quote", "quotes", "random", "range", "rate", "rates",
    "raw", "re", "reactivate", "reactivated", "reactivation", "read", "reader", "readiness", "ready", "readyz",
    "reason", "reasons", "rebate", "receipt", "receipts", "receive", "received", "recent", "reconcile", "record",
    "records", "recover", "recovery", "recurrence", "recurring", "redeem", "redeemed", "redemption", "redemptions",
    "redirect", "reduce", "ref", "reference", "references", "refresh", "refund", "refunded", "refunds", "region",
    "register", "registration", "registry", "reject", "rejected", "relation", "release", "remaining", "reminder",
    "remote", "remove", "removed", "renew", "renewal", "renewals", "renewed", "replace", "reply", "report", "reports",
    "request", "requestid", "requests", "require", "required", "reset", "resource", "resources", "response", "rest",
    "restart", "restore", "result", "results", "resume", "resumed", "resumes", "retain", "retention", "retries",
    "retrieve", "retry", "return", "returned", "returns", "revenue", "revert", "review", "revoke", "role", "roles",
    "root", "route", "routes", "row", "rows", "rpc", "rs256", "rule", "rules", "run", "runtime", "saas", "sales",
    "sandbox", "save", "saved", "saves", "scan", "schedule", "scheduled", "scheduledat", "schedules", "schema",
    "schemas", "scope", "scopes", "score", "sdk", "search", "seat", "seats", "second", "secondary", "seconds",
    "secret", "secrets", "section", "security", "segment", "segments", "select", "self", "send", "sent", "serial",
    "series", "server", "service", "services", "session", "sessionid", "sessions", "set", "setting", "settings",
    "setup", "sha", "sha1", "sha256", "sha512", "share", "shared", "shop", "shops", "short", "show", "sig", "sign",
    "signature", "signatures", "signed", "signing", "signup", "signups", "single", "site", "size", "skip", "sku",
    "sms", "snapshot", "snooze", "sort", "source", "sources", "specification", "stack", "staff", "staging",
    "standalone", "start", "startdate", "started", "starts", "stat", "state", "statement", "states", "static",
    "statistics", "stats", "status", "step", "steps", "stop", "stopped", "storage", "store", "stores", "stream",
    "string", "structure", "sub", "subs", "subscribe", "subscribed", "subscriber", "subscribers", "subscription",
    "subscriptionid", "subscriptionids", "subscriptions", "success", "summary", "support", "survey", "surveys",
    "suspend", "suspended", "suspension", "swagger", "swap", "switch", "sync", "system", "table", "tag", "tags",
    "target", "task", "tasks", "tax", "taxes", "team", "teams", "template", "templates", "temporary", "tenant",
    "tenants", "term", "terminate", "terminated", "terms", "test", "testing", "tests", "text", "the", "theme",
    "ticket", "tickets", "tier", "tiers", "time", "timeline", "timeout", "timestamp", "timezone", "title", "to",
    "today", "toggle", "token", "tokens", "tool", "tools", "total", "totals", "trace", "track", "tracking",
    "transaction", "transactions", "transfer", "trial", "trialend", "trialing", "trials", "trigger", "true", "try",
    "ts", "type", "types", "unapply", "unauthorized", "undefined", "undo", "unique", "unit", "units", "unknown",
    "unpaid", "unpause", "unsubscribe", "until", "unused", "up", "update", "updated", "updates", "upgrade",
    "upgrades", "upload", "uri", "url", "urls", "usage", "use", "used", "user", "userid", "username", "users", "utc",
    "utils", "uuid", "v0", "v1", "v2", "v3", "v4", "valid", "validate", "validation", "value", "values", "variant",
    "variants", "vat", "vendor", "vendors", "verification", "verified", "verify", "version", "versions", "view",
    "void", "volume", "wait", "wallet", "wallets", "webhook", "webhooks", "week", "weekly", "weeks", "whitelist",
    "whoami", "with", "within", "without", "word", "words", "work", "worker", "workflow", "workflows", "workspace",
    "workspaces", "write", "x", "xml", "yaml", "year", "yearly", "years", "yes", "zone",
];
