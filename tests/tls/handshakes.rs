//! Who may connect, and that those who do not get on with it hold nobody up.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use churnkey::TlsFiles;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, version};

use crate::certificate::{Certificate, Folder, certificate};
use crate::client::{Client, config};
use crate::merchant::{serve, server};

fn files(certificate: &Certificate) -> (Folder, TlsFiles) {
    let folder = Folder::new();
    let (certificate, key) = folder.keep(certificate);
    (folder, TlsFiles::new(certificate, key))
}

#[test]
fn both_versions_of_tls_are_spoken_to_those_who_trust_the_certificate() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files));
    for version in [&version::TLS12, &version::TLS13] {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(ours.der.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut client = Client::connect(config, address).unwrap();
        assert_eq!(client.get("/churnkey/customers/u_1").unwrap(), 200);
    }
    let stranger = Client::trusting(&certificate(), address).map(drop).unwrap_err();
    assert!(stranger.to_string().contains("certificate"), "{stranger}");
}

#[test]
fn http_1_1_is_the_only_protocol_that_is_offered() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files));
    let offering = |protocols: &[&[u8]]| {
        let mut config = config(&ours);
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Client::connect(config, address)
    };
    assert_eq!(offering(&[b"h2", b"http/1.1"]).unwrap().protocol(), Some(&b"http/1.1"[..]));
    assert!(offering(&[b"h2"]).is_err());
}

#[test]
fn plain_http_on_the_tls_port_gets_no_answer_from_the_integration() {
    let (_folder, files) = files(&certificate());
    let mut stream = TcpStream::connect(serve(server().tls(files))).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer); // an alert of TLS, or a reset
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn another_default_provider_in_the_program_does_not_matter() {
    // One that could speak to nobody. The tests' own client names its provider too.
    let useless = CryptoProvider { cipher_suites: Vec::new(), ..ring::default_provider() };
    useless.install_default().unwrap();
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files));
    let mut client = Client::trusting(&ours, address).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1").unwrap(), 200);
}

/// More than the 256 handshakes at a time that actix takes on by itself.
const SILENT: usize = 300;

#[test]
fn many_who_never_shake_hands_do_not_keep_another_waiting() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files).headers_timeout(Duration::from_mins(10)));
    let silent: Vec<TcpStream> =
        (0..SILENT).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut client = Client::trusting(&ours, address).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1").unwrap(), 200);
    for mut stream in silent {
        stream.set_nonblocking(true).unwrap();
        let still_open = stream.read(&mut [0]).unwrap_err();
        assert_eq!(still_open.kind(), ErrorKind::WouldBlock);
    }
}

#[test]
fn who_does_not_finish_the_handshake_in_time_is_dropped() {
    let (_folder, files) = files(&certificate());
    let address = serve(server().tls(files).headers_timeout(Duration::from_secs(1)));
    let mut silent = TcpStream::connect(address).unwrap();
    let mut halfway = TcpStream::connect(address).unwrap();
    halfway.write_all(&[22, 3, 1, 0, 200, 1]).unwrap(); // the beginning of a ClientHello
    for stream in [&mut silent, &mut halfway] {
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        match stream.read(&mut [0]) {
            Ok(read) => assert_eq!(read, 0),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
    }
}
