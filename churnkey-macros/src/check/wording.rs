//! Parts of messages that several rules use.

use proc_macro2::Span;
use quote::ToTokens;

use crate::args::{Form, Word};
use crate::diag::Diagnostics;
use crate::spec::{self, Argument, Kind, Method, Module, Shape};

/// `` `a`, `b` and `c` ``
pub(super) fn all(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut names: Vec<String> =
        names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

/// What to write for a word that does not exist: the closest word, and the list of all of them.
pub(super) fn instead<'a>(
    written: &str,
    those: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    let list = all(candidates.clone());
    match closest(written, candidates) {
        Some(closest) => format!("did you mean `{closest}`? {those} are {list}"),
        None => format!("{those} are {list}"),
    }
}

/// The closest of the right words, for "did you mean". Case and underscores do not count: `ApplyCoupon` is close to
/// `apply_coupon`.
pub(super) fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = folded(written);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, &folded(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> String {
    word.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect()
}

/// Where the attribute can be written.
pub(super) fn places(kind: Kind) -> String {
    let names = all(spec::of_kind(kind).map(|module| module.trait_name));
    match kind {
        Kind::Controller => format!(
            "write it above `impl Customers for Billing {{ … }}`\nthe controllers are {names}"
        ),
        Kind::Action => format!(
            "write it above `impl Cancel for Billing {{ … }}` or \
             `async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()>`\nthe actions are {names}"
        ),
    }
}

/// The attribute for this module, with everything that it requires.
pub(super) fn attribute(module: &Module) -> String {
    let lists = module.arguments.iter().filter(|argument| matches!(argument.shape, Shape::List(_)));
    match module.kind {
        Kind::Controller => "#[churnkey::controller]".to_owned(),
        Kind::Action => {
            let words = [module.name.to_owned()].into_iter().chain(lists.map(argument));
            format!("#[churnkey::action({})]", words.collect::<Vec<_>>().join(", "))
        }
    }
}

/// An argument with all of its words.
pub(super) fn argument(argument: &Argument) -> String {
    let name = argument.name;
    match argument.shape {
        Shape::Flag => name.to_owned(),
        Shape::List(words) => format!("{name}({})", words.words.join(", ")),
        Shape::Choice(words) => format!("{name} = {}", words.words.join(" | ")),
    }
}

/// What to write for a list: all of its words, from which the merchant takes what applies.
pub(super) fn list(argument: &Argument) -> String {
    format!("write `{}`, or only those that you support", self::argument(argument))
}

/// The arguments of a module, as the end of a message.
pub(super) fn arguments(module: &Module) -> String {
    let (kind, name) = (module.kind.word(), module.name);
    match module.arguments {
        [] => format!("the {kind} `{name}` takes no arguments: write `{}`", attribute(module)),
        arguments => {
            format!("the arguments of `{name}` are {}", all(arguments.iter().map(argument)))
        }
    }
}

/// The first line of a method.
pub(super) fn signature(method: &Method) -> String {
    let parameters = method.parameters.iter().map(|(name, ty)| format!("{name}: {ty}"));
    let parameters: Vec<String> = ["&self".to_owned()].into_iter().chain(parameters).collect();
    format!("async fn {}({}) -> Result<{}>", method.name, parameters.join(", "), method.returns)
}

/// Reports a word that is right except for quotes or dashes.
pub(super) fn form(word: &Word, diagnostics: &mut Diagnostics) {
    let Word { text, form, tokens } = word;
    let dashed = text.replace('_', "-");
    let problem = match form {
        Form::Plain => return,
        Form::Quoted => format!("word `{text}` is in quotes"),
        Form::Dashed => format!("word `{dashed}` is written with dashes"),
        Form::WithTrailingTokens => format!("word `{text}` is followed by something else"),
        Form::AtTheEndOfAPath => format!("word `{text}` stands at the end of a path"),
    };
    let write = match form {
        Form::WithTrailingTokens => format!("write `{text}` alone, and a comma if a word follows"),
        _ => format!("write `{text}`"),
    };
    diagnostics.at(tokens, problem, write);
}

/// Reports `async_trait`, whichever of the two attributes is expanded first.
pub(super) fn async_trait(word: &str, place: Span, diagnostics: &mut Diagnostics) {
    let problem = format!("attribute `async_trait` cannot be combined with `{word}`");
    diagnostics.at_span(place, problem, "remove it: an `async fn` is all that a method needs");
}

/// A type as written in source; the tokens alone print as `Billing < T >`.
pub(super) fn text(tokens: impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    [
        (" < ", "<"),
        (" >", ">"),
        ("< ", "<"),
        (" <", "<"),
        (" :: ", "::"),
        (":: ", "::"),
        (" : ", ": "),
        ("& ", "&"),
        (" ,", ","),
        (" ;", ";"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}
