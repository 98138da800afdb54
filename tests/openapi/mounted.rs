use std::collections::BTreeSet;

use churnkey::Integration;

use crate::client::TOKEN;
use crate::document::Document;
use crate::merchant::{Kiosk, Shop};

/// The endpoints that the table at boot shows, which is made of the routes.
fn mounted(integration: &Integration) -> BTreeSet<String> {
    let table = integration.table().to_string();
    let endpoint = |line: &str| {
        let from = line.find("GET  /churnkey").or_else(|| line.find("POST /churnkey"))?;
        let mut words = line[from..].split_whitespace();
        let (method, path) = (words.next()?, words.next()?);
        let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
            Some(name) => format!("{{{name}}}"),
            None => segment.to_owned(),
        });
        Some(format!("{method} {}", segments.collect::<Vec<_>>().join("/")))
    };
    table.lines().filter_map(endpoint).collect()
}

#[test]
fn each_endpoint_is_in_the_document_and_nothing_else() {
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let everything = integration
        .features_paths(["/features", "/manifest"])
        .openapi_path("/openapi.json")
        .build()
        .unwrap();
    for (integration, endpoints) in [(everything, 26), (Kiosk::default().integration(), 10)] {
        let mounted = mounted(&integration);
        assert_eq!(Document::of(&integration).operations(), mounted);
        assert_eq!(mounted.len(), endpoints, "{mounted:#?}");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let document = Document::of(&Shop::default().integration());
    let paths = document.0["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
    let ids: Vec<_> = operations.map(|operation| operation["operationId"].clone()).collect();
    let unique: BTreeSet<_> = ids.iter().map(|id| id.as_str().unwrap()).collect();
    assert_eq!(unique.len(), ids.len());
    assert!(unique.contains("customersFindByEmail") && unique.contains("applyCouponHandle"));
}

#[test]
fn each_parameter_of_a_path_is_described() {
    let document = Document::of(&Shop::default().integration());
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        let named: BTreeSet<_> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        for operation in methods.as_object().unwrap().values() {
            let parameters = operation["parameters"].as_array().unwrap().iter();
            let described = parameters.filter(|parameter| parameter["in"] == "path");
            let described: BTreeSet<_> =
                described.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(described, named, "{path}");
        }
    }
}
