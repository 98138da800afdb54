//! The checks of a server's settings.

use std::time::Duration;

use crate::integration::paths::{self, is_at_or_below};
use crate::integration::start_error::StartError;
use crate::server::settings::Server;
use crate::server::{MOST_WORKERS, open_files};
#[cfg(not(feature = "rustls"))]
use crate::server::{TLS_CERTIFICATE_VARIABLE, TLS_KEY_VARIABLE};

impl Server {
    pub(super) fn check(&self) -> Result<(), StartError> {
        self.check_mounts()?;
        if let Some(path) = &self.health_path {
            self.check_open_path("health_path", path)?;
        }
        if let Some(path) = &self.ready_path {
            self.check_open_path("ready_path", path)?;
            if self.health_path.as_ref() == Some(path) {
                let problem = format!("`{path}` is also the health path; choose another");
                return Err(StartError::setting("ready_path", problem));
            }
        }
        if self.ready_timeout.is_zero() {
            let problem = "it must be above 0, or the server would never be ready";
            return Err(StartError::setting("ready_timeout", problem));
        }
        #[cfg(feature = "rustls")]
        if self.tls.is_some() && self.tls_config.is_some() {
            let problem = "`tls` is set too; set only one of the two";
            return Err(StartError::setting("rustls", problem));
        }
        if let Some(workers) = self.workers.filter(|count| !(1..=MOST_WORKERS).contains(count)) {
            let problem = format!("it is {workers}; it must be from 1 to {MOST_WORKERS}");
            return Err(StartError::setting("workers", problem));
        }
        if self.connections_per_worker < open_files::LEAST {
            let problem = format!(
                "it is {}; it must be at least {}, since the last place is kept free for the next client",
                self.connections_per_worker,
                open_files::LEAST
            );
            return Err(StartError::setting("connections_per_worker", problem));
        }
        if self.answer_timeout.is_zero() {
            let problem = "it must be above 0, or nothing could be answered";
            return Err(StartError::setting("answer_timeout", problem));
        }
        if self.headers_timeout < Duration::from_secs(1) {
            let problem = format!(
                "it is {:?}; it must be at least one second, since the server's clock ticks twice a second",
                self.headers_timeout
            );
            return Err(StartError::setting("headers_timeout", problem));
        }
        #[cfg(not(feature = "rustls"))]
        for setting in [TLS_CERTIFICATE_VARIABLE, TLS_KEY_VARIABLE] {
            if std::env::var_os(setting).is_some_and(|file| !file.is_empty()) {
                let problem = "it needs the feature `rustls` of this crate; without it nothing would be encrypted";
                return Err(StartError::setting(setting, problem));
            }
        }
        Ok(())
    }

    /// A path that needs no token must not coincide with another path.
    fn check_open_path(&self, setting: &'static str, path: &str) -> Result<(), StartError> {
        for (prefix, _) in self.integrations() {
            paths::check_outside_of(setting, path, &format!("{prefix}/churnkey"))?;
        }
        #[cfg(feature = "swagger-ui")]
        if let Some(page) = &self.swagger_ui {
            paths::check_apart(setting, path, page)?;
        }
        Ok(())
    }

    /// Each integration needs its own paths, name and file.
    fn check_mounts(&self) -> Result<(), StartError> {
        let refused = |problem: String| Err(StartError::setting("mount", problem));
        for (number, (prefix, integration)) in self.mounts.iter().enumerate() {
            paths::check_outside("mount", prefix)?;
            #[cfg(feature = "swagger-ui")]
            if let Some(page) = &self.swagger_ui {
                paths::check_apart("mount", &format!("{prefix}/churnkey"), page)?;
            }
            for (other, earlier) in self.integrations().take(number + 1) {
                let overlaps = !other.is_empty()
                    && (is_at_or_below(prefix, other) || is_at_or_below(other, prefix));
                if overlaps {
                    return refused(format!(
                        "`{prefix}` and `{other}` overlap; neither prefix may be below the other"
                    ));
                }
                if integration.core.integration == earlier.core.integration {
                    return refused(format!(
                        "two integrations are named `{}`; give each its own name with `Builder::name`, since logs and \
                         metrics tell them apart by it",
                        earlier.core.integration
                    ));
                }
                #[cfg(feature = "verify")]
                if let Some(file) = integration.state_file_below(prefix)
                    && earlier.state_file_below(other).is_some_and(|earlier| earlier == file)
                {
                    let problem = format!(
                        "two integrations use the file `{}`, so each would take the other's verification for its own; \
                         give each its own file",
                        file.path().display()
                    );
                    return Err(StartError::setting("verify_state", problem));
                }
            }
        }
        Ok(())
    }
}
