//! Other words for the mode (U17), and no mode.

use churnkey_verify::transport::Request;

use super::run::{Remedy, Run};

const HEADER: &str = "x-churnkey-mode";

impl Run {
    pub(super) async fn modes(&mut self) {
        let path = self.client.features_path();
        let word = self.client.mode().to_ascii_uppercase();
        let request = Request::get(path.clone()).header(HEADER, word.clone());
        let answer = self.client.send_with_own_mode(&path, request).await;
        let understood = answer.is_success();
        let difference = format!("writes the mode as `{word}`");
        self.judge("U17", difference, answer, understood, Remedy::none().or_recorder(true));

        let word = self.seed.choose("sandbox", &["preview", "staging", "development"]);
        let request = Request::get(path.clone()).header(HEADER, word);
        let answer = self.client.send_with_own_mode(&path, request).await;
        let understood = answer.is_success();
        // The recorder does not guess what a preview is.
        let remedy =
            Remedy::setting(format!("CK_MODES='{word}=test'")).or_recorder(word != "preview");
        self.judge("U17", format!("sends the mode `{word}`"), answer, understood, remedy);

        // Only the manifest: without a mode, other data would be live.
        let answer = self.client.send_with_own_mode(&path, Request::get(path.clone())).await;
        let understood = answer.is_success();
        self.judge("2.3", "sends no mode", answer, understood, Remedy::none());
    }
}
