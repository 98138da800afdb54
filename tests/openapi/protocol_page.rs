//! The examples of docs/protocol.md, sections 4 to 6, against the document.

use serde_json::Value;

use crate::document::Document;
use crate::merchant::Shop;

const PAGE: &str = include_str!("../../docs/protocol.md");

/// An example: the request's line, and what follows it.
struct Example {
    method: String,
    path: String,
    json: Value,
}

/// `… ` + "`GET /churnkey/…`" + ` …`, then JSON: on the same line, or in the block after it.
fn answers(section: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut rest = section;
    while let Some((_, after)) = rest.split_once("\n**C") {
        let (request, after) = after.split_once("`GET ").unwrap().1.split_once('`').unwrap();
        let from = after.find('{').unwrap();
        let mut values = serde_json::Deserializer::from_str(&after[from..]).into_iter::<Value>();
        let json = values.next().unwrap().unwrap();
        let path = request.split('?').next().unwrap().to_owned();
        examples.push(Example { method: "get".to_owned(), path, json });
        rest = after;
    }
    examples
}

/// `POST /churnkey/…` on a line of its own, then the body.
fn bodies(section: &str) -> Vec<Example> {
    let requests = section.split("\nPOST ").skip(1);
    let example = |text: &str| {
        let (path, after) = text.split_once('\n').unwrap();
        let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let json = values.next().unwrap().unwrap();
        Example { method: "post".to_owned(), path: path.trim().to_owned(), json }
    };
    requests.map(example).collect()
}

fn section(number: u8) -> &'static str {
    let from = PAGE.find(&format!("\n## {number}. ")).unwrap();
    let to = PAGE.find(&format!("\n## {}. ", number + 1)).unwrap();
    &PAGE[from..to]
}

/// The path of the document that a request's leads to.
fn template(document: &Document, path: &str) -> String {
    let given: Vec<_> = path.split('/').collect();
    let paths = document.0["paths"].as_object().unwrap().keys();
    let fits = |template: &&String| {
        let segments: Vec<_> = template.split('/').collect();
        segments.len() == given.len()
            && segments.iter().zip(&given).all(|(a, b)| a.starts_with('{') || a == b)
    };
    paths.filter(fits).min_by_key(|path| path.matches('{').count()).unwrap().clone()
}

#[test]
fn each_answer_of_the_page_is_one_of_the_document() {
    let document = Document::of(&Shop::default().integration());
    let examples = answers(section(5));
    assert_eq!(examples.len(), 12, "C1 with C3 and C4, C2, C5 to C14");
    for Example { method, path, json } in examples {
        let template = template(&document, &path);
        document.holds(document.answer(&method, &template, 200), &json);
        let known = document.names();
        keys(&json, &mut |key| assert!(known.contains(key), "{template} does not tell of {key}"));
    }
}

#[test]
fn each_status_of_the_page_is_one_of_the_document() {
    let document = Document::of(&Shop::default().integration());
    let (_, after) = section(5).split_once("Other statuses:\n```json\n").unwrap();
    let (statuses, _) = after.split_once("```").unwrap();
    let statuses: Vec<Value> = serde_json::from_str(statuses).unwrap();
    assert_eq!(statuses.len(), 4);
    let schema = serde_json::json!({ "$ref": "#/components/schemas/Status" });
    for status in statuses {
        document.holds(&schema, &status);
    }
    let faults = document.faults(&schema, &serde_json::json!({ "name": "future" }));
    assert_ne!(faults, [""; 0], "no such status");
}

#[test]
fn each_body_of_the_page_is_one_of_the_document() {
    let document = Document::of(&Shop::default().integration());
    let examples = bodies(section(6));
    assert_eq!(examples.len(), 7);
    for Example { method, path, json } in examples {
        assert_eq!(method, "post");
        document.holds(document.body(&path), &json);
    }
}

#[test]
fn section_4_has_no_example_that_is_left_out() {
    assert!(!section(4).contains("```"), "check its examples here too");
}

/// Every key but those of `metadata`, which are the merchant's.
fn keys(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                each(key);
                if key != "metadata" {
                    keys(value, each);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, each)),
        _ => {}
    }
}
