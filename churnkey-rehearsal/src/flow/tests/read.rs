//! Reading a flow file, and where its mistakes are.

use serde_json::json;

use super::{all, coupon, generated, price, subscription};
use crate::flow::Flow;

#[test]
fn a_generated_flow_can_be_read() {
    let coupons = [coupon("c_half", json!({ "type": "percentage", "percent": 50 }))];
    let prices = [price("p_now", "eur", 1500), price("p_less", "eur", 900)];
    for status in ["active", "trial"] {
        let flow = generated(all(), subscription(status, "month"), &prices, &coupons);
        let json = serde_json::to_string_pretty(&flow).unwrap();
        assert_eq!(Flow::read(&json).unwrap(), flow);
    }
}

#[track_caller]
fn refused(json: &str, line: usize, column: usize, message: &str) {
    let error = Flow::read(json).unwrap_err();
    assert_eq!((error.line, error.column, error.message.as_str()), (line, column, message));
}

#[test]
fn each_mistake_has_its_line_and_column() {
    refused("{\n  \"steps\": [,]\n}", 2, 13, "not JSON: expected value");
    refused("[]", 1, 1, "a flow must be an object");
    refused("{}", 1, 1, "a flow needs `steps`");
    refused("{ \"steps\": [] }", 1, 1, "`steps` is empty, and the component would show nothing");
    refused(
        "{ \"steps\": [\n  { \"type\": \"survy\" }\n] }",
        2,
        13,
        "`type` of a step must be one of `survey`, `offer`, `feedback`, `confirm`",
    );
    refused(
        "{ \"steps\": [\n  { \"type\": \"confirm\",\n    \"titel\": \"x\" } ] }",
        3,
        5,
        "a step has no key `titel`; its keys are `type`, `guid`, `title`, `description`",
    );
    refused(
        "{ \"steps\": [ { \"type\": \"survey\", \"reasons\": [] } ] }",
        1,
        14,
        "`reasons` is empty, so the customer could not go on",
    );
}

#[test]
fn an_offers_mistakes_are_found_inside_of_it() {
    let offer = |terms: &str| {
        format!(
            "{{ \"steps\": [ {{ \"type\": \"offer\", \"offer\":\n{{ {terms}, \"copy\": {{ \"headline\": \"h\", \"body\": \"b\", \"cta\": \"c\", \"declineCta\": \"d\" }} }} }} ] }}"
        )
    };
    refused(
        &offer("\"type\": \"pause\", \"months\": 0, \"interval\": \"month\""),
        2,
        30,
        "`months` must be at least 1",
    );
    refused(
        &offer("\"type\": \"pause\", \"months\": 1, \"interval\": \"year\""),
        2,
        45,
        "`interval` of an offer must be one of `month`, `week`",
    );
    refused(
        &offer("\"type\": \"discount\", \"percentOff\": \"20\""),
        2,
        37,
        "`percentOff` has invalid type: string \"20\", expected f64",
    );
    refused(
        &offer("\"type\": \"redirect\", \"url\": \"javascript:alert(1)\""),
        2,
        30,
        "`url` must begin with `https://`, `http://` or `mailto:`",
    );
    let without_copy =
        "{ \"steps\": [ { \"type\": \"offer\", \"offer\": { \"type\": \"contact\" } } ] }";
    refused(without_copy, 1, 42, "an offer needs `copy`");
}

#[test]
fn a_column_counts_letters() {
    refused(
        "{ \"blueprintId\": \"鍵🦀\", \"stepz\": [] , \"steps\": [{\"type\": \"confirm\"}] }",
        1,
        24,
        "a flow has no key `stepz`; its keys are `blueprintId`, `steps`",
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Flow::read_file("no-such-flow.json").unwrap_err().to_string();
    assert!(error.starts_with("no-such-flow.json: the file cannot be read: "), "{error}");
}
