//! Plays one path through a customer's flow, without a page.

mod outcome;
mod path;
mod record;

use crate::counterpart::config::Made;
use crate::counterpart::translate::Wanted;
use crate::counterpart::{Caller, Counterpart};
use crate::error::RehearsalError;
use crate::flow::{Offer, Reason, Step, Survey, Terms};
use crate::rehearsal::Rehearsal;

pub use outcome::Outcome;
use path::Path;

/// One path through a customer's flow. [`accept`](Self::accept) and [`cancel`](Self::cancel) play it, through the same code
/// as the component's requests.
#[derive(Debug, Clone)]
#[must_use = "nothing is played before `accept` or `cancel`"]
pub struct Play<'r> {
    rehearsal: &'r Rehearsal,
    caller: Caller,
    choose: Option<String>,
    feedback: Option<String>,
    decline: bool,
    pause: Option<u32>,
    plan: Option<String>,
}

/// How the customer decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    Accept,
    Cancel,
}

impl Rehearsal {
    /// Prepares to play one path through this customer's flow, without a page.
    pub fn play(&self, customer: impl AsRef<str>) -> Play<'_> {
        Play {
            rehearsal: self,
            caller: Caller { customer: customer.as_ref().to_owned(), subscription: None },
            choose: None,
            feedback: None,
            decline: false,
            pause: None,
            plan: None,
        }
    }
}

impl Play<'_> {
    /// The subscription that the flow is about. Without one it is about all of the customer's.
    pub fn subscription(mut self, id: impl AsRef<str>) -> Self {
        self.caller.subscription = Some(id.as_ref().to_owned());
        self
    }

    /// Chooses a reason in the survey, by its id, its label or a part of the label that no other reason has. Case does not
    /// matter.
    pub fn choose(mut self, reason: impl Into<String>) -> Self {
        self.choose = Some(reason.into());
        self
    }

    /// What the customer writes, if the flow asks for it.
    pub fn feedback(mut self, text: impl Into<String>) -> Self {
        self.feedback = Some(text.into());
        self
    }

    /// The length of the pause to accept, in the offer's unit. The default is 2, as in the component.
    pub fn pause_for(mut self, amount: u32) -> Self {
        self.pause = Some(amount);
        self
    }

    /// The price to accept. The default is the first one of the offer.
    pub fn plan(mut self, price: impl AsRef<str>) -> Self {
        self.plan = Some(price.as_ref().to_owned());
        self
    }

    /// Declines all offers on the way to [`cancel`](Self::cancel).
    pub fn decline(mut self) -> Self {
        self.decline = true;
        self
    }

    /// Accepts the first offer of the path.
    ///
    /// # Errors
    /// If the integration's data cannot be read, or nothing is offered. An action that the integration refuses is not an
    /// error: see [`Outcome`].
    pub async fn accept(self) -> Result<Outcome, RehearsalError> {
        self.play(Decision::Accept).await
    }

    /// Goes through the flow to its end, and cancels.
    ///
    /// # Errors
    /// If the integration's data cannot be read, or if there is an offer that is not [declined](Self::decline).
    pub async fn cancel(self) -> Result<Outcome, RehearsalError> {
        self.play(Decision::Cancel).await
    }

    async fn play(self, decision: Decision) -> Result<Outcome, RehearsalError> {
        let (shared, _) = self.rehearsal.shared()?;
        let counterpart = Counterpart::new(shared);
        let made = counterpart.flow(&self.caller).await?;
        let path = self.path(&made)?;
        let accepted = match decision {
            Decision::Accept => Some(Self::accepted(&path)?),
            Decision::Cancel => {
                self.all_declined(&path)?;
                None
            }
        };
        let wanted = match accepted {
            Some(offer) => self.wanted(offer)?,
            None => Some(Wanted::Cancel { at_period_end: made.at_period_end }),
        };
        let done = match &wanted {
            Some(wanted) => counterpart.act(&self.caller, wanted).await,
            None => Ok(()),
        };
        // After a failure the component shows it, and records nothing.
        if done.is_ok() {
            let record = record::of(
                &self.caller,
                self.rehearsal.mode_word(),
                &made,
                &path,
                accepted,
                wanted.as_ref(),
            );
            counterpart.record_session(Some(&self.caller), &record);
        }
        Ok(Outcome::new(&self.caller, &path, accepted, counterpart.shared.log.after(0, usize::MAX)))
    }

    fn path<'m>(&'m self, made: &'m Made) -> Result<Path<'m>, RehearsalError> {
        let survey = made.flow.steps.iter().find_map(|step| match step {
            Step::Survey(survey) => Some(survey),
            _ => None,
        });
        let reason = match survey {
            Some(survey) => Some(self.reason(survey)?),
            None => None,
        };
        let of_reason = reason.and_then(|reason| reason.offer.as_ref());
        let of_steps = made.flow.steps.iter().filter_map(|step| match step {
            Step::Offer(step) => Some(&step.offer),
            _ => None,
        });
        let offers = of_reason.into_iter().chain(of_steps).collect();
        Ok(Path { reason, feedback: self.feedback.as_deref(), offers })
    }

    fn reason<'m>(&self, survey: &'m Survey) -> Result<&'m Reason, RehearsalError> {
        let all = || {
            let labels: Vec<_> =
                survey.reasons.iter().map(|reason| format!("\"{}\"", reason.label)).collect();
            labels.join(", ")
        };
        let Some(wanted) = &self.choose else {
            let why = format!("the flow asks for a reason: choose one of {}", all());
            return Err(RehearsalError::Path(why));
        };
        let wanted = wanted.to_lowercase();
        let exact = |reason: &&Reason| {
            reason.id.to_lowercase() == wanted || reason.label.to_lowercase() == wanted
        };
        if let Some(reason) = survey.reasons.iter().find(exact) {
            return Ok(reason);
        }
        let part = |reason: &&Reason| reason.label.to_lowercase().contains(&wanted);
        let mut parts = survey.reasons.iter().filter(part);
        match (parts.next(), parts.next()) {
            (Some(reason), None) => Ok(reason),
            (None, _) => Err(RehearsalError::Path(format!(
                "no reason for this customer is `{wanted}`; there are {}",
                all()
            ))),
            _ => Err(RehearsalError::Path(format!(
                "`{wanted}` is a part of several reasons; there are {}",
                all()
            ))),
        }
    }

    fn accepted<'m>(path: &Path<'m>) -> Result<&'m Offer, RehearsalError> {
        path.offers.first().copied().ok_or_else(|| {
            let reason = path.reason.map(|reason| format!(" for \"{}\"", reason.label));
            let why = format!("nothing is offered to this customer{}", reason.unwrap_or_default());
            RehearsalError::Path(why)
        })
    }

    fn all_declined(&self, path: &Path<'_>) -> Result<(), RehearsalError> {
        match path.offers.first() {
            Some(offer) if !self.decline => {
                let why =
                    format!("the customer is offered a {} first: decline it", offer.terms.as_str());
                Err(RehearsalError::Path(why))
            }
            _ => Ok(()),
        }
    }

    /// The action that an offer asks for; `None` for an offer to talk, or of words alone.
    fn wanted(&self, offer: &Offer) -> Result<Option<Wanted>, RehearsalError> {
        Ok(match &offer.terms {
            Terms::Discount { coupon_id, .. } => {
                coupon_id.clone().map(|coupon| Wanted::Discount { coupon })
            }
            Terms::Pause { months, interval } => {
                let duration = self.pause.unwrap_or_else(|| 2.min(*months));
                if !(1..=*months).contains(&duration) {
                    let why = format!("a pause of {duration} is not offered: 1 to {months}");
                    return Err(RehearsalError::Path(why));
                }
                Some(Wanted::Pause { duration, interval: *interval })
            }
            Terms::PlanChange { plans } => {
                let plan = match &self.plan {
                    Some(wanted) => plans.iter().find(|plan| plan.id == *wanted),
                    None => plans.first(),
                };
                let Some(plan) = plan else {
                    let ids: Vec<_> = plans.iter().map(|plan| plan.id.as_str()).collect();
                    let why = format!("that price is not offered; there are {}", ids.join(", "));
                    return Err(RehearsalError::Path(why));
                };
                Some(Wanted::ChangePlan { plan: plan.id.clone() })
            }
            Terms::TrialExtension { days } => Some(Wanted::ExtendTrial { days: *days }),
            Terms::Contact { .. } => None,
            Terms::Redirect { .. } => {
                let why = "a link cannot be accepted; decline it";
                return Err(RehearsalError::Path(why.to_owned()));
            }
        })
    }
}
