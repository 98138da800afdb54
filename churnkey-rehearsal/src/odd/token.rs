//! Where the token is (U1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use churnkey_verify::transport::Request;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use super::{MISSING, Odd, Remedy};
use crate::random::in_hex;

#[derive(Clone, Copy)]
enum Form {
    Behind(&'static str),
    Alone,
    User,
    Password,
}

impl Odd {
    pub(super) async fn token(&mut self) {
        self.in_authorization().await;
        self.in_another_header().await;
        self.as_signature().await;
    }

    async fn in_authorization(&mut self) {
        let forms = [
            Form::Behind("ApiKey"),
            Form::Behind("bearer"),
            Form::Alone,
            Form::User,
            Form::Password,
        ];
        let form = self.seed.choose(Form::Behind("Token"), &forms);
        let token = self.asker.token();
        let (how, value) = match form {
            Form::Behind(scheme) => (format!("behind `{scheme}`"), format!("{scheme} {token}")),
            Form::Alone => ("alone".to_owned(), token.to_owned()),
            Form::User => {
                let pair = STANDARD.encode(format!("{token}:"));
                ("as user of `Basic`".to_owned(), format!("Basic {pair}"))
            }
            Form::Password => {
                let pair = STANDARD.encode(format!("churnkey:{token}"));
                ("as password of `Basic`".to_owned(), format!("Basic {pair}"))
            }
        };
        let path = self.asker.features_path();
        let request = Request::get(path.clone()).header("authorization", value);
        let answer = self.asker.ask_as(&path, request).await;
        let understood = answer.is_success();
        let difference = format!("sends the token in `Authorization`, {how}");
        let remedy = Remedy::Nothing;
        self.judge("U1", difference, answer, understood, remedy);
    }

    async fn in_another_header(&mut self) {
        let others = ["x-api-key", "x-churnkey-token", "x-integration-token", "api-key"];
        let name = self.seed.choose("x-ck-integration-token", &others);
        let path = self.asker.features_path();
        let request = Request::get(path.clone()).header(name, self.asker.token());
        let answer = self.asker.ask_as(&path, request).await;
        let understood = answer.is_success();
        let remedy = Remedy::SettingOrRecorder(format!("CK_TOKEN_HEADER={name}"));
        self.judge("U1", format!("sends the token in `{name}`"), answer, understood, remedy);
    }

    /// HMAC-SHA256 of the body in hex, with the token as its key.
    async fn as_signature(&mut self) {
        let name = self.seed.choose("x-ck-signature", &["x-churnkey-signature", "x-signature"]);
        let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(self.asker.token().as_bytes()) else {
            return;
        };
        let body = json!({ "customerId": MISSING, "subscriptionId": MISSING, "scheduledAt": "end-of-period" });
        let path = "/actions/subscription/cancel";
        let request = Request::post(path, &body);
        hmac.update(request.body.as_deref().unwrap_or_default().as_bytes());
        let request = request.header(name, in_hex(&hmac.finalize().into_bytes()));
        let answer = self.asker.ask_as(path, request).await;
        let refused = matches!(answer.status, None | Some(401 | 403 | 500..));
        let difference = format!("sends no token, and signs the body in `{name}`");
        let line = "`.authenticate(…)`, as docs/first-contact.md shows; `churnkey contact` says what was signed, and how";
        self.judge("U1", difference, answer, !refused, Remedy::Setting(line.to_owned()));
    }
}
