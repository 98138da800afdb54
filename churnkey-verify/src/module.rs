//! What a module of the protocol is to Churnkey's side: the types of the [table](crate::protocol::MODULES).

use serde_json::Value;

use crate::checks::Check;
use crate::effect::Effect;
use crate::fields::Shape;

/// A module of the protocol (protocol 1).
pub(crate) struct Module {
    /// Churnkey's name, such as `ApplyCoupon`.
    pub(crate) name: &'static str,
    /// An integration cannot be without it.
    pub(crate) required: bool,
    /// What it cannot be without.
    pub(crate) needs: &'static [Need],
    /// Its features in the manifest (protocol 3), `enabled` apart.
    pub(crate) features: &'static [Feature],
    /// The checks that are about this module alone.
    pub(crate) checks: &'static [Check],
    pub(crate) role: Role,
}

/// A module that another one needs.
pub(crate) struct Need {
    pub(crate) module: &'static Module,
    /// Only when a feature has this value, such as `type` the value `product`.
    pub(crate) when: Option<(&'static str, &'static str)>,
}

impl Need {
    pub(crate) const fn always(module: &'static Module) -> Self {
        Self { module, when: None }
    }
}

/// A feature of a module.
pub(crate) enum Feature {
    /// `true` or `false`.
    Flag(&'static str),
    /// One of some words.
    Word(&'static str, &'static [&'static str]),
    /// An object in which at least one of some words is true: what a request may ask for.
    Choice(Choice),
}

/// Words of which an integration announces at least one.
pub(crate) struct Choice {
    /// Its key in the manifest, such as `schedules`.
    pub(crate) key: &'static str,
    pub(crate) words: &'static [&'static str],
    /// The check that finds a choice which cannot be read.
    pub(crate) check: &'static Check,
    /// The part of a body that asks for a word.
    pub(crate) ask: fn(word: &str) -> Value,
}

/// Whether a module reads or writes.
pub(crate) enum Role {
    Controller(Controller),
    Action(Action),
}

/// A module that reads. In a path, a segment that begins with `:` is an id.
pub(crate) struct Controller {
    /// Where one object is.
    pub(crate) retrieve: &'static str,
    /// Where the list is.
    pub(crate) list: &'static str,
    /// Other ways to find an object.
    pub(crate) finds: &'static [Find],
    pub(crate) shape: &'static Shape,
    /// The check that reports what is wrong with the model.
    pub(crate) check: &'static Check,
}

/// How an object is found by a field of its own. What it holds is personal, so it is never shown.
pub(crate) struct Find {
    /// The flag that announces it.
    pub(crate) feature: &'static str,
    /// The field.
    pub(crate) key: &'static str,
    pub(crate) path: &'static str,
    pub(crate) check: &'static Check,
}

/// A module that writes.
pub(crate) struct Action {
    /// For one subscription.
    pub(crate) path: &'static str,
    /// For all subscriptions of a customer, if there is such an endpoint. The flag `handleAll` announces it.
    pub(crate) path_for_all: Option<&'static str>,
    /// The check that finds an option which is announced and does not work.
    pub(crate) check: &'static Check,
    /// Changes of a body that no integration can carry out, with what each asks for.
    pub(crate) invalid: fn() -> Vec<(Value, &'static str)>,
    /// Whether an accepted action shows: of the body, and of the subscription before and after.
    pub(crate) effect: fn(&Value, &Value, &Value) -> Effect,
}

impl Module {
    pub(crate) fn controller(&self) -> Option<&Controller> {
        match &self.role {
            Role::Controller(controller) => Some(controller),
            Role::Action(_) => None,
        }
    }

    pub(crate) fn action(&self) -> Option<&Action> {
        match &self.role {
            Role::Action(action) => Some(action),
            Role::Controller(_) => None,
        }
    }

    pub(crate) fn has_flag(&self, key: &str) -> bool {
        self.features.iter().any(|feature| matches!(feature, Feature::Flag(flag) if *flag == key))
    }

    pub(crate) fn choices(&self) -> impl Iterator<Item = &'static Choice> + use<> {
        let choice = |feature: &'static Feature| match feature {
            Feature::Choice(choice) => Some(choice),
            Feature::Flag(_) | Feature::Word(..) => None,
        };
        self.features.iter().filter_map(choice)
    }
}

impl Action {
    /// Whether one of its endpoints has this path.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.paths().any(|(own, _)| own == path)
    }

    /// Its endpoints, and whether each is the one for all subscriptions of a customer.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&'static str, bool)> + use<> {
        std::iter::once((self.path, false)).chain(self.path_for_all.map(|path| (path, true)))
    }
}
