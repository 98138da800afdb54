#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

mod component_models;
mod mask;
