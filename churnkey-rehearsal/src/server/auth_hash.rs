//! Checks the auth hash of the front end, and guesses how a wrong one was made.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use churnkey_embed::Embed;
use subtle::ConstantTimeEq as _;

use crate::random::in_hex;
use crate::settings::Settings;

/// What a front end claims: a customer, and the hash that should prove it.
pub(crate) struct Claim<'a> {
    pub(crate) customer: &'a str,
    pub(crate) subscription: Option<&'a str>,
    pub(crate) hash: &'a str,
}

impl Claim<'_> {
    /// In constant time.
    pub(crate) fn is_valid(&self, account: &Embed) -> bool {
        let right = account.auth_hash(self.customer).unwrap_or_default();
        bool::from(right.as_bytes().ct_eq(self.hash.as_bytes())) && !right.is_empty()
    }

    /// Explains what is wrong with the hash.
    pub(crate) fn diagnosis(&self, settings: &Settings, email: Option<&str>) -> String {
        let Ok(right) = settings.account.auth_hash(self.customer) else {
            return "the customer id is empty".to_owned();
        };
        let given = self.hash.trim().trim_matches('"');
        if given.is_empty() {
            return "the auth hash is missing".to_owned();
        }
        if given == right {
            return "there is whitespace or a quotation mark around the auth hash".to_owned();
        }
        if given.eq_ignore_ascii_case(&right) {
            return "the auth hash is in upper-case hexadecimal; it must be in lower case"
                .to_owned();
        }
        if in_base64(given).as_deref() == Some(right.as_str()) {
            return "the auth hash is in base64; it must be in lower-case hexadecimal".to_owned();
        }
        let given = in_base64(given).unwrap_or_else(|| given.to_ascii_lowercase());
        if let Some(why) = self.likely_mistake(settings, email, &given) {
            return why;
        }
        match given.len() {
            64 if settings.made_up => "the auth hash was made with another API key or for another customer id. The API key of this rehearsal is made up: set CK_APP_ID and CK_API_KEY to those of your token endpoint".to_owned(),
            64 => "the auth hash was made with another API key or for another customer id: it must be the HMAC-SHA256 of the customer id alone, keyed with CK_API_KEY".to_owned(),
            40 => "the auth hash has the length of a SHA-1; it must be an HMAC-SHA256".to_owned(),
            128 => "the auth hash has the length of a SHA-512; it must be an HMAC-SHA256".to_owned(),
            length => format!("the auth hash has {length} characters; an HMAC-SHA256 in hexadecimal has 64"),
        }
    }

    fn likely_mistake(
        &self,
        settings: &Settings,
        email: Option<&str>,
        given: &str,
    ) -> Option<String> {
        let is_hash_of = |account: &Embed, message: &str| {
            account.auth_hash(message).is_ok_and(|hash| hash == given)
        };
        let account = &settings.account;
        let trimmed = self.customer.trim();
        let messages = [
            (self.subscription.unwrap_or_default().to_owned(), "the subscription id"),
            (email.unwrap_or_default().to_owned(), "the customer's e-mail address"),
            (account.app_id().to_owned(), "the app id"),
            (format!("\"{}\"", self.customer), "the customer id in quotation marks (as JSON)"),
            (trimmed.to_owned(), "the customer id without the whitespace around it"),
            (self.customer.to_lowercase(), "the customer id in lower case"),
            (format!("{}\n", self.customer), "the customer id followed by a line break"),
        ];
        for (message, name) in messages {
            if message != self.customer && is_hash_of(account, &message) {
                return Some(format!(
                    "the auth hash is that of {name}; it must be that of the customer id in the token"
                ));
            }
        }
        let keys =
            [(settings.token.as_str(), "the integration token"), (account.app_id(), "the app id")];
        for (key, name) in keys {
            if Embed::new("-", key).is_ok_and(|account| is_hash_of(&account, self.customer)) {
                return Some(format!(
                    "the auth hash is keyed with {name}; the key must be CK_API_KEY"
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
