//! A run that was not asked to write sends nothing but reads, whatever it may learn from more.

use std::sync::{Arc, Mutex};

use actix_web::dev::Service as _;
use actix_web::{App, HttpServer};
use churnkey::verify::Verifier;
use churnkey::{Integration, Mode};

use crate::shop::Shop;

/// The methods that reach a sound integration in a run.
async fn methods(verifier: Verifier) -> Vec<String> {
    let integration = Integration::builder(Shop::new()).token("ck_int_1").build().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let server = HttpServer::new(move || {
        let record = Arc::clone(&record);
        App::new()
            .wrap_fn(move |request, service| {
                record.lock().unwrap().push(request.method().to_string());
                service.call(request)
            })
            .configure(|config| integration.configure(config))
    })
    .workers(1)
    .bind("127.0.0.1:0")
    .unwrap();
    let url = format!("http://{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    verifier.verify_url(&url).await.unwrap();
    handle.stop(false).await;
    std::mem::take(&mut seen.lock().unwrap())
}

#[actix_web::test]
async fn without_a_subscription_to_write_to_only_reads_are_sent() {
    for mode in [Mode::Live, Mode::Test] {
        let methods = methods(Verifier::new("ck_int_1").mode(mode)).await;
        assert!(methods.len() > 20, "{methods:?}");
        assert!(methods.iter().all(|method| method == "GET"), "{mode}: {methods:?}");
    }
}

#[actix_web::test]
async fn live_data_is_only_read_unless_that_is_forced() {
    let live = || Verifier::new("ck_int_1").write("s_1");
    assert!(methods(live()).await.iter().all(|method| method == "GET"));
    assert!(methods(live().force_live_writes()).await.iter().any(|method| method == "POST"));
}
