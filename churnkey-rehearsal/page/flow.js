// The cancel flow as the customer sees it, step by step.

import { call } from "./calls.js";
import { Flow, Refused } from "./component.js";
import { alert, el, find, say } from "./dom.js";
import { effect_card } from "./events.js";
import { refresh } from "./subscription.js";
import { money } from "./words.js";

let flow = null;

/** Begins the flow of a customer; `subscription` is null for all of them. */
export async function begin(customer, subscription) {
  flow?.abort();
  flow = null;
  show(el("p", { class: "quiet" }, "Loading your options…"));
  find("flow").focus();
  let loading;
  try {
    const { token } = await call("session", { customer, subscription });
    loading = new Flow(token);
    flow = loading;
    await loading.load();
    if (flow === loading) walk(steps_of(loading.config), 0);
  } catch (failure) {
    if (flow !== loading && loading) return;
    const problem = { problem: failure.message, help: "The log shows what was sent and what came back.", request: failure.request };
    show(alert(problem, () => begin(customer, subscription)));
  }
}

const steps_of = (config) => config.steps.map((step) => ({ ...step }));

const show = (...children) => find("step").replaceChildren(el("div", { class: "stage" }, ...children));

/** Shows a step, and puts the focus on its title. */
function walk(steps, at) {
  const step = steps[at];
  if (!step) return;
  flow.see(step);
  const next = () => walk(steps, at + 1);
  const render = { survey, offer, feedback, confirm }[step.type];
  render(step, next, steps, at);
  const title = find("step").querySelector("h3");
  title?.focus();
}

const title = (text) => el("h3", { tabindex: "-1" }, text);
const said = (text) => (text ? el("p", {}, plain(text)) : null);

/** The component shows these as HTML, so they come escaped. */
function plain(html) {
  return html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

const close = () => el("button", { type: "button", class: "plain", onclick: leave }, "Close");

function leave() {
  flow?.abort();
  flow = null;
  show(el("p", { class: "quiet" }, "The flow was closed before its end. Nothing was changed."));
  say("The flow was closed");
}

function choices(name, legend, options, chosen, onChange) {
  const rows = options.map(({ value, text, note, disabled }) =>
    el(
      "label",
      { class: "choice" },
      el("input", { type: "radio", name, value, checked: value === chosen, disabled, onchange: () => onChange(value) }),
      el("span", {}, text),
      note ? el("small", {}, note) : null,
    ),
  );
  return el("fieldset", {}, el("legend", { class: "hidden" }, legend), ...rows);
}

function survey(step, next, steps, at) {
  const go = el("button", { class: "strong", disabled: true }, "Continue");
  const question = step.title ?? "Why are you cancelling?";
  const options = step.reasons.map(({ id, label }) => ({ value: id, text: label }));
  const choose = (id) => {
    flow.reason = step.reasons.find((reason) => reason.id === id);
    go.disabled = false;
  };
  const submit = (event) => {
    event.preventDefault();
    if (!flow.reason) return;
    const rest = steps.filter((one) => one.guid !== `${step.guid}:offer`);
    const { offer: leads } = flow.reason;
    if (leads) rest.splice(at + 1, 0, { type: "offer", guid: `${step.guid}:offer`, offer: leads });
    walk(rest, at + 1);
  };
  flow.reason = null;
  show(el("form", { onsubmit: submit }, title(question), said(step.description), choices("reason", question, options, null, choose),
    el("div", { class: "buttons" }, go, close())));
}

function offer(step, next) {
  const { offer } = step;
  const copy = offer.copy ?? { headline: "An offer", body: "", cta: "Accept", declineCta: "No thanks" };
  const pick = { value: null };
  const accept = el("button", { type: "button", class: "strong" }, copy.cta);
  const decline = el("button", { type: "button" }, copy.declineCta);
  const trouble = el("div", {});
  accept.onclick = () => act([accept, decline], trouble, () => flow.accept(offer, pick.value), "You are staying");
  decline.onclick = () => {
    flow.decline();
    next();
  };
  const link = offer.type === "redirect" && /^(https?:|mailto:)/.test(offer.url);
  const main = offer.type === "redirect"
    ? link ? el("a", { href: offer.url, target: "_blank", rel: "noopener noreferrer" }, copy.cta) : null
    : accept;
  show(
    el("div", { class: "offer" }, title(step.title ?? copy.headline), said(step.description ?? copy.body), terms(offer, pick, accept), trouble,
      el("div", { class: "buttons" }, main, decline, close())),
  );
}

/** What is offered, and what there is to choose of it. */
function terms(offer, pick, accept) {
  if (offer.type === "discount") {
    const off = offer.percentOff !== undefined ? `${offer.percentOff}% off` : `${money(offer.amountOff, offer.currency)} off`;
    const long = offer.durationInMonths ? ` for ${offer.durationInMonths} month${offer.durationInMonths === 1 ? "" : "s"}` : "";
    return el("p", {}, el("span", { class: "pill good" }, off + long));
  }
  if (offer.type === "pause") {
    pick.value = Math.min(2, offer.months);
    const options = Array.from({ length: offer.months }, (_, at) => at + 1).map((count) => ({
      value: count,
      text: `${count} ${offer.interval}${count === 1 ? "" : "s"}`,
    }));
    return choices("pause", "How long", options, pick.value, (value) => (pick.value = value));
  }
  if (offer.type === "plan_change") {
    const current = flow.config.subscriptions[0]?.items?.[0]?.price?.id;
    const options = offer.plans.map((plan) => ({
      value: plan.id,
      text: plan.name ?? plan.id,
      disabled: plan.id === current,
      note: `${money(plan.amount.value, plan.amount.currency ?? "USD")}${plan.duration ? ` per ${often(plan.duration)}` : ""}`,
    }));
    pick.value = options.find((option) => !option.disabled)?.value;
    accept.disabled = !pick.value;
    return choices("plan", "Which plan", options, pick.value, (value) => (pick.value = value));
  }
  if (offer.type === "trial_extension") {
    return el("p", {}, el("span", { class: "pill good" }, `+${offer.days} days`));
  }
  return null;
}

const often = ({ interval, intervalCount = 1 }) => (intervalCount === 1 ? interval : `${intervalCount} ${interval}s`);

function feedback(step, next) {
  const text = el("textarea", { id: "feedback", placeholder: step.placeholder ?? "" });
  const go = el("button", { class: "strong" }, "Continue");
  const short = () => (step.required ? text.value.trim().length < (step.minLength ?? 1) : false);
  text.oninput = () => (go.disabled = short());
  go.disabled = short();
  const submit = (event) => {
    event.preventDefault();
    flow.feedback = text.value.trim();
    next();
  };
  const question = step.title ?? "Is there anything else?";
  show(el("form", { onsubmit: submit }, title(question), said(step.description), el("label", { for: "feedback", class: "hidden" }, question), text,
    el("div", { class: "buttons" }, go, close())));
}

function confirm(step) {
  const cancel = el("button", { type: "button", class: "danger" }, "Cancel subscription");
  const back = el("button", { type: "button", class: "strong", onclick: leave }, "Keep my subscription");
  const trouble = el("div", {});
  cancel.onclick = () => act([cancel, back], trouble, () => flow.cancel(), "Your subscription is cancelled");
  show(title(step.title ?? "Cancel your subscription?"), said(step.description), trouble, el("div", { class: "buttons" }, back, cancel));
}

/** An action: once, however often the button is pressed. When it fails the step stays, and works. */
async function act(buttons, trouble, action, good) {
  if (flow.busy) return;
  const mine = flow;
  mine.busy = true;
  mine.effects = [];
  trouble.replaceChildren(el("p", { class: "quiet", role: "status" }, "One moment…"));
  for (const button of buttons) button.disabled = true;
  try {
    await action();
    if (flow === mine) success(good, mine);
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    const problem = { problem: failure.message, help: "You can try again, or take another way." };
    trouble.replaceChildren(alert(problem));
  } finally {
    mine.busy = false;
    for (const button of buttons) button.disabled = false;
    refresh();
  }
}

function success(text, mine) {
  const effects = el("div", { id: "effects" }, ...mine.effects.map(effect_card));
  show(title(text), effects, el("p", { class: "quiet" }, "This is where the flow ends for the customer. The log shows what was sent."));
  find("step").querySelector("h3").focus();
}

/** What an action has done, as soon as it is known: it may come before or after the answer to the action itself. */
export function on_effect(effect) {
  if (!flow) return;
  flow.effects?.push(effect);
  find("effects")?.append(effect_card(effect));
}
