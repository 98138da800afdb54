// The part of Churnkey's component on this page: the same requests, with the fields of its newer versions.

export class Refused extends Error {}

/** The session token, read as the component reads it. */
function decode(token) {
  const text = atob(token.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
  const { a, c, h, m, s } = JSON.parse(text);
  return { app: a, customer: c, hash: h, mode: m, subscription: s };
}

/** A flow that is played: its configuration, what was seen of it, and how it ends. */
export class Flow {
  constructor(token) {
    this.who = decode(token);
    this.viewed = [];
    this.presented = [];
    this.busy = false;
    this.ended = false;
  }

  async post(path, body) {
    const { app, customer, hash, mode, subscription } = this.who;
    const headers = {
      "Content-Type": "application/json",
      "x-ck-app": app,
      "x-ck-customer": customer,
      "x-ck-authorization": hash,
      "x-ck-mode": mode,
    };
    if (subscription) headers["x-ck-subscription"] = subscription;
    const answer = await fetch(`/v1/api/${path}`, {
      method: "POST",
      headers,
      body: body ? JSON.stringify(body) : undefined,
    }).catch(() => {
      throw new Refused("The rehearsal does not answer: look whether its program still runs.");
    });
    if (!answer.ok) throw new Refused(await answer.text());
    return answer;
  }

  async load() {
    const answer = await this.post(`orgs/${this.who.app}/cancel-flow/config`);
    this.config = await answer.json();
    return this.config;
  }

  action(name, body) {
    return this.post(`orgs/${this.who.app}/cancel-flow/actions/${name}`, body);
  }

  see(step) {
    const types = { survey: "SURVEY", offer: "OFFER", feedback: "FREEFORM", confirm: "CONFIRM" };
    this.viewed.push({ stepType: types[step.type], guid: step.guid, start: new Date().toISOString() });
    if (step.type === "offer") {
      const { type, decisionId } = step.offer;
      this.presented.push({ offerType: type.toUpperCase(), guid: decisionId, accepted: false, presentedAt: new Date().toISOString() });
    }
  }

  /** Carries an accepted offer out. `pick` is what the customer chose of it. */
  async accept(offer, pick) {
    const { blueprintId } = this.config;
    const accepted = { guid: offer.decisionId, offerType: offer.type.toUpperCase() };
    if (offer.type === "discount") {
      accepted.couponId = offer.couponId;
      if (offer.couponId) await this.action("discount", { coupon: offer.couponId, blueprintId });
    } else if (offer.type === "pause") {
      Object.assign(accepted, { pauseDuration: pick, pauseInterval: offer.interval.toUpperCase() });
      await this.action("pause", { duration: pick, interval: offer.interval });
    } else if (offer.type === "plan_change") {
      accepted.newPlanId = pick;
      await this.action("change-plan", { planId: pick });
    } else if (offer.type === "trial_extension") {
      accepted.trialExtensionDays = offer.days;
      await this.action("extend-trial", { days: offer.days, blueprintId });
    }
    const presented = this.presented.at(-1);
    if (presented) Object.assign(presented, { accepted: true, acceptedAt: new Date().toISOString() });
    await this.record({ canceled: false, acceptedOffer: accepted });
  }

  decline() {
    const presented = this.presented.at(-1);
    if (presented) presented.declinedAt = new Date().toISOString();
  }

  async cancel() {
    const { settings = {}, blueprintId } = this.config;
    await this.action("cancel", { cancelAtPeriodEnd: settings.cancelAtPeriodEnd ?? true, blueprintId });
    await this.record({ canceled: true });
  }

  /** Closed before an outcome. */
  abort() {
    if (this.config && !this.ended) this.record({ canceled: false, aborted: true });
  }

  /** The session record: sent once, and nobody waits for it. */
  async record(outcome) {
    this.ended = true;
    const { customer, subscription, mode } = this.who;
    const record = {
      blueprintId: this.config.blueprintId,
      customer: { id: customer, subscriptionId: subscription },
      surveyChoiceId: this.reason?.id,
      surveyChoiceValue: this.reason?.label,
      feedback: this.feedback || undefined,
      presentedOffers: this.presented,
      stepsViewed: this.viewed,
      mode: mode.toUpperCase(),
      embedVersion: "rehearsal",
      ...outcome,
    };
    await this.post("sessions/sdk", record).catch(() => {});
  }
}
