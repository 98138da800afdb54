use churnkey::Integration;

use crate::client::{TOKEN, get};
use crate::merchant::Shop;

async fn length(integration: &Integration, query: &str) -> usize {
    let answer = get(integration, &format!("/churnkey/customers{query}")).await;
    answer.json()["data"].as_array().unwrap().len()
}

#[actix_web::test]
async fn a_limit_is_10_by_default_and_100_at_the_most() {
    let integration = Shop::default().integration();
    assert_eq!(length(&integration, "").await, 10);
    assert_eq!(length(&integration, "?cursor=").await, 10);
    assert_eq!(length(&integration, "?limit=25&other=x").await, 25);
    assert_eq!(length(&integration, "?limit=101").await, 100);
    assert_eq!(length(&integration, "?limit=99999999999999999999999").await, 100);
    let generous =
        Integration::builder(Shop::default()).page_limits(20, 200).token(TOKEN).build().unwrap();
    assert_eq!(length(&generous, "").await, 20);
    assert_eq!(length(&generous, "?limit=300").await, 200);
}

#[actix_web::test]
async fn a_wrong_limit_or_cursor_is_400_and_named() {
    let integration = Shop::default().integration();
    for limit in ["0", "00", "-1", "1.5", "ten", "", "%2B5", "1e3", "0x10"] {
        let message =
            get(&integration, &format!("/churnkey/customers?limit={limit}")).await.error(400);
        assert_eq!(message, "`limit` must be a positive whole number", "{limit}");
    }
    let twice = get(&integration, "/churnkey/customers?limit=1&limit=2").await.error(400);
    assert_eq!(twice, "`limit` is given twice");
    let cursor = get(&integration, "/churnkey/customers?cursor=u_1").await.error(400);
    assert!(cursor.starts_with("`cursor` cannot be read"), "{cursor}");
    let cursor = get(&integration, "/churnkey/customers?cursor=%00").await.error(400);
    assert_eq!(cursor, "`cursor` has a control character");
}

#[actix_web::test]
async fn walking_gives_each_item_once_for_any_limit() {
    let integration = Shop::default().integration();
    for limit in [1, 7, 50, 100] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page =
                get(&integration, &format!("/churnkey/customers?limit={limit}&cursor={cursor}"))
                    .await
                    .json();
            let ids = page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned());
            seen.extend(ids);
            match page.get("next") {
                Some(next) => next.as_str().unwrap().clone_into(&mut cursor),
                None => break,
            }
        }
        let expected: Vec<_> = (0..250).map(|number| format!("u_{number}")).collect();
        assert_eq!(seen, expected, "by {limit}");
    }
}

#[actix_web::test]
async fn a_cursor_is_opaque_and_arrives_decoded() {
    let shop = Shop::default();
    get(&shop.integration(), "/churnkey/customers?cursor=a%2Bb+c%26%3D").await;
    assert_eq!(shop.calls(), ["customers PageRequest { limit: 10, cursor: Some(\"a+b c&=\") }"]);
}
