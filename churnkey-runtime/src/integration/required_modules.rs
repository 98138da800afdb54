//! The modules that an integration offers: each once, none forgotten, and each with those that it needs.

use std::any::type_name;

use crate::integration::start_error::StartError;
use crate::module::names::Module;
use crate::module::registry::{Implementation, Implemented, SourceLocation, implementations_of};

/// The modules of context `C` that are not left out, by kind and name.
pub(crate) fn offered<C: 'static>(
    implemented: &Implemented,
    without: &[Module],
) -> Result<Vec<&'static Implementation>, StartError> {
    let context = Context { name: type_name::<C>(), implemented, without };
    context.offers(implementations_of::<C>().collect())
}

/// A context, apart from its registered modules.
struct Context<'a> {
    name: &'static str,
    implemented: &'a Implemented,
    without: &'a [Module],
}

type Submitted = Vec<&'static Implementation>;

impl Context<'_> {
    fn offers(&self, mut submitted: Submitted) -> Result<Submitted, StartError> {
        self.leaves_out_no_required()?;
        // If both the attribute and a `register!` submitted a module, the latter's comes first.
        submitted.sort_by_key(|found| {
            (found.kind(), !found.module.info().required, found.name(), found.listed.is_none())
        });
        self.listed_once(&submitted)?;
        submitted.dedup_by_key(|found| found.module);
        self.all_submitted(&submitted)?;

        submitted.retain(|found| !self.without.contains(&found.module));
        self.has_what_it_needs(&submitted)?;
        Ok(submitted)
    }

    fn leaves_out_no_required(&self) -> Result<(), StartError> {
        match self.without.iter().find(|module| module.info().required) {
            Some(module) => {
                let problem = format!("`{module}` cannot be left out: every integration needs it");
                Err(StartError::setting("without", problem))
            }
            None => Ok(()),
        }
    }

    /// Refuses two `register!` with one module, since it is unclear which was meant to be the list.
    fn listed_once(&self, submitted: &Submitted) -> Result<(), StartError> {
        let mut places = None;
        let mut modules = Vec::new();
        for pair in submitted.windows(2) {
            if let [first, second] = pair
                && first.module == second.module
                && let (Some(first_place), Some(second_place)) = (first.listed, second.listed)
            {
                places
                    .get_or_insert((first_place.min(second_place), first_place.max(second_place)));
                modules.push(first.module);
            }
        }
        modules.dedup();
        match places {
            Some((first, second)) => {
                Err(StartError::Duplicate { modules, context: self.name, first, second })
            }
            None => Ok(()),
        }
    }

    /// Every implemented module must be submitted or left out.
    fn all_submitted(&self, submitted: &Submitted) -> Result<(), StartError> {
        let is_submitted = |module| submitted.iter().any(|found| found.module == module);
        let missing: Vec<(Module, SourceLocation)> = self
            .implemented
            .iter()
            .filter(|(module, _)| !is_submitted(*module) && !self.without.contains(module))
            .filter_map(|(module, place)| place.map(|place| (*module, place)))
            .collect();
        let Some((module, _)) = missing.first() else { return Ok(()) };
        // For a type without parameters, the attribute submits the module.
        if !self.name.contains('<') {
            return Err(StartError::Missing { module: *module, context: self.name });
        }
        let submitted_now = submitted.iter().map(|found| found.module);
        let to_list = submitted_now.chain(missing.iter().map(|(module, _)| *module)).collect();
        Err(StartError::Unregistered {
            context: self.name,
            to_list: closed(to_list),
            modules: missing,
            lists: lists(submitted),
        })
    }

    fn has_what_it_needs(&self, offered: &Submitted) -> Result<(), StartError> {
        let is_offered = |module| offered.iter().any(|found| found.module == module);
        let mut missing = offered.iter().flat_map(|found| found.needs());
        let Some(missing) = missing.find(|module| !is_offered(*module)) else { return Ok(()) };
        let by = offered.iter().filter(|found| found.needs().any(|need| need == missing));
        let by = by.map(|found| found.module).collect();
        let context = self.name;
        if self.without.contains(&missing) {
            return Err(StartError::LeftOut { module: missing, by, context });
        }
        let to_list = offered.iter().map(|found| found.module).chain([missing]).collect();
        Err(StartError::Unlisted { module: missing, by, context, to_list: closed(to_list) })
    }
}

/// Adds the modules that these need.
fn closed(mut modules: Vec<Module>) -> Vec<Module> {
    let mut position = 0;
    while let Some(module) = modules.get(position) {
        modules.extend(
            module
                .needs()
                .iter()
                .filter(|need| !modules.contains(need))
                .copied()
                .collect::<Vec<_>>(),
        );
        position += 1;
    }
    Module::ALL.iter().copied().filter(|module| modules.contains(module)).collect()
}

/// The places of the context's `register!` lists.
fn lists(submitted: &Submitted) -> Vec<SourceLocation> {
    let mut lists: Vec<SourceLocation> =
        submitted.iter().filter_map(|found| found.listed).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

#[cfg(test)]
#[path = "../tests/required_modules.rs"]
mod tests;
