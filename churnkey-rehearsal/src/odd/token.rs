//! Where the token is, or a signature in its place (U1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use churnkey_verify::transport::Request;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

use super::client::Answer;
use super::run::{MISSING, Remedy, Run};
use crate::random::in_hex;

#[derive(Clone, Copy)]
enum Form {
    Scheme(&'static str),
    Bare,
    BasicUser,
    BasicPassword,
}

impl Run {
    pub(super) async fn token(&mut self) {
        self.in_authorization().await;
        self.in_another_header().await;
        self.as_signature().await;
    }

    async fn in_authorization(&mut self) {
        let forms = [
            Form::Scheme("ApiKey"),
            Form::Scheme("bearer"),
            Form::Bare,
            Form::BasicUser,
            Form::BasicPassword,
        ];
        let form = self.seed.choose(Form::Scheme("Token"), &forms);
        let token = self.client.token();
        let (how, value) = match form {
            Form::Scheme(scheme) => {
                (format!("with the scheme `{scheme}`"), format!("{scheme} {token}"))
            }
            Form::Bare => ("without a scheme".to_owned(), token.to_owned()),
            Form::BasicUser => {
                let pair = STANDARD.encode(format!("{token}:"));
                ("as the user of `Basic`".to_owned(), format!("Basic {pair}"))
            }
            Form::BasicPassword => {
                let pair = STANDARD.encode(format!("churnkey:{token}"));
                ("as the password of `Basic`".to_owned(), format!("Basic {pair}"))
            }
        };
        let path = self.client.features_path();
        let request = Request::get(path.clone()).header("authorization", value);
        let answer = self.client.send_with_own_credentials(&path, request).await;
        let understood = answer.is_success();
        let difference = format!("sends the token in `Authorization` {how}");
        // The recorder takes `bearer` for what the integration accepts, and passes it on.
        let remedy = Remedy::none().or_recorder(!matches!(form, Form::Scheme("bearer")));
        self.judge("U1", difference, answer, understood, remedy);
    }

    async fn in_another_header(&mut self) {
        let others = ["x-api-key", "x-churnkey-token", "x-integration-token", "api-key"];
        let name = self.seed.choose("x-ck-integration-token", &others);
        let path = self.client.features_path();
        let request = Request::get(path.clone()).header(name, self.client.token());
        let answer = self.client.send_with_own_credentials(&path, request).await;
        let understood = answer.is_success();
        let remedy = Remedy::setting(format!("CK_TOKEN_HEADER={name}")).or_recorder(true);
        self.judge("U1", format!("sends the token in `{name}`"), answer, understood, remedy);
    }

    /// The HMAC-SHA256 of the body, keyed with the token, in hex.
    async fn as_signature(&mut self) {
        let name = self.seed.choose("x-ck-signature", &["x-churnkey-signature", "x-signature"]);
        let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(self.client.token().as_bytes()) else {
            return;
        };
        let body = json!({ "customerId": MISSING, "subscriptionId": MISSING, "scheduledAt": "end-of-period" });
        let path = "/actions/subscription/cancel";
        let request = Request::post(path, &body);
        hmac.update(request.body.as_deref().unwrap_or_default().as_bytes());
        let request = request.header(name, in_hex(&hmac.finalize().into_bytes()));
        let answer = self.client.send_with_own_credentials(path, request).await;
        let is_accepted =
            |answer: &Answer| !matches!(answer.status, None | Some(401 | 403 | 500..));
        let helps = is_accepted(&self.client.act(path, &body).await);
        let difference = format!("sends no token, and signs the body in `{name}`");
        let line = "`.authenticate(…)`, as in docs/first-contact.md; `churnkey contact` shows what was signed, and how";
        let understood = is_accepted(&answer);
        let remedy = Remedy::setting(line).or_recorder(helps);
        self.judge("U1", difference, answer, understood, remedy);
    }
}
