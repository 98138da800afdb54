//! A client that signs its requests and never sends the token: the record names the header and what was signed, and an
//! integration with the code of docs/first-contact.md accepts the signature.

use std::net::SocketAddr;
use std::sync::mpsc;

use churnkey::chrono::Utc;
use churnkey::{AuthRequest, Integration, Secret};
use churnkey_test_merchants::Shop;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::churnkey;
use crate::recorder::Recorder;
use crate::support::{self, Request, TOKEN};

// The page's code: `tests/it/signed.rs` compares it with the page.
include!("../it/signature.rs");

type Check = fn(&AuthRequest<'_>, &Secret) -> bool;

const CANCEL: &str = "/churnkey/actions/customer/cancel";
const BODY: &str = r#"{"customerId": "u_mina", "scheduledAt": "immediate"}"#;

/// Serves a shop until the test's process ends.
fn serve(shop: Shop, check: Option<Check>) -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let builder = Integration::builder(shop).token(TOKEN);
            let builder = match check {
                Some(check) => builder.authenticate(check),
                None => builder,
            };
            let server = builder.build().unwrap().server().address("127.0.0.1:0");
            let bound = server.workers(1).disable_signals().quiet().bind().unwrap();
            sender.send(bound.addresses()[0]).unwrap();
            bound.run().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// HMAC-SHA256 over the parts, in hex.
fn sign(key: &str, parts: &[&str]) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    for part in parts {
        hmac.update(part.as_bytes());
    }
    hmac.finalize().into_bytes().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Sends a signed request through the recorder, and returns the status.
fn send(recorder: &Recorder, path: &str, body: &str, key: &str, is_stamped: bool) -> u16 {
    let time = Utc::now().timestamp().to_string();
    let mut request = Request::new(path, body);
    let signature;
    if is_stamped {
        signature = sign(key, &[&time, ".", body]);
        request.headers = vec![("x-ck-timestamp", &time), ("x-ck-signature", &signature)];
    } else {
        signature = sign(key, &[body]);
        request.headers = vec![("x-ck-signature", &signature)];
    }
    let answer = support::send(&recorder.address, &request).unwrap();
    answer.status
}

#[test]
fn the_recorder_names_the_signature_and_the_code_of_the_page_accepts_it() {
    for (check, is_stamped, signed) in [
        (is_signed as Check, false, "the body"),
        (is_signed_and_recent, true, "the timestamp in header x-ck-timestamp + `.` + the body"),
    ] {
        // Without the code every request is 401, and the record shows why.
        let shop = Shop::default();
        let plain = serve(shop.clone(), None);
        let recorder = Recorder::start(&format!("http://{plain}"), Some(TOKEN), &[]);
        assert_eq!(send(&recorder, CANCEL, BODY, TOKEN, is_stamped), 401);
        assert_eq!(shop.calls(), [""; 0]);
        let signature = format!(
            "header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over {signed}"
        );
        let output = recorder.output_with(&signature);
        assert_eq!(recorder.kinds(1)[0]["signatures"], serde_json::json!([signature]));
        let report =
            churnkey(&["contact", "report", recorder.file.to_str().unwrap()], &[]).ended(0);
        report.says("U1   different");
        report.says(&signature);
        report.says("fix  .authenticate(…), as in docs/first-contact.md");
        let record = recorder.end();
        for secret in [TOKEN, "mina", &sign(TOKEN, &[BODY])] {
            assert!(!(output.clone() + &record + &report.out).contains(secret), "{secret}");
        }

        // With the code of the page the same client is served.
        let accepting = serve(shop.clone(), Some(check));
        let recorder = Recorder::start(&format!("http://{accepting}"), Some(TOKEN), &[]);
        assert_eq!(send(&recorder, "/churnkey/features", "", TOKEN, is_stamped), 200);
        assert_eq!(send(&recorder, CANCEL, BODY, TOKEN, is_stamped), 200);
        assert_eq!(shop.calls().len(), 1, "the action was done");
        assert_eq!(send(&recorder, CANCEL, BODY, "ck_int_test_9876543210", is_stamped), 401);
        assert_eq!(shop.calls(), [""; 0]);
    }
}
