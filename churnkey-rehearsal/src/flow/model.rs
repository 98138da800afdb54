//! The types of a cancel flow, in the shape of Churnkey's configuration.

use serde::Serialize;

/// The steps of a cancel flow, in the shape of the configuration that Churnkey's component loads.
///
/// By default a rehearsal generates a flow for each customer. To use your own, read it from a file. [`Flow::SCHEMA`] describes
/// the file, and `churnkey rehearse --print-flow` prints one to start from.
///
/// ```
/// # mod churnkey { pub use {churnkey_rehearsal as rehearsal, churnkey_runtime::*}; }
/// use churnkey::rehearsal::Flow;
///
/// let flow = Flow::read(r#"{ "steps": [
///     { "type": "survey", "reasons": [
///         { "id": "price", "label": "Too expensive", "offer": {
///             "type": "discount", "couponId": "c_half_once", "percentOff": 50,
///             "copy": { "headline": "Half off", "body": "Once.", "cta": "Accept", "declineCta": "No thanks" } } }
///     ] },
///     { "type": "confirm" }
/// ] }"#)?;
/// assert_eq!(flow.steps.len(), 2);
/// # Ok::<(), churnkey::rehearsal::FlowError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(
        title = "Cancel flow",
        description = "The steps of a cancel flow, in the shape of the configuration that Churnkey's component loads.",
        deny_unknown_fields
    )
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Flow {
    /// The blueprint's id, which the component sends back. The default is `rehearsal`.
    #[cfg_attr(test, schemars(default = "blueprint"))]
    pub blueprint_id: String,
    /// The steps, in the order in which they are shown. There is at least one.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub steps: Vec<Step>,
}

/// One screen of a flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// Why the customer is leaving.
    Survey(Survey),
    /// An offer to everybody, whatever the reason.
    Offer(OfferStep),
    /// Free text from the customer.
    Feedback(Feedback),
    /// The last question: cancel, or stay.
    Confirm(Confirm),
}

/// The heading of a step. The texts are plain: HTML is shown as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// The step's id in the session record. One is generated if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A line or two below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Why the customer is leaving: one of several reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Survey {
    /// The heading.
    #[serde(flatten)]
    pub heading: Heading,
    /// The reasons; at least one.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub reasons: Vec<Reason>,
}

/// A reason of a survey, and the offer that it leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reason {
    /// Its id, which is in the session record.
    pub id: String,
    /// What the customer reads.
    pub label: String,
    /// Whether the customer may add a text; older components ignore it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, schemars(default))]
    pub freeform: bool,
    /// What is offered to a customer who chooses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
}

/// An offer that stands by itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OfferStep {
    /// The heading. It replaces the offer's own headline and body.
    #[serde(flatten)]
    pub heading: Heading,
    /// The offer.
    pub offer: Offer,
}

/// Free text from the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Feedback {
    /// The heading.
    #[serde(flatten)]
    pub heading: Heading,
    /// The placeholder of the empty field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Whether the customer must write at least `minLength` characters.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, schemars(default))]
    pub required: bool,
    /// The minimum length in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
}

/// The last question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Confirm {
    /// The heading.
    #[serde(flatten)]
    pub heading: Heading,
}

/// An offer to stay.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Offer {
    /// What is offered.
    #[serde(flatten)]
    pub terms: Terms,
    /// Its words.
    pub copy: Copy,
    /// Its id in the session record. One is generated if it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<String>,
}

/// The texts of an offer. They are plain: HTML is shown as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
#[allow(clippy::exhaustive_structs, reason = "the component reads these four and no more")]
pub struct Copy {
    /// The headline.
    pub headline: String,
    /// A line or two.
    pub body: String,
    /// The button that accepts.
    pub cta: String,
    /// The button that declines.
    pub decline_cta: String,
}

/// What is offered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Terms {
    /// A coupon (protocol 6.3).
    Discount {
        /// The id of the integration's coupon. Without one the component shows the offer and applies nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        coupon_id: Option<String>,
        /// From 0 to 100.
        #[serde(skip_serializing_if = "Option::is_none")]
        percent_off: Option<f64>,
        /// In the minor unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        amount_off: Option<f64>,
        /// ISO 4217.
        #[serde(skip_serializing_if = "Option::is_none")]
        currency: Option<String>,
        /// For how many months. Absent for a coupon that applies once or forever.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration_in_months: Option<u32>,
    },
    /// A pause (protocol 6.2).
    Pause {
        /// The longest pause, in units of `interval`.
        months: u32,
        /// The unit.
        interval: Interval,
    },
    /// Another price (protocol 6.4).
    PlanChange {
        /// The prices to choose from.
        plans: Vec<Plan>,
    },
    /// A longer trial (protocol 6.5).
    TrialExtension {
        /// How many days longer.
        days: u32,
    },
    /// A link. Nothing is sent to the integration.
    Redirect {
        /// Where it leads.
        url: String,
        /// Its text.
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// An offer to get in touch. Nothing is sent to the integration.
    Contact {
        /// Where it leads.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Its text.
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
}

/// The unit of a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(clippy::exhaustive_enums, reason = "the component knows these two")]
pub enum Interval {
    /// Months.
    Month,
    /// Weeks.
    Week,
}

/// A price as the component shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    /// The id of the integration's price.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it costs.
    pub amount: PlanAmount,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<PlanDuration>,
    /// A short line, such as "Most popular".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    /// What it includes, one line each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(default))]
    pub features: Vec<String>,
    /// The former price, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msrp: Option<String>,
}

/// What a [`Plan`] costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[allow(clippy::exhaustive_structs, reason = "the component reads these two and no more")]
pub struct PlanAmount {
    /// In the minor unit.
    pub value: f64,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// How often a [`Plan`] is billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
#[allow(clippy::exhaustive_structs, reason = "the component reads these two and no more")]
pub struct PlanDuration {
    /// `day`, `week`, `month` or `year`.
    pub interval: String,
    /// How many of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_count: Option<u32>,
}

impl Flow {
    /// All offers, each with a name for messages.
    pub(crate) fn offers(&self) -> impl Iterator<Item = (String, &Offer)> {
        self.steps.iter().flat_map(|step| match step {
            Step::Survey(survey) => {
                let name = |reason: &'_ Reason| format!("the offer of the reason `{}`", reason.id);
                let offers = survey.reasons.iter();
                offers.filter_map(|reason| Some((name(reason), reason.offer.as_ref()?))).collect()
            }
            Step::Offer(step) => vec![("an offer step".to_owned(), &step.offer)],
            _ => Vec::new(),
        })
    }

    /// Removes offers. The reason of a survey stays; an offer step is removed.
    pub(crate) fn without(mut self, is_removed: impl Fn(&Offer) -> bool) -> Self {
        self.steps.retain_mut(|step| match step {
            Step::Survey(survey) => {
                for reason in &mut survey.reasons {
                    reason.offer.take_if(|offer| is_removed(offer));
                }
                true
            }
            Step::Offer(step) => !is_removed(&step.offer),
            _ => true,
        });
        self
    }
}

pub(super) fn blueprint() -> String {
    "rehearsal".to_owned()
}

impl Terms {
    /// The offer's type on the wire.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Discount { .. } => "discount",
            Self::Pause { .. } => "pause",
            Self::PlanChange { .. } => "plan_change",
            Self::TrialExtension { .. } => "trial_extension",
            Self::Redirect { .. } => "redirect",
            Self::Contact { .. } => "contact",
        }
    }
}
