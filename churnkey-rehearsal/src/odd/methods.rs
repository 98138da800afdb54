//! Other methods for reads (U22).

use churnkey_verify::transport::Request;

use super::run::{Fix, Run};

impl Run {
    pub(super) async fn methods(&mut self) {
        let manifest = self.client.features_path();
        for method in ["HEAD", "OPTIONS"] {
            let line = |path: &str| format!("CK_ALIASES='{method} {path} {path}'");
            let difference = format!("asks for the manifest by {method}");
            let fix = Fix::SettingOrRecorder(line(&manifest));
            self.read_by(method, difference, &manifest, &manifest, fix).await;

            let difference = format!("reads a list by {method}");
            // OPTIONS asks about an endpoint rather than for its data, so the recorder passes it on unchanged.
            let fix = line("/prices");
            let fix = match method {
                "HEAD" => Fix::SettingOrRecorder(fix),
                _ => Fix::Setting(fix),
            };
            self.read_by(method, difference, "/prices", "/prices?limit=10", fix).await;
        }
    }

    async fn read_by(
        &mut self,
        method: &'static str,
        difference: String,
        shown: &str,
        path: &str,
        fix: Fix,
    ) {
        let mut request = Request::get(path);
        request.method = method;
        let answer = self.client.send(shown, request).await;
        let understood = answer.is_success();
        self.judge("U22", difference, answer, understood, fix);
    }
}
