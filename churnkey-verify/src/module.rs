//! A module of the protocol as Churnkey's side sees it: the types of the [table](crate::protocol::MODULES).

use serde_json::Value;

use crate::checks::Check;
use crate::effect::Effect;
use crate::fields::Shape;

/// A module of the protocol (protocol 1).
pub(crate) struct Module {
    /// Churnkey's name, such as `ApplyCoupon`.
    pub(crate) name: &'static str,
    /// Whether every integration must have it.
    pub(crate) required: bool,
    /// The modules that it needs.
    pub(crate) needs: &'static [Need],
    /// Its features in the manifest (protocol 3), other than `enabled`.
    pub(crate) features: &'static [Feature],
    /// The checks that concern only this module.
    pub(crate) checks: &'static [Check],
    pub(crate) role: Role,
}

/// A module that another one needs.
pub(crate) struct Need {
    pub(crate) module: &'static Module,
    /// Only if this feature has this value, such as `type` and `product`.
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
    /// One of several words.
    Word(&'static str, &'static [&'static str]),
    /// An object in which at least one of several words is true: what a request may ask for.
    Choice(Choice),
}

/// The words, of which an integration announces at least one.
pub(crate) struct Choice {
    /// Its key in the manifest, such as `schedules`.
    pub(crate) key: &'static str,
    pub(crate) words: &'static [&'static str],
    /// The check that finds an invalid choice.
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
    /// The path of one object.
    pub(crate) retrieve: &'static str,
    /// The path of the list.
    pub(crate) list: &'static str,
    /// Other ways to find an object.
    pub(crate) finds: &'static [Find],
    pub(crate) shape: &'static Shape,
    /// The check that reports what is wrong with the model.
    pub(crate) check: &'static Check,
}

/// How to find an object by one of its fields. The field's value is personal, so it is never shown.
pub(crate) struct Find {
    /// The flag that announces it.
    pub(crate) feature: &'static str,
    /// The field's key.
    pub(crate) key: &'static str,
    pub(crate) path: &'static str,
    pub(crate) check: &'static Check,
}

/// A module that writes.
pub(crate) struct Action {
    /// The path for one subscription.
    pub(crate) path: &'static str,
    /// The path for all subscriptions of a customer, if there is one. The flag `handleAll` announces it.
    pub(crate) path_for_all: Option<&'static str>,
    /// The check that finds an announced option that does not work.
    pub(crate) check: &'static Check,
    /// Changes to a body that no integration can carry out, and what each asks for.
    pub(crate) invalid: fn() -> Vec<(Value, &'static str)>,
    /// Whether an accepted action has an effect, given the body and the subscription before and after.
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
