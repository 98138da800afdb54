//! A Unix domain socket, which the proxy's group may use and nobody else.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt as _;

use churnkey::Integration;
use churnkey_outside::Billing;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let integration = Integration::builder(Billing::default()).from_env().build()?;
    let path = std::env::var("SOCKET").expect("SOCKET"); // such as /run/billing/churnkey.sock
    let server = integration.server().unix_socket(&path).bind()?;
    set_permissions(&path, Permissions::from_mode(0o660))?;
    server.run().await
}
