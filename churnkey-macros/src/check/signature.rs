//! Checks the signature of a method.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{FnArg, GenericParam, PatType, Receiver, ReceiverKind, Signature, Token, Type};

use super::types;
use super::wording::{self, text};
use crate::diag::Diagnostics;
use crate::spec::{Method, Ty};

/// What to do with the method.
pub(super) enum Verdict {
    Right,
    /// Right once it is made `async`.
    Async(Box<Signature>),
    /// It cannot be in the trait's impl.
    Aside,
}

pub(super) fn check(
    method: &Method,
    written: &Signature,
    diagnostics: &mut Diagnostics,
) -> Verdict {
    let before = diagnostics.count();
    let mut rules = Rules { method, written, diagnostics };
    rules.qualifiers();
    rules.generics();
    let parameters = rules.receiver();
    rules.parameters(&parameters);
    rules.returns();
    let wrong = diagnostics.count() > before;
    let mut asynchronous = written.clone();
    if !is_async(written) && written.constness.is_none() {
        let problem = format!("method `{}` is not async", method.name);
        diagnostics.at(
            written.fn_token,
            problem,
            format!("write `{}`", wording::signature(method)),
        );
        asynchronous.asyncness = Some(Token![async](written.fn_token.span));
    }
    match (wrong, is_async(written)) {
        (true, _) => Verdict::Aside,
        (false, false) => Verdict::Async(Box::new(asynchronous)),
        (false, true) => Verdict::Right,
    }
}

/// If this is the output of `async_trait`, the place of that attribute, taken from a lifetime in the output.
pub(super) fn of_async_trait(written: &Signature) -> Option<Span> {
    let mut lifetimes = written.generics.lifetimes().map(|parameter| &parameter.lifetime.ident);
    lifetimes.find(|name| *name == "async_trait").map(Ident::span)
}

/// `-> impl Future<…>` counts as `async`.
fn is_async(written: &Signature) -> bool {
    written.asyncness.is_some() || types::is_future(&written.output)
}

struct Rules<'a> {
    method: &'a Method,
    written: &'a Signature,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Rules<'a> {
    fn wrong(&mut self, tokens: impl ToTokens, problem: &str) {
        let problem = format!("method `{}` {problem}", self.method.name);
        self.diagnostics.at(
            tokens,
            problem,
            format!("write `{}`", wording::signature(self.method)),
        );
    }

    fn qualifiers(&mut self) {
        let written = self.written;
        if let Some(constness) = written.constness {
            self.wrong(constness, "is const");
        }
        if let syn::Safety::Unsafe(unsafety) = &written.safety {
            self.wrong(unsafety, "is unsafe");
        }
        if let Some(abi) = &written.abi {
            self.wrong(abi, "is extern");
        }
    }

    fn generics(&mut self) {
        if let Some(parameters) = generic(self.written) {
            self.wrong(parameters, "is generic");
        }
    }

    /// Checks `&self` and returns the parameters after it.
    fn receiver(&mut self) -> Vec<&'a PatType> {
        let mut inputs = self.written.inputs.iter();
        let mut parameters: Vec<&PatType> = Vec::new();
        match inputs.next() {
            Some(FnArg::Receiver(receiver)) if is_shared(receiver) => {}
            Some(FnArg::Receiver(receiver)) => {
                self.wrong(receiver, &format!("takes `{}`, not `&self`", text(receiver)));
            }
            // As in the TypeScript SDK.
            Some(FnArg::Typed(context)) if self.is_context(context) => {
                self.wrong(context, &format!("takes `{}`, not `&self`", text(context)));
            }
            Some(FnArg::Typed(first)) => {
                self.wrong(&self.written.ident, "lacks `&self`");
                parameters.push(first);
            }
            None => self.wrong(&self.written.ident, "lacks `&self`"),
        }
        parameters.extend(inputs.filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(parameter),
            FnArg::Receiver(_) => None,
        }));
        parameters
    }

    /// Whether the first of too many parameters is a reference in place of `&self`.
    fn is_context(&self, first: &PatType) -> bool {
        self.written.inputs.len() > self.method.parameters.len()
            && matches!(&*first.ty, Type::Reference(_))
    }

    fn parameters(&mut self, written: &[&'a PatType]) {
        let expected = self.method.parameters;
        if written.len() == expected.len() {
            let pairs = || written.iter().zip(expected);
            let shuffled = expected.len() > 1
                && pairs().any(|(written, (_, ty))| !types::is_exactly(&written.ty, *ty))
                && expected.iter().all(|(_, ty)| {
                    written.iter().any(|written| types::is_exactly(&written.ty, *ty))
                });
            if shuffled {
                return self.wrong(quote!(#(#written),*), "has its parameters in another order");
            }
            for (written, (name, ty)) in pairs() {
                if types::is_other(&written.ty, *ty) {
                    self.wrong(
                        &written.ty,
                        &format!("takes `{}` where `{name}: {ty}` belongs", text(&written.ty)),
                    );
                }
            }
            return;
        }
        // The types that are present show which parameter is missing or extra.
        let mut unseen: Vec<&(&str, Ty)> = expected.iter().collect();
        let mut extra: Vec<&PatType> = Vec::new();
        for parameter in written {
            match unseen.iter().position(|(_, ty)| types::is_exactly(&parameter.ty, *ty)) {
                Some(position) => drop(unseen.remove(position)),
                None => extra.push(parameter),
            }
        }
        if !extra.is_empty() && !unseen.is_empty() {
            return self.wrong(quote!(#(#written),*), "takes other parameters");
        }
        for parameter in extra {
            self.wrong(parameter, "takes a parameter too many");
        }
        for (name, ty) in unseen {
            self.wrong(&self.written.ident, &format!("lacks its parameter `{name}: {ty}`"));
        }
    }

    fn returns(&mut self) {
        let (written, expected) = (self.written, self.method.returns);
        if written.asyncness.is_none() && types::is_future(&written.output) {
            return;
        }
        if types::is_other_result(&written.output, expected) {
            let (tokens, what): (TokenStream, String) = match &written.output {
                syn::ReturnType::Default => (written.ident.to_token_stream(), "nothing".to_owned()),
                syn::ReturnType::Type(_, ty) => (ty.to_token_stream(), format!("`{}`", text(ty))),
            };
            self.wrong(tokens, &format!("returns {what}, not `Result<{expected}>`"));
        }
    }
}

/// The type and constant parameters; lifetimes are allowed.
pub(super) fn generic(written: &Signature) -> Option<TokenStream> {
    let generic =
        written.generics.params.iter().filter(|it| !matches!(it, GenericParam::Lifetime(_)));
    let generic: Vec<_> = generic.collect();
    (!generic.is_empty()).then(|| quote!(#(#generic),*))
}

fn is_shared(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_none(),
        ReceiverKind::Typed(_, ty) => {
            matches!(&**ty, Type::Reference(reference) if !is_mutable(reference))
        }
        _ => false,
    }
}

pub(super) fn is_mutable(reference: &syn::TypeReference) -> bool {
    reference.mutability.is_some()
}
