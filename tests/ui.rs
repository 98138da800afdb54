//! What the compiler says to a merchant. Read each difference before it is kept: a fixture that fails for another reason
//! than its own proves nothing.
#![allow(missing_docs, reason = "tests are not a public face")]

/// One function, since trybuild's cases share a generated package.
#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for topic in [
        "names",
        "arguments",
        "lists",
        "methods",
        "context",
        "function_form",
        "errors",
        "prerequisites",
        "function_prerequisites",
    ] {
        cases.compile_fail(format!("tests/ui/{topic}/*.rs"));
    }
}
