//! The part of a flow that one path goes through.

use crate::flow::{Offer, Reason};

pub(super) struct Path<'m> {
    /// The reason that is chosen, if the flow asks for one.
    pub(super) reason: Option<&'m Reason>,
    /// What the customer writes.
    pub(super) feedback: Option<&'m str>,
    /// What is offered on the way, in order.
    pub(super) offers: Vec<&'m Offer>,
}
