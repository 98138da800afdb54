// The list of customers, and the search: by the protocol's own endpoints.

import { call } from "./calls.js";
import { alert, el, find, say } from "./dom.js";
import { name } from "./words.js";

let choose = () => {};
const list = el("ul", { "aria-label": "Customers" });

/** Shows what the integration announces of its customers. */
export function customers(announced, onChoose) {
  choose = onChoose;
  const by = [
    announced.email ? ["email", "e-mail"] : null,
    announced.phone ? ["phone", "phone"] : null,
    ["id", "id"],
  ];
  find("by").replaceChildren(...by.filter(Boolean).map(([value, text]) => el("option", { value }, text)));
  find("find").onsubmit = (event) => {
    event.preventDefault();
    search();
  };
  list.replaceChildren();
  if (announced.customers) {
    more(null);
  } else {
    const text = "The integration does not list its customers: find one by the form above.";
    find("customer-list").replaceChildren(el("p", { class: "quiet" }, text));
  }
}

async function more(cursor) {
  const place = find("customer-list");
  const waiting = el("p", { class: "quiet" }, "Reading the customers…");
  place.replaceChildren(list, waiting);
  try {
    const page = await call("customers", { cursor });
    const first = list.childElementCount;
    list.append(...page.data.map(row));
    const all = page.next
      ? el("button", { type: "button", onclick: () => more(page.next) }, "More")
      : el("p", { class: "quiet" }, list.childElementCount ? "These are all." : "There are no customers.");
    place.replaceChildren(list, all);
    if (cursor) list.children[first]?.querySelector("button")?.focus();
  } catch (failure) {
    place.replaceChildren(list, alert(failure, () => more(cursor)));
  }
}

function row(customer) {
  const { id, email, phone } = customer;
  const about = [email ?? phone, id].filter(Boolean).join(" · ");
  const press = (event) => {
    mark(event.currentTarget);
    choose(customer);
  };
  const button = el("button", { type: "button", "aria-pressed": "false", onclick: press }, name(customer), el("small", {}, about));
  return el("li", {}, button);
}

function mark(button) {
  for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
}

async function search() {
  const place = find("customer-list");
  const [by, text] = [find("by").value, find("text").value.trim()];
  const found = el("div", { role: "status" }, el("p", { class: "quiet" }, "Looking…"));
  place.querySelectorAll(".found, .alert").forEach((old) => old.remove());
  found.className = "found";
  place.prepend(found);
  try {
    const customer = await call("find", { by, text });
    mark(null);
    found.replaceChildren(el("p", {}, "Found: ", el("strong", {}, name(customer)), ` (${customer.id})`));
    say(`Found ${name(customer)}`);
    choose(customer);
  } catch (failure) {
    const nobody = failure.status === 404;
    found.replaceChildren(nobody ? el("p", {}, "No customer has this.") : alert(failure, search));
  }
}
