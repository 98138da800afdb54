//! The rules of the short form.

use quote::{ToTokens, quote};
use syn::{FnArg, PatType, Signature, Type};

use super::attribute::Attribute;
use super::context::{self, Context};
use super::wording::text;
use super::{arguments, generics, module, signature, types, wording};
use crate::diag::Diagnostics;
use crate::model::{Checked, Endpoint, Entry, Handler, Item, Model};
use crate::spec::{Kind, Method, Ty};
use crate::syntax::Function;

pub(super) fn check<'a>(
    attribute: &Attribute<'_>,
    function: &'a Function,
    diagnostics: &mut Diagnostics,
) -> Checked<'a> {
    let model = model(attribute, function, diagnostics);
    let item = match &model {
        Some(model) if model.entry == Entry::Register => {
            let mut signature = Box::new(function.signature.clone());
            let generics = &signature.generics;
            signature.generics = generics::bounded(generics, model.context);
            Item::Function(function, signature)
        }
        _ => Item::AsWritten,
    };
    Checked { item, model }
}

/// `None` if nothing can be generated from the function.
fn model<'a>(
    attribute: &Attribute<'_>,
    function: &'a Function,
    diagnostics: &mut Diagnostics,
) -> Option<Model<'a>> {
    let signature = &function.signature;
    let name = &signature.ident;
    let named = module::of_word(attribute, signature.to_token_stream(), diagnostics);
    if attribute.kind == Kind::Controller && signature.receiver().is_none() {
        let write = match named.module {
            Some(action) if action.kind == Kind::Action => {
                format!("write `{}`", wording::attribute(action))
            }
            Some(module) => format!("write it in `impl {} for … {{ … }}`", module.trait_name),
            None => wording::places(Kind::Controller),
        };
        diagnostics.at(name, format!("function `{name}` cannot be a controller"), write);
    }
    let features = arguments::check(attribute, &named, diagnostics);
    // Nothing can be generated next to a method inside an impl block.
    if let Some(receiver) = signature.receiver() {
        let problem = format!("method `{name}` cannot be {} by itself", attribute.kind.one());
        let write = named.module.map_or_else(
            || wording::places(attribute.kind),
            |module| {
                format!(
                    "write it in `impl {} for … {{ … }}`, with the attribute above",
                    module.trait_name
                )
            },
        );
        diagnostics.at(receiver, problem, write);
        return None;
    }
    let module = named.module?;
    let method = module.methods.iter().find(|method| method.required)?;

    let before = diagnostics.count();
    let context = match module.kind {
        Kind::Action => Rules { method, signature, diagnostics }.check()?,
        Kind::Controller => {
            signature.inputs.iter().find_map(typed).and_then(|first| referenced(&first.ty))?
        }
    };
    let write = |ty: &str| format!("context: &{ty}");
    let context = match context::check(context, &signature.generics, &write, diagnostics) {
        Context::Legal(ty) | Context::Inside(ty) => ty,
        Context::Borrowing(_) | Context::Impossible => return None,
    };
    let own = generics::without_undetermined(&signature.generics, context);
    let own = generics::without_lifetimes(own);
    let entry = Entry::of(&own);
    let generics = match entry {
        Entry::Attribute | Entry::None => own,
        Entry::Register => generics::bounded(&own, quote!(Self)),
    };
    let wrong = diagnostics.count() > before || attribute.kind == Kind::Controller;
    Some(Model {
        module,
        root: attribute.root.clone(),
        context,
        cfgs: &function.attributes.cfgs,
        place: function.place,
        features,
        endpoints: vec![Endpoint { method, cfgs: None }],
        handler: Some(if wrong { Handler::Placeholder } else { Handler::Function(signature) }),
        entry,
        generics,
        aside: Vec::new(),
    })
}

struct Rules<'a, 'd> {
    method: &'static Method,
    signature: &'a Signature,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Rules<'a, '_> {
    /// Checks the function's signature and returns its context, if that is clear.
    fn check(mut self) -> Option<&'a Type> {
        let signature = self.signature;
        if let Some(constness) = signature.constness {
            self.wrong(constness, "is const");
        } else if signature.asyncness.is_none() && !types::is_future(&signature.output) {
            self.wrong(signature.fn_token, "is not async");
        }
        if let syn::Safety::Unsafe(unsafety) = &signature.safety {
            self.wrong(unsafety, "is unsafe");
        }
        let context = self.parameters();
        if let Some(context) = context {
            self.generics(context);
        }
        if signature.asyncness.is_some()
            && types::is_other_result(&signature.output, self.method.returns)
        {
            match &signature.output {
                syn::ReturnType::Default => {
                    self.wrong(&signature.ident, "returns nothing, not `Result<()>`");
                }
                syn::ReturnType::Type(_, ty) => {
                    self.wrong(ty, &format!("returns `{}`, not `Result<()>`", text(ty)));
                }
            }
        }
        context
    }

    fn generics(&mut self, context: &Type) {
        for (name, parameter) in generics::undetermined(&self.signature.generics, context) {
            let context = text(context);
            let problem =
                format!("has a parameter `{name}` that is not in its context `{context}`");
            self.wrong(parameter, &problem);
        }
    }

    fn wrong(&mut self, tokens: impl ToTokens, problem: &str) {
        let name = &self.signature.ident;
        let options = self.options();
        let context = self.context().and_then(referenced);
        let generics = context.map(|context| {
            let own = generics::without_undetermined(&self.signature.generics, context);
            text(generics::without_lifetimes(own))
        });
        let generics = generics.unwrap_or_default();
        let context = context.map_or_else(|| "Billing".to_owned(), text);
        let write = format!(
            "write `async fn {name}{generics}(context: &{context}, options: {options}) -> Result<()>`"
        );
        self.diagnostics.at(tokens, format!("function `{name}` {problem}"), write);
    }

    fn parameters(&mut self) -> Option<&'a Type> {
        let typed: Vec<&'a PatType> = self.signature.inputs.iter().filter_map(typed).collect();
        let options = self.options();
        match typed.as_slice() {
            [] => self.wrong(
                &self.signature.ident,
                &format!("lacks its context and `options: {options}`"),
            ),
            [first, second] if types::is_exactly(&first.ty, options) => {
                self.wrong(&self.signature.inputs, "has its parameters in another order");
                return referenced(&second.ty);
            }
            [only] if types::is_exactly(&only.ty, options) => {
                self.wrong(&self.signature.ident, "lacks its context as the first parameter");
                return None;
            }
            [_] => self
                .wrong(&self.signature.ident, &format!("lacks its parameter `options: {options}`")),
            [_, second, rest @ ..] => {
                if types::is_other(&second.ty, options) {
                    let problem =
                        format!("takes `{}` where `options: {options}` belongs", text(&second.ty));
                    self.wrong(&second.ty, &problem);
                }
                for extra in rest {
                    self.wrong(extra, "takes a parameter too many");
                }
            }
        }
        let first = typed.first()?;
        match types::peel(&first.ty) {
            Type::Reference(reference) if !signature::is_mutable(reference) => {
                Some(&reference.elem)
            }
            other => {
                self.wrong(
                    &first.ty,
                    &format!("takes its context as `{}`, not as a reference", text(&first.ty)),
                );
                referenced(other).filter(|ty| !types::is_foreign(ty))
            }
        }
    }

    fn context(&self) -> Option<&'a Type> {
        // Neither the options nor a type parameter serves as an example.
        let is_context = |ty: &&Type| {
            let generics = &self.signature.generics;
            !types::is_exactly(ty, self.options())
                && !referenced(ty).is_some_and(|ty| context::is_parameter(ty, generics))
        };
        self.signature
            .inputs
            .iter()
            .filter_map(typed)
            .map(|parameter| &*parameter.ty)
            .find(is_context)
    }

    fn options(&self) -> Ty {
        self.method.parameters.first().map_or(Ty::Unit, |(_, ty)| *ty)
    }
}

/// The type that a first parameter refers to, in any way.
fn referenced(ty: &Type) -> Option<&Type> {
    match types::peel(ty) {
        Type::Reference(reference) => referenced(&reference.elem),
        Type::Path(_) => Some(context::inside(ty).unwrap_or(ty)),
        _ => None,
    }
}

fn typed(input: &FnArg) -> Option<&PatType> {
    match input {
        FnArg::Typed(parameter) => Some(parameter),
        FnArg::Receiver(_) => None,
    }
}
