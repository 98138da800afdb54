//! `churnkey contact` as a process.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// The process; killed when it goes out of scope.
pub(crate) struct Recorder {
    child: Child,
    /// The address that it listens on.
    pub(crate) address: String,
    pub(crate) file: PathBuf,
    lines: Mutex<Receiver<String>>,
    output: Mutex<String>,
}

impl Recorder {
    /// Starts it in front of an integration, with a new record.
    pub(crate) fn start(forward: &str, token: Option<&str>, arguments: &[&str]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_churnkey"));
        Self::spawn(command, forward, token, arguments)
    }

    /// Starts it where it may open only so many files.
    #[cfg(target_os = "linux")]
    pub(crate) fn start_with_files(forward: &str, token: Option<&str>, files: u32) -> Self {
        let mut command = Command::new("sh");
        let run = format!("ulimit -n {files} && exec \"$0\" \"$@\"");
        command.args(["-c", &run, env!("CARGO_BIN_EXE_churnkey")]);
        Self::spawn(command, forward, token, &[])
    }

    fn spawn(mut command: Command, forward: &str, token: Option<&str>, arguments: &[&str]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name =
            format!("contact-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_file(&file);
        command
            .args(["contact", "--listen", "127.0.0.1:0", "--forward", forward, "--record"])
            .arg(&file)
            .args(arguments)
            .env_remove("CK_INTEGRATION_TOKEN")
            .env_remove("CK_INTEGRATION_TOKEN_FILE");
        if let Some(token) = token {
            command.env("CK_INTEGRATION_TOKEN", token);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            stdout.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let first = lines.recv_timeout(Duration::from_secs(30)).unwrap_or_else(|_| {
            let mut problem = String::new();
            let stderr = child.stderr.take().unwrap();
            let _ = BufReader::new(stderr).read_to_string(&mut problem);
            panic!("it does not listen: {problem}")
        });
        let address = first.split(' ').nth(1).unwrap().split("://").nth(1).unwrap();
        let (address, lines) = (address.to_owned(), Mutex::new(lines));
        Self { address, child, file, lines, output: Mutex::default() }
    }

    /// Waits until its output has this part, and returns all of it.
    pub(crate) fn output_with(&self, part: &str) -> String {
        let until = Instant::now() + Duration::from_secs(30);
        let mut output = self.output.lock().unwrap();
        loop {
            output.extend(self.lines.lock().unwrap().try_iter().map(|line| line + "\n"));
            if output.contains(part) {
                return output.clone();
            }
            assert!(Instant::now() < until, "no `{part}` in {output}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the record has this many requests, and returns its kinds.
    pub(crate) fn kinds(&self, requests: u64) -> Vec<Value> {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let text = std::fs::read_to_string(&self.file).unwrap();
            let kinds: Vec<Value> =
                text.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
            let count: u64 = kinds.iter().map(|kind| kind["count"].as_u64().unwrap()).sum();
            if count >= requests {
                return kinds;
            }
            assert!(Instant::now() < until, "{count} of {requests} requests are in {text}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it with SIGTERM, and returns the record.
    #[cfg(unix)]
    pub(crate) fn end(self) -> String {
        let file = self.file.clone();
        let (code, complaints) = self.terminate();
        assert_eq!(code, Some(0), "{complaints}");
        std::fs::read_to_string(file).unwrap()
    }

    /// Ends it with SIGTERM, and returns its exit code and its complaints.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (Option<i32>, String) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        let mut complaints = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        (code, complaints)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
