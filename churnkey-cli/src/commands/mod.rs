//! A file for each command: its arguments, what it does, and how it ends.

pub(crate) mod compare;
pub(crate) mod contact;
pub(crate) mod doctor;
pub(crate) mod manifest;
pub(crate) mod openapi;
pub(crate) mod rehearse;
pub(crate) mod reverify;
pub(crate) mod verify;
