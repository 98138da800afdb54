//! A path through a flow.

use crate::flow::{Offer, Reason};

pub(super) struct Path<'m> {
    /// The chosen reason, if the flow asks for one.
    pub(super) reason: Option<&'m Reason>,
    /// The customer's text.
    pub(super) feedback: Option<&'m str>,
    /// The offers on the path, in order.
    pub(super) offers: Vec<&'m Offer>,
}
