//! One endpoint of a module: its path, its input and output, and the call of the merchant's method.

use std::any::Any;
use std::sync::Arc;

use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::module::context::{Context, SharedContext};
use crate::module::fields::Fields;
use crate::module::odd::Odds;
use crate::module::request::Request;

/// Whether an endpoint reads or writes, which also decides its HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `GET`. It is dropped when the client disconnects.
    Read,
    /// `POST`. Once begun, it runs to its end even if the client disconnects.
    Write,
}

impl Verb {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Read => "GET",
            Self::Write => "POST",
        }
    }
}

/// The protocol's name and path of an endpoint, which are the same in every integration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signature {
    /// The merchant's method, such as `find_by_email`.
    pub(crate) method: &'static str,
    /// The path below `/churnkey`; a segment that begins with `:` is a parameter.
    pub(crate) pattern: &'static str,
}

impl Signature {
    pub(crate) const fn new(method: &'static str, pattern: &'static str) -> Self {
        Self { method, pattern }
    }
}

/// An endpoint. The attributes list the endpoints of a module by calling its `const fn`s.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// As in its [`Signature`].
    pub(crate) method: &'static str,
    pub(crate) verb: Verb,
    /// As in its [`Signature`].
    pub(crate) pattern: &'static str,
    pub(crate) handler: Handler,
    /// For the OpenAPI document, like `data`.
    pub(crate) summary: &'static str,
    pub(crate) data: Data,
    /// An action's event, for observers.
    pub(crate) event: Option<EventOf>,
}

/// Builds an [`ActionEvent`](crate::actions::ActionEvent) from a body's keys. It is `Any` since that type belongs to
/// the actions.
pub(crate) type EventOf = fn(&Fields<'_>) -> Result<Box<dyn Any>>;

/// An endpoint's input and output, besides the path's parameters.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "openapi"),
    expect(dead_code, reason = "only the OpenAPI document uses it")
)]
pub(crate) enum Data {
    Nothing,
    /// A controller that returns one model.
    Model(ModelSchema),
    /// A controller that returns a page of models, and reads `limit` and `cursor`.
    Page(ModelSchema),
    /// An action that takes a body with this schema, and returns nothing.
    Body(fn() -> serde_json::Value),
}

/// Builds the schema of a model. Only models need `schemars`, so only this depends on the feature.
#[cfg(feature = "openapi")]
pub(crate) type ModelSchema = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;
#[cfg(not(feature = "openapi"))]
#[derive(Debug, Clone, Copy)]
pub(crate) struct ModelSchema;

#[cfg(feature = "openapi")]
pub(crate) const fn schema_of<T: schemars::JsonSchema>() -> ModelSchema {
    schemars::SchemaGenerator::subschema_for::<T>
}

#[cfg(not(feature = "openapi"))]
#[expect(clippy::extra_unused_type_parameters, reason = "as with the feature")]
pub(crate) const fn schema_of<T>() -> ModelSchema {
    ModelSchema
}

impl Endpoint {
    /// An endpoint of a controller. The handler names the pattern's parameters and gets their values. If it names
    /// others, the program does not compile.
    pub(crate) const fn read(signature: Signature, handler: Handler) -> Self {
        Self::new(signature, Verb::Read, handler)
    }

    /// An endpoint of an action. Its body says what it acts on, so its path has no parameters.
    pub(crate) const fn write(signature: Signature, run: fn(Call) -> Handling) -> Self {
        Self::new(signature, Verb::Write, Handler::NoParams(run))
    }

    const fn new(signature: Signature, verb: Verb, handler: Handler) -> Self {
        let Signature { method, pattern } = signature;
        assert!(handler.fits(pattern), "the handler does not name the parameters of its pattern");
        Self { method, verb, pattern, handler, summary: "", data: Data::Nothing, event: None }
    }

    /// Sets the model that it returns.
    pub(crate) const fn gives(mut self, model: ModelSchema, summary: &'static str) -> Self {
        (self.data, self.summary) = (Data::Model(model), summary);
        self
    }

    /// Sets the model whose pages it returns.
    pub(crate) const fn lists(mut self, page: ModelSchema, summary: &'static str) -> Self {
        (self.data, self.summary) = (Data::Page(page), summary);
        self
    }

    /// Sets the schema of its body, and its event.
    pub(crate) const fn takes(
        mut self,
        body: fn() -> serde_json::Value,
        event: EventOf,
        summary: &'static str,
    ) -> Self {
        (self.data, self.event, self.summary) = (Data::Body(body), Some(event), summary);
        self
    }
}

/// A running call.
pub(crate) type Handling = LocalBoxFuture<'static, Result<Reply>>;

/// The function that handles a request, with the types of its module, and the names of the pattern's parameters, whose
/// decoded values it takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Handler {
    NoParams(fn(Call) -> Handling),
    OneParam(&'static str, fn(Call, String) -> Handling),
    TwoParams([&'static str; 2], fn(Call, [String; 2]) -> Handling),
}

impl Handler {
    /// Calls the merchant's method with the values of the pattern's parameters, in the pattern's order.
    pub(crate) fn run(self, call: Call, params: Vec<String>) -> Handling {
        let mut params = params.into_iter();
        match (self, params.next(), params.next()) {
            (Self::NoParams(run), None, None) => run(call),
            (Self::OneParam(_, run), Some(param), None) => run(call, param),
            (Self::TwoParams(_, run), Some(first), Some(second)) => run(call, [first, second]),
            // `Endpoint::new` has checked that the pattern has as many.
            _ => Box::pin(async {
                Err(Error::internal("the path has other parameters than its handler"))
            }),
        }
    }

    const fn fits(&self, pattern: &str) -> bool {
        match self {
            Self::NoParams(_) => has_params(pattern, &[]),
            Self::OneParam(name, _) => has_params(pattern, &[name]),
            Self::TwoParams(names, _) => has_params(pattern, names),
        }
    }
}

/// Whether `names` are the pattern's parameters, in the same order.
const fn has_params(pattern: &str, names: &[&str]) -> bool {
    let (mut pattern, mut names) = (pattern.as_bytes(), names);
    while let [first, rest @ ..] = pattern {
        pattern = rest;
        if *first != b':' {
            continue;
        }
        let [name, others @ ..] = names else { return false };
        names = others;
        let mut name = name.as_bytes();
        while let ([letter, letters @ ..], [expected, after @ ..]) = (pattern, name)
            && *letter == *expected
        {
            (pattern, name) = (letters, after);
        }
        if !name.is_empty() || !matches!(pattern, [] | [b'/', ..]) {
            return false;
        }
    }
    names.is_empty()
}

/// The encoded result of a merchant's method.
#[derive(Debug)]
pub(crate) enum Reply {
    Json(Vec<u8>),
    /// The answer to an action: 200 with no body (protocol 6). The log gets the oddities of the request's body.
    Empty(Odds),
}

/// A request for a merchant's method.
pub(crate) struct Call {
    pub(crate) context: SharedContext,
    pub(crate) request: Request,
}

impl Call {
    /// Calls a controller's method. What it returns is the answer's JSON.
    pub(crate) fn json<C, T>(
        self,
        method: impl AsyncFnOnce(&C, Request) -> Result<T> + 'static,
    ) -> Handling
    where
        C: Context,
        T: Serialize,
    {
        Box::pin(async move {
            let context = typed::<C>(self.context)?;
            let model = method(&context, self.request).await?;
            Ok(Reply::Json(serde_json::to_vec(&model)?))
        })
    }

    /// Calls an action's method. `read` parses the body and checks it against the declared features, so the merchant's
    /// code only ever sees options that it offered.
    pub(crate) fn action<C, O>(
        self,
        read: impl FnOnce(&Fields<'_>) -> Result<O> + 'static,
        method: impl AsyncFnOnce(&C, O) -> Result<()> + 'static,
    ) -> Handling
    where
        C: Context,
        O: 'static,
    {
        Box::pin(async move {
            let context = typed::<C>(self.context)?;
            let (options, odds) = self.request.read(read)?;
            match method(&context, options).await {
                Ok(()) => Ok(Reply::Empty(odds)),
                Err(error) => Err(error.with_odds(odds)),
            }
        })
    }
}

fn typed<C: Context>(context: SharedContext) -> Result<Arc<C>> {
    C::downcast(context).ok_or_else(|| {
        let expected = std::any::type_name::<C>();
        Error::internal(format!("the context of this request is not a {expected}"))
    })
}

/// The body of an optional method that the merchant left out. It is not routed, so only the merchant's own code gets
/// here.
pub(crate) async fn left_out<T>(method: &'static str) -> Result<T> {
    Err(Error::not_found(format!("this integration has no {method}")))
}

#[cfg(test)]
#[path = "../tests/endpoint.rs"]
mod tests;
