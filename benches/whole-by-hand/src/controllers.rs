//! `GET /churnkey/…`

use actix_web::web::{Json, Path, Query};
use chrono::{Months, Utc};

use crate::error::ApiError;
use crate::models::{
    Amount, Coupon, CouponDuration, CouponValue, Customer, Duration, Family, Item, Period, Price,
    Product, Status, Subscription,
};
use crate::paging::{Page, PageQuery};

type One<T> = Result<Json<T>, ApiError>;
type Many<T> = Result<Json<Page<T>>, ApiError>;

const MONTHLY: Duration = Duration { amount: 1, unit: "month" };

pub(crate) async fn customer(id: Path<String>) -> One<Customer> {
    Ok(Json(Customer { id: id.into_inner(), name: Some("Mina".to_owned()), ..Customer::default() }))
}

pub(crate) async fn customers(query: Query<PageQuery>) -> Many<Customer> {
    page(&query, &[Customer { id: "u_1".to_owned(), ..Customer::default() }])
}

pub(crate) async fn customer_by_email(email: Path<String>) -> One<Customer> {
    let email = Some(email.into_inner());
    Ok(Json(Customer { id: "u_1".to_owned(), email, ..Customer::default() }))
}

pub(crate) async fn customer_by_phone(phone: Path<String>) -> One<Customer> {
    let phone = Some(phone.into_inner());
    Ok(Json(Customer { id: "u_1".to_owned(), phone, ..Customer::default() }))
}

pub(crate) async fn price(id: Path<String>) -> One<Price> {
    Ok(Json(make_price(id.into_inner())))
}

pub(crate) async fn prices(query: Query<PageQuery>) -> Many<Price> {
    page(&query, &[make_price("p_1".to_owned())])
}

pub(crate) async fn subscription(path: Path<(String, String)>) -> One<Subscription> {
    let (customer, id) = path.into_inner();
    Ok(Json(make_subscription(id, customer)))
}

pub(crate) async fn subscriptions(
    customer: Path<String>,
    query: Query<PageQuery>,
) -> Many<Subscription> {
    page(&query, &[make_subscription("s_1".to_owned(), customer.into_inner())])
}

pub(crate) async fn coupon(id: Path<String>) -> One<Coupon> {
    Ok(Json(make_coupon(id.into_inner())))
}

pub(crate) async fn coupons(query: Query<PageQuery>) -> Many<Coupon> {
    page(&query, &[make_coupon("c_1".to_owned())])
}

pub(crate) async fn product(id: Path<String>) -> One<Product> {
    Ok(Json(make_product(id.into_inner())))
}

pub(crate) async fn products(query: Query<PageQuery>) -> Many<Product> {
    page(&query, &[make_product("prod_1".to_owned())])
}

pub(crate) async fn family(id: Path<String>) -> One<Family> {
    Ok(Json(Family { id: id.into_inner(), name: "Work tools".to_owned() }))
}

pub(crate) async fn families(query: Query<PageQuery>) -> Many<Family> {
    page(&query, &[Family { id: "fam_1".to_owned(), name: "Work tools".to_owned() }])
}

fn page<T: Clone>(query: &PageQuery, rows: &[T]) -> Many<T> {
    Ok(Json(query.page(rows.iter())?))
}

fn make_price(id: String) -> Price {
    let amount = Amount::Fixed { currency: "eur", unit: 900 };
    Price { id, r#type: "product", product_id: "prod_1".to_owned(), duration: MONTHLY, amount }
}

fn make_coupon(id: String) -> Coupon {
    let value = CouponValue::Fixed { currency: "eur", flat: 500 };
    Coupon { id, duration: CouponDuration::Once, value }
}

fn make_product(id: String) -> Product {
    Product { id, r#type: "family", family_id: "fam_1".to_owned(), name: "Team".to_owned() }
}

fn make_subscription(id: String, customer_id: String) -> Subscription {
    let start = Utc::now();
    let current_period = Period { start, end: start + Months::new(1) };
    let items =
        vec![Item { id: "it_1".to_owned(), price: make_price("p_1".to_owned()), quantity: 1 }];
    let status = Status::Active { current_period };
    Subscription { id, customer_id, status, start, duration: MONTHLY, items }
}
