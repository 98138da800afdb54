// The page's own calls. They carry a token that came behind the # of the page's address.

const KEPT = "rehearsal-token";

function token() {
  const given = location.hash.slice(1);
  if (/^[0-9a-f]{32}$/.test(given)) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEPT) ?? "";
}

const TOKEN = token();

/** A failure with what to look at. */
export class Failed extends Error {
  constructor({ request, problem, help, status }) {
    super(problem);
    Object.assign(this, { request, problem, help, status });
  }
}

/** Calls the rehearsal; throws Failed. */
export async function call(name, body = {}) {
  let answer;
  try {
    answer = await fetch(`/_/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "x-rehearsal-token": TOKEN },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Failed({ problem: "The rehearsal does not answer.", help: "Look whether its program still runs." });
  }
  const json = await answer.json().catch(() => ({ problem: `It answered ${answer.status}.` }));
  if (!answer.ok) throw new Failed(json);
  return json;
}
