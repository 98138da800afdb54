//! Each way to make a page, over HTTP: following `next` as Churnkey does gives each item once and in order, whatever the
//! collection and the limit (protocol 2.6).

use std::collections::BTreeSet;

use actix_web::test::{TestRequest, call_and_read_body_json, init_service};
use actix_web::{App, rt::System};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use serde_json::Value;

use crate as churnkey_runtime;
use crate::Integration;
use crate::prelude::*;

/// Sorted ids of any text. Each list makes its pages in another way.
#[derive(Clone)]
struct Shelf(Vec<String>);

impl Shelf {
    /// What a database would return for `LIMIT`.
    fn fetched<'a>(rest: impl Iterator<Item = &'a String>, page: &PageRequest) -> Vec<String> {
        rest.take(page.fetch() as usize).cloned().collect()
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Customers for Shelf {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Customer>> {
        Ok(Page::last(&self.0).map(|id| Customer::new(id.as_str())))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Prices for Shelf {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(id.into_string()))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        let amount = Amount::per_unit(Currency::EUR, 900);
        let price = |id| Price::standalone(id, BillingCycle::MONTHLY, amount.clone());
        Ok(Page::slice(&self.0, &page)?.map(|id: String| price(PriceId::new(id))))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Subscriptions for Shelf {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Err(Error::not_found(key.subscription_id.into_string()))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Coupons for Shelf {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        Err(Error::not_found(id.into_string()))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        let skip = usize::try_from(page.offset()?)?;
        let rows = Self::fetched(self.0.iter().skip(skip), &page);
        let value = CouponValue::flat(Currency::EUR, 500);
        Ok(Page::by_offset(rows, &page)?.map(|id| Coupon::new(id, CouponDuration::Once, value)))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Products for Shelf {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        Err(Error::not_found(id.into_string()))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        let after = page.after::<String>()?;
        let rest = self.0.iter().filter(|id| after.as_ref().is_none_or(|after| *id > after));
        let rows = Self::fetched(rest, &page);
        Ok(Page::by_key(rows, &page, Clone::clone).map(|id| Product::standalone(id, "Team")))
    }
}

#[churnkey_runtime::controller(crate = crate)]
impl Families for Shelf {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        Err(Error::not_found(id.into_string()))
    }

    /// With its own cursor: the id that the next page begins with.
    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        let from = page.cursor.unwrap_or_default();
        let mut rest = self.0.iter().filter(|id| **id >= from);
        let found: Vec<_> = rest.by_ref().take(page.limit as usize).cloned().collect();
        let families = found.into_iter().map(|id| Family::new(id, "Work tools"));
        Ok(match rest.next() {
            Some(next) => Page::with_next(families, next.as_str()),
            None => Page::last(families),
        })
    }
}

/// Any text that an id can be: control characters are refused in a request.
fn ids() -> impl Strategy<Value = BTreeSet<String>> {
    let letter = prop_oneof![
        any::<char>(),
        prop::sample::select(vec!['&', '=', '+', ' ', '%', '#', '?', '/', '"', '\\', 'é', '山']),
    ];
    let letter = letter.prop_filter("control", |letter| !letter.is_control());
    btree_set(vec(letter, 1..6).prop_map(String::from_iter), 0..130)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn each_item_comes_once_and_in_order(
        ids in ids(),
        limit in prop_oneof![Just(None), (1_u32..8).prop_map(Some), (1_u32..200).prop_map(Some), Just(Some(u32::MAX))],
        plus: bool,
    ) {
        let ids = Vec::from_iter(ids);
        System::new().block_on(walk(&ids, limit, plus));
    }
}

/// `plus`: whether the client encodes a cursor as in a form, rather than as a URL's component.
async fn walk(ids: &[String], limit: Option<u32>, plus: bool) {
    let shelf = Shelf(ids.to_vec());
    let integration = Integration::builder(shelf).token("t").page_limits(10, 100).build().unwrap();
    let app = init_service(App::new().configure(|config| integration.configure(config))).await;
    let size = limit.unwrap_or(10).min(100) as usize;
    for list in ["customers", "prices", "coupons", "products", "families"] {
        let pages = if list == "customers" { 1 } else { ids.len().div_ceil(size).max(1) };
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = None;
        for page in 1..=pages {
            let limit = limit.map(|limit| format!("limit={limit}"));
            let query: Vec<String> = limit.into_iter().chain(cursor.take()).collect();
            let request = TestRequest::with_uri(&format!("/churnkey/{list}?{}", query.join("&")))
                .insert_header(("authorization", "Bearer t"))
                .to_request();
            let answer: Value = call_and_read_body_json(&app, request).await;
            let items = answer["data"].as_array().unwrap();
            assert!(list == "customers" || items.len() <= size);
            seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            let next = answer.get("next").map(|next| next.as_str().unwrap());
            assert_eq!(next.is_some(), page < pages, "{list}, page {page} of {pages}");
            cursor = next.map(|next| {
                let form = form_urlencoded::byte_serialize(next.as_bytes()).collect();
                let component = || utf8_percent_encode(next, NON_ALPHANUMERIC).to_string();
                format!("cursor={}", if plus { form } else { component() })
            });
        }
        assert_eq!(seen, ids, "{list} by {size}");
    }
}
