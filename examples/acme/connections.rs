//! Connections to the database: how long to wait for one, and what the client reads when there is none.

use std::fmt;
use std::time::Duration;

use churnkey::actix_web::rt::time::timeout;
use churnkey::{Error, Result};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _};

/// Where the data is.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) url: String,
    /// PostgreSQL keeps live and test data in one database, in schemas of their own.
    pub(crate) schema: Option<&'static str>,
}

// Acme gives up before the 30 s of a request are over, so the client reads 503 and not 504, and no action runs for ever
// when the database stops answering. Unfinished work is rolled back.

/// How long to wait for a free or a new connection.
const CONNECTION: Duration = Duration::from_secs(5);
/// How long to wait for a lock.
pub(crate) const LOCK: Duration = Duration::from_secs(5);
/// How long all statements of a request may take.
const WORK: Duration = Duration::from_secs(15);

/// Without the options, and without PostgreSQL's address, which may hold a password.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.is_sqlite(), self.schema) {
            (true, _) => f.write_str(self.url.split('?').next().unwrap_or_default()),
            (false, Some(schema)) => write!(f, "schema {schema} on PostgreSQL"),
            (false, None) => f.write_str("on PostgreSQL"),
        }
    }
}

impl Place {
    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// One connection, which creates an SQLite file if there is none.
    pub(crate) async fn connect(&self, lock: Duration) -> Result<AnyConnection> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        self.set_up(&mut connection, lock).await?;
        Ok(connection)
    }

    pub(crate) fn pool(&self, connections: u32) -> Result<AnyPool> {
        // A file that is missing for a moment must not be replaced by an empty one.
        let url = self.url.replace("mode=rwc", "mode=rw");
        let place = self.clone();
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(CONNECTION)
            .after_connect(move |connection, _| {
                let place = place.clone();
                Box::pin(async move { place.set_up(connection, LOCK).await })
            })
            .connect_lazy(&url)?;
        Ok(pool)
    }

    async fn set_up(&self, connection: &mut AnyConnection, lock: Duration) -> sqlx::Result<()> {
        let lock = lock.as_millis();
        let settings = if self.is_sqlite() {
            vec![
                format!("PRAGMA busy_timeout = {lock}"),
                // Readers and a writer do not block each other.
                "PRAGMA journal_mode = WAL".to_owned(),
                // Whatever was answered is on the disk.
                "PRAGMA synchronous = FULL".to_owned(),
                "PRAGMA foreign_keys = ON".to_owned(),
            ]
        } else {
            let schema = self.schema.map(|schema| format!("SET search_path = {schema}"));
            let settings = [
                format!("SET lock_timeout = {lock}"),
                // If this program disappears, its locks go too.
                format!("SET idle_in_transaction_session_timeout = {}", WORK.as_millis()),
            ];
            settings.into_iter().chain(schema).collect()
        };
        for setting in settings {
            sqlx::query(sqlx::AssertSqlSafe(setting)).execute(&mut *connection).await?;
        }
        Ok(())
    }
}

/// Does everything that a request needs on one connection, within the limits.
pub(crate) async fn on_one<T>(
    pool: &AnyPool,
    work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T>,
) -> Result<T> {
    let mut connection = pool.acquire().await?;
    let done = timeout(WORK, work(&mut connection)).await;
    let done = done.unwrap_or_else(|late| Err(try_later().because(late)));
    if done.as_ref().is_err_and(|error| error.code() >= 500) {
        // Its state is unknown. When a disk is full, SQLite ends the transaction by itself; sqlx would continue in a
        // transaction that no longer exists, and the next action would be answered but not kept.
        connection.close_on_drop();
    }
    done
}

/// Temporary errors are 503, which is logged as a warning. Everything else, such as a full disk, stays an internal
/// error, which should page somebody. In neither case does the client read the database's message.
pub(crate) fn answer(error: &sqlx::Error) -> Option<Error> {
    may_pass(error).then(try_later)
}

fn try_later() -> Error {
    Error::new(503, "the database is not available, try again later").retry_after(5)
}

fn may_pass(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(&code)),
        _ => false,
    }
}

/// SQLite's result codes are numbers; PostgreSQL's have five characters.
fn is_passing(code: &str) -> bool {
    if code.len() < 5 {
        // The last byte is the kind: busy, locked, cannot open the file.
        return code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 14));
    }
    match code {
        // a deadlock, a lock timeout, too many connections
        "40001" | "40P01" | "55P03" | "53300" => true,
        // broken connections; a server that is starting or shutting down
        _ => code.starts_with("08") || code.starts_with("57P0"),
    }
}
