//! The table of modules. Checks, messages and generated code all read it, so a new module of the protocol only needs
//! one more row here.

use std::fmt;

use Ty::{Named, PageOf, Text, Unit};

/// Which of the two attributes a module belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Controller,
    Action,
}

/// One module of the protocol, as merchants see it.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) kind: Kind,
    /// The word in `action(…)`, and the runtime's submodule.
    pub(crate) name: &'static str,
    pub(crate) trait_name: &'static str,
    /// The supertraits. A choice may need more, which its name alone does not show.
    pub(crate) needs: &'static [&'static str],
    pub(crate) methods: &'static [Method],
    pub(crate) arguments: &'static [Argument],
}

#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// Name and type, without `&self`.
    pub(crate) parameters: &'static [(&'static str, Ty)],
    /// The type inside `Result<…>`.
    pub(crate) returns: Ty,
}

/// A type of a method's signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ty {
    /// `()`
    Unit,
    /// `String`
    Text,
    /// A type of the runtime's prelude, such as `CustomerId`.
    Named(&'static str),
    /// `Page<Customer>`
    PageOf(&'static str),
}

/// An argument of the attribute, which is also a field of the runtime's `Features`.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// `name`: true if present.
    Flag,
    /// `name(word, …)`: needs at least one word.
    List(Words),
    /// `name = word`: the first word is the default; each of the others requires the trait of its name.
    Choice(Words),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// The runtime's enum; its variants are the words in `PascalCase`.
    pub(crate) enum_name: &'static str,
    pub(crate) words: &'static [&'static str],
}

pub(crate) const MODULES: &[Module] = &[
    controller(
        "customers",
        "Customers",
        &[
            required("retrieve", &[("id", Named("CustomerId"))], Named("Customer")),
            optional("list", PAGE, PageOf("Customer")),
            optional("find_by_email", &[("email", Text)], Named("Customer")),
            optional("find_by_phone", &[("phone", Text)], Named("Customer")),
        ],
        &[],
    ),
    controller(
        "prices",
        "Prices",
        &[
            required("retrieve", &[("id", Named("PriceId"))], Named("Price")),
            required("list", PAGE, PageOf("Price")),
        ],
        &[choice("type", "Type", &["standalone", "product"])],
    ),
    controller(
        "subscriptions",
        "Subscriptions",
        &[
            required("retrieve", &[("key", Named("SubscriptionKey"))], Named("Subscription")),
            optional(
                "list",
                &[("customer", Named("CustomerId")), ("page", PAGE_REQUEST)],
                PageOf("Subscription"),
            ),
        ],
        &[],
    )
    .needs(&["Customers", "Prices"]),
    controller(
        "coupons",
        "Coupons",
        &[
            required("retrieve", &[("id", Named("CouponId"))], Named("Coupon")),
            required("list", PAGE, PageOf("Coupon")),
        ],
        &[],
    ),
    controller(
        "products",
        "Products",
        &[
            required("retrieve", &[("id", Named("ProductId"))], Named("Product")),
            required("list", PAGE, PageOf("Product")),
        ],
        &[choice("type", "Type", &["standalone", "family"])],
    ),
    controller(
        "families",
        "Families",
        &[
            required("retrieve", &[("id", Named("FamilyId"))], Named("Family")),
            required("list", PAGE, PageOf("Family")),
        ],
        &[],
    ),
    action(
        "cancel",
        "Cancel",
        &[
            required("handle", &[("options", Named("CancelOptions"))], Unit),
            optional("handle_all", &[("options", Named("CancelAllOptions"))], Unit),
        ],
        &[list("schedules", SCHEDULES), flag("unpause")],
    )
    .needs(&["Subscriptions"]),
    action(
        "pause",
        "Pause",
        &[
            required("handle", &[("options", Named("PauseOptions"))], Unit),
            optional("handle_all", &[("options", Named("PauseAllOptions"))], Unit),
        ],
        &[list("start_dates", START_DATES), list("durations", DURATIONS), flag("allow_annual")],
    )
    .needs(&["Subscriptions", "Cancel"]),
    action(
        "apply_coupon",
        "ApplyCoupon",
        &[required("handle", &[("options", Named("ApplyCouponOptions"))], Unit)],
        &[],
    )
    .needs(&["Subscriptions", "Coupons", "Cancel"]),
    action(
        "change_price",
        "ChangePrice",
        &[required("handle", &[("options", Named("ChangePriceOptions"))], Unit)],
        &[list("schedules", SCHEDULES), flag("prorate")],
    )
    .needs(&["Subscriptions", "Prices", "Cancel"]),
    action(
        "extend_trial",
        "ExtendTrial",
        &[required("handle", &[("options", Named("ExtendTrialOptions"))], Unit)],
        &[list("durations", DURATIONS), flag("multiple")],
    )
    .needs(&["Subscriptions", "Cancel"]),
];

const PAGE: &[(&str, Ty)] = &[("page", PAGE_REQUEST)];
const PAGE_REQUEST: Ty = Named("PageRequest");

const SCHEDULES: Words = Words { enum_name: "Schedule", words: &["immediate", "end_of_period"] };
const START_DATES: Words = Words { enum_name: "StartDate", words: &["immediate", "end_of_period"] };
const DURATIONS: Words = Words { enum_name: "DurationKind", words: &["period", "date"] };

/// The module that every integration has. It carries what must be known about the whole context.
pub(crate) const EVERYWHERE: &str = "customers";

/// The module with this word.
pub(crate) fn by_name(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}

/// The module with this trait.
pub(crate) fn by_trait(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.trait_name == name)
}

/// The module that a type such as `CancelOptions` or `CustomerId` belongs to.
pub(crate) fn by_type(name: &str) -> Option<&'static Module> {
    let takes = |method: &Method| {
        method.required
            && method.parameters.iter().any(|(_, ty)| ty.name() == name && *ty != PAGE_REQUEST)
    };
    MODULES.iter().find(|module| module.methods.iter().any(takes))
}

pub(crate) fn of_kind(kind: Kind) -> impl Iterator<Item = &'static Module> {
    MODULES.iter().filter(move |module| module.kind == kind)
}

impl Kind {
    /// The name of the attribute, and of a module of this kind.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Action => "action",
        }
    }

    /// The name with its article.
    pub(crate) const fn one(self) -> &'static str {
        match self {
            Self::Controller => "a controller",
            Self::Action => "an action",
        }
    }
}

impl Module {
    const fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    pub(crate) fn method(&self, name: &str) -> Option<&'static Method> {
        self.methods.iter().find(|method| method.name == name)
    }

    pub(crate) fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }
}

/// Every type name in the methods' signatures: one of them in another's place is certainly a mistake.
pub(crate) fn is_type_name(name: &str) -> bool {
    let methods = MODULES.iter().flat_map(|module| module.methods);
    methods
        .flat_map(|method| {
            method.parameters.iter().map(|parameter| parameter.1).chain([method.returns])
        })
        .any(|ty| ty.name() == name)
}

impl Ty {
    /// The name as written, without its parameter.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unit => "()",
            Self::Text => "String",
            Self::Named(name) => name,
            Self::PageOf(_) => "Page",
        }
    }

    /// `Customer` of `Page<Customer>`.
    pub(crate) const fn parameter(self) -> Option<Self> {
        match self {
            Self::PageOf(name) => Some(Self::Named(name)),
            Self::Unit | Self::Text | Self::Named(_) => None,
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parameter() {
            Some(parameter) => write!(f, "{}<{parameter}>", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

const fn controller(
    name: &'static str,
    trait_name: &'static str,
    methods: &'static [Method],
    arguments: &'static [Argument],
) -> Module {
    Module { kind: Kind::Controller, name, trait_name, needs: &[], methods, arguments }
}

const fn action(
    name: &'static str,
    trait_name: &'static str,
    methods: &'static [Method],
    arguments: &'static [Argument],
) -> Module {
    Module { kind: Kind::Action, name, trait_name, needs: &[], methods, arguments }
}

const fn required(
    name: &'static str,
    parameters: &'static [(&'static str, Ty)],
    returns: Ty,
) -> Method {
    Method { name, required: true, parameters, returns }
}

const fn optional(
    name: &'static str,
    parameters: &'static [(&'static str, Ty)],
    returns: Ty,
) -> Method {
    Method { name, required: false, parameters, returns }
}

const fn flag(name: &'static str) -> Argument {
    Argument { name, shape: Shape::Flag }
}

const fn list(name: &'static str, words: Words) -> Argument {
    Argument { name, shape: Shape::List(words) }
}

const fn choice(
    name: &'static str,
    enum_name: &'static str,
    words: &'static [&'static str],
) -> Argument {
    Argument { name, shape: Shape::Choice(Words { enum_name, words }) }
}
