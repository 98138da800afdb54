use crate::transport::{ApiUrl, InvalidUrl};

#[test]
fn a_final_churnkey_is_removed_from_the_path_only() {
    for (url, is) in [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/churnkey", "http://127.0.0.1:8080"),
        ("https://shop.example/billing//churnkey//", "https://shop.example/billing"),
        ("https://shop.example/churnkeys", "https://shop.example/churnkeys"),
        ("http://churnkey", "http://churnkey"),
        ("http://churnkey/churnkey", "http://churnkey"),
        ("http://churnkey:8080/churnkey/", "http://churnkey:8080"),
        ("http://[::1]/api", "http://[::1]/api"),
        ("http://[::1]:65535", "http://[::1]:65535"),
    ] {
        assert_eq!(url.parse::<ApiUrl>().unwrap().to_string(), is, "{url}");
    }
}

#[test]
fn nothing_else_is_an_api_url() {
    for url in [
        "",
        "shop.example",
        "/billing",
        "ftp://shop.example",
        "http://",
        "http://:8080",
        "http://shop.example/?a=b",
        "http://shop.example/x#y",
        "http://shop.example#y",
        "http://user@shop.example",
        "http://shop.example:80@shop.example",
        "http://127.0.0.1:80800",
        "http://127.0.0.1:8O80",
        "http://127.0.0.1:+80",
        "http://127.0.0.1:0",
        "http://127.0.0.1:",
        "http://[::1]:80800",
        "http://shop.example/a b",
    ] {
        assert_eq!(url.parse::<ApiUrl>(), Err(InvalidUrl), "{url}");
    }
}
