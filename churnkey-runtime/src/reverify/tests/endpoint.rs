//! A verify endpoint for tests, which fails, hangs and recovers on command.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// What the endpoint does with one request. The last one of a script is repeated.
#[derive(Clone, Copy)]
pub(super) enum Act {
    /// Answers with this status line and body.
    Answer(&'static str, &'static str),
    /// Reads the request and says nothing.
    Hang,
    /// Closes the connection at once.
    Close,
}

pub(super) const OK: Act = Act::Answer("200 OK", "verified");

pub(super) struct Endpoint {
    pub(super) url: String,
    requests: Receiver<String>,
}

impl Endpoint {
    pub(super) fn start(script: &'static [Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/verify", listener.local_addr().unwrap());
        let (seen, requests) = channel();
        thread::spawn(move || {
            let mut hanging = Vec::new();
            let endless = script.iter().chain(std::iter::repeat(script.last().unwrap()));
            for (stream, act) in listener.incoming().zip(endless) {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                if seen.send(request).is_err() {
                    return;
                }
                match act {
                    Act::Answer(status, body) => {
                        let length = body.len();
                        let head = format!(
                            "HTTP/1.1 {status}\r\nlocation: /elsewhere\r\ncontent-length: {length}\r\n"
                        );
                        let _ = write!(stream, "{head}connection: close\r\n\r\n{body}");
                    }
                    Act::Hang => hanging.push(stream),
                    Act::Close => drop(stream),
                }
            }
        });
        Self { url, requests }
    }

    /// The next request, as it arrived.
    pub(super) fn request(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    /// All requests so far.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.try_iter().collect()
    }

    /// Whether no request arrives within a time in which one would have.
    pub(super) fn is_quiet(&self) -> bool {
        self.requests.recv_timeout(Duration::from_millis(300)).is_err()
    }
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return head;
        }
    }
    let lower = head.to_ascii_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    head + &String::from_utf8(body).unwrap()
}
