//! Two brands in one process, of one type, with tokens of their own and not the same actions.

use churnkey::{Integration, Module};
use churnkey_outside::Billing;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let video = Integration::builder(Billing::default())
        .name("Acme Video")
        .token_file("video.tokens")
        .build()?;
    let music = Integration::builder(Billing::default())
        .name("Acme Music")
        .token_file("music.tokens")
        .without(Module::Cancel)
        .build()?;
    // In Churnkey's dashboard, the API URL of the second ends with `/music`.
    video.server().mount("/music", music).run().await
}
