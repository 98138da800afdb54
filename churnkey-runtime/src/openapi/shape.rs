//! What an endpoint takes and gives, beyond its method and path: told where the endpoint is made.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::models::Page;
use crate::module::endpoint::Endpoint;
use crate::openapi::body::Body;

/// One endpoint's part of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) summary: &'static str,
    pub(crate) data: Data,
}

/// What crosses the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Data {
    Unknown,
    /// A controller gives one model.
    One(fn(&mut SchemaGenerator) -> Schema),
    /// A controller gives a page of them, and reads `limit` and `cursor`.
    Page(fn(&mut SchemaGenerator) -> Schema),
    /// An action takes a body and gives nothing.
    Body(fn() -> Body),
}

impl Shape {
    pub(crate) const UNKNOWN: Self = Self { summary: "", data: Data::Unknown };
}

impl Endpoint {
    /// It answers with a `T`.
    pub(crate) const fn gives<T: JsonSchema>(mut self, summary: &'static str) -> Self {
        self.shape = Shape { summary, data: Data::One(SchemaGenerator::subschema_for::<T>) };
        self
    }

    /// It answers with a page of `T`.
    pub(crate) const fn lists<T: JsonSchema>(mut self, summary: &'static str) -> Self {
        let schema = SchemaGenerator::subschema_for::<Page<T>>;
        self.shape = Shape { summary, data: Data::Page(schema) };
        self
    }

    /// It takes this body.
    pub(crate) const fn takes(mut self, body: fn() -> Body, summary: &'static str) -> Self {
        self.shape = Shape { summary, data: Data::Body(body) };
        self
    }
}
