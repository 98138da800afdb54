//! Code that is unusual, and that the attributes accept all the same: to compile is most of each test.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    dead_code,
    unreachable_code,
    unreachable_pub,
    unused_mut,
    unused_variables,
    clippy::all,
    clippy::pedantic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "each is odd on purpose, and most of it is compiled and never run; `hygiene` holds the lints"
)]

extern crate churnkey as ck;

include!("../parts/merchant.rs");

mod aliases;
mod all_modules;
mod block_from_a_macro;
mod called_without_a_server;
mod cfg_excluding_each_other;
mod cfg_on_a_block;
mod cfg_on_a_method;
mod const_argument;
mod context_in_a_module;
mod crate_path;
mod dates_told_apart;
mod doc_comments;
mod fn_lifetimes_and_docs;
mod future_instead_of_async;
mod generic;
mod helpers;
mod lifetimes;
mod no_implicit_prelude;
mod other_attributes;
mod renamed_crate;
mod required_modules;
mod runtime_alone;
mod static_lifetime;
mod stray_commas;
pub mod strict_merchant;
mod two_contexts;
mod type_alias;
mod where_clause;
