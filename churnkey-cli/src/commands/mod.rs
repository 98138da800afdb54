//! The commands, each with its arguments.

pub(crate) mod compare;
pub(crate) mod contact;
pub(crate) mod doctor;
pub(crate) mod manifest;
pub(crate) mod openapi;
pub(crate) mod rehearse;
pub(crate) mod reverify;
pub(crate) mod verify;
