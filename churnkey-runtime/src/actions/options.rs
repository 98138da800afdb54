//! The keys of an action's body. Each is declared once: that makes the field of the options, reads it, checks it against
//! the attribute's arguments, describes it in the schema, and serializes it.

use serde::Serialize;
use serde_json::{Value, json};

use crate::actions::duration::{ActionDuration, DurationKind};
use crate::error::Result;
use crate::module::fields::Fields;
use crate::module::offered::{offered, offered_flag};
use crate::module::schema;
use crate::module::words::Word;

/// How one key of a body is read, and what its schema is.
pub(crate) trait Key<T> {
    fn read(&self, key: &'static str, fields: &Fields<'_>) -> Result<T>;

    fn schema(&self) -> Value;

    /// What the schema's description says after the field's documentation.
    fn remark(&self) -> Option<String> {
        None
    }
}

/// An id. Its key may have other spellings; the first one present counts.
pub(crate) const fn id(others: &'static [&'static str]) -> Id {
    Id { others }
}

/// One of the declared words.
pub(crate) const fn word<T: Word>(declared: &'static [T]) -> OneOf<T> {
    OneOf { declared }
}

/// A duration of a declared kind.
pub(crate) const fn duration(declared: &'static [DurationKind]) -> Duration {
    Duration { declared }
}

/// A flag that may be set if it is declared. If it is absent, it is not set.
pub(crate) const fn flag(declared: bool) -> Flag {
    Flag { declared, absent: false }
}

/// A flag that may be set if it is declared. If it is declared and absent, it is set.
pub(crate) const fn flag_by_default(declared: bool) -> Flag {
    Flag { declared, absent: declared }
}

pub(crate) struct Id {
    others: &'static [&'static str],
}

pub(crate) struct OneOf<T: 'static> {
    declared: &'static [T],
}

pub(crate) struct Duration {
    declared: &'static [DurationKind],
}

pub(crate) struct Flag {
    declared: bool,
    absent: bool,
}

impl<T: From<String>> Key<T> for Id {
    fn read(&self, key: &'static str, fields: &Fields<'_>) -> Result<T> {
        fields.id(key, self.others)
    }

    fn schema(&self) -> Value {
        schema::text()
    }

    fn remark(&self) -> Option<String> {
        let others: Vec<_> = self.others.iter().map(|key| format!("`{key}`")).collect();
        (!others.is_empty()).then(|| format!("Also read as {}.", others.join(" and ")))
    }
}

impl<T: Word> Key<T> for OneOf<T> {
    fn read(&self, key: &'static str, fields: &Fields<'_>) -> Result<T> {
        offered(fields, key, fields.word(key)?, self.declared)
    }

    fn schema(&self) -> Value {
        schema::word(self.declared)
    }
}

impl Key<ActionDuration> for Duration {
    fn read(&self, key: &'static str, fields: &Fields<'_>) -> Result<ActionDuration> {
        let duration = ActionDuration::read(fields)?;
        offered(fields, key, duration.kind(), self.declared)?;
        Ok(duration)
    }

    fn schema(&self) -> Value {
        let mut kinds = ActionDuration::schemas(self.declared);
        match (kinds.pop(), kinds.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                kinds.extend(last);
                json!({ "oneOf": kinds })
            }
        }
    }
}

impl Key<bool> for Flag {
    fn read(&self, key: &'static str, fields: &Fields<'_>) -> Result<bool> {
        offered_flag(fields, key, fields.flag(key)?.unwrap_or(self.absent), self.declared)
    }

    fn schema(&self) -> Value {
        schema::flag(self.declared, self.absent)
    }

    fn remark(&self) -> Option<String> {
        (!self.declared).then(|| "This integration does not offer it.".to_owned())
    }
}

/// A key with its value. An empty id, which only options made in code can have, becomes `null`.
pub(crate) fn entry<T: Serialize>(key: &str, value: &T) -> (String, Value) {
    (key.to_owned(), serde_json::to_value(value).unwrap_or_default())
}

/// The schema of a key, described by the lines of its field's documentation.
pub(crate) fn described<T>(key: &impl Key<T>, documentation: &[&str]) -> Value {
    let mut lines: Vec<String> = documentation.iter().map(|line| line.trim().to_owned()).collect();
    let mut schema = key.schema();
    if let Value::Object(schema) = &mut schema {
        if let Some(Value::String(own)) = schema.remove("description") {
            lines.push(own);
        }
        lines.extend(key.remark());
        schema.insert("description".to_owned(), lines.join(" ").into());
    }
    schema
}

/// Makes the options of an action for one subscription and, if a second name is given, for all subscriptions of a
/// customer. The action's [`Module`] comes first.
///
/// Both begin with the customer's id. A required key is an argument of `new`, a flag has a setter; both are public
/// fields with the documentation given here. A [`Key`] reads and describes each field, and `Serialize` gives it the
/// protocol's name.
macro_rules! options {
    (
        $action:ident:
        $(#[$one_doc:meta])* $one:ident;
        $($(#[$all_doc:meta])* $all:ident;)?
        |$features:ident: $Features:ty|
        required $required:tt
        flags $flags:tt
    ) => {
        options! {
            @fields $(#[$one_doc])* $one |$features: $Features| {
                /// Whose subscription it is.
                "customerId" => customer_id: $crate::models::CustomerId, $crate::actions::options::id(&[]);
                /// Which subscription.
                "subscriptionId" => subscription_id: $crate::models::SubscriptionId, $crate::actions::options::id(&[]);
            } $required $flags
        }

        impl $one {
            /// The subscription, as [`Subscriptions::retrieve`](crate::controllers::Subscriptions::retrieve) takes it.
            #[must_use]
            pub fn subscription(&self) -> $crate::models::SubscriptionKey {
                $crate::models::SubscriptionKey::new(self.customer_id.clone(), self.subscription_id.clone())
            }
        }

        options! { @common $action $one |options| Some(&options.subscription_id), $required $flags }

        $(
            options! {
                @fields $(#[$all_doc])* $all |$features: $Features| {
                    /// Whose subscriptions they are.
                    "customerId" => customer_id: $crate::models::CustomerId, $crate::actions::options::id(&[]);
                } $required $flags
            }

            options! { @common $action $all |_options| None, $required $flags }
            options! { @of $all $one $required $flags }
        )?
    };

    (@fields $(#[$doc:meta])* $name:ident |$features:ident: $Features:ty| { $($ids:tt)* } { $($required:tt)* } $flags:tt) => {
        options! { @struct $(#[$doc])* $name |$features: $Features| { $($ids)* $($required)* } $flags }
    };

    (
        @struct $(#[$doc:meta])* $name:ident |$features:ident: $Features:ty|
        { $($(#[doc = $field_doc:literal])+ $wire:literal => $field:ident: $type:ty, $key:expr;)+ }
        { $($(#[doc = $flag_doc:literal])+ $flag_wire:literal => $flag:ident, $flag_key:expr;)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[doc = $field_doc])+ #[serde(rename = $wire)] pub $field: $type,)+
            $($(#[doc = $flag_doc])+ #[serde(rename = $flag_wire)] pub $flag: bool,)*
            #[serde(skip)]
            origin: $crate::actions::origin::Origin,
        }

        impl $name {
            /// Options for a call from code, such as a test, with no flag set.
            pub fn new($($field: impl Into<$type>),+) -> Self {
                let origin = $crate::actions::origin::Origin::in_code();
                Self { $($field: $field.into(),)+ $($flag: false,)* origin }
            }

            $(
                $(#[doc = $flag_doc])+
                #[must_use]
                pub fn $flag(mut self, $flag: bool) -> Self {
                    self.$flag = $flag;
                    self
                }
            )*

            /// The whole body as it arrived; `null` for options made in code.
            #[must_use]
            pub fn raw(&self) -> serde_json::Value {
                self.origin.json()
            }

            fn read(fields: &$crate::module::fields::Fields<'_>, $features: $Features) -> $crate::error::Result<Self> {
                use $crate::actions::options::Key as _;
                Ok(Self {
                    $($field: $key.read($wire, fields)?,)+
                    $($flag: $flag_key.read($flag_wire, fields)?,)*
                    origin: $crate::actions::origin::Origin::read(fields),
                })
            }

            fn any_event(fields: &$crate::module::fields::Fields<'_>, features: $Features) -> $crate::error::Result<Box<dyn std::any::Any>> {
                Ok(Box::new(Self::read(fields, features)?.event()))
            }

            fn schema($features: $Features) -> serde_json::Value {
                use $crate::actions::options::described;
                let mut schema = $crate::module::schema::ObjectSchema::default();
                $(schema.required($wire, described::<$type>(&$key, &[$($field_doc),+]));)+
                $(schema.optional($flag_wire, described::<bool>(&$flag_key, &[$($flag_doc),+]));)*
                schema.into_value()
            }
        }
    };

    (
        @common $action:ident $name:ident |$options:ident| $subscription:expr,
        { $($(#[$_doc:meta])+ $wire:literal => $field:ident: $_type:ty, $_key:expr;)* }
        { $($(#[$_flag_doc:meta])+ $flag_wire:literal => $flag:ident, $_flag_key:expr;)* }
    ) => {
        impl $name {
            /// Who asked for it, when, and what for: for an audit log, an outbox or a queue.
            #[must_use]
            pub fn event(&self) -> $crate::actions::ActionEvent {
                $crate::actions::ActionEvent::of(self)
            }

            /// A digest of the request, to recognize one that comes twice.
            #[must_use]
            pub fn request_key(&self) -> $crate::actions::RequestKey {
                $crate::actions::RequestKey::of(self)
            }
        }

        impl $crate::actions::action_options::ActionOptions for $name {
            const ACTION: $crate::module::names::Module = $crate::module::names::Module::$action;

            fn origin(&self) -> &$crate::actions::origin::Origin {
                &self.origin
            }

            fn ids(&self) -> (&$crate::models::CustomerId, Option<&$crate::models::SubscriptionId>) {
                let $options = self;
                (&self.customer_id, $subscription)
            }

            fn other_keys(&self) -> serde_json::Map<String, serde_json::Value> {
                use $crate::actions::options::entry;
                [$(entry($wire, &self.$field),)* $(entry($flag_wire, &self.$flag),)*].into_iter().collect()
            }
        }
    };

    (
        @of $all:ident $one:ident
        { $($(#[$_doc:meta])+ $_wire:literal => $field:ident: $_type:ty, $_key:expr;)* }
        { $($(#[$_flag_doc:meta])+ $_flag_wire:literal => $flag:ident, $_flag_key:expr;)* }
    ) => {
        impl $all {
            /// The same options for one of the customer's subscriptions.
            #[must_use]
            pub fn of(&self, subscription_id: impl Into<$crate::models::SubscriptionId>) -> $one {
                $one {
                    customer_id: self.customer_id.clone(),
                    subscription_id: subscription_id.into(),
                    $($field: self.$field,)*
                    $($flag: self.$flag,)*
                    origin: self.origin.clone(),
                }
            }
        }
    };
}

pub(crate) use options;

#[cfg(test)]
#[path = "../tests/options.rs"]
mod tests;
