//! The benchmarks' merchant on churnkey.

mod actions;
mod billing;
mod controllers;

pub use billing::Billing;
