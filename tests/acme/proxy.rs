//! A way to a database that can be cut.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const OPEN: u8 = 0;
/// Nothing passes, and nobody is told.
const SILENT: u8 = 1;
/// What there was is broken off, and what comes is too.
const CUT: u8 = 2;

pub(crate) struct Proxy {
    pub(crate) port: u16,
    way: Arc<AtomicU8>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// To this address. It ends with the process.
    pub(crate) fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            way: Arc::default(),
            streams: Arc::default(),
        };
        let (way, streams) = (Arc::clone(&proxy.way), Arc::clone(&proxy.streams));
        let address = address.to_owned();
        thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                if way.load(Ordering::Relaxed) == CUT {
                    continue; // dropped, and so closed
                }
                let far = TcpStream::connect(&address).unwrap();
                streams
                    .lock()
                    .unwrap()
                    .extend([near.try_clone().unwrap(), far.try_clone().unwrap()]);
                for (from, to) in
                    [(near.try_clone().unwrap(), far.try_clone().unwrap()), (far, near)]
                {
                    let way = Arc::clone(&way);
                    thread::spawn(move || carry(from, to, &way));
                }
            }
        });
        proxy
    }

    pub(crate) fn cut(&self) {
        self.way.store(CUT, Ordering::Relaxed);
        for stream in self.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(crate) fn silence(&self) {
        self.way.store(SILENT, Ordering::Relaxed);
    }

    pub(crate) fn restore(&self) {
        self.way.store(OPEN, Ordering::Relaxed);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, way: &AtomicU8) -> io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer)?;
        while way.load(Ordering::Relaxed) == SILENT {
            thread::sleep(Duration::from_millis(10));
        }
        if read == 0 {
            return to.shutdown(Shutdown::Both);
        }
        to.write_all(&buffer[..read])?;
    }
}
