//! Other methods for reads (U22).

use churnkey_verify::transport::Request;

use super::run::{Remedy, Run};

const PRICES: &str = "/prices?limit=10";

impl Run {
    pub(super) async fn methods(&mut self) {
        let manifest = self.client.features_path();
        let has_usual_path = self.client.has_usual_features_path();
        let has_prices = self.client.read(PRICES).await.is_success();
        for method in ["HEAD", "OPTIONS"] {
            let setting =
                |path: &str| Remedy::setting(format!("CK_ALIASES='{method} {path} {path}'"));
            // OPTIONS asks about an endpoint rather than for its data, so the recorder passes it on unchanged.
            let is_translated = method == "HEAD";
            let difference = format!("asks for the manifest by {method}");
            let remedy = setting(&manifest).or_recorder(is_translated && has_usual_path);
            self.read_by(method, difference, &manifest, &manifest, remedy).await;

            let difference = format!("reads a list by {method}");
            let remedy = setting("/prices").or_recorder(is_translated && has_prices);
            self.read_by(method, difference, "/prices", PRICES, remedy).await;
        }
    }

    async fn read_by(
        &mut self,
        method: &'static str,
        difference: String,
        shown: &str,
        path: &str,
        remedy: Remedy,
    ) {
        let mut request = Request::get(path);
        request.method = method;
        let answer = self.client.send(shown, request).await;
        let understood = answer.is_success();
        self.judge("U22", difference, answer, understood, remedy);
    }
}
