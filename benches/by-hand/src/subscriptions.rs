//! `GET /churnkey/customers/{customer_id}/subscriptions` and `…/{id}`

use actix_web::web::{Data, Json, Path, Query};

use crate::billing::Billing;
use crate::error::ApiError;
use crate::models::Subscription;
use crate::paging::{Page, PageQuery};

pub(crate) async fn retrieve(
    billing: Data<Billing>,
    path: Path<(String, String)>,
) -> Result<Json<Subscription>, ApiError> {
    let (customer_id, id) = path.into_inner();
    billing.subscription(&customer_id, &id).map(Json)
}

pub(crate) async fn list(
    billing: Data<Billing>,
    customer_id: Path<String>,
    query: Query<PageQuery>,
) -> Result<Json<Page<Subscription>>, ApiError> {
    billing.customer(&customer_id)?;
    query.page(billing.subscriptions().values()).map(Json)
}
