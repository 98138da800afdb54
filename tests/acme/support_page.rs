//! docs/support.md and docs/privacy.md show what acme says.

use serde_json::json;

use crate::acme::Acme;
use crate::database::Store;
use crate::history::{act, with_a_named_token};

const SUPPORT: &str = include_str!("../../docs/support.md");
const PRIVACY: &str = include_str!("../../docs/privacy.md");

/// The blocks of text on a page, each with its dates and request ids taken out.
fn shown(page: &str) -> Vec<String> {
    let blocks = page.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next());
    // In a list they are indented.
    blocks.map(|block| undated(&block.replace("   u_", "u_"))).collect()
}

fn undated(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n']).map(|word| {
        let plain = word.trim_end();
        let shape: String =
            plain.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        match shape.as_str() {
            "0000-00-00" | "00:00" | "00:00:00" => word.replace(plain, "…"),
            _ => word.to_owned(),
        }
    });
    words.collect()
}

#[test]
fn the_page_on_support_shows_what_acme_says() {
    for store in Store::each() {
        let acme = with_a_named_token(store);
        let pause = |months: u32| {
            json!({
                "customerId": "u_1001", "subscriptionId": "s_1001", "startAt": "immediate", "allowAnnual": true,
                "duration": { "amount": months, "unit": "month" },
            })
        };
        for (months, id, status) in [(2, "2a", 200), (2, "2b", 200), (3, "2c", 400)] {
            let id = format!("5f3a9c01-000000{id}");
            let headers = [("x-request-id", id.as_str()), ("x-churnkey-mode", "live")];
            assert_eq!(act(&acme, "subscription/pause", &pause(months), headers), status);
        }
        let shown = shown(SUPPORT);
        assert_eq!(undated(&acme.told(&["undo", "1"])), shown[1]);
        assert_eq!(undated(&acme.told(&["history", "u_1001"])), shown[0]);
    }
}

#[test]
fn the_page_on_privacy_shows_what_acme_says() {
    for acme in Acme::on_each() {
        for action in ["pause", "cancel"] {
            let asked = json!({
                "customerId": "u_1001", "startAt": "immediate", "duration": { "amount": 1, "unit": "month" },
                "scheduledAt": "immediate",
            });
            acme.act(&format!("customer/{action}"), &asked);
        }
        let said = acme.told(&["erase", "u_1001"]);
        assert_eq!(shown(PRIVACY)[0].trim_end(), said.trim_end());
    }
}

/// Who reads the table decides what is sent, so it has to have all of it.
#[test]
fn the_page_on_privacy_names_each_field_that_is_sent_of_a_person() {
    let acme = Acme::on(Store::sqlite());
    let document = acme.read("/churnkey/openapi.json");
    let table = PRIVACY.split("## Leave a field out").next().unwrap();
    for model in ["Customer", "Address", "Subscription"] {
        let properties = &document["components"]["schemas"][model]["properties"];
        let properties = properties.as_object().unwrap();
        assert!(properties.len() > 4, "{model}");
        for field in properties.keys() {
            assert!(table.contains(&format!("`{field}`")), "{model}: `{field}`");
        }
    }
}
