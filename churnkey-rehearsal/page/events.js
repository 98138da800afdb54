// The log: every request as it is made, what actions have done, and what is off.

import { call } from "./calls.js";
import { block, el, find, pretty, say } from "./dom.js";

const KEPT = 300;

/** Shows what happens from now on, for as long as the page is open. */
export async function events(after, onEffect) {
  find("clear").onclick = () => {
    find("entries").replaceChildren();
    find("nothing").hidden = false;
  };
  for (;;) {
    try {
      const { events, newest } = await call("events", { after });
      // A rehearsal that was started again counts from the beginning.
      after = newest < after ? 0 : (events.at(-1)?.id ?? after);
      for (const event of events) add(event, onEffect);
    } catch {
      say("The rehearsal does not answer");
      await new Promise((done) => setTimeout(done, 3000));
    }
  }
}

function add(event, onEffect) {
  const entries = find("entries");
  const make = { exchange, frontEnd: front_end, effect, finding, session }[event.kind];
  if (!make) return;
  entries.prepend(make(event));
  find("nothing").hidden = true;
  while (entries.childElementCount > KEPT) entries.lastElementChild.remove();
  if (event.kind === "effect") onEffect(event);
}

const good = (status) => status >= 200 && status < 300;

function exchange(event) {
  const { method, path, status, ms, body, answer, purpose, mode } = event;
  const word = status ?? "no answer";
  const tone = good(status) ? "good" : status === 404 ? "wait" : "bad";
  return el(
    "li",
    { class: good(status) || status === 404 ? "" : "fault", "data-kind": "exchange" },
    el(
      "details",
      {},
      el("summary", {}, el("span", { class: `pill ${tone}` }, String(word)), " ", el("code", {}, `${method} ${path}`), " ", el("small", {}, `${ms} ms`)),
      el("p", { class: "label" }, `Churnkey to the integration: ${purpose}`),
      block(`Authorization: Bearer ••••••\nX-Churnkey-Mode: ${mode}${body ? `\n\n${pretty(body)}` : ""}`, "Request"),
      el("p", { class: "label" }, `Answer: ${word}`),
      block(answer ? pretty(answer) : "(empty)", "Answer"),
    ),
  );
}

function front_end(event) {
  const { path, status, body, refusal, customer, subscription } = event;
  const who = [customer, subscription].filter(Boolean).join(", ");
  return el(
    "li",
    { class: good(status) ? "" : "fault", "data-kind": "frontEnd" },
    el(
      "details",
      { open: !good(status) },
      el("summary", {}, el("span", { class: `pill ${good(status) ? "good" : "bad"}` }, String(status)), " the front end: ", el("code", {}, path.replace(/^\/v1\/api\/(orgs\/[^/]+\/)?/, ""))),
      who ? el("p", { class: "label" }, `for ${who}`) : null,
      refusal ? el("p", {}, refusal) : null,
      body ? block(pretty(body), "Body") : null,
    ),
  );
}

const VERDICTS = {
  visible: ["good", "visible"],
  later: ["wait", "accepted for later"],
  missing: ["bad", "not there"],
  failed: ["bad", "refused"],
};

/** A value on a few short lines: a moment without its seconds, a plain object key by key. */
function value(one) {
  if (one === undefined || one === null) return "nothing";
  if (typeof one === "string") return /^\d{4}-\d\d-\d\dT/.test(one) ? one.slice(0, 16).replace("T", " ") : one;
  const plain = typeof one === "object" && !Array.isArray(one) && Object.values(one).every((part) => typeof part !== "object");
  if (!plain) return JSON.stringify(one);
  return Object.entries(one).map(([key, part]) => `${key}: ${value(part)}`).join("\n");
}

/** What was promised, whether it is visible, and the subscription before and after. */
export function effect_card(effect) {
  const [tone, word] = VERDICTS[effect.verdict] ?? ["", effect.verdict];
  const rows = effect.changes.map(({ path, before, after }) =>
    el("tr", {}, el("td", {}, el("code", {}, path)), el("td", { class: "before" }, value(before)), el("td", { class: "after" }, value(after))),
  );
  const head = el("tr", {}, ...["What", "Before", "After"].map((text) => el("th", { scope: "col" }, text)));
  return el(
    "div",
    { class: "card", "data-verdict": effect.verdict },
    el("div", { class: "row" }, el("strong", {}, effect.promised), el("span", { class: `pill ${tone}` }, word)),
    el("p", {}, `${effect.subscription}: ${effect.reason}`),
    rows.length ? el("div", { class: "table", tabindex: "0", role: "group", "aria-label": "Before and after" }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows))) : null,
  );
}

function effect(event) {
  const bad = event.verdict === "missing" || event.verdict === "failed";
  say(`${event.promised}: ${VERDICTS[event.verdict]?.[1]}`);
  return el("li", { class: bad ? "fault" : "effect", "data-kind": "effect" }, effect_card(event));
}

function finding(event) {
  const { fault, title, detail, help } = event;
  if (fault) say(`Fault: ${title}`);
  return el(
    "li",
    { class: fault ? "fault" : "", "data-kind": "finding" },
    el(
      "div",
      { class: fault ? "alert" : "card" },
      el("p", {}, el("strong", {}, `${fault ? "Fault" : "Note"}: ${title}`)),
      el("p", {}, detail),
      help ? el("p", {}, help) : null,
    ),
  );
}

function session(event) {
  return el(
    "li",
    { "data-kind": "session" },
    el("details", {}, el("summary", {}, `the front end recorded: ${event.outcome}`), block(pretty(event.record), "Session record")),
  );
}
