//! Plays a path through a customer's flow automatically.

mod outcome;
mod path;
mod session_record;

use crate::counterpart::action::Action;
use crate::counterpart::config::CustomerFlow;
use crate::counterpart::{Caller, Counterpart};
use crate::error::RehearsalError;
use crate::flow::{Offer, Reason, Step, Survey, Terms};
use crate::rehearsal::Rehearsal;

pub use outcome::Outcome;
use path::Path;

/// A path through a customer's flow. [`accept`](Self::accept) and [`cancel`](Self::cancel) play it, with the same code as
/// the component's requests.
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
    /// Prepares to play a path through this customer's flow.
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
    /// The subscription of the flow. Without one, the flow covers all subscriptions of the customer.
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

    /// The customer's feedback, if the flow asks for it.
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

    /// Declines all offers before [`cancel`](Self::cancel).
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

    /// Goes to the end of the flow and cancels.
    ///
    /// # Errors
    /// If the integration's data cannot be read, or if there is an offer that is not [declined](Self::decline).
    pub async fn cancel(self) -> Result<Outcome, RehearsalError> {
        self.play(Decision::Cancel).await
    }

    async fn play(self, decision: Decision) -> Result<Outcome, RehearsalError> {
        let (shared, _) = self.rehearsal.shared()?;
        let counterpart = Counterpart::new(shared);
        let flow = counterpart.flow(&self.caller).await?;
        let path = self.path(&flow)?;
        let accepted = match decision {
            Decision::Accept => Some(Self::accepted(&path)?),
            Decision::Cancel => {
                self.all_declined(&path)?;
                None
            }
        };
        let action = match accepted {
            Some(offer) => self.action(offer)?,
            None => Some(Action::Cancel { at_period_end: flow.at_period_end }),
        };
        let result = match &action {
            Some(action) => counterpart.act(&self.caller, action).await,
            None => Ok(()),
        };
        // The component records nothing after a failure.
        if result.is_ok() {
            let record = session_record::of(
                &self.caller,
                self.rehearsal.mode_word(),
                &flow,
                &path,
                accepted,
                action.as_ref(),
            );
            counterpart.record_session(Some(&self.caller), &record);
        }
        Ok(Outcome::new(&self.caller, &path, accepted, counterpart.shared.log.after(0, usize::MAX)))
    }

    fn path<'m>(&'m self, flow: &'m CustomerFlow) -> Result<Path<'m>, RehearsalError> {
        let survey = flow.flow.steps.iter().find_map(|step| match step {
            Step::Survey(survey) => Some(survey),
            _ => None,
        });
        let reason = match survey {
            Some(survey) => Some(self.reason(survey)?),
            None => None,
        };
        let of_reason = reason.and_then(|reason| reason.offer.as_ref());
        let of_steps = flow.flow.steps.iter().filter_map(|step| match step {
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
                "this customer has no reason `{wanted}`; the reasons are {}",
                all()
            ))),
            _ => Err(RehearsalError::Path(format!(
                "`{wanted}` is part of several reasons; the reasons are {}",
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

    /// The action that an offer needs; `None` for an offer to talk, or a discount without a coupon.
    fn action(&self, offer: &Offer) -> Result<Option<Action>, RehearsalError> {
        Ok(match &offer.terms {
            Terms::Discount { coupon_id, .. } => {
                coupon_id.clone().map(|coupon| Action::Discount { coupon })
            }
            Terms::Pause { months, interval } => {
                let duration = self.pause.unwrap_or_else(|| 2.min(*months));
                if !(1..=*months).contains(&duration) {
                    let why = format!("a pause of {duration} is not offered: 1 to {months}");
                    return Err(RehearsalError::Path(why));
                }
                Some(Action::Pause { duration, interval: *interval })
            }
            Terms::PlanChange { plans } => {
                let plan = match &self.plan {
                    Some(wanted) => plans.iter().find(|plan| plan.id == *wanted),
                    None => plans.first(),
                };
                let Some(plan) = plan else {
                    let ids: Vec<_> = plans.iter().map(|plan| plan.id.as_str()).collect();
                    let why =
                        format!("that price is not offered; the prices are {}", ids.join(", "));
                    return Err(RehearsalError::Path(why));
                };
                Some(Action::ChangePlan { plan: plan.id.clone() })
            }
            Terms::TrialExtension { days } => Some(Action::ExtendTrial { days: *days }),
            Terms::Contact { .. } => None,
            Terms::Redirect { .. } => {
                let why = "a link cannot be accepted; decline it";
                return Err(RehearsalError::Path(why.to_owned()));
            }
        })
    }
}
