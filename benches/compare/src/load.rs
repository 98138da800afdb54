//! The load: one thread, some connections that are kept alive, and on each the next request as soon as the last is
//! answered.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::Result;

pub(crate) struct Load {
    connections: Vec<Connection>,
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// When a load is over.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    Answers(u32),
    Elapsed(Duration),
}

impl Load {
    pub(crate) fn connect(address: SocketAddr, connections: usize) -> Result<Self> {
        let connections = (0..connections).map(|_| Connection::open(address));
        Ok(Self { connections: connections.collect::<Result<_>>()? })
    }

    /// Sends `request` again and again; gives the number of answers. Any answer but a 200 is an error.
    pub(crate) fn run(&mut self, request: &[u8], until: Until) -> Result<u32> {
        let begun = Instant::now();
        let first = u32::try_from(self.connections.len())?;
        for connection in &mut self.connections {
            connection.stream.write_all(request)?;
        }
        // The server always has the requests of all connections but one to work on.
        let (mut sent, mut answered) = (first, 0);
        while answered < sent {
            for connection in &mut self.connections {
                if answered == sent {
                    break;
                }
                connection.answer()?;
                answered += 1;
                let more = match until {
                    Until::Answers(count) => sent < count,
                    Until::Elapsed(time) => begun.elapsed() < time,
                };
                if more {
                    connection.stream.write_all(request)?;
                    sent += 1;
                }
            }
        }
        Ok(answered)
    }

    /// One request, and the body of its answer.
    pub(crate) fn ask(&mut self, request: &[u8]) -> Result<Vec<u8>> {
        let connection = self.connections.first_mut().ok_or("there is no connection")?;
        connection.stream.write_all(request)?;
        let body = connection.answer()?;
        Ok(connection.buffer.get(body..).unwrap_or_default().to_vec())
    }
}

impl Connection {
    fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream, buffer: vec![0; 128 * 1024] })
    }

    /// Reads one answer into the buffer, which it fills from the start to the end; gives where its body begins.
    fn answer(&mut self) -> Result<usize> {
        self.buffer.resize(128 * 1024, 0);
        let mut filled = 0;
        let mut extent = None;
        loop {
            let free = self.buffer.get_mut(filled..).unwrap_or_default();
            let read = self.stream.read(free)?;
            if read == 0 {
                return Err("a server closed the connection, or its answer is too long".into());
            }
            filled += read;
            if extent.is_none() {
                extent = extent_of(self.buffer.get(..filled).unwrap_or_default())?;
            }
            if let Some((body, end)) = extent
                && filled >= end
            {
                self.buffer.truncate(end);
                return Ok(body);
            }
        }
    }
}

/// Where the body begins and ends, when the head is there already.
fn extent_of(answer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = str::from_utf8(answer.get(..head).unwrap_or_default())?;
    if !text.starts_with("HTTP/1.1 200 ") {
        return Err(format!("a request was not answered with 200:\n{text}").into());
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.ok_or("an answer has no content-length")?.parse()?;
    Ok(Some((head + 4, head + 4 + length)))
}
