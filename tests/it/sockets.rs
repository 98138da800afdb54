//! Where a server listens: sockets of the caller's, and Unix domain sockets.

use std::net::TcpListener;
use std::sync::mpsc;

use churnkey::{Server, ServerHandle};

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::get;

/// One that serves in a thread of its own, and is stopped at the end.
struct Serving {
    addresses: Vec<std::net::SocketAddr>,
    handle: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Serving {
    fn start(change: impl FnOnce(Server) -> Server + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = Shop::default().integration().server().workers(1).quiet();
                let bound = change(server).bind().unwrap();
                sender.send((bound.addresses().to_owned(), bound.handle())).unwrap();
                bound.run().await.unwrap();
            });
        });
        let (addresses, handle) = receiver.recv().unwrap();
        Self { addresses, handle, thread: Some(thread) }
    }

    fn stop(mut self) {
        drop(self.handle.stop(false));
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

#[test]
fn a_socket_that_is_bound_already_is_where_it_listens_and_nowhere_else() {
    let (one, other) =
        (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let addresses = [one.local_addr().unwrap(), other.local_addr().unwrap()];
    // Not at the default address either, which may be in use.
    let serving = Serving::start(|server| server.listen(one).listen(other));
    assert_eq!(serving.addresses, addresses);
    for address in addresses {
        assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));
    }

    let both = TcpListener::bind("127.0.0.1:0").unwrap();
    let first = both.local_addr().unwrap();
    let serving = Serving::start(|server| server.listen(both).address("127.0.0.1:0"));
    assert_eq!((serving.addresses.len(), serving.addresses[0]), (2, first));
    assert!(get(serving.addresses[1], "/healthz").starts_with("HTTP/1.1 200"));
}

#[cfg(unix)]
mod unix {
    use std::io::{Read as _, Write as _};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};

    use super::*;

    /// A path that is nobody else's; what is there goes with it.
    struct SocketPath(PathBuf);

    impl SocketPath {
        fn new(name: &str) -> Self {
            // A socket's path has about a hundred bytes at the most.
            let name = format!("churnkey-{}-{name}.sock", std::process::id());
            let path = std::env::temp_dir().join(name);
            let _ = std::fs::remove_file(&path);
            Self(path)
        }
    }

    impl Drop for SocketPath {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn get(path: &Path, target: &str) -> String {
        let mut stream = UnixStream::connect(path).unwrap();
        let head = format!(
            "GET {target} HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn refused(change: impl FnOnce(Server) -> Server) -> String {
        let server = change(Shop::default().integration().server().quiet());
        let bound = actix_web::rt::System::new().block_on(async { server.bind().map(drop) });
        bound.unwrap_err().to_string()
    }

    #[test]
    fn it_is_served_and_its_file_goes_with_the_server() {
        let path = SocketPath::new("served");
        for address in [false, true] {
            let at = path.0.clone();
            let serving = Serving::start(move |server| {
                if address {
                    server.address(format!("unix:{}", at.display()))
                } else {
                    server.unix_socket(at)
                }
            });
            assert!(serving.addresses.is_empty());
            assert!(get(&path.0, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));
            assert!(get(&path.0, "/healthz").starts_with("HTTP/1.1 200"));
            serving.stop();
            assert!(!path.0.exists(), "address: {address}");
        }
    }

    #[test]
    fn what_a_dead_server_left_is_replaced() {
        let path = SocketPath::new("stale");
        drop(UnixListener::bind(&path.0).unwrap()); // the file stays
        assert!(path.0.exists());
        let at = path.0.clone();
        let _serving = Serving::start(move |server| server.unix_socket(at));
        assert!(get(&path.0, "/healthz").starts_with("HTTP/1.1 200"));
    }

    #[test]
    fn where_a_living_server_listens_or_something_else_is_it_does_not_start() {
        let path = SocketPath::new("living");
        let at = path.0.clone();
        let _serving = Serving::start(move |server| server.unix_socket(at));
        let message = refused(|server| server.unix_socket(&path.0));
        assert!(message.starts_with("invalid setting `unix_socket`: "), "{message}");
        assert!(message.contains(path.0.to_str().unwrap()), "{message}");
        assert!(message.contains("another server listens there"), "{message}");
        assert!(get(&path.0, "/healthz").starts_with("HTTP/1.1 200"), "it is left alone");

        let busy = SocketPath::new("busy");
        let listener = UnixListener::bind(&busy.0).unwrap();
        // Its queue is full, and a client would wait.
        socket2::SockRef::from(&listener).listen(0).unwrap();
        let _queued = [(); 2].map(|()| {
            let client = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None);
            let client = client.unwrap();
            client.set_nonblocking(true).unwrap();
            let _ = client.connect(&socket2::SockAddr::unix(&busy.0).unwrap());
            client
        });
        let message = refused(|server| server.unix_socket(&busy.0));
        assert!(message.contains("another server listens there"), "{message}");

        let file = SocketPath::new("file");
        std::fs::write(&file.0, "precious").unwrap();
        let message = refused(|server| server.address(format!("unix:{}", file.0.display())));
        assert!(message.contains("the path exists and is not a socket"), "{message}");
        assert_eq!(std::fs::read_to_string(&file.0).unwrap(), "precious");

        let nowhere = file.0.with_file_name("no-such-folder/x.sock");
        assert!(refused(|server| server.unix_socket(nowhere)).contains("no-such-folder/x.sock"));
    }

    #[test]
    fn one_that_is_bound_already_can_be_given_too() {
        let path = SocketPath::new("given");
        let listener = UnixListener::bind(&path.0).unwrap();
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let serving = Serving::start(move |server| server.listen_uds(listener).listen(tcp));
        assert!(get(&path.0, "/churnkey/features").starts_with("HTTP/1.1 200"));
        assert!(crate::server::get(serving.addresses[0], "/healthz").starts_with("HTTP/1.1 200"));
        serving.stop();
        assert!(path.0.exists(), "the file is the caller's");
    }

    #[test]
    fn a_server_that_ends_leaves_the_file_of_its_successor() {
        let path = SocketPath::new("successor");
        let at = path.0.clone();
        let first = Serving::start(move |server| server.unix_socket(at));
        std::fs::remove_file(&path.0).unwrap(); // as a deployment may do it
        let at = path.0.clone();
        let _second = Serving::start(move |server| server.unix_socket(at));
        first.stop();
        assert!(get(&path.0, "/healthz").starts_with("HTTP/1.1 200"));
    }
}
