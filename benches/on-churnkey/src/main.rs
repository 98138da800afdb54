//! Serves the merchant on the address in `CK_ADDR`, with the token in `CK_INTEGRATION_TOKEN`.

use bench_on_churnkey::Billing;
use churnkey::Integration;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let billing = Billing::open().map_err(std::io::Error::other)?;
    let integration = Integration::builder(billing).token_from_env().build()?;
    integration.server().workers(1).quiet().run().await
}
