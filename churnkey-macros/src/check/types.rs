//! Types can only be read here, not resolved: an alias or another name for the right type must pass. So a type is
//! refused only when it is certainly another; rustc sees the rest.

use syn::{GenericArgument, PathArguments, ReturnType, Type};

use crate::spec;

/// Names that everyone knows, and that are none of ours.
const FOREIGN: [&str; 18] = [
    "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str",
    "u128", "u16", "u32", "u64", "u8", "usize",
];

/// The same, as long as they have parameters: a merchant may have a `Box` of another kind.
const FOREIGN_GENERIC: [&str; 8] =
    ["Arc", "BTreeMap", "Box", "HashMap", "Option", "Rc", "Result", "Vec"];

/// Whether `written` cannot be the type called `expected`.
pub(super) fn is_other(written: &Type, expected: &str) -> bool {
    match peel(written) {
        Type::Path(path) if path.qself.is_none() => {
            let Some(segment) = path.path.segments.last() else {
                return false;
            };
            if segment.ident == spec::head(expected) {
                let parameter = first_parameter(&segment.arguments);
                return spec::parameter(expected)
                    .zip(parameter)
                    .is_some_and(|(expected, written)| is_other(written, expected));
            }
            let name = segment.ident.to_string();
            FOREIGN.contains(&name.as_str())
                || (FOREIGN_GENERIC.contains(&name.as_str()) && !segment.arguments.is_empty())
                || spec::is_type_name(&name)
        }
        Type::Tuple(tuple) => !(tuple.elems.is_empty() && expected == "()"),
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

/// Whether `written` is spelt as the type called `expected`.
pub(super) fn is_exactly(written: &Type, expected: &str) -> bool {
    match peel(written) {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == spec::head(expected))
        }
        _ => false,
    }
}

/// Whether a return type cannot be `Result<expected>`.
pub(super) fn is_other_result(written: &ReturnType, expected: &str) -> bool {
    let ReturnType::Type(_, written) = written else {
        return true;
    };
    let Type::Path(path) = peel(written) else {
        return is_other(written, "Result");
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
    is_other(written, "Result")
}

/// Whether an error that was written out cannot be ours.
fn is_other_error(written: &Type) -> bool {
    let of_std = match peel(written) {
        Type::Path(path) => is_of_std(&path.path),
        _ => false,
    };
    of_std || is_other(written, "Error")
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

/// Whether a function that is not `async` gives a future all the same.
pub(super) fn is_future(written: &ReturnType) -> bool {
    let ReturnType::Type(_, written) = written else {
        return false;
    };
    quote::ToTokens::to_token_stream(written).to_string().contains("Future")
}

/// Without parentheses and invisible delimiters.
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
