//! `/readyz`: whether the process can handle requests.

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
use crate::server::health::{DRAINING, status_path};

pub(crate) const READY_PATH: &str = "/readyz";
/// How long the hook may take by default.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(1);
/// How long the hook's last answer is reused: requests need no token, and must not keep a database busy.
const CACHE_TIME: Duration = Duration::from_secs(1);

/// The merchant's check.
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

/// Whether requests would find what they need: a service for your own `App`, made by [`Integration::ready`].
#[derive(Clone)]
pub struct Ready {
    path: String,
    hook: Option<Hook>,
    timeout: Duration,
    draining: Draining,
    cores: Arc<[Arc<Core>]>,
    /// Shared by all workers, since each has a clone.
    cache: Arc<Cache>,
}

impl Integration {
    /// `GET /readyz` for your own `App`: 200 without a token while `hook` returns `Ok`. It answers 503 when the hook
    /// fails, during shutdown, and while as many actions [hang](crate::Builder::hung_after) as may run at once. A
    /// [`Server`](crate::Server) has it [built in](crate::Server::ready).
    ///
    /// The hook has a second, or [`timeout`](Ready::timeout). Its last answer is reused for a second, so that nobody
    /// can keep your database busy with it. The reason for a failure is logged once and never sent. Call this before
    /// the closure of `HttpServer::new`, and give each worker a clone, so that they share the answer.
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
            cache: Arc::default(),
        }
    }

    /// Sets another path than `/readyz`.
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

    async fn check(&self) -> Result<(), &'static str> {
        if self.draining.has_begun() {
            return Err(DRAINING);
        }
        if self.cores.iter().any(|core| core.in_flight.is_exhausted()) {
            return Err("too many actions hang");
        }
        match &self.hook {
            Some(hook) if !self.cache.get(hook, self.timeout).await => Err("not ready"),
            _ => Ok(()),
        }
    }
}

impl HttpServiceFactory for Ready {
    fn register(self, config: &mut AppService) {
        let path = self.path.clone();
        let ready = Arc::new(self);
        status_path(&path, async move || ready.check().await).register(config);
    }
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The hook's last answer.
#[derive(Default)]
struct Cache {
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    /// Whether the hook is running.
    running: bool,
    last: Option<(Instant, bool)>,
}

impl Cache {
    /// The cached answer, or else a new one. Everybody who asks meanwhile waits for the same one.
    async fn get(self: &Arc<Self>, hook: &Hook, limit: Duration) -> bool {
        loop {
            let mut changed = self.changed.subscribe();
            if let Some(ready) = self.cached_or_start(hook, limit) {
                return ready;
            }
            let _ = changed.changed().await;
        }
    }

    fn cached_or_start(self: &Arc<Self>, hook: &Hook, limit: Duration) -> Option<bool> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.last {
            Some((at, ready)) if at.elapsed() < CACHE_TIME => return Some(ready),
            _ if state.running => return None,
            _ => state.running = true,
        }
        drop(state);
        let (running, hook) = (Running(Arc::clone(self)), hook.clone());
        // In a task of its own, since the client may disconnect.
        rt::spawn(async move { running.finish(&run_hook(&hook, limit).await) });
        None
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_replace(());
    }
}

/// Dropped without an answer, because its worker has ended, it lets another one check.
struct Running(Arc<Cache>);

impl Running {
    fn finish(self, answer: &Result<()>) {
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

impl Drop for Running {
    fn drop(&mut self) {
        self.0.set(|state| state.running = false);
    }
}

/// A late answer and a panic are errors too.
async fn run_hook(hook: &Hook, limit: Duration) -> Result<()> {
    let answer = AssertUnwindSafe(async { (hook.0)().await }).catch_unwind();
    match timeout(limit, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_panic)) => Err(Error::panicked()),
        Err(_) => Err(Error::internal(format!("no answer within {} s", limit.as_secs_f64()))),
    }
}
