//! The databases that acme is tested on, and the tests' own way into them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::rt::Runtime;
use churnkey_test_support::{postgresql, tools};
use sqlx::any::{AnyRow, install_default_drivers};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// Where one acme has its data; gone when it goes out of scope.
pub(crate) struct Store {
    pub(crate) url: String,
    remains: Remains,
}

enum Remains {
    Folder(PathBuf),
    /// The server, and the database's name.
    Database(String, String),
}

impl Store {
    pub(crate) fn sqlite() -> Self {
        let folder = Self::folder_in(Path::new(env!("CARGO_TARGET_TMPDIR")));
        Self { url: Self::url_in(&folder), remains: Remains::Folder(folder) }
    }

    /// A new folder for an SQLite database.
    pub(crate) fn folder_in(parent: &Path) -> PathBuf {
        let folder = parent.join(format!("acme-{}", unique()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    pub(crate) fn url_in(folder: &Path) -> String {
        format!("sqlite:{}?mode=rwc", folder.join("live.db").display())
    }

    /// A new database on the tests' PostgreSQL server. `None` where there is none: that is told, and the test is skipped.
    pub(crate) fn postgresql() -> Option<Self> {
        let server = tools::needed("a PostgreSQL server", postgresql::server())?;
        let name = format!("acme_test_{}", unique());
        Database::open(server).execute(&format!("CREATE DATABASE {name}"));
        let (rest, _) = server.rsplit_once('/').unwrap();
        let url = format!("{rest}/{name}");
        Some(Self { url, remains: Remains::Database(server.to_owned(), name) })
    }

    /// A new one of each kind that there is to test with.
    pub(crate) fn each() -> impl Iterator<Item = Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgresql())
    }

    pub(crate) fn database(&self) -> Database {
        Database::open(&self.url)
    }

    /// Of an SQLite database.
    pub(crate) fn folder(&self) -> &Path {
        match &self.remains {
            Remains::Folder(folder) => folder,
            Remains::Database(..) => panic!("a server has no folder"),
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self.remains {
            Remains::Folder(_) => "SQLite",
            Remains::Database(..) => "PostgreSQL",
        }
    }
}

fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

impl Drop for Remains {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Self::Database(server, name) => {
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                Database::open(server).execute(&drop);
            }
        }
    }
}

/// A connection of the test's own.
pub(crate) struct Database {
    runtime: Runtime,
    connection: AnyConnection,
}

impl Database {
    pub(crate) fn open(url: &str) -> Self {
        install_default_drivers();
        let runtime = Runtime::new().unwrap();
        let connection = runtime.block_on(AnyConnection::connect(url)).unwrap();
        Self { runtime, connection }
    }

    pub(crate) fn execute(&mut self, sql: &str) {
        let query = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut self.connection);
        self.runtime.block_on(query).unwrap();
    }

    pub(crate) fn rows(&mut self, sql: &str) -> Vec<AnyRow> {
        let query = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.connection);
        self.runtime.block_on(query).unwrap()
    }

    /// With what stands for `$1` and so on.
    pub(crate) fn rows_with<T>(&mut self, sql: &str, parameters: &[T]) -> Vec<AnyRow>
    where
        T: Clone + for<'q> sqlx::Encode<'q, sqlx::Any> + sqlx::Type<sqlx::Any> + 'static,
    {
        let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
        for parameter in parameters {
            query = query.bind(parameter.clone());
        }
        self.runtime.block_on(query.fetch_all(&mut self.connection)).unwrap()
    }

    pub(crate) fn number(&mut self, sql: &str) -> i64 {
        use sqlx::Row as _;
        self.rows(sql)[0].get(0)
    }
}
