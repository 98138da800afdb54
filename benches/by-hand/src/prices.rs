//! `GET /churnkey/prices` and `GET /churnkey/prices/{id}`

use actix_web::web::{Data, Json, Path, Query};

use crate::billing::Billing;
use crate::error::ApiError;
use crate::models::Price;
use crate::paging::{Page, PageQuery};

pub(crate) async fn retrieve(
    billing: Data<Billing>,
    id: Path<String>,
) -> Result<Json<Price>, ApiError> {
    let found = billing.prices.iter().find(|price| price.id == *id).cloned();
    found.map(Json).ok_or_else(|| ApiError::not_found(format!("price {id} does not exist")))
}

pub(crate) async fn list(
    billing: Data<Billing>,
    query: Query<PageQuery>,
) -> Result<Json<Page<Price>>, ApiError> {
    query.page(billing.prices.iter()).map(Json)
}
