//! A PostgreSQL server: the one that `ACME_TEST_POSTGRES` names, or one of the tests' own.
//!
//! The tests' own server needs only PostgreSQL's programs, 14 or newer, on the path or where Debian installs them. It
//! runs in a folder of its own, listens only on a free port of this machine, and ends with the test's process, however
//! that ends.

use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command};
use std::sync::LazyLock;

/// A variable with the address of a server where the tests may create databases, such as
/// `postgres://me:secret@localhost/postgres`.
pub const SERVER: &str = "ACME_TEST_POSTGRES";

const OLDEST: u32 = 14;

/// The address of a server where databases may be created, for all tests of the process.
pub fn server() -> Result<&'static str, &'static str> {
    static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(Server::find);
    SERVER.as_ref().map(|server| server.url.as_str()).map_err(String::as_str)
}

struct Server {
    url: String,
    /// `supervise.sh` waits until this is closed. It is never dropped, since it is in a static, so the end of the
    /// process closes it.
    _lifeline: Option<ChildStdin>,
}

impl Server {
    fn find() -> Result<Self, String> {
        match std::env::var(SERVER) {
            Ok(url) => Ok(Self { url, _lifeline: None }),
            Err(_) => Self::start(&programs()?),
        }
    }

    #[cfg(not(unix))]
    fn start(_: &Path) -> Result<Self, String> {
        Err(format!("one is started on Unix alone, and {SERVER} names none"))
    }

    #[cfg(unix)]
    fn start(programs: &Path) -> Result<Self, String> {
        use std::io::Read as _;
        use std::os::unix::process::CommandExt as _;
        use std::process::Stdio;

        let owner = unix::Owner::find()?;
        let password = unix::random();
        let folder =
            owner.folder(&password).map_err(|error| format!("no folder for it: {error}"))?;
        let port = free_port().map_err(|error| format!("no port for it: {error}"))?;
        let mut supervisor = Command::new("sh");
        supervisor
            .args(["-c", include_str!("supervise.sh"), "supervise.sh"])
            .args([programs, folder.as_path()])
            .arg(port.to_string())
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C ends the test, and that ends the supervisor: it must live to clean up.
            .process_group(0);
        if let unix::Owner::Other { user, group } = owner {
            supervisor.uid(user).gid(group);
        }
        let mut supervisor =
            supervisor.spawn().map_err(|error| format!("`sh` cannot be started: {error}"))?;
        let lifeline = supervisor.stdin.take();
        let mut said = String::new();
        if let Some(mut stdout) = supervisor.stdout.take() {
            // It prints nothing more once the server runs, and everything if it does not.
            stdout.read_to_string(&mut said).map_err(|error| error.to_string())?;
        }
        if said != "ready\n" {
            return Err(format!("it did not start: {said}"));
        }
        let url = format!("postgres://churnkey:{password}@127.0.0.1:{port}/postgres");
        Ok(Self { url, _lifeline: lifeline })
    }
}

/// The folder of the newest programs: on the path, or else among those that Debian installs side by side.
fn programs() -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| {
        // Often a link: the other programs are beside its target.
        let postgres = folder.join("postgres").canonicalize().ok()?;
        Some(postgres.parent()?.to_owned())
    });
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = debian.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let all = on_path.chain(debian).filter_map(|folder| Some((version(&folder)?, folder)));
    match all.max_by_key(|(version, _)| *version) {
        Some((version, folder)) if version >= OLDEST => Ok(folder),
        Some((version, folder)) => {
            Err(format!("the newest in {} is {version}, older than {OLDEST}", folder.display()))
        }
        None => Err(format!(
            "no `postgres` on the path nor in /usr/lib/postgresql, and {SERVER} names no server"
        )),
    }
}

/// The major version of the programs in this folder, if all of them are there.
fn version(folder: &Path) -> Option<u32> {
    if !["initdb", "pg_ctl"].iter().all(|program| folder.join(program).exists()) {
        return None;
    }
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    // `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, or `18beta1`
    let said = String::from_utf8(output.stdout).ok()?;
    let version = said.split_whitespace().nth(2)?;
    version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// A port that was free a moment ago.
#[cfg(unix)]
fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(unix)]
mod unix {
    use std::fs::{DirBuilder, OpenOptions};
    use std::hash::{BuildHasher as _, RandomState};
    use std::io::{self, Write as _};
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, chown};
    use std::path::PathBuf;
    use std::process::Command;

    /// The user that the server runs as: PostgreSQL refuses to be started by root.
    #[derive(Clone, Copy)]
    pub(super) enum Owner {
        Me,
        Other { user: u32, group: u32 },
    }

    impl Owner {
        pub(super) fn find() -> Result<Self, String> {
            if id(&["-u"])? != 0 {
                return Ok(Self::Me);
            }
            // The package's user, if it is installed; any other user without rights will do.
            for name in ["postgres", "nobody"] {
                if let (Ok(user), Ok(group)) = (id(&["-u", name]), id(&["-g", name])) {
                    return Ok(Self::Other { user, group });
                }
            }
            Err("there is no user `postgres` or `nobody` to start it as".to_owned())
        }

        /// A new folder that only the owner can read, with the password in the file `password`.
        pub(super) fn folder(self, password: &str) -> io::Result<PathBuf> {
            let folder = std::env::temp_dir().join(format!("churnkey-postgresql-{}", random()));
            DirBuilder::new().mode(0o700).create(&folder)?;
            let file = folder.join("password");
            let mut writer =
                OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
            writer.write_all(password.as_bytes())?;
            if let Self::Other { user, group } = self {
                chown(&file, Some(user), Some(group))?;
                chown(&folder, Some(user), Some(group))?;
            }
            Ok(folder)
        }
    }

    fn id(arguments: &[&str]) -> Result<u32, String> {
        let output = Command::new("id").args(arguments).output();
        let output = output.map_err(|error| format!("`id` cannot be started: {error}"))?;
        let number = String::from_utf8(output.stdout).unwrap_or_default();
        number.trim().parse().map_err(|_| format!("`id {}` gives no number", arguments.join(" ")))
    }

    /// Sixteen unpredictable bytes. The keys of a hash map are the only random numbers in the standard library.
    pub(super) fn random() -> String {
        let eight = || RandomState::new().hash_one("");
        format!("{:016x}{:016x}", eight(), eight())
    }
}
