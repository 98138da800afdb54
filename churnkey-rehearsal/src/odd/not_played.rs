//! The unknowns that no request to an integration can show.

use super::run::Run;

impl Run {
    pub(super) fn never_played(&mut self) {
        for (unknown, difference, reason) in [
            (
                "U4",
                "has its verify endpoint elsewhere, or expects another method there",
                "the integration makes this call, so no request to it differs; set CK_VERIFY_URL, CK_VERIFY_METHOD, \
                 CK_VERIFY_HEADERS and CK_VERIFY_BODY",
            ),
            (
                "U20",
                "means something else by `multiple`",
                "`multiple` is announced and never sent, so no request differs",
            ),
            (
                "U21",
                "has a token for each mode",
                "the rehearsal has only one token; CK_INTEGRATION_TOKEN takes several, separated by spaces",
            ),
            (
                "6",
                "expects another status than 200 for a successful action",
                "this would have to change a subscription; `churnkey rehearse --accept` does, and shows the status, which \
                 CK_ACTION_STATUS sets to 201, 202 or 204",
            ),
        ] {
            self.not_played(unknown, difference, reason);
        }
    }
}
