//! The runtime of `churnkey`: Churnkey's *Custom Provider Integration* for merchants with home-grown billing.
//!
//! Most merchants depend on the facade `churnkey`, which is this crate under a shorter name; begin at its page. The two
//! differ only in the name that the attributes write: `::churnkey_runtime` here, `::churnkey` there.
//!
//! - [`controllers`] and [`actions`]: a trait for each module that a merchant can implement;
//! - [`models`]: the values that controllers return;
//! - [`serve`], [`Integration`], [`Server`]: how to serve them;
//! - [`protocol`]: what crosses the wire, and how certain each fact is.

pub mod actions;
pub mod controllers;
pub mod models;
pub mod prelude;
pub mod protocol;
#[cfg(feature = "verify")]
pub mod reverify;

mod error;
mod files;
mod http;
mod integration;
mod module;
#[cfg(feature = "openapi")]
mod openapi;
mod server;
mod tokens;

#[doc(hidden)]
pub mod __private;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
#[doc(hidden)]
pub mod masking;
/// The variables of the environment and what they may say, for `churnkey doctor` and the advice of the recorder. Not a
/// public interface: it may change in any release.
#[doc(hidden)]
pub mod environment {
    pub use crate::http::routing::is_safe;
    pub use crate::integration::environment::{WIRE_VARIABLES, read_wire};

    use crate::module::spellings::Spellings;

    /// The methods that an alias may have.
    pub const ALIAS_METHODS: &[&str] = &crate::http::routing::METHODS;
    /// How many segments a path below `/churnkey` may have.
    pub const MOST_SEGMENTS: usize = crate::http::routing::MOST_SEGMENTS;
    /// The paths of the manifest by default. `/` is `/churnkey` itself.
    pub const MANIFEST_PATHS: &[&str] = &crate::integration::paths::FEATURES;
    /// The keys that are read from an action's body, in any object.
    pub const KEYS: &[&str] = Spellings::KEYS;
    /// The words that are read as its values.
    pub const WORDS: &[&str] = Spellings::WORDS;
}

#[doc(no_inline)]
pub use actions::*;
#[doc(no_inline)]
pub use controllers::*;
pub use error::{Cause, Error, Result};
pub use http::context_request::{ContextRequest, ContextRequestBuilder};
pub use http::custom_auth::AuthRequest;
pub use http::ended::Ended;
pub use http::gate::Gate;
pub use http::gate::closings::{GateEntry, GateSource};
pub use http::gate::notice::GateNotice;
pub use http::gate::target::{GateTarget, UnknownGateTarget};
pub use http::mode_header::UnknownMode;
pub use http::outcome::Outcome;
pub use integration::Integration;
pub use integration::builder::Builder;
pub use integration::serve::serve;
pub use integration::start_error::StartError;
pub use module::context::Context;
pub use module::manifest::{Manifest, ModuleFeatures};
pub use module::manifest_format::{KeyCase, ManifestFormat, ManifestShape, UnknownManifestFormat};
pub use module::mode::Mode;
pub use module::names::Module;
pub use module::registry::SourceLocation;
pub use module::request_info::RequestInfo;
#[cfg(feature = "swagger-ui")]
pub use openapi::swagger_ui::SwaggerUi;
pub use server::bound::BoundServer;
pub use server::handle::ServerHandle;
pub use server::health::Health;
pub use server::ready::Ready;
pub use server::settings::Server;
#[cfg(feature = "rustls")]
pub use server::tls::TlsFiles;
pub use server::trust::trust_connection;
pub use tokens::secret::{Secret, Signature};
pub use tokens::token::Token;
pub use tokens::token_file::TokenFile;

// The crates whose types are in the public interface, so that a merchant need not match their versions.
#[cfg(feature = "rustls")]
pub use rustls;
pub use {actix_web, chrono, serde_json, tracing};

#[doc(inline)]
pub use churnkey_macros::{
    action_runtime as action, controller_runtime as controller, register_runtime as register,
};
