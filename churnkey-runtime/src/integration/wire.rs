//! The settings of what the protocol leaves open (protocol 9): what is given in code, or else by a variable of the
//! environment, or else as the protocol's page recommends.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;

use crate::http::mode_header::{Modes, UnknownMode};
use crate::integration::aliases::Alias;
use crate::integration::given::Given;
use crate::integration::settings;
use crate::integration::start_error::StartError;
use crate::module::manifest_format::ManifestFormat;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::module::spellings::Spellings;

#[derive(Debug, Default)]
pub(super) struct Wire {
    pub(super) token_headers: Option<Given<Vec<String>>>,
    pub(super) unknown_mode: Option<UnknownMode>,
    pub(super) mode_words: Option<Given<Vec<(String, Mode)>>>,
    pub(super) features_paths: Option<Given<Vec<String>>>,
    pub(super) manifest_format: Option<ManifestFormat>,
    pub(super) page_limits: Option<Given<PageLimits>>,
    pub(super) action_status: Option<Given<u16>>,
    pub(super) aliases: Option<Given<Vec<Alias>>>,
    pub(super) spellings: Option<Given<Vec<(String, String)>>>,
}

impl Wire {
    /// What was not given yet.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            token_headers: self.token_headers.or(other.token_headers),
            unknown_mode: self.unknown_mode.or(other.unknown_mode),
            mode_words: self.mode_words.or(other.mode_words),
            features_paths: self.features_paths.or(other.features_paths),
            manifest_format: self.manifest_format.or(other.manifest_format),
            page_limits: self.page_limits.or(other.page_limits),
            action_status: self.action_status.or(other.action_status),
            aliases: self.aliases.or(other.aliases),
            spellings: self.spellings.or(other.spellings),
        }
    }

    pub(super) fn header_names(&self) -> Result<Vec<HeaderName>, StartError> {
        let Some(Given { by, value }) = &self.token_headers else { return Ok(Vec::new()) };
        settings::header_names(by, value)
    }

    pub(super) fn checked_page_limits(&self) -> Result<PageLimits, StartError> {
        let Some(Given { by, value }) = &self.page_limits else { return Ok(PageLimits::default()) };
        settings::check_page_limits(by, *value)
    }

    pub(super) fn modes(&self) -> Result<Modes, StartError> {
        let unknown = self.unknown_mode.unwrap_or_default();
        let Some(Given { by, value }) = &self.mode_words else {
            return Ok(Modes { unknown, words: Vec::new() });
        };
        settings::check_mode_words(by, value)?;
        Ok(Modes { unknown, words: value.clone() })
    }

    pub(super) fn checked_spellings(&self) -> Result<Option<Arc<Spellings>>, StartError> {
        let Some(Given { by, value }) = &self.spellings else { return Ok(None) };
        Ok(Some(Arc::new(settings::spellings(by, value)?)))
    }

    pub(super) fn checked_action_status(&self) -> Result<StatusCode, StartError> {
        let Some(Given { by, value }) = self.action_status else { return Ok(StatusCode::OK) };
        settings::action_status(by, value)
    }
}
