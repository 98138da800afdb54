//! A macro can read types but not resolve them, so an alias of the right type must pass. A type is refused only if it
//! is certainly wrong; rustc finds the rest.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, ReturnType, Type};

use crate::spec::{self, Ty};

/// Well-known names that are not ours.
const FOREIGN: [&str; 18] = [
    "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str",
    "u128", "u16", "u32", "u64", "u8", "usize",
];

/// These are foreign only with parameters: a merchant may have its own `Box`.
const FOREIGN_GENERIC: [&str; 8] =
    ["Arc", "BTreeMap", "Box", "HashMap", "Option", "Rc", "Result", "Vec"];

/// Whether `written` cannot be this type.
pub(super) fn is_other(written: &Type, expected: Ty) -> bool {
    cannot_be(written, Some(expected))
}

/// Whether `written` cannot be a type of the merchant's own.
pub(super) fn is_foreign(written: &Type) -> bool {
    cannot_be(written, None)
}

fn cannot_be(written: &Type, expected: Option<Ty>) -> bool {
    match peel(written) {
        Type::Path(path) if path.qself.is_none() => {
            let Some(segment) = path.path.segments.last() else {
                return false;
            };
            if let Some(expected) = expected
                && segment.ident == expected.name()
            {
                let parameter = first_parameter(&segment.arguments);
                return parameter
                    .zip(expected.parameter())
                    .is_some_and(|(written, expected)| is_other(written, expected));
            }
            let name = segment.ident.to_string();
            FOREIGN.contains(&name.as_str())
                || (FOREIGN_GENERIC.contains(&name.as_str()) && !segment.arguments.is_empty())
                || spec::is_type_name(&name)
        }
        Type::Tuple(tuple) => !(tuple.elems.is_empty() && expected == Some(Ty::Unit)),
        Type::Array(_)
        | Type::FnPtr(_)
        | Type::ImplTrait(_)
        | Type::Never(_)
        | Type::Ptr(_)
        | Type::Reference(_)
        | Type::Slice(_)
        | Type::TraitObject(_) => true,
        _ => false,
    }
}

/// Whether `written` is spelt like this type.
pub(super) fn is_exactly(written: &Type, expected: Ty) -> bool {
    match peel(written) {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == expected.name())
        }
        _ => false,
    }
}

const RESULT: Ty = Ty::Named("Result");
const ERROR: Ty = Ty::Named("Error");

/// Whether a return type cannot be `Result<expected>`.
pub(super) fn is_other_result(written: &ReturnType, expected: Ty) -> bool {
    let ReturnType::Type(_, written) = written else {
        return true;
    };
    let Type::Path(path) = peel(written) else {
        return is_other(written, RESULT);
    };
    let Some(segment) = path.path.segments.last() else {
        return false;
    };
    if is_result_of_std(&path.path) {
        return true;
    }
    if segment.ident == "Result" {
        let mut parameters = parameters(&segment.arguments);
        return parameters.next().is_some_and(|written| is_other(written, expected))
            || parameters.next().is_some_and(is_other_error);
    }
    is_other(written, RESULT)
}

/// Whether an explicit error type cannot be ours.
fn is_other_error(written: &Type) -> bool {
    let of_std = match peel(written) {
        Type::Path(path) => is_of_std(&path.path),
        _ => false,
    };
    of_std || is_other(written, ERROR)
}

/// `std::io::Result` and the like, but not `std::result::Result`, which takes any error.
fn is_result_of_std(path: &syn::Path) -> bool {
    let module = path.segments.iter().rev().nth(1);
    is_of_std(path) && module.is_some_and(|module| module.ident != "result")
}

fn is_of_std(path: &syn::Path) -> bool {
    path.segments.len() > 1
        && path
            .segments
            .first()
            .is_some_and(|first| ["alloc", "core", "std"].iter().any(|name| first.ident == name))
}

/// Whether a function that is not `async` returns a future: `impl Future<…>`, a `BoxFuture` and the like.
pub(super) fn is_future(written: &ReturnType) -> bool {
    fn names_one(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word.to_string().ends_with("Future"),
            TokenTree::Group(group) => names_one(group.stream()),
            _ => false,
        })
    }

    match written {
        ReturnType::Default => false,
        ReturnType::Type(_, written) => names_one(written.to_token_stream()),
    }
}

/// Removes parentheses and invisible delimiters.
pub(super) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => peel(&inner.elem),
        Type::Group(inner) => peel(&inner.elem),
        _ => ty,
    }
}

fn first_parameter(arguments: &PathArguments) -> Option<&Type> {
    parameters(arguments).next()
}

fn parameters(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
