// A customer's subscriptions as Churnkey reads them.

import { call } from "./calls.js";
import { alert, el, find } from "./dom.js";
import { charge, counted, coupon, cycle, date, money, name, period, tone } from "./words.js";

let shown = null;
let start = () => {};

/** Shows the subscriptions of a customer; `onStart` begins a flow of one of them, or of all. */
export function subscriptions(customer, announced, onStart) {
  start = onStart;
  shown = { customer, announced, all: [] };
  return read(null);
}

/** Reads them again, after something has changed them. */
export function refresh() {
  if (!shown) return;
  shown.all = [];
  read(null);
}

async function read(cursor) {
  const { customer, announced } = shown;
  const now = shown;
  const place = find("subscription-list");
  const title = el("p", {}, el("strong", {}, name(customer)), ` · ${customer.id}`);
  if (!announced.subscriptions) {
    place.replaceChildren(title, by_id());
    return;
  }
  if (!cursor && !shown.all.length) place.replaceChildren(title, el("p", { class: "quiet" }, "Reading the subscriptions…"));
  try {
    const page = await call("subscriptions", { customer: customer.id, cursor });
    if (shown !== now) return; // another customer was chosen meanwhile
    shown.all.push(...page.data);
    const running = shown.all.filter((one) => one.status?.name !== "canceled");
    const whole = el("button", { type: "button", onclick: () => start(null) }, "Start the cancel flow for all of them");
    place.replaceChildren(
      title,
      discounts(customer.discounts, "Discounts of the customer") ?? "",
      ...shown.all.map(card),
      page.next ? el("button", { type: "button", onclick: () => read(page.next) }, "More") : "",
      running.length > 1 ? el("p", {}, whole) : "",
      shown.all.length ? "" : el("p", { class: "quiet" }, "The customer has no subscription."),
    );
  } catch (failure) {
    if (shown === now) place.replaceChildren(title, alert(failure, () => read(cursor)));
  }
}

/** For an integration that does not list subscriptions. */
function by_id() {
  const field = el("input", { id: "subscription-id", required: true, autocomplete: "off" });
  const result = el("div", {});
  const look = async (event) => {
    event.preventDefault();
    try {
      const one = await call("subscription", { customer: shown.customer.id, id: field.value.trim() });
      result.replaceChildren(card(one));
    } catch (failure) {
      result.replaceChildren(alert(failure));
    }
  };
  return el(
    "form",
    { onsubmit: look },
    el("label", { for: "subscription-id" }, "The integration does not list subscriptions. Id: "),
    field,
    el("button", {}, "Show"),
    result,
  );
}

function card(one) {
  const status = one.status ?? {};
  const canceled = status.name === "canceled";
  const begin = () => {
    for (const other of document.querySelectorAll("#subscription-list .card")) other.classList.remove("chosen");
    article.classList.add("chosen");
    start(one.id);
  };
  const article = el(
    "article",
    { class: "card", "aria-label": `Subscription ${one.id}`, "data-subscription": one.id },
    el("div", { class: "row" }, el("h3", {}, one.id), el("span", { class: `pill ${tone(status)}` }, status.name ?? "no status")),
    facts(one),
    canceled
      ? el("p", { class: "quiet" }, "It is canceled, so there is nothing to rehearse.")
      : el("button", { type: "button", class: "strong", onclick: begin }, "Start the cancel flow"),
  );
  return article;
}

/** The facts of a subscription, as a list. */
export function facts(one) {
  const status = one.status ?? {};
  const rows = [
    ["Billed", cycle(one.duration)],
    ["Period", period(status.currentPeriod)],
    ["Trial", period(status.trial)],
    ["Paused", status.pause ? `${date(status.pause.start)} to ${status.pause.end ? date(status.pause.end) : "no end"}` : null],
    ["Canceled", status.canceledAt ? date(status.canceledAt) : null],
    ...(one.items ?? []).map((item) => ["Item", line(item)]),
    ...(one.discounts ?? []).map((discount) => ["Discount", until(discount)]),
    ...Object.entries(one.metadata ?? {}).map(([key, value]) => [key, String(value)]),
  ];
  const shown = rows.filter(([, value]) => value);
  return el("dl", {}, ...shown.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]));
}

function line(item) {
  const { price = {}, quantity = 1 } = item;
  const bill = money(charge(price.amount, quantity), price.amount?.currency);
  return `${price.name ?? price.id}, ${quantity} × = ${bill} (${counted(price.amount)})`;
}

const until = (discount) => `${coupon(discount.coupon)}${discount.end ? `, until ${date(discount.end)}` : ""}`;

function discounts(all, title) {
  if (!all?.length) return null;
  return el("p", {}, `${title}: `, all.map(until).join("; "));
}
