//! The modules that an integration is made of: each once, and none of the required ones missing.

use std::any::type_name;

use crate::integration::start_error::StartError;
use crate::module::registry::{Info, Module, modules_of};

/// The modules of context `C`, in the order of their kind and name.
pub(crate) fn checked<C: 'static>(
    required: &[&'static Info],
) -> Result<Vec<&'static Module>, StartError> {
    check(modules_of::<C>().collect(), required, type_name::<C>())
}

fn check(
    mut modules: Vec<&'static Module>,
    required: &[&'static Info],
    context: &'static str,
) -> Result<Vec<&'static Module>, StartError> {
    modules.sort_by_key(|module| (module.info.kind, !module.info.required, module.info.name));
    for pair in modules.windows(2) {
        if let [first, second] = pair
            && first.info.name == second.info.name
        {
            return Err(StartError::Duplicate {
                module: first.info.name,
                context: first.context(),
                first: first.place,
                second: second.place,
            });
        }
    }
    for info in required {
        if !modules.iter().any(|module| module.info.name == info.name) {
            return Err(StartError::Missing { module: info.name, context });
        }
    }
    Ok(modules)
}

#[cfg(test)]
#[path = "../tests/modules.rs"]
mod tests;
