//! A socket that systemd holds: between two starts of the program, clients wait instead of being refused.

use churnkey::Integration;
use churnkey_outside::Billing;
use listenfd::ListenFd;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let integration = Integration::builder(Billing::default()).from_env().build()?;
    let mut sockets = ListenFd::from_env(); // LISTEN_FDS and LISTEN_PID
    let server = match sockets.take_tcp_listener(0)? {
        Some(listener) => integration.server().listen(listener),
        None => integration.server(), // started by hand: CK_ADDR
    };
    server.run().await
}
