//! Reads a flow file key by key, so that each mistake has its line and column. A derived reader would lose them inside
//! a tagged union.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::model::{
    Confirm, Copy, Feedback, Flow, Heading, Interval, Offer, OfferStep, Plan, PlanAmount,
    PlanDuration, Reason, Step, Survey, Terms, blueprint,
};

/// A mistake in a flow file, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlowError {
    /// The file, if the flow was read from one.
    pub file: Option<PathBuf>,
    /// The line, counted from 1. It is 0 if the file could not be read.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl FlowError {
    fn unreadable(path: &Path, error: &io::Error) -> Self {
        let message = format!("the file cannot be read: {error}");
        Self { file: Some(path.to_owned()), line: 0, column: 0, message }
    }

    fn in_file(self, path: &Path) -> Self {
        Self { file: Some(path.to_owned()), ..self }
    }
}

impl fmt::Display for FlowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        if self.line > 0 {
            write!(f, "line {}, column {}: ", self.line, self.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for FlowError {}

type Result<T, E = FlowError> = std::result::Result<T, E>;

impl Flow {
    /// The JSON Schema of a flow file, for an editor.
    pub const SCHEMA: &'static str = include_str!("../../flow.schema.json");

    /// Reads a flow from JSON.
    ///
    /// # Errors
    /// The first mistake, with its line and column.
    pub fn read(json: &str) -> Result<Self, FlowError> {
        flow(json)
    }

    /// Reads a flow from a file.
    ///
    /// # Errors
    /// If the file cannot be read, or has a mistake: the first one, with its line and column.
    pub fn read_file(path: impl AsRef<Path>) -> Result<Self, FlowError> {
        let path = path.as_ref();
        let json =
            std::fs::read_to_string(path).map_err(|error| FlowError::unreadable(path, &error))?;
        Self::read(&json).map_err(|error| error.in_file(path))
    }
}

fn flow(json: &str) -> Result<Flow> {
    let raw = serde_json::from_str::<&RawValue>(json).map_err(|error| FlowError {
        file: None,
        line: error.line(),
        column: error.column(),
        message: format!("not JSON: {}", without_position(&error)),
    })?;
    let mut object = Object::read(json, raw, "a flow")?;
    object.optional::<serde_json::Value>("$schema")?;
    let blueprint_id = object.optional("blueprintId")?.unwrap_or_else(blueprint);
    let steps = object.list("steps")?;
    object.finish()?;
    if steps.is_empty() {
        return Err(error_at(
            json,
            raw.get(),
            "`steps` is empty, and the component would show nothing",
        ));
    }
    let steps = steps.into_iter().map(|raw| step(json, raw)).collect::<Result<_>>()?;
    Ok(Flow { blueprint_id, steps })
}

fn step(json: &str, raw: &RawValue) -> Result<Step> {
    let mut object = Object::read(json, raw, "a step")?;
    let kind = object.word("type", &["survey", "offer", "feedback", "confirm"])?;
    let heading = Heading {
        guid: object.optional("guid")?,
        title: object.optional("title")?,
        description: object.optional("description")?,
    };
    let step = match kind {
        "survey" => {
            let reasons = object.list("reasons")?;
            if reasons.is_empty() {
                return Err(error_at(
                    json,
                    raw.get(),
                    "`reasons` is empty, so the customer could not go on",
                ));
            }
            let reasons =
                reasons.into_iter().map(|raw| reason(json, raw)).collect::<Result<Vec<_>>>()?;
            Step::Survey(Survey { heading, reasons })
        }
        "offer" => Step::Offer(OfferStep { heading, offer: offer(json, object.raw("offer")?)? }),
        "feedback" => Step::Feedback(Feedback {
            heading,
            placeholder: object.optional("placeholder")?,
            required: object.optional("required")?.unwrap_or_default(),
            min_length: object.optional("minLength")?,
        }),
        _ => Step::Confirm(Confirm { heading }),
    };
    object.finish()?;
    Ok(step)
}

fn reason(json: &str, raw: &RawValue) -> Result<Reason> {
    let mut object = Object::read(json, raw, "a reason")?;
    let reason = Reason {
        id: object.required("id")?,
        label: object.required("label")?,
        freeform: object.optional("freeform")?.unwrap_or_default(),
        offer: object.take("offer").map(|raw| offer(json, raw)).transpose()?,
    };
    object.finish()?;
    Ok(reason)
}

const TERMS: &[&str] =
    &["discount", "pause", "plan_change", "trial_extension", "redirect", "contact"];

fn offer(json: &str, raw: &RawValue) -> Result<Offer> {
    let mut object = Object::read(json, raw, "an offer")?;
    let terms = match object.word("type", TERMS)? {
        "discount" => Terms::Discount {
            coupon_id: object.optional("couponId")?,
            percent_off: object.optional("percentOff")?,
            amount_off: object.optional("amountOff")?,
            currency: object.optional("currency")?,
            duration_in_months: object.optional("durationInMonths")?,
        },
        "pause" => Terms::Pause {
            months: object.positive("months")?,
            interval: match object.word("interval", &["month", "week"])? {
                "week" => Interval::Week,
                _ => Interval::Month,
            },
        },
        "plan_change" => {
            let plans = object.list("plans")?;
            Terms::PlanChange {
                plans: plans.into_iter().map(|raw| plan(json, raw)).collect::<Result<_>>()?,
            }
        }
        "trial_extension" => Terms::TrialExtension { days: object.positive("days")? },
        "redirect" => Terms::Redirect { url: object.url("url")?, label: object.optional("label")? },
        _ => Terms::Contact {
            url: if object.has("url") { Some(object.url("url")?) } else { None },
            label: object.optional("label")?,
        },
    };
    let copy = copy(json, object.raw("copy")?)?;
    let offer = Offer { terms, copy, decision_id: object.optional("decisionId")? };
    object.finish()?;
    Ok(offer)
}

fn copy(json: &str, raw: &RawValue) -> Result<Copy> {
    let mut object = Object::read(json, raw, "an offer's `copy`")?;
    let copy = Copy {
        headline: object.required("headline")?,
        body: object.required("body")?,
        cta: object.required("cta")?,
        decline_cta: object.required("declineCta")?,
    };
    object.finish()?;
    Ok(copy)
}

fn plan(json: &str, raw: &RawValue) -> Result<Plan> {
    let mut object = Object::read(json, raw, "a plan")?;
    let mut amount = Object::read(json, object.raw("amount")?, "a plan's `amount`")?;
    let duration = object.take("duration").map(|raw| duration(json, raw)).transpose()?;
    let plan = Plan {
        id: object.required("id")?,
        name: object.optional("name")?,
        amount: PlanAmount {
            value: amount.required("value")?,
            currency: amount.optional("currency")?,
        },
        duration,
        tagline: object.optional("tagline")?,
        features: object.optional("features")?.unwrap_or_default(),
        msrp: object.optional("msrp")?,
    };
    amount.finish()?;
    object.finish()?;
    Ok(plan)
}

fn duration(json: &str, raw: &RawValue) -> Result<PlanDuration> {
    let mut object = Object::read(json, raw, "a plan's `duration`")?;
    let interval = object.word("interval", &["day", "week", "month", "year"])?.to_owned();
    let duration = PlanDuration { interval, interval_count: object.optional("intervalCount")? };
    object.finish()?;
    Ok(duration)
}

/// An object whose keys are taken one by one.
struct Object<'a> {
    json: &'a str,
    raw: &'a RawValue,
    name: &'static str,
    keys: Vec<(&'a RawValue, &'a RawValue)>,
    known: Vec<&'static str>,
}

impl<'a> Object<'a> {
    fn read(json: &'a str, raw: &'a RawValue, name: &'static str) -> Result<Self> {
        let keys = serde_json::from_str::<Keys<'a>>(raw.get());
        let Ok(Keys(keys)) = keys else {
            return Err(error_at(json, raw.get(), &format!("{name} must be an object")));
        };
        Ok(Self { json, raw, name, keys, known: Vec::new() })
    }

    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(name, _)| is(name, key))
    }

    /// The value of a key. If a key occurs twice, the last value counts.
    fn take(&mut self, key: &'static str) -> Option<&'a RawValue> {
        self.known.push(key);
        let mut value = None;
        self.keys.retain(|(name, raw)| {
            let is_key = is(name, key);
            if is_key {
                value = Some(*raw);
            }
            !is_key
        });
        value
    }

    fn raw(&mut self, key: &'static str) -> Result<&'a RawValue> {
        let missing =
            || error_at(self.json, self.raw.get(), &format!("{} needs `{key}`", self.name));
        let missing = missing();
        self.take(key).ok_or(missing)
    }

    fn required<T: DeserializeOwned>(&mut self, key: &'static str) -> Result<T> {
        let raw = self.raw(key)?;
        self.value(key, raw)
    }

    /// `null` counts as absent.
    fn optional<T: DeserializeOwned>(&mut self, key: &'static str) -> Result<Option<T>> {
        let Some(raw) = self.take(key) else { return Ok(None) };
        self.value::<Option<T>>(key, raw)
    }

    fn value<T: DeserializeOwned>(&self, key: &str, raw: &'a RawValue) -> Result<T> {
        serde_json::from_str(raw.get())
            .map_err(|error| self.error(raw, &format!("`{key}` has {}", without_position(&error))))
    }

    fn positive(&mut self, key: &'static str) -> Result<u32> {
        let raw = self.raw(key)?;
        match self.value::<u32>(key, raw)? {
            0 => Err(self.error(raw, &format!("`{key}` must be at least 1"))),
            number => Ok(number),
        }
    }

    fn word(&mut self, key: &'static str, words: &[&'static str]) -> Result<&'static str> {
        let raw = self.raw(key)?;
        let found = serde_json::from_str::<String>(raw.get()).ok();
        let known = words.iter().find(|word| found.as_deref() == Some(**word));
        known.copied().ok_or_else(|| {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            self.error(
                raw,
                &format!("`{key}` of {} must be one of {}", self.name, words.join(", ")),
            )
        })
    }

    /// The URL of a link. `javascript:` and other schemes that run code are refused.
    fn url(&mut self, key: &'static str) -> Result<String> {
        let raw = self.raw(key)?;
        let url = self.value::<String>(key, raw)?;
        if ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
            return Ok(url);
        }
        Err(self.error(raw, &format!("`{key}` must begin with `https://`, `http://` or `mailto:`")))
    }

    fn list(&mut self, key: &'static str) -> Result<Vec<&'a RawValue>> {
        let raw = self.raw(key)?;
        serde_json::from_str(raw.get())
            .map_err(|_| self.error(raw, &format!("`{key}` must be a list")))
    }

    /// An error if a key is left, which is unknown.
    fn finish(&self) -> Result<()> {
        let Some((name, _)) = self.keys.first() else { return Ok(()) };
        let known: Vec<_> = self.known.iter().filter(|key| **key != "$schema").collect();
        let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
        let message =
            format!("{} has no key {}; its keys are {}", self.name, shown(name), known.join(", "));
        Err(self.error(name, &message))
    }

    fn error(&self, at: &RawValue, message: &str) -> FlowError {
        error_at(self.json, at.get(), message)
    }
}

fn is(name: &RawValue, key: &str) -> bool {
    serde_json::from_str::<String>(name.get()).is_ok_and(|name| name == key)
}

fn shown(name: &RawValue) -> String {
    format!("`{}`", name.get().trim_matches('"'))
}

/// The keys and values of an object, as slices of the text.
struct Keys<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Keys<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Keys<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Self::Value, A::Error> {
                let mut keys = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    keys.push(entry);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// An error at the position of `part`, which must be a slice of `json`.
fn error_at(json: &str, part: &str, message: &str) -> FlowError {
    let offset = (part.as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
    let before = json.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    FlowError { file: None, line, column, message: message.to_owned() }
}

/// serde's message without its line and column, which count from the start of the slice.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
