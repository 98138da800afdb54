//! Reads the integration's data through the protocol's endpoints, page by page.

use std::rc::Rc;

use churnkey_verify::Announced;
use churnkey_verify::transport::segment;
use serde_json::Value;

use super::{Counterpart, Failure};
use crate::reading::list;

/// How many objects a page may have, and how many pages of a list are read at most.
const LIMIT: usize = 100;
const PAGES: usize = 5;

impl Counterpart {
    pub(super) async fn read_manifest(&self) -> Result<Announced, Failure> {
        let path = format!("/{}", self.shared.settings.features_path.trim_start_matches('/'));
        let (request, received) = self.send(&path, None, "what is announced").await?;
        let manifest = self.json(&request, &received)?;
        let fail = |problem: String, help: String| {
            let failure = Failure { request, status: Some(received.status), problem, help };
            self.shared.log.find(failure.finding());
            failure
        };
        let Some(announced) = Announced::read(&manifest) else {
            let problem = "the manifest names no module of the protocol".to_owned();
            let help = "Answer with `{\"controllers\": {…}, \"actions\": {…}}` (protocol 3).";
            return Err(fail(problem, help.to_owned()));
        };
        match &self.shared.settings.manifest_format {
            Some(format) if !announced.is_in(&manifest, format) => {
                let problem = format!("the manifest is not in the format `{format}`");
                Err(fail(problem, format!("With this crate, set CK_MANIFEST_FORMAT='{format}'.")))
            }
            _ => Ok(announced),
        }
    }

    pub(crate) async fn customer(&self, id: &str) -> Result<Value, Failure> {
        self.read(&format!("/customers/{}", segment(id)), "the customer").await
    }

    pub(crate) async fn customers(
        &self,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Value, Failure> {
        self.read(&paged("/customers", limit, cursor), "the list of customers").await
    }

    /// By `email` or `phone`.
    pub(crate) async fn find_customer(&self, by: &str, text: &str) -> Result<Value, Failure> {
        let path = format!("/customers/{by}/{}", segment(text));
        self.read(&path, "a customer that is looked for").await
    }

    pub(crate) async fn subscription_page(
        &self,
        customer: &str,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Value, Failure> {
        let path = format!("/customers/{}/subscriptions", segment(customer));
        let path = paged(&path, limit, cursor);
        self.read(&path, "the customer's subscriptions").await
    }

    pub(crate) async fn subscription(
        &self,
        customer: &str,
        id: &str,
        purpose: &str,
    ) -> Result<Value, Failure> {
        let path = format!("/customers/{}/subscriptions/{}", segment(customer), segment(id));
        self.read(&path, purpose).await
    }

    /// All of a customer's, up to 500.
    pub(crate) async fn subscriptions(&self, customer: &str) -> Result<Vec<Value>, Failure> {
        let path = format!("/customers/{}/subscriptions", segment(customer));
        self.walk(&path, "the customer's subscriptions").await
    }

    /// All prices or coupons, up to 500. Empty if the module is not announced.
    pub(crate) async fn catalogue(
        &self,
        announced: &Rc<Announced>,
        module: &'static str,
    ) -> Result<Vec<Value>, Failure> {
        let (path, purpose) = match module {
            "Coupons" => ("/coupons", "the coupons to offer"),
            _ => ("/prices", "the prices to offer"),
        };
        if !announced.has(module) {
            return Ok(Vec::new());
        }
        self.walk(path, purpose).await
    }

    async fn walk(&self, path: &str, purpose: &str) -> Result<Vec<Value>, Failure> {
        let mut all = Vec::new();
        let mut cursor = None;
        for _ in 0..PAGES {
            let page = self.read(&paged(path, LIMIT, cursor.as_deref()), purpose).await?;
            all.extend(list(&page, "/data").cloned());
            let next = next(&page);
            if next.is_none() || next == cursor {
                break;
            }
            cursor = next;
        }
        Ok(all)
    }
}

fn paged(path: &str, limit: usize, cursor: Option<&str>) -> String {
    match cursor {
        Some(cursor) => format!("{path}?limit={limit}&cursor={}", segment(cursor)),
        None => format!("{path}?limit={limit}"),
    }
}

/// The cursor of the next page: a string or a number (protocol 2.6).
pub(crate) fn next(page: &Value) -> Option<String> {
    match page.get("next")? {
        Value::String(next) if !next.is_empty() => Some(next.clone()),
        Value::Number(next) => Some(next.to_string()),
        _ => None,
    }
}
