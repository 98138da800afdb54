//! The settings that the environment gives, where no call in code has: `Builder::from_env`. The tokens have rules of their
//! own, in `tokens/environment.rs`.

use crate::integration::builder::Builder;
use crate::integration::start_error::StartError;
#[cfg(feature = "verify")]
use crate::reverify::VerifyCall;

#[allow(clippy::unnecessary_wraps, reason = "without the feature, nothing in it can be wrong")]
pub(super) fn fill<C>(builder: &mut Builder<C>) -> Result<(), StartError> {
    builder.tokens.add_environment();
    #[cfg(feature = "verify")]
    if builder.verify_on_start.is_none() {
        builder.verify_on_start = VerifyCall::from_env()?;
    }
    Ok(())
}
