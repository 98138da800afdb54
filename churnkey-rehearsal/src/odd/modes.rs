//! The mode's word (U17), and no mode at all.

use churnkey_verify::transport::Request;

use super::{Odd, Remedy};

const HEADER: &str = "x-churnkey-mode";

impl Odd {
    pub(super) async fn modes(&mut self) {
        let path = self.asker.features_path();
        let word = self.asker.mode().to_ascii_uppercase();
        let request = Request::get(path.clone()).header(HEADER, word.clone());
        let answer = self.asker.ask_in_mode(&path, request).await;
        let understood = answer.is_success();
        let difference = format!("writes the mode as `{word}`");
        self.judge("U17", difference, answer, understood, Remedy::Nothing);

        let word = self.seed.choose("sandbox", &["preview", "staging", "development"]);
        let request = Request::get(path.clone()).header(HEADER, word);
        let answer = self.asker.ask_in_mode(&path, request).await;
        let understood = answer.is_success();
        let remedy = Remedy::Setting(format!("CK_MODES='{word}=test'"));
        self.judge("U17", format!("has a mode `{word}`"), answer, understood, remedy);

        // The manifest alone: without a mode, data would be live.
        let answer = self.asker.ask_in_mode(&path, Request::get(path.clone())).await;
        let understood = answer.is_success();
        self.judge("2.3", "sends no mode", answer, understood, Remedy::Nothing);
    }
}
