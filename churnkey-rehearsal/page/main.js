// What the rehearsal is of, and how its parts come together.

import { call } from "./calls.js";
import { customers } from "./customers.js";
import { alert, block, el, find } from "./dom.js";
import { events } from "./events.js";
import { begin, on_effect } from "./flow.js";
import { subscriptions } from "./subscription.js";

async function load(name = "about", body = {}) {
  const problem = find("problem");
  problem.replaceChildren();
  let about;
  try {
    about = await call(name, body);
  } catch (failure) {
    find("about").textContent = "";
    problem.replaceChildren(alert(failure, () => load()));
    return null;
  }
  head(about);
  if (about.failure) {
    problem.replaceChildren(alert(about.failure, () => load("again")));
    return about;
  }
  if (name !== "at-once") {
    customers(about.announced, (customer) =>
      subscriptions(customer, about.announced, (subscription) => begin(customer.id, subscription)),
    );
  }
  return about;
}

function head(about) {
  const { integration, mode, announced, atOnce, flow } = about;
  find("live").hidden = mode !== "live";
  const flip = (event) => load("at-once", { atOnce: event.target.checked });
  const at_once = el("label", { class: "switch" }, el("input", { type: "checkbox", id: "at-once", checked: atOnce, onchange: flip }), "take effect at once");
  const actions = announced?.modules.filter((name) => !/s$/.test(name)) ?? [];
  find("about").replaceChildren(
    el("strong", {}, integration),
    el("span", { class: `pill ${mode === "live" ? "bad" : "good"}` }, `${mode} data`),
    el("span", {}, actions.length ? `announces ${actions.join(", ")}` : ""),
    el("span", {}, flow === "file" ? "flow of a file" : ""),
    announced?.both ? at_once : "",
  );
  front_end(about);
}

/** What a merchant's own front end needs, and whether its token would be taken. */
function front_end({ appId, madeUp }) {
  const lines = `<CancelFlow\n  session={token}\n  apiBaseUrl="${location.origin}/v1"\n/>`;
  const field = el("input", { id: "token", autocomplete: "off", spellcheck: "false", placeholder: "ck_…" });
  const result = el("p", { role: "status" });
  const check = async (event) => {
    event.preventDefault();
    const told = await call("token", { token: field.value.trim() }).catch((failure) => ({ right: false, why: failure.message }));
    const of = told.subscription ? `${told.customer}, ${told.subscription}` : told.customer;
    result.replaceChildren(told.right
      ? el("span", { class: "pill good" }, `valid, for ${of}`)
      : el("span", { class: "alert" }, `refused: ${told.why}`));
  };
  const key = madeUp ? "Its API key was made up for this run; the terminal shows it." : "Its API key is that of CK_API_KEY.";
  find("front-end").querySelector("div").replaceChildren(
    el("p", {}, "Churnkey's React component can run against this rehearsal. The app id is ", el("code", {}, appId), ". ", key),
    block(lines, "The component"),
    el("form", { onsubmit: check }, el("label", { for: "token" }, "Check a session token that your own endpoint made"), field, el("button", {}, "Check"), result),
  );
}

const about = await load();
events(about?.newest ?? 0, on_effect);
