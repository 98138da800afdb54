//! The Families controller.

use churnkey::prelude::*;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::db::Acme;

#[churnkey::controller]
impl Families for Acme {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        self.read(async |connection| {
            let row = sqlx::query("SELECT * FROM families WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(connection)
                .await?;
            match row {
                Some(row) => read(&row),
                None => Err(Error::not_found(format!("family {id} does not exist"))),
            }
        })
        .await
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        self.read(async |connection| {
            let rows = sqlx::query("SELECT * FROM families WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(page.after::<String>()?.unwrap_or_default())
                .bind(i64::from(page.fetch()))
                .fetch_all(connection)
                .await?;
            let families = rows.iter().map(read).collect::<Result<_>>()?;
            Ok(Page::by_key(families, &page, |family: &Family| family.id.clone()))
        })
        .await
    }
}

fn read(row: &AnyRow) -> Result<Family> {
    let mut family =
        Family::new(row.try_get::<String, _>("id")?, row.try_get::<String, _>("name")?);
    family.description = row.try_get("description")?;
    Ok(family)
}
