//! As much of the Language Server Protocol as an editor needs to ask where something is and what could be written.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Far more than it takes, also where the machine is busy: the first start compiles the macros.
const LIMIT: Duration = Duration::from_mins(10);

/// rust-analyzer with one file open.
pub(crate) struct LanguageServer {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    deadline: Instant,
    requests: u64,
    uri: String,
    text: &'static str,
}

impl LanguageServer {
    /// Opens `src/lib.rs` of a package, and waits until all of it is known. `build` gives the dynamic library of the macros.
    pub(crate) fn open(package: &Path, text: &'static str, build: &[&str]) -> Self {
        let mut process = Command::new("rust-analyzer")
            .current_dir(package)
            .env("CARGO_TARGET_DIR", package.join("target"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let (sender, messages) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        thread::spawn(move || read_all(output, &sender));
        let deadline = Instant::now() + LIMIT;
        let uri = format!("file://{}", package.join("src/lib.rs").display());
        let mut server = Self { process, input, messages, deadline, requests: 0, uri, text };

        server.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": format!("file://{}", package.display()),
                "capabilities": { "experimental": { "serverStatusNotification": true } },
                "initializationOptions": {
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                    "cargo": { "buildScripts": { "overrideCommand": build } },
                },
            }),
        );
        server.notify("initialized", json!({}));
        let document =
            json!({ "uri": server.uri, "languageId": "rust", "version": 1, "text": text });
        server.notify("textDocument/didOpen", json!({ "textDocument": document }));
        loop {
            let message = server.receive();
            if message["method"] == "experimental/serverStatus"
                && message["params"]["quiescent"] == true
            {
                let params = &message["params"];
                assert_eq!(params["health"], "ok", "{params}");
                return server;
            }
        }
    }

    /// The names that could stand behind the `nth` occurrence of `before`, in their order.
    pub(crate) fn completions(&mut self, before: &str, nth: usize) -> Vec<String> {
        let position = self.position(before, nth, before.len());
        let found = self.at("textDocument/completion", position);
        let items = found["items"].as_array().or_else(|| found.as_array()).cloned();
        let names = items
            .unwrap_or_default()
            .into_iter()
            .map(|item| item["label"].as_str().unwrap().split('(').next().unwrap().to_owned());
        names.collect()
    }

    /// The files of what the last letter of the `nth` occurrence of `place` belongs to.
    pub(crate) fn definitions(&mut self, place: &str, nth: usize) -> Vec<String> {
        let position = self.position(place, nth, place.len() - 1);
        let found = self.at("textDocument/definition", position);
        let found = found.as_array().cloned().unwrap_or_default();
        let files = found.iter().map(|it| it["uri"].as_str().unwrap().to_owned());
        files.collect()
    }

    /// The errors that it sees in the file.
    pub(crate) fn errors(&mut self) -> Vec<String> {
        let params = json!({ "textDocument": { "uri": self.uri } });
        let found = self.request("textDocument/diagnostic", params);
        let found = found["items"].as_array().cloned().unwrap_or_default();
        let errors = found.iter().filter(|it| it["severity"] == 1);
        errors.map(|it| format!("{}: {}", it["range"]["start"], it["message"])).collect()
    }

    fn at(&mut self, method: &str, position: Value) -> Value {
        self.request(method, json!({ "textDocument": { "uri": self.uri }, "position": position }))
    }

    fn position(&self, place: &str, nth: usize, within: usize) -> Value {
        let (start, _) = self.text.match_indices(place).nth(nth).unwrap();
        let before = &self.text[..start + within];
        let line = before.matches('\n').count();
        json!({ "line": line, "character": before.lines().last().unwrap().len() })
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        const CONTENT_MODIFIED: i64 = -32801;
        loop {
            self.requests += 1;
            let id = self.requests;
            self.send(&json!({ "id": id, "method": method, "params": params }));
            let answer = loop {
                let message = self.receive();
                if message["id"] == id && message["method"].is_null() {
                    break message;
                }
            };
            if answer["error"]["code"] != CONTENT_MODIFIED {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let message = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{message}", message.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// The next message. What the server asks of the editor is answered with nothing.
    fn receive(&mut self) -> Value {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left).expect("an answer in time");
        if !message["id"].is_null() && !message["method"].is_null() {
            self.send(&json!({ "id": message["id"], "result": null }));
        }
        message
    }
}

impl Drop for LanguageServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Messages, until the server ends.
fn read_all(mut output: BufReader<ChildStdout>, messages: &Sender<Value>) -> Option<()> {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            output.read_line(&mut line).ok().filter(|length| *length > 0)?;
            match line.trim().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().ok()?,
                Some(_) => {}
                None => break,
            }
        }
        let mut message = vec![0; length];
        output.read_exact(&mut message).ok()?;
        messages.send(serde_json::from_slice(&message).ok()?).ok()?;
    }
}
