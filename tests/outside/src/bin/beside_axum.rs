//! axum on one port and the integration on another, in one program under tokio.

use axum::Router;
use axum::routing::get;
use churnkey::Integration;
use churnkey_outside::Billing;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let integration = Integration::builder(Billing::default()).from_env().build()?;
    let server = integration.server().bind()?; // at CK_ADDR; a wrong setting ends the program here
    let serving = tokio::spawn(server.run());

    let app = Router::new().route("/", get(async || "our own page"));
    let listener = TcpListener::bind(std::env::var("AXUM_ADDR").expect("AXUM_ADDR")).await?;
    println!("axum on {}", listener.local_addr()?);
    let mut terminate = signal(SignalKind::terminate())?;
    axum::serve(listener, app)
        .with_graceful_shutdown(async move { terminate.recv().await.unwrap_or_default() })
        .await?;

    serving.await? // it has heard the signal too
}
