//! This binary once more, as a server in the clear and one with TLS, with their defaults.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use churnkey::TlsFiles;

use crate::certificate::{Certificate, Folder, certificate};
use crate::merchant::server;
use churnkey_test_support::{Request, send};

const PLACES: &str = "CHURNKEY_TEST_PLACES";
const TLS: &str = "CHURNKEY_TEST_TLS";
const LOG: &str = "RUST_LOG";
pub(crate) const WORKERS: usize = 2;

#[actix_web::test]
#[ignore = "a server, which the other tests start and stop"]
async fn a_server() {
    tracing_subscriber::fmt().with_env_filter(std::env::var(LOG).unwrap()).with_ansi(false).init();
    let server = || {
        let server = server().workers(WORKERS);
        match std::env::var(PLACES) {
            Ok(places) => server.connections_per_worker(places.parse().unwrap()),
            Err(_) => server,
        }
    };
    let plain = server().bind().unwrap();
    println!("plain {}", plain.addresses()[0]);
    let Ok(folder) = std::env::var(TLS) else {
        println!("ready");
        return plain.run().await.unwrap();
    };
    let files = TlsFiles::new(format!("{folder}/cert.pem"), format!("{folder}/key.pem"));
    let tls = server().tls(files).bind().unwrap();
    println!("tls {}", tls.addresses()[0]);
    println!("ready");
    let plain = actix_web::rt::spawn(plain.run());
    tls.run().await.unwrap();
    plain.await.unwrap().unwrap();
}

pub(crate) struct Server {
    child: Child,
    pub(crate) plain: SocketAddr,
    /// With TLS, and the certificate that is to be trusted.
    pub(crate) tls: Option<(SocketAddr, Certificate)>,
    lines: Mutex<Receiver<String>>,
    _folder: Folder,
}

impl Server {
    /// With its defaults, and a log that tells of each connection.
    pub(crate) fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        Self::run(command.env(LOG, "churnkey=debug"), Some(certificate()))
    }

    pub(crate) fn start_with_places(places: usize) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(PLACES, places.to_string()).env(LOG, "churnkey=warn");
        Self::run(&mut command, Some(certificate()))
    }

    /// With as many places as there are files for. Without TLS, since two servers would share the files.
    pub(crate) fn start_with_open_files(limit: u32) -> Self {
        let mut command = Command::new("sh");
        let limited = format!("ulimit -n {limit} && exec \"$0\" \"$@\"");
        command.arg("-c").arg(limited).arg(std::env::current_exe().unwrap());
        command.env(LOG, "churnkey=warn");
        Self::run(&mut command, None)
    }

    fn run(command: &mut Command, certificate: Option<Certificate>) -> Self {
        let folder = Folder::new();
        if let Some(certificate) = &certificate {
            folder.keep(certificate);
            command.env(TLS, folder.path(""));
        }
        let mut child = command
            .args(["process::a_server", "--exact", "--ignored", "--nocapture"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            said.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let (mut plain, mut tls) = (None, None);
        for line in lines.iter().take_while(|line| !line.ends_with("ready")) {
            let address = |name| line.rsplit_once(name)?.1.parse().ok();
            plain = plain.or_else(|| address("plain "));
            tls = tls.or_else(|| address("tls "));
        }
        let plain = plain.expect("it serves");
        let (tls, lines) = (tls.zip(certificate), Mutex::new(lines));
        let server = Self { child, plain, tls, lines, _folder: folder };
        server.settle();
        server
    }

    /// Until its workers have begun, and hold what files they need themselves.
    fn settle(&self) {
        send(&self.plain.to_string(), &Request::new("/healthz", "")).unwrap();
        let mut files = 0;
        while files != self.open_files() {
            files = self.open_files();
            std::thread::sleep(Duration::from_millis(500));
        }
        self.lines.lock().unwrap().try_iter().for_each(drop);
    }

    /// What the log says of a connection that has ended: why, after how long, and what was read after its answer.
    pub(crate) fn an_end(&self) -> Option<(String, Duration, usize)> {
        let lines = self.lines.lock().unwrap();
        let line = lines.try_iter().find(|line| line.contains("a connection has ended"))?;
        let field = |name: &str| line.split_once(name).map(|(_, rest)| rest).unwrap();
        let number = |name| field(name).split(' ').next().unwrap().parse::<u64>().unwrap();
        let why = field("why=\"").split('"').next().unwrap().to_owned();
        let elapsed = Duration::from_millis(number("elapsed_ms="));
        Some((why, elapsed, usize::try_from(number("discarded=")).unwrap()))
    }

    pub(crate) fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count()
    }

    /// The memory that it holds, in KiB.
    pub(crate) fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// How long it takes until it has no more files open than this.
    pub(crate) fn until_open_files(&self, count: usize) -> Duration {
        let begun = Instant::now();
        while self.open_files() > count {
            assert!(begun.elapsed() < Duration::from_mins(1), "{} are open", self.open_files());
            std::thread::sleep(Duration::from_millis(20));
        }
        begun.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
