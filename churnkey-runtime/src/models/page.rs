//! Lists, a page at a time (protocol 2.6).

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Error;

/// One page of a list ([protocol 2.6](crate::protocol#26-pagination)), as a `list` method returns it.
///
/// There are four ways to make one:
///
/// | The items are | Make the page by |
/// |---|---|
/// | few | [`Page::last`]: all of them, on one page |
/// | in memory | [`Page::slice`] |
/// | in a database, and some hundreds | [`PageRequest::offset`], [`PageRequest::fetch`], then [`Page::by_offset`] |
/// | in a database, and many, or changing all the time | [`PageRequest::after`], [`PageRequest::fetch`], then [`Page::by_key`] |
///
/// [`Page::with_next`] is for a cursor of another kind.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Family, Page};
///
/// let page = Page::last([Family::new("fam_work", "Work tools")]);
/// assert_eq!(serde_json::to_string(&page)?, r#"{"data":[{"id":"fam_work","name":"Work tools"}]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "{T}Page"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub data: Vec<T>,
    /// What Churnkey sends as `cursor` to get the page after this one. Absent or empty on the last page.
    #[serde(default, deserialize_with = "text_or_number", skip_serializing_if = "is_last")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The last page, or the only one.
    pub fn last(items: impl IntoIterator<Item = T>) -> Self {
        Self { data: Vec::from_iter(items), next: None }
    }

    /// A page that another one follows, with the merchant's own cursor.
    pub fn with_next(items: impl IntoIterator<Item = T>, next: impl Into<String>) -> Self {
        Self { data: Vec::from_iter(items), next: Some(next.into()) }
    }

    /// A page of items in memory. The cursor is the number of items before the page.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::models::{Page, PageRequest};
    ///
    /// let page = Page::slice(&["a", "b", "c"], &PageRequest::new(2))?;
    /// assert_eq!(page.data, ["a", "b"]);
    /// assert_eq!(page.next.as_deref(), Some("2"));
    /// # Ok::<(), churnkey::Error>(())
    /// ```
    pub fn slice(items: &[T], request: &PageRequest) -> Result<Self, Error>
    where
        T: Clone,
    {
        let skip = usize::try_from(request.offset()?).unwrap_or(usize::MAX);
        let rest = items.get(skip..).unwrap_or_default();
        let fetched = usize::try_from(request.fetch()).unwrap_or(usize::MAX).min(rest.len());
        Self::by_offset(rest.iter().take(fetched).cloned().collect(), request)
    }

    /// A page of rows that were fetched with `LIMIT` [`fetch`](PageRequest::fetch) `OFFSET`
    /// [`offset`](PageRequest::offset): the extra row shows that another page follows.
    ///
    /// Use [`map`](Self::map) to turn the rows into models afterwards.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::models::{Page, PageRequest, Product};
    ///
    /// let request = PageRequest::new(2).cursor("40");
    /// // SELECT id, name FROM products ORDER BY id LIMIT 3 OFFSET 40
    /// assert_eq!((request.fetch(), request.offset()?), (3, 40));
    /// let rows = vec![("prod_a", "A"), ("prod_b", "B"), ("prod_c", "C")];
    ///
    /// let page = Page::by_offset(rows, &request)?.map(|(id, name)| Product::standalone(id, name));
    /// assert_eq!(page.data.len(), 2);
    /// assert_eq!(page.next.as_deref(), Some("42"));
    /// # Ok::<(), churnkey::Error>(())
    /// ```
    pub fn by_offset(mut rows: Vec<T>, request: &PageRequest) -> Result<Self, Error> {
        let before = request.offset()?;
        let more = request.cut(&mut rows);
        // No overflow: an offset is at most `i64::MAX`.
        Ok(Self {
            data: rows,
            next: more.then(|| (before + u64::from(request.size())).to_string()),
        })
    }

    /// A page of rows that were fetched with `WHERE key >` [`after`](PageRequest::after) `ORDER BY key LIMIT`
    /// [`fetch`](PageRequest::fetch): the extra row shows that another page follows.
    ///
    /// Unlike an offset, a key neither skips nor repeats an item when others are added or removed between two pages.
    /// Keys must be unique, and the rows sorted by them.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::models::{Customer, Page, PageRequest};
    ///
    /// let request = PageRequest::new(2).cursor("1040");
    /// // SELECT id, email FROM users WHERE id > 1040 ORDER BY id LIMIT 3
    /// assert_eq!((request.fetch(), request.after::<i64>()?), (3, Some(1040)));
    /// let rows = vec![(1041, "a@example.org"), (1042, "b@example.org"), (1043, "c@example.org")];
    ///
    /// let page = Page::by_key(rows, &request, |row| row.0)
    ///     .map(|(id, email)| Customer::new(id.to_string()).email(email));
    /// assert_eq!(page.data.len(), 2);
    /// assert_eq!(page.next.as_deref(), Some("1042"));
    /// # Ok::<(), churnkey::Error>(())
    /// ```
    pub fn by_key<K: Display>(
        mut rows: Vec<T>,
        request: &PageRequest,
        key: impl FnOnce(&T) -> K,
    ) -> Self {
        let more = request.cut(&mut rows);
        let next = rows.last().filter(|_| more).map(|row| key(row).to_string());
        Self { data: rows, next }
    }

    /// Turns each item into another, such as a row into a model.
    pub fn map<U>(self, item: impl FnMut(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(item).collect(), next: self.next }
    }

    /// Turns each item into another, and stops at the first error.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::models::{Amount, BillingCycle, Currency, InvalidModel, Page, Price};
    ///
    /// let page = Page::last([("p_1", "eur", 900), ("p_2", "euro", 700)]);
    /// let prices = page.try_map(|(id, currency, unit)| -> Result<_, InvalidModel> {
    ///     Ok(Price::standalone(id, BillingCycle::MONTHLY, Amount::per_unit(Currency::new(currency)?, unit)))
    /// });
    /// assert_eq!(prices.unwrap_err().field(), "currency");
    /// ```
    pub fn try_map<U, E>(self, item: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            data: self.data.into_iter().map(item).collect::<Result<_, E>>()?,
            next: self.next,
        })
    }
}

/// Which page Churnkey asks for ([protocol 2.6](crate::protocol#26-pagination)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::PageRequest;
///
/// let first = PageRequest::new(25);
/// assert_eq!(first.offset()?, 0);
/// let second = first.cursor("25");
/// assert_eq!(second.offset()?, 25);
/// # Ok::<(), churnkey::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PageRequest {
    /// The maximum number of items. The methods here read 0 as 1, since an empty page would lead nowhere.
    pub limit: u32,
    /// The [`next`](Page::next) of the page before; absent or empty for the first page.
    pub cursor: Option<String>,
}

impl PageRequest {
    /// Asks for the first page.
    #[must_use]
    pub const fn new(limit: u32) -> Self {
        Self { limit, cursor: None }
    }

    /// Asks for the page at this cursor.
    #[must_use]
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    /// How many rows to fetch: one more than the page holds, which shows whether another page follows.
    #[must_use]
    pub fn fetch(&self) -> u32 {
        self.size() + 1
    }

    /// The cursor as the number of items before the page: for pages made by [`Page::by_offset`].
    ///
    /// It is at most [`i64::MAX`], which is what databases take. A cursor that is not such a number is answered with 400.
    pub fn offset(&self) -> Result<u64, Error> {
        let offset = self.after::<u64>()?.unwrap_or_default();
        if i64::try_from(offset).is_ok() { Ok(offset) } else { Err(unreadable()) }
    }

    /// The cursor as the key of the last item before the page: for pages made by [`Page::by_key`]. `None` on the first
    /// page.
    ///
    /// A cursor that cannot be read as `K` is answered with 400.
    pub fn after<K: FromStr>(&self) -> Result<Option<K>, Error> {
        match self.cursor.as_deref() {
            None | Some("") => Ok(None),
            Some(cursor) => cursor.parse().map(Some).map_err(|_| unreadable()),
        }
    }

    /// How many items the page holds. This leaves room for the one that `fetch` adds.
    fn size(&self) -> u32 {
        self.limit.clamp(1, u32::MAX - 1)
    }

    /// Removes the rows that do not belong to the page, and says whether there were any.
    fn cut<T>(&self, rows: &mut Vec<T>) -> bool {
        let size = usize::try_from(self.size()).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        more
    }
}

fn unreadable() -> Error {
    Error::bad_request("`cursor` cannot be read: it must be the `next` of the page before")
}

#[expect(clippy::ref_option, reason = "serde passes it so")]
fn is_last(next: &Option<String>) -> bool {
    next.as_deref().is_none_or(str::is_empty)
}

/// `next` may be a number, which is read as its decimal text.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Next {
        Text(String),
        Number(serde_json::Number),
    }

    Ok(Option::deserialize(deserializer)?.map(|next| match next {
        Next::Text(text) => text,
        Next::Number(number) => number.to_string(),
    }))
}
