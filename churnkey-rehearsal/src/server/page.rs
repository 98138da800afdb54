//! The page's files. They are compiled into the program.

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

/// Only files of the same origin, no inline scripts or styles, and no framing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

macro_rules! files {
    ($($path:literal $media:literal $file:literal)+) => {
        /// Path, media type and contents of each.
        const FILES: &[(&str, &str, &str)] =
            &[$(($path, $media, include_str!(concat!("../../page/", $file)))),+];
    };
}

files! {
    "/" "text/html; charset=utf-8" "index.html"
    "/page.css" "text/css; charset=utf-8" "page.css"
    "/icon.svg" "image/svg+xml" "icon.svg"
    "/js/main.js" "text/javascript; charset=utf-8" "main.js"
    "/js/calls.js" "text/javascript; charset=utf-8" "calls.js"
    "/js/dom.js" "text/javascript; charset=utf-8" "dom.js"
    "/js/words.js" "text/javascript; charset=utf-8" "words.js"
    "/js/customers.js" "text/javascript; charset=utf-8" "customers.js"
    "/js/subscription.js" "text/javascript; charset=utf-8" "subscription.js"
    "/js/flow.js" "text/javascript; charset=utf-8" "flow.js"
    "/js/component.js" "text/javascript; charset=utf-8" "component.js"
    "/js/events.js" "text/javascript; charset=utf-8" "events.js"
}

pub(super) fn file(path: &str) -> Option<HttpResponse> {
    let (_, media, text) = FILES.iter().find(|(known, ..)| *known == path)?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(*media)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header(("cross-origin-opener-policy", "same-origin"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header((CACHE_CONTROL, "no-cache"));
    Some(response.body(*text))
}

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn the_page_is_small() {
        let size: usize = FILES.iter().map(|(_, _, text)| text.len()).sum();
        assert!(size < 150 * 1024, "{size} bytes");
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for (path, _, text) in FILES {
            for scheme in ["http://", "https://"] {
                for (_, rest) in text.match_indices(scheme).map(|(at, _)| text.split_at(at)) {
                    let plain = rest.starts_with("http://www.w3.org/2000/svg");
                    assert!(plain, "{path}: {}", rest.get(..60).unwrap_or(rest));
                }
            }
        }
    }
}
