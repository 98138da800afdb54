//! What a route of the merchant's says of a connection.

use actix_web::HttpRequest;

use crate::server::connection::Connection;

/// Says that the client of this request is known: its connection is kept, as one that has shown a valid Integration Token.
///
/// It is for routes that are mounted by [`Server::app`](crate::Server::app), once they have found out who asks (a session,
/// a signature, a client certificate). From then on the connection
///
/// - keeps its place when others come, and stays open for further requests
///   ([`keep_alive`](crate::Server::keep_alive));
/// - has no limit on the time of a request's body;
/// - may take as long as it likes for an answer, as long as it takes some of it in each
///   [`answer_timeout`](crate::Server::answer_timeout): a long download, a stream of events;
/// - may switch to another protocol, such as WebSocket. Without this, that is an error.
///
/// **Do not trust everybody.** Connections that are not trusted make room for new ones, and that is why any number of them
/// keeps nobody out. As many trusted ones as there are places
/// ([`connections_per_worker`](crate::Server::connections_per_worker)) do keep others out, Churnkey too.
///
/// In another server than [`Server`](crate::Server), and in a test, it does nothing.
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
