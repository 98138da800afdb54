//! Cancel flows.

pub(crate) mod feasibility;
pub(crate) mod generate;
mod model;
mod read;
#[cfg(test)]
mod tests;

pub use model::{
    Confirm, Copy, Feedback, Flow, Heading, Interval, Offer, OfferStep, Plan, PlanAmount,
    PlanDuration, Reason, Step, Survey, Terms,
};
pub use read::FlowError;
