// Elements are made of text alone: nothing that an integration answers becomes markup.

/** An element with properties, attributes and listeners, and its children: elements or text. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const find = (id) => document.getElementById(id);

/** Says something to a screen reader, and shows nothing. */
export function say(text) {
  find("said").textContent = text;
}

/** What went wrong, what to look at, and a way to go on. */
export function alert(failure, again) {
  const { request, problem, help } = failure;
  return el(
    "div",
    { class: "alert", role: "alert" },
    el("p", {}, el("strong", {}, request ? `${request} failed` : "That did not work")),
    el("p", {}, problem),
    help ? el("p", {}, help) : null,
    again ? el("p", {}, el("button", { type: "button", onclick: again }, "Try again")) : null,
  );
}

/** JSON for people; a text that is not JSON as it is. */
export function pretty(value) {
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/** A block of text that can be scrolled with the keyboard. */
export const block = (text, label) => el("pre", { tabindex: "0", role: "group", "aria-label": label }, text);
