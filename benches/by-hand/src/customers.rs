//! `GET /churnkey/customers/{id}`

use actix_web::web::{Data, Json, Path};

use crate::billing::Billing;
use crate::error::ApiError;
use crate::models::Customer;

pub(crate) async fn retrieve(
    billing: Data<Billing>,
    id: Path<String>,
) -> Result<Json<Customer>, ApiError> {
    billing.customer(&id).cloned().map(Json)
}
