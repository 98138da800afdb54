//! What the macros cost a merchant's build.

use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

use crate::expand::expand;
use crate::names::Root;
use crate::spec::{Kind, MODULES, Shape};

/// Every module with every method and argument. It prints how long that takes, the best of many runs:
/// `cargo test --release -p churnkey-macros whole_merchant -- --nocapture`.
#[test]
fn a_whole_merchant_expands_without_a_mistake() {
    let merchant: Vec<(Kind, TokenStream, TokenStream)> = MODULES
        .iter()
        .map(|module| {
            let name = (module.kind == Kind::Action).then(|| module.name.to_owned());
            let arguments = module.arguments.iter().map(|argument| match argument.shape {
                Shape::Flag => argument.name.to_owned(),
                Shape::List(words) => format!("{}({})", argument.name, words.words.join(", ")),
                Shape::Choice(words) => format!("{} = {}", argument.name, words.words[1]),
            });
            let arguments: Vec<String> = name.into_iter().chain(arguments).collect();
            let methods: Vec<String> = module
                .methods
                .iter()
                .map(|method| {
                    let parameters: Vec<String> =
                        method.parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
                    let body = "let row = self.db.row(1).await?; if row.is_empty() { return Err(gone()); }".repeat(20);
                    let (name, parameters) = (method.name, parameters.join(", "));
                    format!("async fn {name}(&self, {parameters}) -> Result<{}> {{ {body} }}", method.returns)
                })
                .collect();
            let item = format!("impl {} for Billing {{ {} }}", module.trait_name, methods.join("\n"));
            (module.kind, arguments.join(", ").parse().expect("tokens"), item.parse().expect("tokens"))
        })
        .collect();
    let best = (0..20).map(|_| expand_all(&merchant)).min().expect("a run");
    println!("a whole merchant expands in {best:?}");
}

fn expand_all(merchant: &[(Kind, TokenStream, TokenStream)]) -> Duration {
    let start = Instant::now();
    for (kind, arguments, item) in merchant {
        let output = expand(*kind, Root::Facade, arguments.clone(), item);
        assert!(output.errors.is_empty(), "{}", output.errors[0]);
        drop(output.into_tokens());
    }
    start.elapsed()
}
