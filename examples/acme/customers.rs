//! The Customers controller.

use churnkey::prelude::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::db::{self, Acme};
use crate::discounts;
use crate::limits::Limits;

#[churnkey::controller]
impl Customers for Acme {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        self.read(async |connection| {
            let row = sqlx::query("SELECT * FROM customers WHERE id = $1")
                .bind(id.as_str())
                .fetch_optional(&mut *connection)
                .await?;
            match row {
                Some(row) => read(connection, &row, self.limits).await,
                None => Err(Error::not_found(format!("customer {id} does not exist"))),
            }
        })
        .await
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        self.read(async |connection| {
            let rows = sqlx::query("SELECT * FROM customers WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(page.after::<String>()?.unwrap_or_default())
                .bind(i64::from(page.fetch()))
                .fetch_all(&mut *connection)
                .await?;
            let mut customers = Vec::with_capacity(rows.len());
            for row in &rows {
                customers.push(read(connection, row, self.limits).await?);
            }
            Ok(Page::by_key(customers, &page, |customer| customer.id.clone()))
        })
        .await
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        self.read(async |connection| {
            let row =
                sqlx::query("SELECT * FROM customers WHERE email_key = $1 ORDER BY id LIMIT 1")
                    .bind(email.trim().to_lowercase())
                    .fetch_optional(&mut *connection)
                    .await?;
            match row {
                Some(row) => read(connection, &row, self.limits).await,
                None => Err(Error::not_found("no customer has this e-mail address")),
            }
        })
        .await
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        self.read(async |connection| {
            let row =
                sqlx::query("SELECT * FROM customers WHERE phone_digits = $1 ORDER BY id LIMIT 1")
                    .bind(digits(&phone))
                    .fetch_optional(&mut *connection)
                    .await?;
            match row {
                Some(row) => read(connection, &row, self.limits).await,
                None => Err(Error::not_found("no customer has this phone number")),
            }
        })
        .await
    }
}

/// The digits of a phone number, however it is written.
pub(crate) fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

async fn read(connection: &mut AnyConnection, row: &AnyRow, limits: Limits) -> Result<Customer> {
    let text = |column| row.try_get::<Option<String>, _>(column);
    let id = row.try_get::<String, _>("id")?;
    let discounts = discounts::of(connection, &id).await?;
    let mut address = Address::new();
    address.country = text("country")?;
    address.city = text("city")?;
    address.postal_code = text("postal_code")?;
    address.line1 = text("line1")?;
    let currency = Currency::new(&row.try_get::<String, _>("currency")?)?;
    let mut customer = Customer::new(id).currency(currency).address(address).discounts(discounts);
    customer.name = text("name")?;
    customer.last_name = text("last_name")?;
    customer.email = text("email")?;
    customer.phone = text("phone")?;
    if let Some(tier) = text("tier")? {
        customer = customer.metadata("tier", tier);
    }
    // So that Churnkey offers no pause that would be refused.
    if limits.one_pause_a_year {
        let next = limits.next_pause(connection, &customer.id, i64::MAX).await?;
        let may_pause = next.is_none_or(|next| next <= db::now());
        customer = customer.metadata("mayPause", may_pause.to_string());
    }
    Ok(customer)
}
