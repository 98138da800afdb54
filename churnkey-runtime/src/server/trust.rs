//! Lets a route of the merchant vouch for a client.

use actix_web::HttpRequest;

use crate::server::connection::Connection;

/// Marks the client of this request as known: its connection is kept, like one that has shown a valid Integration
/// Token.
///
/// Call it in a route mounted by [`Server::app`](crate::Server::app), once the route knows its client (by a session, a
/// signature, or a client certificate). From then on the connection
///
/// - keeps its place when others come, and stays open for further requests ([`keep_alive`](crate::Server::keep_alive));
/// - has no limit on the time of a request's body;
/// - may take any time to read an answer, as long as it reads some of it within each
///   [`answer_timeout`](crate::Server::answer_timeout): for a long download or a stream of events;
/// - may switch to another protocol, such as WebSocket. Without this call, that is an error.
///
/// **Do not trust everybody.** Untrusted connections make room for new ones, so no number of them can keep others out.
/// As many trusted ones as there are places ([`connections_per_worker`](crate::Server::connections_per_worker)) do keep
/// others out, including Churnkey.
///
/// In any server other than [`Server`](crate::Server), and in tests, it does nothing.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::actix_web::{HttpRequest, HttpResponse};
///
/// async fn dashboard(request: HttpRequest) -> HttpResponse {
///     if !is_logged_in(&request) {
///         return HttpResponse::Unauthorized().finish(); // the connection is closed
///     }
///     churnkey::trust_connection(&request);
///     HttpResponse::Ok().body("our own page")
/// }
/// # fn is_logged_in(request: &HttpRequest) -> bool { request.headers().contains_key("cookie") }
/// ```
pub fn trust_connection(request: &HttpRequest) {
    if let Some(connection) = Connection::of(request) {
        connection.trust();
    }
}
