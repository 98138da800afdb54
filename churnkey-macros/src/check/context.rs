//! The context: the type after `for`, after the function's first `&`, or before the colon of `register!`.

use quote::{ToTokens, quote};
use syn::{GenericArgument, Generics, PathArguments, Type};

use super::generics;
use super::types::{self, peel};
use super::wording::text;
use crate::diag::Diagnostics;

pub(super) enum Context<'a> {
    Legal(&'a Type),
    /// The type inside a reference or a smart pointer, which is what was meant.
    Inside(&'a Type),
    /// A type that borrows, so it cannot live as long as the server.
    Borrowing(&'a Type),
    /// A type for which no module can be implemented.
    Impossible,
}

/// `write` completes the suggestion for a context's type: `impl Cancel for …`.
pub(super) fn check<'a>(
    ty: &'a Type,
    generics: &Generics,
    write: &dyn Fn(&str) -> String,
    diagnostics: &mut Diagnostics,
) -> Context<'a> {
    if is_object(ty) {
        let problem = format!("context `{}` is a trait object", text(ty));
        let write = "write `struct Billing { … }` with the trait object in a field, and implement the module for that";
        diagnostics.at(ty, problem, write);
        return Context::Impossible;
    }
    if let Some(inside) = inside(ty) {
        let problem = format!("context `{}` is only a pointer", text(ty));
        diagnostics.at(
            ty,
            problem,
            format!("write `{}`: churnkey shares the context itself", write(&text(inside))),
        );
        return match check(inside, generics, write, &mut Diagnostics::default()) {
            Context::Legal(ty) => Context::Inside(ty),
            other => other,
        };
    }
    if types::is_foreign(ty) {
        let problem = format!("context `{}` is not a type of your own", text(ty));
        diagnostics.at(
            ty,
            problem,
            "write `struct Billing { … }` around it, and implement the module for that",
        );
        return Context::Impossible;
    }
    if is_parameter(ty, generics) {
        let parameter = text(ty);
        let problem = format!("context `{parameter}` is a parameter, not a type of your own");
        let own = format!("Billing<{parameter}>");
        diagnostics.at(
            ty,
            problem,
            format!("write `struct {own} {{ … }}` around it, and `{}`", write(&own)),
        );
        return Context::Impossible;
    }
    let lifetimes = generics::lifetimes(generics, ty);
    if lifetimes.is_empty() && !generics::is_anonymous(ty) {
        return Context::Legal(ty);
    }
    let problem = format!("context `{}` borrows, but it lives as long as the server", text(ty));
    let own = if lifetimes.is_empty() { ty.to_token_stream() } else { quote!(#(#lifetimes),*) };
    diagnostics.at(own, problem, "let its fields own their data, or share it with `Arc<…>`");
    Context::Borrowing(ty)
}

/// The type inside a reference, an `Arc<…>`, an `Rc<…>` or a `Box<…>`.
pub(super) fn inside(ty: &Type) -> Option<&Type> {
    match peel(ty) {
        Type::Reference(reference) => Some(&reference.elem),
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
                return None;
            };
            let pointer = ["Arc", "Rc", "Box"].iter().any(|name| segment.ident == name);
            match arguments.args.first() {
                Some(GenericArgument::Type(inside)) if pointer && arguments.args.len() == 1 => {
                    Some(inside)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_object(ty: &Type) -> bool {
    matches!(peel(ty), Type::TraitObject(_)) || inside(ty).is_some_and(is_object)
}

/// Whether the context itself is a parameter: `impl<T> Cancel for T`.
pub(super) fn is_parameter(ty: &Type, generics: &Generics) -> bool {
    let Type::Path(path) = peel(ty) else {
        return false;
    };
    generics.type_params().any(|parameter| path.path.is_ident(&parameter.ident))
}
