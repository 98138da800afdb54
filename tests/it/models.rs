use churnkey::models::{Customer, Page, Price, Subscription};

use crate::client::get;
use crate::merchant::Shop;

/// What the server sends, a client that uses the same models reads back.
#[actix_web::test]
async fn a_client_reads_the_models_back() {
    let integration = Shop::default().integration();
    let subscription = get(&integration, "/churnkey/customers/u_1/subscriptions/s_1").await;
    let read: Subscription = serde_json::from_slice(&subscription.body).unwrap();
    assert_eq!(read, crate::merchant::subscription("s_1", "u_1"));
    assert_eq!(serde_json::to_vec(&read).unwrap(), subscription.body);

    let prices: Page<Price> =
        serde_json::from_slice(&get(&integration, "/churnkey/prices").await.body).unwrap();
    assert_eq!(prices.data, [crate::merchant::price("p_1"), crate::merchant::price("p_2")]);
    let customers: Page<Customer> =
        serde_json::from_slice(&get(&integration, "/churnkey/customers?limit=1").await.body)
            .unwrap();
    assert_eq!(customers.next.as_deref(), Some("1"));
}

#[actix_web::test]
async fn dates_have_milliseconds_and_absent_optionals_are_left_out() {
    let answer =
        get(&Shop::default().integration(), "/churnkey/customers/u_1/subscriptions/s_1").await;
    let expected = serde_json::json!({
        "id": "s_1",
        "customerId": "u_1",
        "start": "2026-02-03T09:00:00.000Z",
        "status": {
            "name": "active",
            "currentPeriod": { "start": "2026-02-03T09:00:00.000Z", "end": "2026-03-03T09:00:00.000Z" },
        },
        "duration": { "amount": 1, "unit": "month" },
        "items": [{
            "id": "it_1",
            "quantity": 1,
            "price": {
                "id": "p_1",
                "type": "product",
                "productId": "prod_1",
                "duration": { "amount": 1, "unit": "month" },
                "amount": { "model": "fixed", "currency": "eur", "unit": 900 },
            },
        }],
    });
    assert_eq!(answer.json(), expected);
}
