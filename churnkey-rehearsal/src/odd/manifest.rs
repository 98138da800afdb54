//! The format (U2) and the path (U3) of the manifest.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use churnkey_verify::transport::Request;
use serde_json::json;

use super::client::Answer;
use super::run::{Fix, Run};

impl Run {
    pub(super) async fn manifest(&mut self) {
        self.in_another_format();
        self.at_a_known_path().await;
        self.at_another_path().await;
        self.by_post().await;
        self.with_a_slash().await;
    }

    /// Sends no request: the manifest has been read, and either is in this format or not.
    fn in_another_format(&mut self) {
        let others: Vec<_> = ManifestFormat::all().skip(1).collect();
        let at = self.seed.below(others.len() as u64);
        let format = usize::try_from(at).ok().and_then(|at| others.get(at));
        let Some(format) = format else { return };
        let understood = self.announced.is_in(&self.manifest, format);
        let answer = Answer {
            request: format!("GET /churnkey{}", self.client.features_path()),
            status: Some(200),
            json: None,
            failure: (!understood)
                .then(|| "it is in another format, which an integration cannot notice".to_owned()),
            log: Vec::new(),
        };
        let fix = Fix::SettingOrRecorder(format!("CK_MANIFEST_FORMAT='{format}'"));
        self.judge("U2", format!("reads the manifest only as `{format}`"), answer, understood, fix);
    }

    async fn at_a_known_path(&mut self) {
        let path = self.seed.choose("/manifest", &["/feature-manifest", "/features-manifest", "/"]);
        let answer = self.client.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        self.judge_manifest("U3", difference, answer, Fix::NotNeeded);
    }

    async fn at_another_path(&mut self) {
        let path =
            self.seed.choose("/capabilities", &["/integration/features", "/config", "/modules"]);
        let answer = self.client.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        let line = format!("CK_ALIASES='GET {path} {}'", self.client.features_path());
        self.judge_manifest("U3", difference, answer, Fix::SettingOrRecorder(line));
    }

    async fn by_post(&mut self) {
        let path = self.client.features_path();
        let answer = self.client.send(&path, Request::post(path.clone(), &json!({}))).await;
        self.judge_manifest("U3", "asks for the manifest by POST", answer, Fix::NotNeeded);
    }

    async fn with_a_slash(&mut self) {
        let path = format!("{}/", self.client.features_path().trim_end_matches('/'));
        let answer = self.client.read(&path).await;
        self.judge_manifest("2.1", "ends its paths with a slash", answer, Fix::NotNeeded);
    }

    fn judge_manifest(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        fix: Fix,
    ) {
        let manifest = answer.json.as_ref().and_then(Announced::read);
        let understood = answer.is_success() && manifest.is_some();
        self.judge(unknown, difference, answer, understood, fix);
    }
}
