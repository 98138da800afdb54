//! Errors of signing.

/// Why a token or an auth hash cannot be made. No message contains the API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// The app id is empty.
    #[error("the app id is empty; it is shown in Churnkey's dashboard")]
    AppId,
    /// The API key is empty.
    #[error("the API key is empty; it is shown in Churnkey's dashboard")]
    ApiKey,
    /// The customer id is empty.
    #[error("the customer id is empty")]
    CustomerId,
    /// An environment variable is missing, empty, or not Unicode.
    #[error("the environment variable `{0}` is not set, empty, or not Unicode")]
    Variable(&'static str),
    /// The token's payload could not be written.
    #[error("the token could not be written as JSON")]
    Payload,
}
