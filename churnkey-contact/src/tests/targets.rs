use crate::target::Target;

#[test]
fn a_target_has_a_prefix_a_path_and_a_query() {
    for (target, prefix, below, query) in [
        ("/churnkey/prices?limit=1", Some(""), "/prices", Some("limit=1")),
        ("/billing/churnkey/prices", Some("/billing"), "/prices", None),
        ("/churnkeys/churnkey", Some("/churnkeys"), "", None),
        ("/prices", None, "/prices", None),
        ("/", None, "/", None),
    ] {
        let parts = Target::parse(target);
        assert_eq!((parts.prefix, parts.below, parts.query), (prefix, below, query), "{target}");
    }
    assert_eq!(
        Target::parse("/mina/churnkey/customers/u_1").masked(true),
        "/…/churnkey/customers/…"
    );
    // The first segment of a client with the token is one below `/churnkey`.
    assert_eq!(Target::parse("/churnkey/clientele/u_1").masked(true), "/churnkey/clientele/…");
    assert_eq!(Target::parse("/clientele/u_1").masked(true), "/…/…");
}
