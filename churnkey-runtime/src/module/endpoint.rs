//! One endpoint of one module: where it is mounted, and the call that reaches the merchant's method.

use std::sync::Arc;

use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::module::body::Fields;
use crate::module::context::{Context, SharedContext};
use crate::module::request::Request;
#[cfg(feature = "openapi")]
use crate::openapi::Shape;

/// What the endpoint does with a request, with the types of its module put back.
pub(crate) type Handler = fn(Call) -> LocalBoxFuture<'static, Result<Reply>>;

/// Whether an endpoint reads or writes, which is also its HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `GET`: dropped when the client goes away.
    Read,
    /// `POST`: once begun, it runs to its end even when the client goes away.
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

/// One endpoint. The attributes list the endpoints of a module by calling its `const fn`s.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// The merchant's method, such as `find_by_email`.
    pub(crate) method: &'static str,
    pub(crate) verb: Verb,
    /// The path below `/churnkey`; a segment that begins with `:` is a parameter.
    pub(crate) pattern: &'static str,
    pub(crate) handler: Handler,
    #[cfg(feature = "openapi")]
    pub(crate) shape: Shape,
}

impl Endpoint {
    pub(crate) const fn read(
        method: &'static str,
        pattern: &'static str,
        handler: Handler,
    ) -> Self {
        Self {
            method,
            verb: Verb::Read,
            pattern,
            handler,
            #[cfg(feature = "openapi")]
            shape: Shape::UNKNOWN,
        }
    }

    pub(crate) const fn write(
        method: &'static str,
        pattern: &'static str,
        handler: Handler,
    ) -> Self {
        Self {
            method,
            verb: Verb::Write,
            pattern,
            handler,
            #[cfg(feature = "openapi")]
            shape: Shape::UNKNOWN,
        }
    }
}

/// What the endpoint gives is told for the OpenAPI document alone.
#[cfg(not(feature = "openapi"))]
#[expect(clippy::extra_unused_type_parameters, reason = "as with the feature")]
impl Endpoint {
    pub(crate) const fn gives<T>(self, _: &'static str) -> Self {
        self
    }

    pub(crate) const fn lists<T>(self, _: &'static str) -> Self {
        self
    }
}

/// What a merchant's method gave, encoded.
#[derive(Debug)]
pub(crate) enum Reply {
    Json(Vec<u8>),
    /// The answer of an action: 200 with no body (protocol 6).
    Empty,
}

/// A request on its way into a merchant's method.
pub(crate) struct Call {
    pub(crate) context: SharedContext,
    pub(crate) request: Request,
}

impl Call {
    /// A controller's method: what it returns is the answer's JSON.
    pub(crate) fn json<C, T>(
        self,
        method: impl AsyncFnOnce(&C, Request) -> Result<T> + 'static,
    ) -> LocalBoxFuture<'static, Result<Reply>>
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

    /// An action's method: `read` parses the body and checks it against the declared features, so that the
    /// merchant's code only ever sees options that it offered.
    pub(crate) fn action<C, O>(
        self,
        read: impl FnOnce(&Fields<'_>) -> Result<O> + 'static,
        method: impl AsyncFnOnce(&C, O) -> Result<()> + 'static,
    ) -> LocalBoxFuture<'static, Result<Reply>>
    where
        C: Context,
        O: 'static,
    {
        Box::pin(async move {
            let context = typed::<C>(self.context)?;
            let options = read(&Fields::parse(&self.request.body)?)?;
            method(&context, options).await?;
            Ok(Reply::Empty)
        })
    }
}

fn typed<C: Context>(context: SharedContext) -> Result<Arc<C>> {
    C::known(context).ok_or_else(|| {
        let expected = std::any::type_name::<C>();
        Error::internal(format!("the context of this request is not a {expected}"))
    })
}

/// The body of an optional method that the merchant left out: not routed, so only the merchant's own code gets here.
pub(crate) async fn left_out<T>(method: &'static str) -> Result<T> {
    Err(Error::not_found(format!("this integration has no {method}")))
}
