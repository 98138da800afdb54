//! Reads the integration's data.

use std::rc::Rc;

use churnkey_verify::Announced;
use churnkey_verify::transport::segment;
use serde_json::Value;

use super::{Counterpart, Failure};
use crate::fields::list;

const PAGE_LIMIT: usize = 100;
const MAX_PAGES: usize = 5;

impl Counterpart {
    /// What the integration announces. It is read once, until [`forget`](Self::forget).
    pub(crate) async fn announced(&self) -> Result<Rc<Announced>, Failure> {
        if let Some(announced) = self.announced.borrow().as_ref() {
            return Ok(Rc::clone(announced));
        }
        let read = Rc::new(self.read_manifest().await?);
        *self.announced.borrow_mut() = Some(Rc::clone(&read));
        Ok(read)
    }

    pub(crate) fn forget(&self) {
        *self.announced.borrow_mut() = None;
    }

    async fn read_manifest(&self) -> Result<Announced, Failure> {
        let path = format!("/{}", self.shared.settings.features_path.trim_start_matches('/'));
        let (request, received) = self.send(&path, None, "the features manifest").await?;
        let manifest = self.json(&request, &received)?;
        let fail = |problem: String, help: String| {
            let failure = Failure { request, status: Some(received.status), problem, help };
            self.shared.log.report(failure.finding());
            failure
        };
        let Some(announced) = Announced::read(&manifest) else {
            let problem = "the manifest has no module of the protocol".to_owned();
            let help = "Answer with `{\"controllers\": {…}, \"actions\": {…}}` (protocol 3).";
            return Err(fail(problem, help.to_owned()));
        };
        match &self.shared.settings.manifest_format {
            Some(format) if !announced.is_in(&manifest, format) => {
                let problem = format!("the manifest is not in the format `{format}`");
                Err(fail(problem, format!("With this project, set CK_MANIFEST_FORMAT='{format}'.")))
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
        self.read(&path, "the search for a customer").await
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

    /// All subscriptions of a customer, up to 500.
    pub(crate) async fn subscriptions(&self, customer: &str) -> Result<Vec<Value>, Failure> {
        let path = format!("/customers/{}/subscriptions", segment(customer));
        self.read_all(&path, "the customer's subscriptions").await
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
        self.read_all(path, purpose).await
    }

    async fn read_all(&self, path: &str, purpose: &str) -> Result<Vec<Value>, Failure> {
        let mut all = Vec::new();
        let mut cursor = None;
        for _ in 0..MAX_PAGES {
            let page = self.read(&paged(path, PAGE_LIMIT, cursor.as_deref()), purpose).await?;
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
