//! A page that shows the OpenAPI document (feature `swagger-ui`), mounted only where the merchant says.
//!
//! The page is static: it consists of compiled-in files and the document's address. The document itself needs the
//! token, which the page asks for; see `page.js`.

use std::sync::Arc;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpResponse, Scope, web};
use utoipa_swagger_ui::Config;

use crate::error::Error;
use crate::http::encoding;

/// Swagger UI for the document of one [`Integration`](crate::Integration); made by
/// [`Integration::swagger_ui`](crate::Integration::swagger_ui), and mounted as a service of an actix `App` or scope.
#[derive(Debug, Clone)]
#[must_use = "mount it with `App::service`"]
pub struct SwaggerUi {
    path: Arc<str>,
    page: Arc<str>,
}

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");

/// Allows only this page's own files and origin, and no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
                      frame-ancestors 'none'";

impl SwaggerUi {
    pub(crate) fn new(path: &str, document: &str) -> Self {
        // Relative, so that it works under any prefix: the page and the integration are mounted side by side.
        let up = "../".repeat(path.trim_matches('/').split('/').count());
        let address = escaped(&format!("{up}churnkey{document}"));
        Self { path: path.into(), page: PAGE.replace("{document}", &address).into() }
    }
}

impl HttpServiceFactory for SwaggerUi {
    fn register(self, config: &mut AppService) {
        let Self { path, page } = self;
        let folder = format!("{}/", path.rsplit('/').next().unwrap_or_default());
        let redirect = move || {
            let folder = folder.clone();
            async move { HttpResponse::PermanentRedirect().insert_header((LOCATION, folder)).finish() }
        };
        let file = move |name: web::Path<String>| {
            let answer = file(&name, &page);
            async move { answer }
        };
        let scope = Scope::new(&path)
            .route("", web::get().to(redirect))
            .route("/{file:[^/]*}", web::get().to(file))
            .default_service(web::to(async || nothing_here()));
        scope.register(config);
    }
}

fn file(name: &str, page: &str) -> HttpResponse {
    match name {
        "" | "index.html" => answer("text/html; charset=utf-8").body(page.to_owned()),
        "page.js" => answer("text/javascript; charset=utf-8").body(SCRIPT),
        // Of the vendored files, the page needs only these.
        "swagger-ui-bundle.js" | "swagger-ui.css" => vendored(name),
        _ => nothing_here(),
    }
}

fn vendored(name: &str) -> HttpResponse {
    // The configuration only affects a file that we do not serve.
    match utoipa_swagger_ui::serve(name, Arc::new(Config::from("/"))) {
        Ok(Some(file)) => answer(&file.content_type).body(file.bytes.into_owned()),
        _ => nothing_here(),
    }
}

fn answer(content_type: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(content_type)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((CACHE_CONTROL, "no-cache"));
    answer
}

fn nothing_here() -> HttpResponse {
    encoding::plain_error(&Error::not_found("there is no such file"))
}

/// Escapes the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
