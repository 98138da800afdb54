-- Dates are milliseconds since 1970 (UTC), money is an integer in the minor unit of its currency. Only types that
-- SQLite and PostgreSQL share. A status is never stored: it follows from the dates, so nothing has to run at midnight.
CREATE TABLE IF NOT EXISTS families (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT
);
CREATE TABLE IF NOT EXISTS products (
    id TEXT PRIMARY KEY,
    family_id TEXT NOT NULL REFERENCES families (id),
    name TEXT NOT NULL,
    description TEXT,
    unit_label TEXT
);
CREATE TABLE IF NOT EXISTS prices (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products (id),
    name TEXT NOT NULL,
    months BIGINT NOT NULL CHECK (months > 0),
    currency TEXT NOT NULL,
    -- 'fixed' with unit and flat, or 'graduated' or 'total' with tiers
    model TEXT NOT NULL CHECK (model IN ('fixed', 'graduated', 'total')),
    unit BIGINT,
    flat BIGINT
);
CREATE TABLE IF NOT EXISTS tiers (
    price_id TEXT NOT NULL REFERENCES prices (id),
    position BIGINT NOT NULL,
    up_to BIGINT,
    unit BIGINT,
    flat BIGINT,
    PRIMARY KEY (price_id, position)
);
CREATE TABLE IF NOT EXISTS coupons (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT,
    -- 'once', 'forever', or with duration_amount 'months', 'years', 'cycles'
    duration TEXT NOT NULL CHECK (duration IN ('once', 'forever', 'months', 'years', 'cycles')),
    duration_amount BIGINT,
    -- hundredths of a percent, or else an amount in a currency
    percent_hundredths BIGINT,
    currency TEXT,
    flat BIGINT,
    max_redemptions BIGINT,
    redeemed BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT,
    CHECK (max_redemptions IS NULL OR redeemed <= max_redemptions)
);
CREATE TABLE IF NOT EXISTS customers (
    id TEXT PRIMARY KEY,
    name TEXT,
    last_name TEXT,
    email TEXT,
    -- in lower case, as it is looked up
    email_key TEXT,
    -- digits alone, with the country's code: what a phone number is found by
    phone_digits TEXT,
    phone TEXT,
    currency TEXT NOT NULL,
    country TEXT,
    city TEXT,
    postal_code TEXT,
    line1 TEXT,
    tier TEXT
);
CREATE INDEX IF NOT EXISTS customers_by_email ON customers (email_key);
CREATE INDEX IF NOT EXISTS customers_by_phone ON customers (phone_digits);
CREATE TABLE IF NOT EXISTS subscriptions (
    id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    started_at BIGINT NOT NULL,
    trial_end BIGINT,
    -- in the future, when it is set to end
    canceled_at BIGINT,
    unpaid BIGINT NOT NULL DEFAULT 0,
    pause_start BIGINT,
    pause_end BIGINT
);
CREATE INDEX IF NOT EXISTS subscriptions_by_customer ON subscriptions (customer_id, id);
-- How often it is billed, since when. The phase that began last is in force, a later one is scheduled.
CREATE TABLE IF NOT EXISTS phases (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    starts_at BIGINT NOT NULL,
    months BIGINT NOT NULL CHECK (months > 0),
    PRIMARY KEY (subscription_id, starts_at)
);
CREATE TABLE IF NOT EXISTS items (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    position BIGINT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0)
);
CREATE INDEX IF NOT EXISTS items_by_subscription ON items (subscription_id, position);
-- What an item costs, since when, likewise.
CREATE TABLE IF NOT EXISTS item_prices (
    item_id TEXT NOT NULL REFERENCES items (id),
    starts_at BIGINT NOT NULL,
    price_id TEXT NOT NULL REFERENCES prices (id),
    PRIMARY KEY (item_id, starts_at)
);
-- A discount of one subscription, or of all that a customer has.
CREATE TABLE IF NOT EXISTS discounts (
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    owner_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    PRIMARY KEY (owner_id, coupon_id)
);
-- Credits (below zero) and charges of a prorated change.
CREATE TABLE IF NOT EXISTS adjustments (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    at BIGINT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    reason TEXT NOT NULL
);
-- What was done and for what request, so that a request that comes twice is known.
CREATE TABLE IF NOT EXISTS actions (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    action TEXT NOT NULL,
    request TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS actions_by_subscription ON actions (subscription_id, action);
