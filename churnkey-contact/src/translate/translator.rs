//! Translates a request, step by step.

use churnkey_runtime::ManifestFormat;

use crate::request::Request;
use crate::secret::Secret;
use crate::target::Target;
use crate::translate::token::{Credentials, TokenHeader};
use crate::translate::{mode, path, synonyms, token};

pub(crate) struct Translator {
    pub(crate) secret: Secret,
    pub(crate) token_header: TokenHeader,
    /// Where the integration serves its manifest, below `/churnkey`.
    pub(crate) features_path: String,
    /// The format in which Churnkey gets the manifest.
    pub(crate) manifest_format: Option<ManifestFormat>,
}

/// A request for the integration.
pub(crate) struct Translated {
    pub(crate) request: Request,
    pub(crate) is_manifest: bool,
    /// A sentence for each translation, with the setting that makes it unnecessary.
    pub(crate) notices: Vec<String>,
}

impl Translated {
    pub(crate) fn unchanged(request: Request) -> Self {
        Self { request, is_manifest: false, notices: Vec::new() }
    }
}

impl Translator {
    /// Changes nothing for a client with neither the token nor a signature.
    pub(crate) fn request(&self, request: Request) -> Translated {
        let mut translated = Translated::unchanged(request);
        let Translated { request, is_manifest, notices } = &mut translated;
        match token::translate(request, &self.secret, &self.token_header) {
            Credentials::Missing => return translated,
            Credentials::Accepted => {}
            Credentials::Moved(notice) => notices.push(notice),
        }
        notices.extend(mode::translate(request));
        notices.extend(path::translate(request));
        let target = Target::parse(&request.target);
        let is_of_manifest =
            synonyms::is_manifest(target.below) || target.below == self.features_path;
        if request.method == "GET" && is_of_manifest {
            *is_manifest = true;
            request.target = target.with_path(&self.features_path);
        }
        translated
    }
}
