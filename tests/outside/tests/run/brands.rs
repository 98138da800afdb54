use super::*;

#[test]
fn each_has_its_token_and_its_actions() {
    let folder = std::env::temp_dir().join(format!("churnkey-brands-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("video.tokens"), TOKEN).unwrap();
    std::fs::write(folder.join("music.tokens"), "ck_int_music_0123456789").unwrap();
    let mut command = program(env!("CARGO_BIN_EXE_two_brands"));
    command.env_remove("CK_INTEGRATION_TOKEN").current_dir(&folder);
    let (server, said) = Server::start_and_say(&mut command);
    let said = said.join("\n");
    assert!(said.contains("Acme Video\n") && said.contains("Acme Music\n"), "{said}");
    assert!(said.contains("GET  /music/churnkey/customers/:id"), "{said}");

    assert_eq!(get(&server.address, "/churnkey/features").status, 200);
    assert_eq!(get(&server.address, "/music/churnkey/features").status, 401);
    let music = |path, body| {
        let headers = vec![("authorization", "Bearer ck_int_music_0123456789")];
        send(&server.address, &Request { headers, ..Request::new(path, body) }).unwrap()
    };
    assert!(music("/music/churnkey/features", "").body.contains("Acme Music"));
    assert_eq!(music("/churnkey/features", "").status, 401);
    assert_eq!(music(&format!("/music{CANCEL}"), OPTIONS).status, 404);
    assert_eq!(send(&server.address, &Request::new(CANCEL, OPTIONS)).unwrap().status, 200);
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}
