use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use churnkey::rustls::crypto::ring;
use churnkey::rustls::pki_types::PrivateKeyDer;
use churnkey::rustls::pki_types::pem::PemObject as _;
use churnkey::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use super::*;

/// An authority, as a company has one for its clients.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn get(
    address: &str,
    server: &CertifiedIssuer<'static, KeyPair>,
    client: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(server.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match client {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec!["churnkey".to_owned()]).unwrap();
            let certificate = params.signed_by(&key, authority).unwrap();
            let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
            config.with_client_auth_cert(vec![certificate.der().clone()], key).unwrap()
        }
    };
    let name = "localhost".try_into().unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
    let head = format!(
        "GET /churnkey/features HTTP/1.1\r\nhost: localhost\r\nauthorization: {TOKEN}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn who_shows_a_certificate_of_the_authority_is_served() {
    let folder = std::env::temp_dir().join(format!("churnkey-mutual-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (clients, others) = (authority(), authority());
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.is_ca = IsCa::ExplicitNoCa;
    let ours = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    write(&folder, "clients-ca.pem", &clients.pem());
    write(&folder, "server.pem", &ours.pem());
    write(&folder, "server.key", &ours.key().serialize_pem());
    let mut command = program(env!("CARGO_BIN_EXE_mutual_tls"));
    let server = Server::start(command.env("CERTIFICATES", &folder));

    let answer = get(&server.address, &ours, Some(&clients)).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(get(&server.address, &ours, Some(&others)).is_err());
    assert!(get(&server.address, &ours, None).is_err());
    drop(server);
    std::fs::remove_dir_all(folder).unwrap();
}
