//! The database locked, full, or gone for a while: errors that say nothing of it, none that hangs until the request's time
//! is over (that would be 504), and none that needs a restart.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use churnkey_test_support::tools;
use serde_json::{Value, json};

use crate::acme::{Acme, Subscription, command};
use crate::books::Books;
use crate::database::{Database, Store};
use crate::proxy::Proxy;
use crate::support::{Answer, Request, Server};

fn pause(days: u32) -> Value {
    json!({ "startAt": "immediate", "duration": { "amount": days, "unit": "day" } })
}

/// The error body, and in it only what is acme's own to say.
#[track_caller]
fn failed(answer: &Answer, statuses: &[u16]) {
    assert!(statuses.contains(&answer.status), "{answer:?}");
    let error: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(error["code"], answer.status);
    assert_eq!(error.as_object().unwrap().len(), 2, "{error}");
    let message = error["message"].as_str().unwrap();
    let known = match answer.status {
        503 => message == "the database is not available, try again later",
        _ => message.starts_with("internal error (request ") && message.len() < 60,
    };
    assert!(known, "{message}");
}

/// Many at once, more than there are connections.
fn pauses(acme: &Acme, whom: &[Subscription]) -> Vec<Answer> {
    thread::scope(|scope| {
        let ask = |it: &Subscription| acme.post("subscription/pause", &it.with(&pause(9)));
        let clients: Vec<_> = whom.iter().map(|it| scope.spawn(move || ask(it))).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

fn active(acme: &Acme, count: usize) -> Vec<Subscription> {
    let all = acme.subscriptions().into_iter();
    let active =
        all.filter(|it| it["status"]["name"] == "active" && it["duration"]["unit"] == "month");
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    active
        .map(|it| Subscription { id: text(&it, "id"), customer: text(&it, "customerId") })
        .take(count)
        .collect()
}

#[test]
fn while_another_has_the_database_locked_actions_are_503_and_reads_go_on() {
    for acme in Acme::on_each() {
        let whom = active(&acme, 12);
        let before = Books::of(&acme);
        let mut other = acme.database();
        other.execute(if acme.store.kind() == "SQLite" { "BEGIN IMMEDIATE" } else { "BEGIN" });
        other.execute("UPDATE customers SET tier = tier");
        thread::scope(|scope| {
            let actions = scope.spawn(|| pauses(&acme, &whom));
            thread::sleep(Duration::from_millis(500)); // until they wait, on all connections
            acme.read("/churnkey/customers");
            acme.reload(&whom[0]);
            assert!(!actions.is_finished(), "who reads does not wait for them");
            for answer in actions.join().unwrap() {
                failed(&answer, &[503]);
            }
        });
        other.execute("ROLLBACK");
        assert_eq!(Books::of(&acme).states, before.states, "nothing was done");
        for answer in pauses(&acme, &whom) {
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }
}

/// Fills the disk, gives the room back, and looks what is on it.
trait Disk {
    fn fill(&self);
    fn free(&self);
    fn database(&self, acme: &Acme) -> Database;
}

fn on_a_full_disk(acme: &Acme, disk: &dyn Disk) {
    let whom = active(acme, 40);
    let (first, rest) = whom.split_at(4);
    for it in first {
        acme.act("subscription/pause", &it.with(&pause(9)));
    }
    disk.fill();
    // Some may find room yet.
    let refused: Vec<_> = rest
        .iter()
        .filter(|it| {
            let answer = acme.post("subscription/pause", &it.with(&pause(9)));
            if answer.status != 200 {
                failed(&answer, &[500]);
            }
            answer.status != 200
        })
        .collect();
    assert!(!refused.is_empty(), "the disk was full");
    let full = Books::with(acme, disk.database(acme)); // reads go on
    disk.free();
    for it in &refused {
        let state = &full.states[&it.id];
        assert_eq!((state.pause, state.journal.len()), (None, 0), "half of it was done");
        acme.act("subscription/pause", &it.with(&pause(9)));
    }
    let mended = Books::with(acme, disk.database(acme));
    for it in &whom {
        let state = &mended.states[&it.id];
        assert_eq!((state.pause, state.journal["Pause"]), (Some(9), 1));
    }
}

/// A file system of a megabyte, which only acme's process sees; the test reaches it through `/proc`.
#[test]
fn on_a_full_file_system_actions_are_500_and_reads_go_on() {
    struct SmallDisk(PathBuf);

    impl Disk for SmallDisk {
        fn fill(&self) {
            use std::io::Write as _;
            let mut ballast = std::fs::File::create(self.0.join("ballast")).unwrap();
            while ballast.write_all(&[0; 512]).is_ok() {}
        }

        fn free(&self) {
            std::fs::remove_file(self.0.join("ballast")).unwrap();
        }

        /// A copy, since SQLite itself follows `/proc/…/root` to the test's own root.
        fn database(&self, acme: &Acme) -> Database {
            let copy = Store::folder_in(acme.store.folder());
            for file in ["live.db", "live.db-wal"] {
                std::fs::copy(self.0.join(file), copy.join(file)).unwrap();
            }
            Database::open(&Store::url_in(&copy))
        }
    }

    const NAMESPACE: &[&str] = &["--user", "--map-root-user", "--mount"];
    let may = Command::new("unshare")
        .args(NAMESPACE)
        .args(["mount", "-t", "tmpfs", "x", "/mnt"])
        .output();
    let may = match may {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(format!("`unshare` cannot be started: {error}")),
    };
    if tools::needed("the right to mount a file system", may).is_none() {
        return;
    }
    let store = Store::sqlite();
    let folder = store.folder().to_owned();
    let mount = format!("mount -t tmpfs -o size=4m x '{}' && exec \"$0\"", folder.display());
    let outer = [&["unshare"], NAMESPACE, &["sh", "-c", &mount]].concat();
    let server = Server::start(&mut within(&outer, &command(&store)));
    let seen = Path::new("/proc").join(server.child.id().to_string()).join("root");
    let seen = seen.join(folder.strip_prefix("/").unwrap());
    on_a_full_disk(&Acme::of(server, store), &SmallDisk(seen));
}

/// A limit to the size of the process's files: for where nothing may be mounted.
#[test]
fn beyond_a_size_limit_actions_are_500_and_reads_go_on() {
    struct Limit(u32);

    impl Limit {
        fn set(&self, limit: &str) {
            let process = self.0.to_string();
            let set = Command::new("prlimit").args(["--pid", &process, limit]).status().unwrap();
            assert!(set.success());
        }
    }

    impl Disk for Limit {
        fn fill(&self) {
            self.set("--fsize=0:unlimited");
        }

        fn free(&self) {
            self.set("--fsize=unlimited:unlimited");
        }

        fn database(&self, acme: &Acme) -> Database {
            acme.database()
        }
    }

    if !tools::program("prlimit") {
        return;
    }
    let store = Store::sqlite();
    // A write beyond the limit shall fail, instead of ending the process by a signal.
    let server =
        Server::start(&mut within(&["sh", "-c", "trap '' XFSZ && exec \"$0\""], &command(&store)));
    let limit = Limit(server.child.id());
    on_a_full_disk(&Acme::of(server, store), &limit);
}

/// A command that another one starts as its last argument.
fn within(outer: &[&str], inner: &Command) -> Command {
    let mut command = Command::new(outer[0]);
    command.args(&outer[1..]).arg(inner.get_program());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn ready(acme: &Acme) -> u16 {
    thread::sleep(Duration::from_millis(1100)); // its last answer is kept for a second
    acme.server.send(&Request::new("/readyz", "")).unwrap().status
}

#[test]
fn it_is_ready_while_its_database_can_be_read() {
    for acme in Acme::on_each() {
        assert_eq!(ready(&acme), 200);
        let mut other = acme.database();
        other.execute("ALTER TABLE customers RENAME TO customers_away");
        assert_eq!(ready(&acme), 503);
        assert_eq!(acme.server.send(&Request::new("/healthz", "")).unwrap().status, 200);
        other.execute("ALTER TABLE customers_away RENAME TO customers");
        assert_eq!(ready(&acme), 200);
    }
}

/// Open files stay open when their folder is moved, so most goes on; what needs a new connection cannot have it. Nothing is
/// written to anywhere else.
#[test]
fn a_database_file_that_is_away_for_a_while_comes_back_whole() {
    let mut acme = Acme::on(Store::sqlite());
    let folder = acme.store.folder().to_owned();
    let away = folder.with_extension("away");
    let whom = active(&acme, 12);
    for leave_an_empty_folder in [false, true] {
        std::fs::rename(&folder, &away).unwrap();
        if leave_an_empty_folder {
            std::fs::create_dir(&folder).unwrap();
        }
        let answers = pauses(&acme, &whom);
        for answer in &answers {
            if answer.status != 200 {
                failed(answer, &[500, 503]);
            }
        }
        thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    let answer = acme.get("/churnkey/customers?limit=100");
                    if answer.status != 200 {
                        failed(&answer, &[500, 503]);
                    }
                });
            }
        });
        if leave_an_empty_folder {
            std::fs::remove_dir(&folder).expect("no other database was made");
        }
        std::fs::rename(&away, &folder).unwrap();
        for it in &whom {
            acme.act("subscription/pause", &it.with(&pause(9)));
        }
        acme.subscriptions();
    }
    let before = Books::of(&acme).states;
    acme.killed_and_started();
    assert_eq!(Books::of(&acme).states, before);
}

/// PostgreSQL behind a proxy, and acme on it.
fn on_postgresql_behind_a_proxy() -> Option<(Acme, Proxy)> {
    let store = Store::postgresql()?;
    let address = store.url.split(['/', '@']).rev().nth(1).unwrap();
    let proxy = Proxy::to(address);
    let there = store.url.replace(address, &format!("127.0.0.1:{}", proxy.port));
    let server = Server::start(command(&store).env("DATABASE_URL", there));
    Some((Acme::of(server, store), proxy))
}

#[test]
fn a_server_that_is_gone_is_500_or_503_until_it_is_back() {
    let Some((acme, proxy)) = on_postgresql_behind_a_proxy() else { return };
    let whom = active(&acme, 12);
    let before = Books::of(&acme);
    proxy.cut();
    for round in 0..2 {
        for answer in pauses(&acme, &whom) {
            failed(&answer, if round == 0 { &[500, 503] } else { &[503] });
        }
        failed(&acme.get("/churnkey/customers"), &[500, 503]);
    }
    assert_eq!(acme.server.send(&Request::new("/healthz", "")).unwrap().status, 200);
    assert_eq!(ready(&acme), 503);
    proxy.restore();
    assert_eq!(Books::of(&acme).states, before.states, "nothing was done");
    for answer in pauses(&acme, &whom) {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[test]
fn actions_that_a_broken_connection_meets_are_done_or_not() {
    let Some((acme, proxy)) = on_postgresql_behind_a_proxy() else { return };
    let whom = active(&acme, 40);
    let answers = thread::scope(|scope| {
        let actions = scope.spawn(|| pauses(&acme, &whom));
        thread::sleep(Duration::from_millis(30));
        proxy.cut();
        actions.join().unwrap()
    });
    proxy.restore();
    let after = Books::of(&acme);
    for (it, answer) in whom.iter().zip(&answers) {
        let state = &after.states[&it.id];
        let done = state.pause == Some(9);
        assert_eq!(state.journal.contains_key("Pause"), done, "half of it was done");
        assert!(done || answer.status != 200, "an answered action was lost");
        if answer.status != 200 {
            failed(answer, &[500, 503]);
        }
        acme.act("subscription/pause", &it.with(&pause(9)));
    }
}

/// No connection is broken, and nothing comes back: neither to those that are in the midst of an action, nor to others.
#[test]
fn a_server_that_has_fallen_silent_is_503_and_not_504() {
    let Some((acme, proxy)) = on_postgresql_behind_a_proxy() else { return };
    let whom = active(&acme, 12);
    let mut other = acme.database();
    other.execute("BEGIN");
    other.execute("UPDATE customers SET tier = tier");
    thread::scope(|scope| {
        let actions = scope.spawn(|| pauses(&acme, &whom));
        thread::sleep(Duration::from_millis(500)); // until they wait
        proxy.silence();
        let read = || acme.get("/churnkey/customers");
        let reads: Vec<_> = (0..12).map(|_| scope.spawn(read)).collect();
        for read in reads {
            failed(&read.join().unwrap(), &[503]);
        }
        for answer in actions.join().unwrap() {
            failed(&answer, &[503]);
        }
    });
    other.execute("ROLLBACK");
    proxy.restore();
    acme.subscriptions();
    for answer in pauses(&acme, &whom) {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}
