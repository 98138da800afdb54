//! A request: as it came from the client, or as it goes to the integration.

/// Names in lower case, and values. The values of one name are in the order in which they came; the names are in none,
/// since actix keeps none.
pub(crate) type Headers = Vec<(String, Vec<u8>)>;

/// It may contain the token, so it has no `Debug`.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The value of the first header with this name.
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        let mut headers = self.headers.iter();
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}
