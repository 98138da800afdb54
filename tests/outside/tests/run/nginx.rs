use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::time::{Duration, Instant};

use churnkey_test_support::tools;

use super::*;

/// Ended with the test.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The page's own lines, with paths and a port of this test.
#[test]
fn it_reaches_the_integration_through_its_socket() {
    let version = Command::new("nginx").arg("-v").stderr(Stdio::null()).status();
    let Some(_) = tools::needed("`nginx`", version) else { return };
    let folder = std::env::temp_dir().join(format!("churnkey-nginx-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let _server = sockets::on(&folder.join("churnkey.sock"));
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();

    let page = include_str!("../../../../docs/beside.md");
    let lines = page.split("```nginx\n").nth(1).unwrap().split("```").next().unwrap();
    let lines = lines
        .replace("/run/billing", folder.to_str().unwrap())
        .replace("listen 443 ssl;", &format!("listen {address};"));
    // What a test needs that is not root and leaves nothing behind.
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()))
        .concat();
    let config = format!(
        "daemon off; master_process off; pid {}/pid; error_log stderr; events {{}}\nhttp {{ access_log off;\n{temporary}{lines}}}\n",
        folder.display()
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, &config).unwrap();
    let nginx = Command::new("nginx").args(["-e", "stderr", "-c"]).arg(&file).spawn();
    let _nginx = Nginx(nginx.unwrap());
    let begun = Instant::now();
    while TcpStream::connect(&address).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nginx does not serve:\n{config}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(get(&address, "/churnkey/features").status, 200);
    assert_eq!(send(&address, &Request::new(CANCEL, OPTIONS)).unwrap().status, 200);
    let stranger = Request { headers: Vec::new(), ..Request::new("/churnkey/features", "") };
    assert_eq!(send(&address, &stranger).unwrap().status, 401);
    std::fs::remove_dir_all(folder).unwrap();
}
