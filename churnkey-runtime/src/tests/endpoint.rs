use super::has_params;

#[test]
fn a_handler_names_the_parameters_of_its_pattern_in_their_order() {
    assert!(has_params("/customers", &[]));
    assert!(has_params("/customers/:id", &["id"]));
    assert!(has_params("/customers/:customerId/subscriptions", &["customerId"]));
    assert!(has_params("/customers/:customerId/subscriptions/:id", &["customerId", "id"]));
}

#[test]
fn parameters_that_differ_from_the_pattern_are_found() {
    assert!(!has_params("/customers/:id", &[]), "one too few");
    assert!(!has_params("/customers", &["id"]), "one too many");
    assert!(!has_params("/customers/:id", &["email"]), "another");
    assert!(!has_params("/customers/:identity", &["id"]), "a longer one");
    assert!(!has_params("/customers/:id", &["identity"]), "a shorter one");
    assert!(
        !has_params("/customers/:customerId/subscriptions/:id", &["id", "customerId"]),
        "in another order"
    );
}
