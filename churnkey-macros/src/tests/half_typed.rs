//! Code that is being typed: whatever is between the braces, no token of it may be lost, or the editor loses completion
//! there.

use proc_macro2::{TokenStream, TokenTree};

use super::run;

/// Blocks as an editor passes them on: delimiters are closed, and nothing else is certain.
const BLOCKS: [&str; 34] = [
    "",
    "a",
    "async",
    "async fn",
    "fn",
    "pub(crate)",
    "#",
    "#[cfg(test)]",
    "/// Only a comment\n",
    "async fn handle",
    "async fn handle()",
    "async fn handle(&self)",
    "async fn handle(&self,)",
    "async fn handle(&self, options)",
    "async fn handle(&self, options:)",
    "async fn handle(&self, options: Cancel)",
    "async fn handle(&self, options: CancelOptions) ->",
    "async fn handle(&self, options: CancelOptions) -> Result<",
    "async fn handle(&self, options: CancelOptions) -> Result<()>",
    "async fn handle(&self, options: CancelOptions) -> Result<()>;",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { self. }",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { let x = ; match options. { } }",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { if options.unpause { self.db.() } }",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) } async fn ha",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) } async fn handle_all(&self) async fn helper(&self) {}",
    "async fn handle(&self, options: async fn) -> Result<()> { Ok(()) }",
    "async fn handle<(&self, options: CancelOptions) -> Result<()> { Ok(()) }",
    "async fn handle(&self, options: CancelOptions) -> fn(u32) -> u32 { todo() } fn next(&self) {}",
    "async fn (&self, options: CancelOptions) -> Result<()> { Ok(()) }",
    "asyn fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }",
    "async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) } self.db.",
    "const LIMIT async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }",
    "type = ; async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }",
    "macro_call!(x) async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }",
];

/// Attributes over a block that is right.
const ATTRIBUTES: [&str; 22] = [
    "#[churnkey::action]",
    "#[churnkey::action()]",
    "#[churnkey::action(,)]",
    "#[churnkey::action(c)]",
    "#[churnkey::action(can)]",
    "#[churnkey::action(cancel,)]",
    "#[churnkey::action(cancel, s)]",
    "#[churnkey::action(cancel, schedules)]",
    "#[churnkey::action(cancel, schedules =)]",
    "#[churnkey::action(cancel, schedules())]",
    "#[churnkey::action(cancel, schedules(,))]",
    "#[churnkey::action(cancel, schedules(imm))]",
    "#[churnkey::action(cancel, schedules(immediate), un)]",
    "#[churnkey::action(cancel schedules(immediate))]",
    "#[churnkey::action(cancel, schedules(immediate)()())]",
    "#[churnkey::action(cancel, schedules(immediate), crate)]",
    "#[churnkey::action(cancel, schedules(immediate), crate =)]",
    "#[churnkey::action(cancel, schedules(immediate), crate = ::)]",
    "#[churnkey::action(cancel, schedules(immediate), crate = ::ck::)]",
    "#[churnkey::action(cancel, \"\", 'x', .., <>, schedules[immediate])]",
    "#[churnkey::action(cancel, schedules(immediate): , =, (), unpause => x)]",
    "#[churnkey::controller(type =)]",
];

/// Heads of blocks and functions; the braces hold a method or the function's body.
const ITEMS: [&str; 24] = [
    "impl",
    "impl {}",
    "impl Cancel",
    "impl Cancel for",
    "impl Cancel for Billing",
    "impl Cancel for { async fn handle(&self) {} }",
    "impl for Billing { async fn handle(&self) {} }",
    "impl Can for Billing { async fn handle(&self) {} }",
    "impl<T Cancel for Billing<T> { async fn handle(&self) {} }",
    "impl Cancel for Billing where { async fn handle(&self) {} }",
    "impl<S> Cancel for Billing<S> { async fn handle(&self) { self.store. } }",
    "impl<S: > Cancel for Billing<S> { async fn handle(&self) { self.store. } }",
    "impl<S: Store + > Cancel for Billing<S> where S: { async fn handle(&self) { self.store. } }",
    "impl<S: Store, > Cancel for Billing<S> where S::Error: { async fn handle(&self) { self.store. } }",
    "impl<const N> Cancel for Billing<N> { async fn handle(&self) { self.store. } }",
    "impl<'a, S: Store<'a>> Cancel for Billing<'a, S> { async fn handle(&self) { self.store. } }",
    "async fn cancel<S>(billing: &Billing<S>, options: CancelOptions) -> Result<()> where { billing. }",
    "async fn cancel<S: >(billing: &Billing<S>, options: ) -> Result<()> where S: Store { billing. }",
    "async fn",
    "async fn cancel",
    "async fn cancel(billing: &) { billing. }",
    "async fn cancel(billing: &Billing, options: ) -> Result<()> { Ok(()) }",
    "async fn cancel(billing: &Billing, options: CancelOptions) -> { Ok(()) }",
    "async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()>;",
];

/// What follows the context in `register!`.
const LISTS: [&str; 13] = [
    "",
    ":",
    ": C",
    ": Customers",
    ": Customers,",
    ": Customers, P",
    ": Customers, #",
    ": Customers, #[cfg]",
    ": Customers, #[]",
    ": Customers, crate",
    ": Customers, crate =",
    ": Customers, crate = ::",
    ", Customers",
];

#[test]
fn blocks_keep_their_tokens() {
    for block in BLOCKS {
        survives(
            "#[churnkey::action(cancel, schedules(immediate))]",
            &format!("impl Cancel for Billing {{ {block} }}"),
        );
    }
}

#[test]
fn blocks_keep_their_tokens_beside_other_mistakes() {
    for block in BLOCKS {
        survives(
            "#[churnkey::action(cancl)]",
            &format!("impl<T> Cancels for Billing<T> {{ {block} }}"),
        );
        survives(
            "#[churnkey::controller]",
            &format!("impl Customers for &Billing {{ fn list() {{}} {block} }}"),
        );
        survives("#[churnkey::controller]", &format!("impl Billing {{ {block} }}"));
    }
}

#[test]
fn attributes_lose_nothing() {
    for attribute in ATTRIBUTES {
        survives(
            attribute,
            "impl Cancel for Billing { async fn handle(&self, options: CancelOptions) -> Result<()> { self. } }",
        );
        survives(
            attribute,
            "async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> { billing. }",
        );
    }
}

#[test]
fn items_keep_their_tokens() {
    for item in ITEMS {
        survives("#[churnkey::action(cancel, schedules(immediate))]", item);
        survives("#[churnkey::controller]", item);
        survives("#[churnkey::action]", item);
    }
}

/// `register!` keeps the context, so that its type is completed, and the listed modules that exist.
#[test]
fn lists_keep_their_context_and_modules() {
    for list in LISTS {
        let output = run(&format!("churnkey::register!(shop::Billing<Pg>{list})"));
        let code = output.generated.to_string();
        assert!(code.contains("shop :: Billing < Pg >"), "{list}: {code}");
        assert_eq!(code.contains("customers"), list.contains("Customers"), "{list}: {code}");
    }
}

/// A half-typed block that breaks no rule is returned unchanged, without an error of ours.
#[test]
fn half_typed_code_is_no_mistake() {
    let output = run("#[churnkey::action(cancel, schedules(immediate))]
        impl Cancel for Billing {
            async fn handle(&self, options: CancelOptions) -> Result<()> { self.db. }
        }");
    assert!(output.errors.is_empty());
    let output = run("#[churnkey::action(cancel, schedules(immediate))]
        impl Cancel for Billing { async fn handle(&self, options: ) }");
    assert!(output.errors.is_empty());
}

/// Every token of the item is in the output. The order may change, and so may the names after `fn`.
fn survives(attribute: &str, item: &str) {
    let output = run(&format!("{attribute}\n{item}"));
    let mut left = Vec::new();
    flatten(output.item.into_iter().chain(output.generated).collect(), &mut left);
    let mut written = Vec::new();
    flatten(item.parse().expect("tokens"), &mut written);
    let mut after_fn = false;
    for token in written {
        let name = std::mem::replace(&mut after_fn, token == "fn");
        let found = left.iter().position(|other| *other == token);
        // What was corrected or kept aside has another name.
        assert!(
            found.is_some() || name || is_head(&token),
            "`{token}` is lost of: {attribute} {item}"
        );
        if let Some(found) = found {
            left.swap_remove(found);
        }
    }
}

/// A head may be corrected: a misspelt trait, a pointer, an empty `where`.
fn is_head(token: &str) -> bool {
    ["Cancels", "Can", "&", "where"].contains(&token)
}

fn flatten(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                into.push(format!("{:?}", group.delimiter()));
                flatten(group.stream(), into);
            }
            other => into.push(other.to_string()),
        }
    }
}
