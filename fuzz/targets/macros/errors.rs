//! The spans of errors.

use proc_macro2::{Span, TokenStream, TokenTree};

/// Each error is at tokens of the input. At the whole call it would not show which word is wrong, so only what is missing may
/// be reported there.
pub(crate) fn are_at_the_input(errors: &[syn::Error]) {
    for error in errors {
        let at_the_call = spans(error.to_compile_error()).into_iter().any(is_the_call);
        assert!(!at_the_call || may_be_at_the_call(&error.to_string()), "{error}");
    }
}

/// Something is missing in the attribute or the call, or there are two of it.
fn may_be_at_the_call(message: &str) -> bool {
    const PARTS: [&str; 6] = [
        " lacks its `",
        "names no action",
        "stands on an item of another kind",
        "this is the first of the two",
        "`register!` names no context",
        "unexpected end of input",
    ];
    PARTS.iter().any(|part| message.contains(part))
}

/// What rustc underlines.
fn spans(tokens: TokenStream) -> Vec<Span> {
    let spans = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => [vec![group.span()], spans(group.stream())].concat(),
        other => vec![other.span()],
    });
    spans.collect()
}

/// Under `--cfg fuzzing` proc-macro2 has no source text, and only `Debug` shows a span.
fn is_the_call(span: Span) -> bool {
    format!("{span:?}") == format!("{:?}", Span::call_site())
}
