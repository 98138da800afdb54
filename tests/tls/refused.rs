//! Files that cannot be used: nothing is served, and the message says which file and why.

use std::path::Path;
use std::process::{Command, Output};

use churnkey::TlsFiles;

use crate::certificate::{Folder, certificate};
use crate::features::example;
use crate::merchant::server;

#[track_caller]
fn refused(certificate: &Path, key: &Path) -> String {
    let files = TlsFiles::new(certificate, key);
    let bound =
        actix_web::rt::System::new().block_on(async { server().tls(files).bind().map(drop) });
    let message = bound.unwrap_err().to_string();
    assert!(message.starts_with("invalid setting `tls`: "), "{message}");
    message
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let (certificate, key) = folder.keep(&certificate());
    let absent = folder.path("absent.pem");
    let named = absent.display();
    let message = refused(&absent, &key);
    assert!(message.contains(&format!("the certificate `{named}` cannot be read: ")), "{message}");
    let message = refused(&certificate, &absent);
    assert!(message.contains(&format!("the private key `{named}` cannot be read: ")), "{message}");
}

#[test]
fn a_file_without_what_is_looked_for_is_named() {
    let folder = Folder::new();
    let (certificate, key) = folder.keep(&certificate());
    let empty = folder.write("empty.pem", "");
    for (wrong, found) in [(&empty, "empty.pem"), (&key, "key.pem")] {
        let message = refused(wrong, &key);
        assert!(message.contains("there is no certificate in `"), "{message}");
        assert!(message.contains(found), "{message}");
    }
    let locked = folder.write(
        "locked.pem",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    for wrong in [&empty, &certificate, &locked] {
        let message = refused(&certificate, wrong);
        let expected = format!(
            "there is no private key in `{}`; it must be PKCS#8, SEC1 or PKCS#1, without a passphrase",
            wrong.display()
        );
        assert!(message.ends_with(&expected), "{message}");
    }
}

#[test]
fn a_damaged_file_is_named_and_its_words_are_not_repeated() {
    let folder = Folder::new();
    let ours = certificate();
    let (good, key) = folder.keep(&ours);
    let secret = ours.key.lines().nth(1).unwrap();
    let half = format!("-----BEGIN PRIVATE KEY-----\n{secret}\n");
    let no_base64 = ours.key.replace(secret, &format!("{secret}!"));
    let begin = ours.key.replace("-----BEGIN PRIVATE KEY-----", &format!("-----BEGIN {secret}"));
    for damaged in [half, no_base64, begin] {
        let damaged = folder.write("damaged.pem", &damaged);
        let message = refused(&good, &damaged);
        assert!(message.contains("damaged.pem"), "{message}");
        assert!(!message.contains(&secret[..8]), "{message}");
    }
    let pem = |label, body| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
    let nonsense = folder.write("nonsense.pem", &pem("CERTIFICATE", "AAAA"));
    let message = refused(&nonsense, &key);
    assert!(message.contains("the certificate in `"), "{message}");
    let nonsense = folder.write("nonsense.pem", &pem("PRIVATE KEY", "AAAA"));
    let message = refused(&good, &nonsense);
    assert!(message.contains("the private key in `"), "{message}");
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let folder = Folder::new();
    let (certificate_file, _) = folder.keep(&certificate());
    let other = folder.write("other.pem", &certificate().key);
    let message = refused(&certificate_file, &other);
    let expected = format!(
        "the key in `{}` does not belong to the first certificate in `{}`",
        other.display(),
        certificate_file.display()
    );
    assert!(message.contains(&expected), "{message}");
}

fn started(variables: &[(&str, &Path)]) -> String {
    let mut command: Command = example("tls");
    let Output { status, stderr, .. } = command.envs(variables.iter().copied()).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn one_variable_without_the_other_is_refused() {
    let folder = Folder::new();
    let (certificate, key) = folder.keep(&certificate());
    let message = started(&[("CK_TLS_CERT", &certificate)]);
    assert!(message.contains("`CK_TLS_CERT`: `CK_TLS_KEY` is not set"), "{message}");
    let message = started(&[("CK_TLS_KEY", &key)]);
    assert!(message.contains("`CK_TLS_KEY`: `CK_TLS_CERT` is not set"), "{message}");
}

#[test]
fn the_process_ends_with_the_message() {
    let folder = Folder::new();
    let (certificate_file, _) = folder.keep(&certificate());
    let absent = folder.path("absent.pem");
    let message = started(&[("CK_TLS_CERT", &certificate_file), ("CK_TLS_KEY", &absent)]);
    assert!(message.contains("` cannot be read"), "{message}");
}
