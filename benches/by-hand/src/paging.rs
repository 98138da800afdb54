//! `limit`, `cursor` and `next`.

use serde::{Deserialize, Serialize};

use crate::error::ApiError;

#[derive(Deserialize)]
pub(crate) struct PageQuery {
    limit: Option<usize>,
    cursor: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct Page<T> {
    data: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl PageQuery {
    /// The page of these rows, which are sorted; the cursor is the number of rows before it.
    pub(crate) fn page<'a, T: Clone + 'a>(
        &self,
        rows: impl ExactSizeIterator<Item = &'a T>,
    ) -> Result<Page<T>, ApiError> {
        let limit = match self.limit {
            Some(0) => {
                return Err(ApiError::bad_request("`limit` must be a positive whole number"));
            }
            limit => limit.unwrap_or(10).min(100),
        };
        let offset = match self.cursor.as_deref() {
            None | Some("") => 0,
            Some(cursor) => {
                cursor.parse().map_err(|_| ApiError::bad_request("`cursor` cannot be read"))?
            }
        };
        let more = rows.len().saturating_sub(offset) > limit;
        Ok(Page {
            data: rows.skip(offset).take(limit).cloned().collect(),
            next: more.then(|| (offset + limit).to_string()),
        })
    }
}
