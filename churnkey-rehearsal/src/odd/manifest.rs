//! The format (U2) and the path (U3) of the manifest.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use churnkey_verify::transport::Request;
use serde_json::json;

use super::client::Answer;
use super::run::{Remedy, Run};

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
        let options = format!("--translate --manifest-format '{format}'");
        let remedy = Remedy::setting(format!("CK_MANIFEST_FORMAT='{format}'"));
        let remedy = remedy.or_recorder_with(Some(&options));
        let difference = format!("reads the manifest only as `{format}`");
        self.judge("U2", difference, answer, understood, remedy);
    }

    async fn at_a_known_path(&mut self) {
        let path = self.seed.choose("/manifest", &["/feature-manifest", "/features-manifest", "/"]);
        let answer = self.client.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        self.judge_manifest("U3", difference, answer, Remedy::none().or_recorder(true));
    }

    async fn at_another_path(&mut self) {
        let path =
            self.seed.choose("/capabilities", &["/integration/features", "/config", "/modules"]);
        let answer = self.client.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        let line = format!("CK_ALIASES='GET {path} {}'", self.client.features_path());
        self.judge_manifest("U3", difference, answer, Remedy::setting(line).or_recorder(true));
    }

    async fn by_post(&mut self) {
        let path = self.client.features_path();
        let answer = self.client.send(&path, Request::post(path.clone(), &json!({}))).await;
        let remedy = Remedy::none().or_recorder(self.client.has_usual_features_path());
        self.judge_manifest("U3", "asks for the manifest by POST", answer, remedy);
    }

    async fn with_a_slash(&mut self) {
        let path = format!("{}/", self.client.features_path().trim_end_matches('/'));
        let answer = self.client.read(&path).await;
        let remedy = Remedy::none().or_recorder(self.client.has_usual_features_path());
        self.judge_manifest("2.1", "ends its paths with a slash", answer, remedy);
    }

    fn judge_manifest(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        remedy: Remedy,
    ) {
        let manifest = answer.json.as_ref().and_then(Announced::read);
        let understood = answer.is_success() && manifest.is_some();
        self.judge(unknown, difference, answer, understood, remedy);
    }
}
