use super::*;

#[test]
fn a_page_is_open_and_a_stream_lasts_for_those_who_are_known() {
    let server = Server::start(&mut program(env!("CARGO_BIN_EXE_own_routes")));
    assert_eq!(get(&server.address, "/").body, "our own page");
    assert_eq!(get(&server.address, "/churnkey/features").status, 200);
    assert_eq!(get(&server.address, "/staff/events").status, 401);
    let headers = vec![("cookie", "session=of-staff")];
    let events = Request { headers, ..Request::new("/staff/events", "") };
    let events = send(&server.address, &events).unwrap();
    assert!(events.status == 200 && events.body.contains("data: 4\n\n"), "{events:?}");
    terminate(&server);
    ended(server);
}
