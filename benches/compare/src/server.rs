//! A merchant's server as a process on a core of its own.

use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Result, machine};

pub(crate) const TOKEN: &str = "ck_int_compare_0123456789";

/// How a server is started.
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    pub(crate) environment: Vec<(&'static str, &'static str)>,
}

pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start(launch: &Launch) -> Result<Self> {
        Self::start_under(launch, &[])
    }

    /// Starts it under a tool such as valgrind, and waits until it listens.
    pub(crate) fn start_under(launch: &Launch, tool: &[OsString]) -> Result<Self> {
        let mut words: Vec<OsString> = Vec::new();
        if machine::has("taskset") {
            words.extend(["taskset", "-c", machine::SERVER_CORE].map(OsString::from));
        }
        words.extend_from_slice(tool);
        words.push(launch.program.clone().into());
        let [program, arguments @ ..] = words.as_slice() else {
            return Err("there is no program".into());
        };
        let address = free_address()?;
        let process = Command::new(program)
            .args(arguments)
            .env("CK_ADDR", address.to_string())
            .env("CK_INTEGRATION_TOKEN", TOKEN)
            .envs(launch.environment.iter().copied())
            .stdout(Stdio::null())
            .spawn()?;
        let mut server = Self { process, address };
        server.wait_until_it_listens()?;
        Ok(server)
    }

    /// Resident memory, in KiB.
    pub(crate) fn resident(&self) -> Result<u32> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.ok_or("the kernel tells no VmRSS")?.trim().trim_end_matches(" kB").parse()?)
    }

    /// The processor time that all its threads have used.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        let mut nanoseconds = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let schedule = fs::read_to_string(thread?.path().join("schedstat"))?;
            let used = schedule.split(' ').next().ok_or("the kernel tells no schedstat")?;
            nanoseconds += used.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<()> {
        let pid = self.process.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let deadline = Instant::now() + Duration::from_mins(1);
        while self.process.try_wait()?.is_none() {
            if Instant::now() > deadline {
                return Err("a server does not stop".into());
            }
            sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn wait_until_it_listens(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.process.try_wait()? {
                return Err(format!("a server ended at once: {status}").into());
            }
            if Instant::now() > deadline {
                return Err("a server does not listen".into());
            }
            sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
