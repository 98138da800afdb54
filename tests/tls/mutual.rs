//! A configuration of the merchant's own: client certificates.

use std::io;
use std::sync::Arc;

use actix_web::{HttpRequest, web};
use churnkey::TlsFiles;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

use crate::certificate::{Certificate, Folder, certificate};
use crate::client::{self, Client};
use crate::merchant::{serve, server};

fn key(certificate: &Certificate) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_slice(certificate.key.as_bytes()).unwrap()
}

/// Who does not show `client` may not connect.
fn only(client: &Certificate, ours: &Certificate) -> ServerConfig {
    let mut clients = RootCertStore::empty();
    clients.add(client.der.clone()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(clients.into(), Arc::clone(&provider)).build();
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.unwrap())
        .with_single_cert(vec![ours.der.clone()], key(ours))
        .unwrap()
}

fn showing(client: &Certificate, trusted: &Certificate) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.der.clone()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![client.der.clone()], key(client))
        .unwrap()
}

/// With TLS 1.3 the refusal comes after the handshake, when the client reads.
fn get(config: ClientConfig, address: std::net::SocketAddr) -> io::Result<u16> {
    Client::connect(config, address)?.get("/churnkey/features")
}

#[test]
fn who_shows_the_right_certificate_is_served_and_nobody_else() {
    let (ours, theirs, others) = (certificate(), certificate(), certificate());
    let address = serve(server().rustls(only(&theirs, &ours)));
    assert_eq!(get(showing(&theirs, &ours), address).unwrap(), 200);
    assert!(get(showing(&others, &ours), address).is_err());
    assert!(get(client::config(&ours), address).is_err(), "without one");
    let mut client = Client::connect(showing(&theirs, &ours), address).unwrap();
    assert_eq!(client.protocol(), None);
    assert_eq!(client.get("/healthz").unwrap(), 200, "it is asked for there too");
}

#[test]
fn http_1_1_is_all_that_is_offered() {
    let ours = certificate();
    let mut config = only(&certificate(), &ours);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let address = serve(server().rustls(config));
    let mut client = client::config(&ours);
    client.alpn_protocols = vec![b"h2".to_vec()];
    assert!(Client::connect(client, address).is_err());
}

#[test]
fn with_files_too_it_is_refused() {
    let (folder, ours) = (Folder::new(), certificate());
    let (file, key) = folder.keep(&ours);
    let both = server().tls(TlsFiles::new(file, key)).rustls(only(&ours, &ours));
    let bound = actix_web::rt::System::new().block_on(async { both.bind().map(drop) });
    let message = bound.unwrap_err().to_string();
    assert_eq!(message, "invalid setting `rustls`: `tls` is set too; set only one of the two");
}

#[test]
fn a_route_of_ones_own_sees_that_it_is_https() {
    let (folder, ours) = (Folder::new(), certificate());
    let (file, key) = folder.keep(&ours);
    let seen = async |http: HttpRequest| {
        let info = http.connection_info();
        format!("{} {}", info.scheme(), http.app_config().secure())
    };
    let routes = move |config: &mut web::ServiceConfig| {
        config.route("/seen", web::get().to(seen));
    };
    let address = serve(server().tls(TlsFiles::new(file, key)).app(routes));
    let mut client = Client::trusting(&ours, address).unwrap();
    client.send(b"GET /seen HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let answer = client.until_closed().unwrap();
    assert!(answer.ends_with("https true"), "{answer}");
    assert!(http_sees(routes).ends_with("http false"));
}

/// The same without TLS.
fn http_sees(routes: impl Fn(&mut web::ServiceConfig) + Send + Sync + 'static) -> String {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(serve(server().app(routes))).unwrap();
    stream.write_all(b"GET /seen HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
