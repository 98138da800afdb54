//! The word of `action(…)` that names the module. It should come first.

use proc_macro2::TokenStream;

use super::attribute::Attribute;
use super::wording;
use crate::args::{Entry, Value};
use crate::diag::Diagnostics;
use crate::spec::{self, Kind, MODULES, Module};

/// The meaning of that word.
pub(super) struct ModuleWord<'a> {
    pub(super) module: Option<&'static Module>,
    /// The module that a misspelt word is closest to.
    pub(super) guess: Option<&'static Module>,
    /// The entry that contains it.
    pub(super) position: Option<usize>,
    pub(super) tokens: Option<&'a TokenStream>,
    /// Whether the other entries count as the module's arguments.
    pub(super) judged: bool,
}

/// Whether any entry is a module's name.
pub(super) fn is_named(attribute: &Attribute<'_>) -> bool {
    attribute.arguments.entries.iter().any(|entry| spec::by_name(&entry.name.text).is_some())
}

/// Finds the name among the entries and reports its mistakes. `meant` is the trait's module.
pub(super) fn find<'a>(
    attribute: &Attribute<'a>,
    meant: Option<&'static Module>,
    diagnostics: &mut Diagnostics,
) -> ModuleWord<'a> {
    let entries = &attribute.arguments.entries;
    let named = entries.iter().enumerate().find_map(|(position, entry)| {
        let module = spec::by_name(&entry.name.text)?;
        Some((position, entry, module))
    });
    match (attribute.kind, named) {
        (Kind::Action, Some((position, entry, module))) => {
            let word = ModuleWord::at(position, entry);
            action(ModuleWord { module: Some(module), ..word }, entry, module, meant, diagnostics)
        }
        (Kind::Action, None) => no_action(attribute, meant, diagnostics),
        (Kind::Controller, Some((position, entry, module))) => {
            let problem =
                format!("word `{}` is not needed: the trait names the controller", module.name);
            diagnostics.at(&entry.name.tokens, problem, "write `#[churnkey::controller]`");
            ModuleWord::at(position, entry)
        }
        (Kind::Controller, None) => ModuleWord::none(),
    }
}

impl<'a> ModuleWord<'a> {
    fn at(position: usize, entry: &'a Entry) -> Self {
        Self { position: Some(position), tokens: Some(&entry.name.tokens), ..Self::none() }
    }

    const fn none() -> Self {
        Self { module: None, guess: None, position: None, tokens: None, judged: true }
    }
}

fn action<'a>(
    found: ModuleWord<'a>,
    entry: &Entry,
    module: &'static Module,
    meant: Option<&'static Module>,
    diagnostics: &mut Diagnostics,
) -> ModuleWord<'a> {
    let (name, word) = (module.name, &entry.name);
    if module.kind == Kind::Controller {
        let right = meant.map_or_else(|| "#[churnkey::controller]".to_owned(), wording::attribute);
        diagnostics.at(
            &word.tokens,
            format!("word `{name}` is a controller, not an action"),
            format!("write `{right}`"),
        );
        return ModuleWord { module: None, judged: false, ..found };
    }
    if matches!(entry.value, Value::Unreadable) {
        return ModuleWord { judged: false, ..found };
    }
    if !matches!(entry.value, Value::None) {
        let problem = format!("action `{name}` has its arguments inside of it");
        diagnostics.at(&word.tokens, problem, format!("write `{}`", wording::attribute(module)));
        // It is unclear which of the words are arguments.
        return ModuleWord { judged: false, ..found };
    }
    if found.position.is_some_and(|position| position > 0) {
        let problem = format!("action `{name}` comes after its arguments");
        diagnostics.at(&word.tokens, problem, format!("write it first: `action({name}, …)`"));
    } else {
        wording::form(word, diagnostics);
    }
    found
}

fn no_action<'a>(
    attribute: &Attribute<'a>,
    meant: Option<&'static Module>,
    diagnostics: &mut Diagnostics,
) -> ModuleWord<'a> {
    const PROBLEM: &str = "attribute `action` names no action";
    let actions = || spec::of_kind(Kind::Action).map(|module| module.name);
    let write = meant.map_or_else(
        || format!("write its name first: the actions are {}", wording::all(actions())),
        |module| format!("write `{}`", wording::attribute(module)),
    );
    match attribute.arguments.entries.first() {
        None => {
            diagnostics.at_span(attribute.place, PROBLEM, write);
            // There are no arguments to check, and the message contains the whole attribute.
            ModuleWord { judged: false, ..ModuleWord::none() }
        }
        Some(entry) if is_argument(entry) => {
            diagnostics.at(&entry.name.tokens, PROBLEM, write);
            ModuleWord::none()
        }
        Some(entry) => {
            let word = &entry.name;
            let instead =
                wording::instead(&word.text, "the actions", actions().collect::<Vec<_>>());
            diagnostics.at(&word.tokens, format!("action `{}` does not exist", word.text), instead);
            let guess = wording::closest(&word.text, actions()).and_then(spec::by_name);
            // An entirely different word is followed by different arguments.
            let judged = guess.is_some()
                && meant.is_none_or(|meant| guess.is_some_and(|it| it.name == meant.name));
            ModuleWord { guess, judged, ..ModuleWord::at(0, entry) }
        }
    }
}

/// Whether an entry is an argument rather than a misspelt name.
fn is_argument(entry: &Entry) -> bool {
    let known = MODULES.iter().any(|module| module.argument(&entry.name.text).is_some());
    known || !matches!(entry.value, Value::None)
}
