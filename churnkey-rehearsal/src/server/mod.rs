//! The rehearsal as a server: the page, its calls, and the component's API.

mod auth_hash;
mod body;
mod calls;
mod cors;
mod front_end;
mod guard;
mod page;
mod state;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server as ActixServer;
use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use self::guard::Guard;
use self::state::State;
use crate::counterpart::Counterpart;
use crate::error::RehearsalError;
use crate::shared::Shared;

/// Where to listen, and which clients to answer.
#[derive(Debug, Clone)]
pub(crate) struct Listen {
    pub(crate) address: SocketAddr,
    pub(crate) remote: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) origins: Vec<String>,
}

/// A rehearsal that is bound to its address. [`run`](Self::run) serves it. Made by [`Rehearsal::bind`](crate::Rehearsal::bind).
#[must_use = "nothing is served before `run`"]
pub struct BoundRehearsal {
    listener: TcpListener,
    address: SocketAddr,
    guard: Arc<Guard>,
    page_token: String,
    shared: Arc<Shared>,
    made_up: Option<String>,
}

impl std::fmt::Debug for BoundRehearsal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundRehearsal").field("address", &self.address).finish_non_exhaustive()
    }
}

impl BoundRehearsal {
    pub(crate) fn new(
        shared: Arc<Shared>,
        listen: &Listen,
        made_up: Option<String>,
    ) -> Result<Self, RehearsalError> {
        if !listen.remote && !listen.address.ip().is_loopback() {
            return Err(RehearsalError::NotLoopback(listen.address));
        }
        let bound = |error: io::Error| RehearsalError::Bind(listen.address, error.to_string());
        let listener = TcpListener::bind(listen.address).map_err(bound)?;
        let address = listener.local_addr().map_err(bound)?;
        let page_token = crate::random::hex(16)?;
        let guard = Arc::new(Guard::new(&[address], &listen.hosts, &listen.origins, &page_token));
        Ok(Self { listener, address, guard, page_token, shared, made_up })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The page's address. The token of the page's calls comes after `#`, a part that browsers never send.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/#{}", self.address, self.page_token)
    }

    /// The app id that tokens must contain.
    #[must_use]
    pub fn app_id(&self) -> &str {
        self.shared.settings.account.app_id()
    }

    /// The API key, if it is made up. Configure your token endpoint with it.
    #[must_use]
    pub fn made_up_api_key(&self) -> Option<&str> {
        self.made_up.as_deref()
    }

    /// The `apiBaseUrl` of Churnkey's component.
    #[must_use]
    pub fn api_base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Serves until Ctrl-C or SIGTERM.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn run(self) -> io::Result<()> {
        self.server(true)?.await
    }

    /// Serves without handling signals, for a program that handles them itself. It stops with the runtime.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn run_without_signals(self) -> io::Result<()> {
        self.server(false)?.await
    }

    fn server(self, signals: bool) -> io::Result<ActixServer> {
        let Self { listener, guard, shared, .. } = self;
        let make = move || {
            let counterpart = Counterpart::new(Arc::clone(&shared));
            let state = State { counterpart, guard: Arc::clone(&guard) };
            App::new().app_data(Data::new(state)).default_service(web::to(answer))
        };
        let server = HttpServer::new(make)
            .workers(1)
            .max_connections(256)
            .client_request_timeout(Duration::from_secs(5))
            .client_disconnect_timeout(Duration::from_secs(1))
            .shutdown_timeout(1);
        let server = if signals { server } else { server.disable_signals() };
        Ok(server.listen(listener)?.run())
    }
}

async fn answer(state: Data<State>, request: HttpRequest, payload: Payload) -> HttpResponse {
    if !state.guard.knows_host(&request) {
        return HttpResponse::MisdirectedRequest()
            .content_type("text/plain; charset=utf-8")
            .body("this server has another name; see --allow-host");
    }
    let path = request.path();
    let mut response = if path.starts_with("/v1/") {
        front_end::answer(&state, &request, payload).await
    } else if path.starts_with("/_/") && request.method() == Method::POST {
        calls::answer(&state, &request, payload).await
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        return page::file(path).unwrap_or_else(|| {
            HttpResponse::NotFound().content_type("text/plain").body("there is nothing here")
        });
    } else {
        HttpResponse::MethodNotAllowed().finish()
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(
        actix_web::http::header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}
