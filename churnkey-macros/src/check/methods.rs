//! Sorts the methods of a block: those of the trait, those that it does not have, and those written twice.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::signature::{self, Verdict};
use super::{types, wording};
use crate::diag::Diagnostics;
use crate::model::{Endpoint, Member};
use crate::names;
use crate::spec::{self, MODULES, Module};
use crate::syntax::{self, Block, Stray};

/// The members of the block, sorted.
#[derive(Default)]
pub(super) struct Sorted<'a> {
    pub(super) members: Vec<Member<'a>>,
    pub(super) aside: Vec<Member<'a>>,
    pub(super) endpoints: Vec<Endpoint<'a>>,
    /// Methods that need a placeholder.
    pub(super) missing: Vec<Endpoint<'a>>,
    /// Whether `members` differ from what was written.
    pub(super) changed: bool,
}

pub(super) fn check<'a>(
    module: &'static Module,
    block: &'a Block,
    diagnostics: &mut Diagnostics,
) -> Sorted<'a> {
    let mut sorter =
        Sorter { module, block, seen: Vec::new(), sorted: Sorted::default(), diagnostics };
    let mut signatures = block.methods().filter_map(|method| method.signature.as_ref());
    if let Some(place) = signatures.find_map(signature::of_async_trait) {
        // With the block's hygiene, rustc does not attribute the error to `async_trait`.
        let place = place.resolved_at(block.place);
        wording::async_trait(module.kind.word(), place, sorter.diagnostics);
    }
    let mut macros = false;
    for member in &block.members {
        match member {
            syntax::Member::Unknown(tokens) => {
                sorter.sorted.members.push(Member::AsWritten(tokens));
            }
            syntax::Member::Stray(stray) => {
                macros |= stray.what == "macro";
                sorter.stray(stray);
            }
            syntax::Member::Method(method) => sorter.method(method),
        }
    }
    // A macro call may provide the missing methods, and its own error is enough.
    if !macros {
        sorter.missing();
    }
    sorter.sorted
}

struct Sorter<'a, 'd> {
    module: &'static Module,
    block: &'a Block,
    seen: Vec<(&'static spec::Method, &'a syntax::Method)>,
    sorted: Sorted<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Sorter<'a, '_> {
    fn stray(&mut self, stray: &'a Stray) {
        let Stray { what, name, tokens } = stray;
        let of = self.module.trait_name;
        if *what == "macro" {
            let problem = format!(
                "macro `{name}` stands among the methods of `{of}`, where its output cannot be seen"
            );
            self.diagnostics.at(name, problem, "write the methods themselves");
        } else {
            let problem = format!("{what} `{name}` is not part of `{of}`");
            self.diagnostics.at(
                name,
                problem,
                "move it out of this block: only methods stand here",
            );
        }
        match *what {
            "constant" => self.put_aside(Member::AsWritten(tokens)),
            // An impl block without a trait cannot have a type.
            "type" => {
                self.sorted.changed = true;
                self.sorted.members.push(Member::Disabled(tokens));
            }
            _ => self.sorted.members.push(Member::AsWritten(tokens)),
        }
    }

    fn method(&mut self, written: &'a syntax::Method) {
        let name = written.name.unraw().to_string();
        let Some(method) = self.module.method(&name) else {
            return self.unknown(written, &name);
        };
        if let Some((_, first)) = self
            .seen
            .iter()
            .find(|(seen, other)| seen.name == method.name && is_twice(other, written))
        {
            self.diagnostics.twice("method", &name, &first.name, &written.name);
            return self.keep_aside(written);
        }
        self.known(method, written, false);
    }

    /// A method of the trait, `misspelt` or not.
    fn known(
        &mut self,
        method: &'static spec::Method,
        written: &'a syntax::Method,
        misspelt: bool,
    ) {
        let cfgs = Some(&written.attributes.cfgs);
        self.seen.push((method, written));
        self.sorted.endpoints.push(Endpoint { method, cfgs });
        let Some(signature) = &written.signature else {
            return self.sorted.members.push(Member::AsWritten(&written.tokens));
        };
        if signature::of_async_trait(signature).is_some() {
            // Its boxed future requires more of a body than the merchant intended to promise.
            self.sorted.changed = true;
            self.sorted.missing.push(Endpoint { method, cfgs });
            return self.sorted.members.push(Member::Disabled(&written.tokens));
        }
        let mut signature = match signature::check(method, signature, self.diagnostics) {
            Verdict::Right if !misspelt => {
                return self.sorted.members.push(Member::AsWritten(&written.tokens));
            }
            Verdict::Right => Box::new(signature.clone()),
            Verdict::Async(signature) => signature,
            Verdict::Aside => {
                self.sorted.missing.push(Endpoint { method, cfgs });
                return self.keep_aside(written);
            }
        };
        signature.ident = Ident::new(method.name, written.name.span());
        self.sorted.changed = true;
        self.sorted.members.push(Member::Method(written, signature));
    }

    fn unknown(&mut self, written: &'a syntax::Method, name: &str) {
        let module = self.module;
        let names = || module.methods.iter().map(|method| method.name);
        let of = module.trait_name;
        // The name of another module's method is not a typo.
        let elsewhere: Vec<&str> = MODULES
            .iter()
            .filter(|module| module.method(name).is_some())
            .map(|module| module.trait_name)
            .collect();
        let all = match module.methods {
            [only] => format!("its only method is `{}`", only.name),
            _ => format!("the methods of `{of}` are {}", wording::all(names())),
        };
        if !elsewhere.is_empty() {
            let problem =
                format!("method `{name}` belongs to {}, not to `{of}`", wording::all(elsewhere));
            self.diagnostics.at(&written.name, problem, all);
            return self.keep_aside(written);
        }
        let is_free = |name: &str| self.block.methods().all(|method| method.name != name);
        let by_name = wording::closest(name, names().filter(|name| is_free(name)))
            .and_then(|name| module.method(name));
        let by_types = || {
            module
                .methods
                .iter()
                .find(|method| method.required && is_free(method.name) && takes(written, method))
        };
        if let Some(method) = by_name.or_else(by_types) {
            let problem = format!("method `{name}` is not part of `{of}`");
            self.diagnostics.at(
                &written.name,
                problem,
                format!("did you mean `{}`? {all}", method.name),
            );
            return self.known(method, written, true);
        }
        if written.signature.is_none() {
            return self.sorted.members.push(Member::AsWritten(&written.tokens));
        }
        let problem = format!("method `{name}` is not part of `{of}`");
        let context = wording::text(self.block.context());
        self.diagnostics.at(
            &written.name,
            problem,
            format!("move it to `impl {context} {{ … }}`; {all}"),
        );
        // Other code may call it, so it keeps its name.
        self.put_aside(Member::AsWritten(&written.tokens));
    }

    fn missing(&mut self) {
        let required = self.module.methods.iter().filter(|method| method.required);
        let missing: Vec<&'static spec::Method> = required
            .filter(|method| self.seen.iter().all(|(seen, _)| seen.name != method.name))
            .collect();
        if missing.is_empty() {
            return;
        }
        let (kind, of) = (self.module.kind.word(), self.module.trait_name);
        let names = wording::all(missing.iter().map(|method| method.name));
        let lines = missing.iter().map(|method| format!("{} {{ … }}", wording::signature(method)));
        let write = match missing.as_slice() {
            [_] => format!("write `{}`", lines.collect::<String>()),
            _ => format!("write\n    {}", lines.collect::<Vec<_>>().join("\n    ")),
        };
        let place = self
            .block
            .trait_path()
            .and_then(|path| path.segments.last())
            .map(|segment| &segment.ident);
        self.diagnostics.at(place, format!("{kind} `{of}` lacks {names}"), write);
        self.sorted
            .missing
            .extend(missing.into_iter().map(|method| Endpoint { method, cfgs: None }));
    }

    /// Keeps a method whose name is taken under another name, so that its body still has types in the editor.
    fn keep_aside(&mut self, written: &'a syntax::Method) {
        let Some(mut signature) = written.signature.clone() else {
            return self.sorted.members.push(Member::AsWritten(&written.tokens));
        };
        signature.ident = names::aside(self.module, &written.name, self.sorted.aside.len());
        self.put_aside(Member::Method(written, Box::new(signature)));
    }

    fn put_aside(&mut self, member: Member<'a>) {
        self.sorted.changed = true;
        self.sorted.aside.push(member);
    }
}

/// Whether the parameters match those of `method`, whatever the name.
fn takes(written: &syntax::Method, method: &spec::Method) -> bool {
    let Some(signature) = &written.signature else {
        return false;
    };
    let types: Vec<&syn::Type> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            syn::FnArg::Typed(parameter) => Some(&*parameter.ty),
            syn::FnArg::Receiver(_) => None,
        })
        .collect();
    types.len() == method.parameters.len()
        && types
            .iter()
            .zip(method.parameters)
            .all(|(written, (_, ty))| types::is_exactly(written, *ty))
}

/// Two methods under `cfg`s may exclude each other.
fn is_twice(first: &syntax::Method, second: &syntax::Method) -> bool {
    first.attributes.cfgs.is_empty() && second.attributes.cfgs.is_empty()
}
