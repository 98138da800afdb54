//! The SQL of the pages about events and repeats, on PostgreSQL.

use actix_web::rt::Runtime;
use churnkey::actions::{ActionDuration, DurationUnit, PauseOptions, StartDate};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use crate::database::Store;

const REPEATS: &str = include_str!("../../docs/repeats.md");
const EVENTS: &str = include_str!("../../docs/events.md");

/// The one block of SQL on a page that begins so.
pub(crate) fn sql(page: &str, begin: &str) -> String {
    let mut blocks = page.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next());
    let block = blocks.find(|block| block.starts_with(begin)).unwrap();
    assert!(!blocks.any(|other| other.starts_with(begin)), "one that begins with {begin}");
    block.to_owned()
}

struct Books {
    runtime: Runtime,
    connection: PgConnection,
}

impl Books {
    fn of(store: &Store) -> Self {
        let runtime = Runtime::new().unwrap();
        let connection = runtime.block_on(PgConnection::connect(&store.url)).unwrap();
        Self { runtime, connection }
    }

    fn script(&mut self, sql: &str) {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.connection);
        self.runtime.block_on(script).unwrap();
    }

    fn rows(&mut self, sql: &str, parameters: &[&str]) -> Vec<PgRow> {
        let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
        for parameter in parameters {
            query = query.bind(parameter.to_owned().to_owned());
        }
        self.runtime.block_on(query.fetch_all(&mut self.connection)).unwrap()
    }

    /// Whether a request is `recent`, and whether it is the `newest`.
    fn repeat(&mut self, options: &PauseOptions) -> (bool, bool) {
        let event = options.event();
        let asked =
            [options.subscription_id.as_str(), event.action.name(), event.request_key.as_str()];
        let row = self.rows(&sql(REPEATS, "SELECT\n"), &asked).remove(0);
        (row.get("recent"), row.get("newest"))
    }

    fn note(&mut self, options: &PauseOptions) {
        let event = options.event();
        let json = serde_json::to_string(&event).unwrap();
        let id = options.subscription_id.as_str();
        let entry = [id, event.action.name(), event.request_key.as_str(), &json];
        self.rows(&sql(REPEATS, "INSERT"), &entry);
    }
}

#[test]
fn the_sql_of_the_page_knows_a_repeat() {
    let Some(store) = Store::postgresql() else { return };
    let mut books = Books::of(&store);
    books.script(&sql(REPEATS, "CREATE"));
    books.script("CREATE TABLE subscriptions (id TEXT, customer_id TEXT)");
    books.script("INSERT INTO subscriptions VALUES ('s_77', 'u_1001')");
    let lock = sql(REPEATS, "SELECT id FROM subscriptions");
    assert_eq!(books.rows(&lock, &["u_1001", "s_77"]).len(), 1);
    assert_eq!(books.rows(&lock, &["u_1002", "s_77"]).len(), 0, "of somebody else");

    let pause = |months| {
        let duration = ActionDuration::period(months, DurationUnit::Month).unwrap();
        PauseOptions::new("u_1001", "s_77", StartDate::Immediate, duration)
    };
    assert_eq!(books.repeat(&pause(1)), (false, false));
    books.note(&pause(1));
    assert_eq!(books.repeat(&pause(1)), (true, true));
    assert_eq!(books.repeat(&pause(2)), (false, false), "another wish");

    books.script("UPDATE action_log SET at = at - INTERVAL '11 minutes'");
    assert_eq!(books.repeat(&pause(1)), (false, true), "a repeat only while its effect stands");
    books.note(&pause(2));
    assert_eq!(books.repeat(&pause(1)), (false, false), "another one came between them");

    books.script("UPDATE action_log SET undone_at = now() WHERE id = 2");
    assert_eq!(books.repeat(&pause(2)), (false, false), "it was undone");
    assert_eq!(books.repeat(&pause(1)), (false, true));
}

#[test]
fn the_sql_of_the_page_passes_each_event_on_once() {
    let Some(store) = Store::postgresql() else { return };
    let mut books = Books::of(&store);
    books.script(&sql(REPEATS, "CREATE"));
    let duration = ActionDuration::period(1, DurationUnit::Month).unwrap();
    let options = PauseOptions::new("u_1001", "s_77", StartDate::Immediate, duration);
    assert_eq!(sql(EVENTS, "INSERT"), sql(REPEATS, "INSERT"), "the pages say the same");
    books.note(&options);
    books.note(&options);

    let unread = sql(EVENTS, "SELECT");
    books.script("BEGIN");
    let rows = books.rows(&unread, &[]);
    assert_eq!(rows.len(), 2);
    let mut other = Books::of(&store);
    other.script("BEGIN");
    assert_eq!(other.rows(&unread, &[]).len(), 0, "another reader does not wait for these");
    let mark = sqlx::query(AssertSqlSafe(sql(EVENTS, "UPDATE"))).bind(rows[0].get::<i64, _>("id"));
    books.runtime.block_on(mark.execute(&mut books.connection)).unwrap();
    books.script("COMMIT");
    assert_eq!(books.rows(&unread, &[]).len(), 1);
    let key = "SELECT event->>'requestKey' AS key FROM action_log LIMIT 1";
    assert_eq!(books.rows(key, &[])[0].get::<String, _>("key"), options.request_key().as_str());
}
