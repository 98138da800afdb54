//! The settings for what the protocol leaves open (protocol 9). Code takes precedence over environment variables, and
//! both over the defaults that the protocol's page recommends.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;

use crate::http::mode_header::{Modes, UnknownMode};
use crate::integration::aliases::Alias;
use crate::integration::check;
use crate::integration::setting::Setting;
use crate::integration::start_error::StartError;
use crate::module::manifest_format::ManifestFormat;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::module::spellings::Spellings;

#[derive(Debug, Default)]
pub(super) struct Wire {
    pub(super) token_headers: Option<Setting<Vec<String>>>,
    pub(super) unknown_mode: Option<UnknownMode>,
    pub(super) mode_words: Option<Setting<Vec<(String, Mode)>>>,
    pub(super) features_paths: Option<Setting<Vec<String>>>,
    pub(super) manifest_format: Option<ManifestFormat>,
    pub(super) page_limits: Option<Setting<PageLimits>>,
    pub(super) action_status: Option<Setting<u16>>,
    pub(super) aliases: Option<Setting<Vec<Alias>>>,
    pub(super) spellings: Option<Setting<Vec<(String, String)>>>,
}

impl Wire {
    /// Fills what is not set from `other`.
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
        let Some(Setting { name, value }) = &self.token_headers else { return Ok(Vec::new()) };
        check::header_names(name, value)
    }

    pub(super) fn checked_page_limits(&self) -> Result<PageLimits, StartError> {
        let Some(Setting { name, value }) = &self.page_limits else {
            return Ok(PageLimits::default());
        };
        check::page_limits(name, *value)
    }

    pub(super) fn modes(&self) -> Result<Modes, StartError> {
        let unknown = self.unknown_mode.unwrap_or_default();
        let Some(Setting { name, value }) = &self.mode_words else {
            return Ok(Modes { unknown, words: Vec::new() });
        };
        check::mode_words(name, value)?;
        Ok(Modes { unknown, words: value.clone() })
    }

    pub(super) fn checked_spellings(&self) -> Result<Option<Arc<Spellings>>, StartError> {
        let Some(Setting { name, value }) = &self.spellings else { return Ok(None) };
        Ok(Some(Arc::new(check::spellings(name, value)?)))
    }

    pub(super) fn checked_action_status(&self) -> Result<StatusCode, StartError> {
        let Some(Setting { name, value }) = self.action_status else { return Ok(StatusCode::OK) };
        check::action_status(name, value)
    }
}
