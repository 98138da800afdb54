//! What a merchant's integration does over HTTP, called in process.
#![allow(missing_docs)]

mod client;
mod merchant;

mod actions;
mod authentication;
mod context;
mod errors;
mod features;
mod lists;
mod logs;
mod mode;
mod models;
mod mounting;
mod paths;
mod server;
mod settings;
