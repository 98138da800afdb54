# `just` lists what there is.
default:
    @just --list

# All that must pass before a commit; `.ci/run` adds a run of each example, `just openapi` and `just fuzz`, shortly.
check: fmt-check lint test doc deny

# Format, clippy and the tests of what was changed, in under a minute once it has been built: `just quick`, or
# `just quick churnkey-runtime/src/http/auth.rs`.
quick *files:
    .ci/quick {{files}}

fmt:
    cargo fmt --all

fmt-check:
    cargo fmt --all --check

# All packages together, with the features that they ask of each other and with all that there are: cargo would build what they
# share once for each choice of packages.
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo clippy --workspace --all-targets --all-features --locked -- -D warnings

test:
    cargo test --workspace --locked
    cargo build --workspace --all-features --examples --locked
    cargo test --workspace --all-features --locked --lib --test it --test verify --test openapi --test tls --test lingering --test observed

# Merchants with habits of their own, in a workspace of its own.
outside:
    CARGO_TARGET_DIR=target cargo test --manifest-path tests/outside/Cargo.toml --locked

# The compiler's messages only.
ui:
    cargo test --test ui --locked

# Writes the messages anew, and the page made of them. Read every line of the difference: a fixture that shows another error
# is worse than none.
ui-overwrite:
    TRYBUILD=overwrite cargo test --test ui
    CHURNKEY_ACCEPT=1 cargo test --test messages_page
    CHURNKEY_ACCEPT=1 cargo test -p churnkey-macros rules
    git diff -- tests/ui docs/compiler-messages.md

# The macros' snapshots, written anew: read the difference here too.
snapshots:
    INSTA_UPDATE=always cargo test -p churnkey-macros
    CHURNKEY_ACCEPT=1 cargo test -p churnkey-macros rules
    git diff -- churnkey-macros tests/ui/README.md

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

# Licences, bans and sources; `cargo install cargo-deny --locked` once.
deny:
    cargo deny check licenses bans sources

# Known holes in dependencies; needs the network.
advisories:
    cargo deny check advisories

# Verifies an integration: `just verify http://127.0.0.1:8080`, with the token in CK_INTEGRATION_TOKEN.
verify url *options:
    cargo run --quiet -p churnkey-cli -- verify {{url}} {{options}}

# Acme against its OpenAPI document, for long; `.ci/run` does the same for a minute.
openapi examples="300":
    tests/openapi/run {{examples}}

# Rehearses the cancel flow: `just rehearse http://127.0.0.1:8080`, with the token in CK_INTEGRATION_TOKEN.
rehearse url *options:
    cargo run --quiet -p churnkey-cli -- rehearse {{url}} {{options}}

# The rehearsal's page in Chromium: its pictures, in the build directory, and the one of the README.
screenshots:
    CHURNKEY_ACCEPT=1 cargo test -p churnkey-rehearsal-tests --locked screenshots -- --nocapture

# The merchant to copy from, on SQLite.
acme:
    cargo run --example acme

# The merchant to copy from, watched: its log as JSON, metrics at 127.0.0.1:9464/metrics, traces to a collector.
observed:
    cargo run -p churnkey-examples --features otlp --example observed

# Acme killed at 100 random moments amid concurrent actions, and its database locked, full and gone: about ten minutes. On
# PostgreSQL too where its programs are, or ACME_TEST_POSTGRES names a server where databases may be made.
faults:
    ACME_KILL_RUNS=100 cargo test -p churnkey-examples --test acme --locked -- --nocapture durability faults concurrency starts

# Requests, instructions, memory and build times against the same merchant by hand: about ten minutes.
bench:
    cargo run --release -p churnkey-benches

# What the macros cost: the time to expand all eleven modules.
bench-macros:
    cargo test --release -p churnkey-macros whole_merchant -- --nocapture

# Each fuzz target for so many seconds, or only those that are named: `just fuzz 3600 service macros`.
fuzz seconds="600" *targets:
    fuzz/run {{seconds}} {{targets}}

# All that docs/reliability.md tells, in its long form: about two hours, with ten minutes for each fuzz target.
reliability seconds="600": faults openapi
    CHURNKEY_RESTARTS=500 cargo test -p churnkey-examples --test process --locked -- --nocapture restart slow_senders
    cargo test -p churnkey --all-features --test it --locked
    cargo test -p churnkey-examples --features otlp,rustls --test tls --test lingering --test observed --locked
    cargo test -p churnkey-runtime --lib --all-features --locked
    cargo run --release -p churnkey-benches -- --limits
    fuzz/run {{seconds}}

# All that a merge needs, from a clean checkout.
ci:
    .ci/run
