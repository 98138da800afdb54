//! What no request to an integration differs in.

use super::Odd;

impl Odd {
    pub(super) fn unplayed(&mut self) {
        for (unknown, difference, because) in [
            (
                "U4",
                "has its verify endpoint elsewhere, or takes another method there",
                "the integration makes this call, and nothing that is asked of it would show how; CK_VERIFY_URL, \
                 CK_VERIFY_METHOD, CK_VERIFY_HEADERS and CK_VERIFY_BODY say how it is made",
            ),
            (
                "U20",
                "means something else by `multiple`",
                "no request differs: `multiple` is announced, and never sent",
            ),
            (
                "U21",
                "has a token for each mode",
                "a play has one token; CK_INTEGRATION_TOKEN takes several, with spaces between them",
            ),
            (
                "6",
                "takes another status than 200 for done",
                "it would have to change a subscription; `churnkey rehearse --accept` does, and shows the status, and \
                 CK_ACTION_STATUS sets 201, 202 or 204",
            ),
        ] {
            self.not_played(unknown, difference, because);
        }
    }
}
