//! Requests that reach none of a server's integrations: the API URL in the dashboard is wrong, or a proxy removes a part
//! of the path.

use actix_web::HttpRequest;

use crate::http::contact::kinds::Kinds;
use crate::masking;

#[derive(Clone)]
pub(crate) struct Outside(Kinds);

impl Outside {
    /// `None` for a server without integrations. `prefixes` is what precedes the `/churnkey` of each.
    pub(crate) fn of<'p>(prefixes: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let paths = prefixes.into_iter().map(|prefix| format!("`{prefix}/churnkey`"));
        let place = match &*paths.collect::<Vec<_>>() {
            [] => return None,
            [path] => format!("the integration is under {path}"),
            paths => format!("the integrations are under {}", paths.join(" and ")),
        };
        let advice = format!(
            "{place}: check the API URL in the dashboard and what the proxy removes from the path"
        );
        Some(Self(Kinds::new("outside of the integration", advice)))
    }

    /// The token is not checked: no client has shown one here.
    #[cold]
    pub(crate) fn log(&self, http: &HttpRequest) {
        self.0.log(http, &masking::path(http.uri().path(), false));
    }

    /// Logs what was not logged yet, when the server ends.
    pub(crate) fn log_rest(&self) {
        self.0.log_rest();
    }
}
