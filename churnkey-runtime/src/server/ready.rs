//! `/readyz`: whether requests would find what they need.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::rt;
use actix_web::rt::time::timeout;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use tokio::sync::watch;

use crate::error::{Error, Result};
use crate::http::draining::Draining;
use crate::http::service::Core;
use crate::integration::Integration;
use crate::server::health::{DRAINING, said_at};

pub(crate) const READY_PATH: &str = "/readyz";
/// How long the hook may take.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(1);
/// How long its last answer is given again: whoever asks needs no token, and must not keep a database busy.
const KEPT: Duration = Duration::from_secs(1);

/// What the merchant asks.
#[derive(Clone)]
pub(crate) struct Hook(Arc<dyn Fn() -> LocalBoxFuture<'static, Result<()>> + Send + Sync>);

impl Hook {
    pub(crate) fn new(hook: impl AsyncFn() -> Result<()> + Send + Sync + 'static) -> Self {
        let hook = Arc::new(hook);
        Self(Arc::new(move || {
            let hook = Arc::clone(&hook);
            Box::pin(async move { hook().await })
        }))
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

/// Whether requests would find what they need: a service for an `App` of your own, made by [`Integration::ready`].
#[derive(Clone)]
pub struct Ready {
    path: String,
    hook: Option<Hook>,
    timeout: Duration,
    draining: Draining,
    cores: Arc<[Arc<Core>]>,
    /// Of all workers, since each has a clone.
    kept: Arc<Kept>,
}

impl Integration {
    /// `GET /readyz` for an `App` of your own: 200 without a token while `hook` says `Ok`, and 503 when it does not, on
    /// the way down, and while as many actions [hang](crate::Builder::hung_after) as there may be at once. A
    /// [`Server`](crate::Server) has it [by itself](crate::Server::ready).
    ///
    /// The hook has a second, or [`timeout`](Ready::timeout). Its last answer is given again for a second, so that nobody
    /// can keep your database busy with it. Why it failed is logged once, and not sent. Make it before the closure of
    /// `HttpServer::new`, and let each worker have a clone, so that they share that answer.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// # #[derive(Clone)] struct Pool;
    /// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
    /// use churnkey::Integration;
    /// use churnkey::actix_web::App;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
    /// let database = Pool; // a clone of the one that the context has
    /// let ready = integration.ready(async move || Ok(database.ping().await?));
    /// let app = App::new()
    ///     .configure(|config| integration.configure(config))
    ///     .service(ready.clone());
    /// # let _ = app;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn ready(&self, hook: impl AsyncFn() -> Result<()> + Send + Sync + 'static) -> Ready {
        Ready::new(
            READY_PATH,
            Some(Hook::new(hook)),
            TIMEOUT,
            &self.core.draining,
            [Arc::clone(&self.core)],
        )
    }
}

impl Ready {
    pub(crate) fn new(
        path: &str,
        hook: Option<Hook>,
        timeout: Duration,
        draining: &Draining,
        cores: impl IntoIterator<Item = Arc<Core>>,
    ) -> Self {
        Self {
            path: path.to_owned(),
            hook,
            timeout,
            draining: draining.clone(),
            cores: cores.into_iter().collect(),
            kept: Arc::default(),
        }
    }

    /// Another path than `/readyz`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// How long the hook may take: a second by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn ask(&self) -> Result<(), &'static str> {
        if self.draining.has_begun() {
            return Err(DRAINING);
        }
        if self.cores.iter().any(|core| core.in_flight.is_exhausted()) {
            return Err("too many actions hang");
        }
        match &self.hook {
            Some(hook) if !self.kept.answer(hook, self.timeout).await => Err("not ready"),
            _ => Ok(()),
        }
    }
}

impl HttpServiceFactory for Ready {
    fn register(self, config: &mut AppService) {
        let path = self.path.clone();
        let ready = Arc::new(self);
        said_at(&path, async move || ready.ask().await).register(config);
    }
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The hook's last answer.
#[derive(Default)]
struct Kept {
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    /// It is being asked.
    asking: bool,
    last: Option<(Instant, bool)>,
}

impl Kept {
    /// The last one, or else a new one, which all wait for who ask meanwhile.
    async fn answer(self: &Arc<Self>, hook: &Hook, limit: Duration) -> bool {
        loop {
            let mut changed = self.changed.subscribe();
            if let Some(ready) = self.kept_or_asking(hook, limit) {
                return ready;
            }
            let _ = changed.changed().await;
        }
    }

    fn kept_or_asking(self: &Arc<Self>, hook: &Hook, limit: Duration) -> Option<bool> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.last {
            Some((at, ready)) if at.elapsed() < KEPT => return Some(ready),
            _ if state.asking => return None,
            _ => state.asking = true,
        }
        drop(state);
        let (asking, hook) = (Asking(Arc::clone(self)), hook.clone());
        // In a task of its own, since whoever asked may leave.
        rt::spawn(async move { asking.end(&asked(&hook, limit).await) });
        None
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_replace(());
    }
}

/// Dropped without an answer, because its worker has ended, it leaves the asking to another one.
struct Asking(Arc<Kept>);

impl Asking {
    fn end(self, answer: &Result<()>) {
        let ready = answer.is_ok();
        self.0.set(|state| {
            let before = state.last.replace((Instant::now(), ready)).is_none_or(|(_, ready)| ready);
            match answer {
                Err(error) if before => {
                    let causes = error.causes().map(|causes| causes.to_string());
                    let cause = causes.unwrap_or_else(|| error.message().to_owned());
                    tracing::warn!(target: "churnkey", cause, "not ready");
                }
                Ok(()) if !before => tracing::info!(target: "churnkey", "ready again"),
                _ => {}
            }
        });
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.set(|state| state.asking = false);
    }
}

/// An answer that does not come in time, or is a panic, is an error as well.
async fn asked(hook: &Hook, limit: Duration) -> Result<()> {
    let answer = AssertUnwindSafe(async { (hook.0)().await }).catch_unwind();
    match timeout(limit, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_panic)) => Err(Error::panicked()),
        Err(_) => Err(Error::internal(format!("no answer within {} s", limit.as_secs_f64()))),
    }
}
