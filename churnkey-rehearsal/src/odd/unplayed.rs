//! What no request to an integration differs in.

use super::Odd;

impl Odd {
    pub(super) fn unplayed(&mut self) {
        for (unknown, difference, because) in [
            (
                "U4",
                "has its verify endpoint elsewhere",
                "the merchant asks Churnkey: `churnkey reverify` takes address, method and headers",
            ),
            (
                "U20",
                "means something else by `multiple`",
                "no request differs: `multiple` is announced, and never sent",
            ),
            (
                "U21",
                "has a token for each mode",
                "only its owner has both: CK_INTEGRATION_TOKEN takes several, with spaces between them",
            ),
            ("U22", "asks by HEAD or OPTIONS", "it is no browser, and its pages show GET and POST"),
            (
                "6",
                "takes another status than 200 for done",
                "it would have to change a subscription: CK_ACTION_STATUS sets 201, 202 or 204",
            ),
        ] {
            self.not_played(unknown, difference, because);
        }
    }
}
