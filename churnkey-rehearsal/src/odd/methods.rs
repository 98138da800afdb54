//! Other methods for what is read (U22).

use churnkey_verify::transport::Request;

use super::{Odd, Remedy};

impl Odd {
    pub(super) async fn methods(&mut self) {
        let manifest = self.asker.features_path();
        for method in ["HEAD", "OPTIONS"] {
            let line = |path: &str| format!("CK_ALIASES='{method} {path} {path}'");
            let difference = format!("asks for the manifest by {method}");
            let remedy = Remedy::SettingOrRecorder(line(&manifest));
            self.by(method, difference, &manifest, &manifest, remedy).await;

            let difference = format!("reads a list by {method}");
            // OPTIONS asks about an endpoint and not for it, so the recorder passes it on as it is.
            let remedy = if method == "HEAD" { Remedy::SettingOrRecorder } else { Remedy::Setting };
            let remedy = remedy(line("/prices"));
            self.by(method, difference, "/prices", "/prices?limit=10", remedy).await;
        }
    }

    async fn by(
        &mut self,
        method: &'static str,
        difference: String,
        shown: &str,
        path: &str,
        remedy: Remedy,
    ) {
        let mut request = Request::get(path);
        request.method = method;
        let answer = self.asker.ask(shown, request).await;
        let understood = answer.is_success();
        self.judge("U22", difference, answer, understood, remedy);
    }
}
