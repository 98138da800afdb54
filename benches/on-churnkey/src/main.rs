//! Serves the merchant on the address in `CK_ADDR`, with the token in `CK_INTEGRATION_TOKEN`. `BENCH_LIMITS=off` switches
//! the limits off, `BENCH_OBSERVER=on` tells an observer of each action.

#[cfg(feature = "observed")]
mod observed;

use std::hint::black_box;
use std::time::Duration;

use bench_on_churnkey::Billing;
use churnkey::Integration;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    #[cfg(feature = "observed")]
    observed::begin();
    let billing = Billing::open().map_err(std::io::Error::other)?;
    let mut builder = Integration::builder(billing).from_env();
    if std::env::var_os("BENCH_LIMITS").is_some_and(|limits| limits == "off") {
        builder = builder
            .request_timeout(Duration::MAX)
            .body_timeout(Duration::MAX)
            .path_limit(usize::MAX)
            .headers_limit(usize::MAX)
            .concurrent_reads(usize::MAX)
            .concurrent_actions(usize::MAX)
            .hung_after(Duration::MAX);
    }
    if std::env::var_os("BENCH_OBSERVER").is_some_and(|observer| observer == "on") {
        builder = builder.observe(|end| {
            black_box((end.status(), end.outcome()));
        });
    }
    builder.build()?.server().workers(1).quiet().run().await
}
