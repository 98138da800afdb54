use super::*;

#[test]
fn both_are_served_and_both_end_their_requests() {
    let mut command = program(env!("CARGO_BIN_EXE_beside_axum"));
    let mut server = Server::start(command.env("AXUM_ADDR", "127.0.0.1:0"));
    let axum = loop {
        if let Some(axum) = server.line().strip_prefix("axum on ") {
            break axum.to_owned();
        }
    };
    assert_eq!(get(&axum, "/").body, "our own page");
    assert_eq!(get(&server.address, "/churnkey/customers/u_1").status, 200);
    assert_eq!(get(&server.address, "/healthz").status, 200);
    let address = server.address.clone();
    let action = std::thread::spawn(move || send(&address, &Request::new(CANCEL, OPTIONS)));
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminate(&server);
    assert_eq!(action.join().unwrap().unwrap().status, 200);
    assert!(ended(server).contains("canceled"));
    assert!(std::net::TcpStream::connect(&axum).is_err());
}

#[test]
fn a_wrong_setting_ends_the_program() {
    let mut command = program(env!("CARGO_BIN_EXE_beside_axum"));
    let output = command.env_remove("CK_INTEGRATION_TOKEN").output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("no integration token"), "{said}");
}
