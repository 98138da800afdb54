//! How the manifest is read (U2), and where it is asked for (U3).

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use churnkey_verify::transport::Request;
use serde_json::json;

use super::ask::Answer;
use super::{Odd, Remedy};

impl Odd {
    pub(super) async fn manifest(&mut self) {
        self.in_another_format();
        self.at_a_known_path().await;
        self.at_another_path().await;
        self.by_post().await;
        self.with_a_slash().await;
    }

    /// The manifest was read already; a Churnkey that reads one format alone would find its modules, or would not.
    fn in_another_format(&mut self) {
        let others: Vec<_> = ManifestFormat::all().skip(1).collect();
        let at = self.seed.below(others.len() as u64);
        let format = usize::try_from(at).ok().and_then(|at| others.get(at));
        let Some(format) = format else { return };
        let understood = self.announced.is_in(&self.manifest, format);
        let answer = Answer {
            shown: format!("GET /churnkey{}", self.asker.features_path()),
            status: Some(200),
            json: None,
            failure: (!understood)
                .then(|| "it is spelt otherwise, which no integration can notice".to_owned()),
            told: Vec::new(),
        };
        let remedy = Remedy::SettingOrRecorder(format!("CK_MANIFEST_FORMAT='{format}'"));
        self.judge(
            "U2",
            format!("reads the manifest as `{format}` alone"),
            answer,
            understood,
            remedy,
        );
    }

    async fn at_a_known_path(&mut self) {
        let path = self.seed.choose("/manifest", &["/feature-manifest", "/features-manifest", "/"]);
        let answer = self.asker.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        self.judge_manifest("U3", difference, answer, Remedy::Nothing);
    }

    async fn at_another_path(&mut self) {
        let path =
            self.seed.choose("/capabilities", &["/integration/features", "/config", "/modules"]);
        let answer = self.asker.read(path).await;
        let difference = format!("asks for the manifest at `/churnkey{path}`");
        let line = format!("CK_ALIASES='GET {path} {}'", self.asker.features_path());
        self.judge_manifest("U3", difference, answer, Remedy::SettingOrRecorder(line));
    }

    async fn by_post(&mut self) {
        let path = self.asker.features_path();
        let answer = self.asker.ask(&path, Request::post(path.clone(), &json!({}))).await;
        self.judge_manifest("U3", "asks for the manifest by POST", answer, Remedy::Nothing);
    }

    async fn with_a_slash(&mut self) {
        let path = format!("{}/", self.asker.features_path().trim_end_matches('/'));
        let answer = self.asker.read(&path).await;
        self.judge_manifest("2.1", "ends its paths with a slash", answer, Remedy::Nothing);
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
