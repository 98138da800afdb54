//! The Products controller. All products belong to a family.

use churnkey::prelude::*;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::db::Acme;

#[churnkey::controller(type = family)]
impl Products for Acme {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        self.read(async |connection| {
            let row = sqlx::query("SELECT * FROM products WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(connection)
                .await?;
            match row {
                Some(row) => read(&row),
                None => Err(Error::not_found(format!("product {id} does not exist"))),
            }
        })
        .await
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        self.read(async |connection| {
            let rows = sqlx::query("SELECT * FROM products WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(page.after::<String>()?.unwrap_or_default())
                .bind(i64::from(page.fetch()))
                .fetch_all(connection)
                .await?;
            let products = rows.iter().map(read).collect::<Result<_>>()?;
            Ok(Page::by_key(products, &page, |product: &Product| product.id.clone()))
        })
        .await
    }
}

fn read(row: &AnyRow) -> Result<Product> {
    let text = |column| row.try_get::<String, _>(column);
    let mut product = Product::family(text("id")?, text("family_id")?, text("name")?);
    product.description = row.try_get("description")?;
    product.unit_label = row.try_get("unit_label")?;
    Ok(product)
}
