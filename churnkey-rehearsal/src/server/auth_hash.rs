//! Checks the auth hash of the front end, and finds out how a wrong one was probably made.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use churnkey_embed::Embed;
use subtle::ConstantTimeEq as _;

use crate::random::in_hex;
use crate::settings::Settings;

/// What the front end claims: the customer, and the hash that should prove it.
pub(crate) struct Claim<'a> {
    pub(crate) customer: &'a str,
    pub(crate) subscription: Option<&'a str>,
    pub(crate) hash: &'a str,
}

impl Claim<'_> {
    /// In constant time.
    pub(crate) fn is_right(&self, account: &Embed) -> bool {
        let right = account.auth_hash(self.customer).unwrap_or_default();
        bool::from(right.as_bytes().ct_eq(self.hash.as_bytes())) && !right.is_empty()
    }

    /// What is wrong with the hash, as far as can be found out.
    pub(crate) fn diagnosis(&self, settings: &Settings, email: Option<&str>) -> String {
        let Ok(right) = settings.account.auth_hash(self.customer) else {
            return "the customer id is empty".to_owned();
        };
        let said = self.hash.trim().trim_matches('"');
        if said.is_empty() {
            return "the auth hash is missing".to_owned();
        }
        if said == right {
            return "there is white space or a quotation mark around the auth hash".to_owned();
        }
        if said.eq_ignore_ascii_case(&right) {
            return "the auth hash is in upper-case hexadecimal; it must be in lower case"
                .to_owned();
        }
        if in_base64(said).as_deref() == Some(right.as_str()) {
            return "the auth hash is in base64; it must be in lower-case hexadecimal".to_owned();
        }
        let said = in_base64(said).unwrap_or_else(|| said.to_ascii_lowercase());
        if let Some(why) = self.other_making(settings, email, &said) {
            return why;
        }
        match said.len() {
            64 if settings.made_up => "the auth hash is made with another API key or for another customer id. This rehearsal made its API key up: set CK_APP_ID and CK_API_KEY to those of your token endpoint".to_owned(),
            64 => "the auth hash is made with another API key or for another customer id: it is the HMAC-SHA256 of the customer id alone, keyed with CK_API_KEY".to_owned(),
            40 => "the auth hash has the length of a SHA-1; it must be an HMAC-SHA256".to_owned(),
            128 => "the auth hash has the length of a SHA-512; it must be an HMAC-SHA256".to_owned(),
            length => format!("the auth hash has {length} letters; an HMAC-SHA256 in hexadecimal has 64"),
        }
    }

    fn other_making(&self, settings: &Settings, email: Option<&str>, said: &str) -> Option<String> {
        let made = |account: &Embed, message: &str| {
            account.auth_hash(message).is_ok_and(|hash| hash == said)
        };
        let account = &settings.account;
        let trimmed = self.customer.trim();
        let messages = [
            (self.subscription.unwrap_or_default().to_owned(), "the subscription id"),
            (email.unwrap_or_default().to_owned(), "the customer's e-mail address"),
            (account.app_id().to_owned(), "the app id"),
            (format!("\"{}\"", self.customer), "the customer id in quotation marks (as JSON)"),
            (trimmed.to_owned(), "the customer id without the white space around it"),
            (self.customer.to_lowercase(), "the customer id in lower case"),
            (format!("{}\n", self.customer), "the customer id with a line break behind it"),
        ];
        for (message, what) in messages {
            if message != self.customer && made(account, &message) {
                return Some(format!(
                    "the auth hash is that of {what}; it must be that of the customer id as it is in the token"
                ));
            }
        }
        let keys =
            [(settings.token.as_str(), "the integration token"), (account.app_id(), "the app id")];
        for (key, what) in keys {
            if Embed::new("-", key).is_ok_and(|account| made(&account, self.customer)) {
                return Some(format!(
                    "the auth hash is keyed with {what}; the key must be CK_API_KEY"
                ));
            }
        }
        None
    }
}

/// A base64 digest, converted to hexadecimal.
fn in_base64(text: &str) -> Option<String> {
    if text.len() == 64 {
        return None; // hexadecimal
    }
    let plain = text.trim_end_matches('=');
    let bytes = URL_SAFE_NO_PAD.decode(plain).or_else(|_| STANDARD.decode(text)).ok()?;
    (bytes.len() == 32).then(|| in_hex(&bytes))
}
