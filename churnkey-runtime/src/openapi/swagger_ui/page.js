// The document is behind the integration token, as everything below /churnkey is. The page asks for the token, keeps it in
// memory alone, and sends it to its own origin alone.
"use strict";

const ask = document.getElementById("ask");

ask.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = document.getElementById("token");
  const problem = document.getElementById("problem");
  const headers = { Authorization: `Bearer ${field.value}` };
  const address = new URL(ask.dataset.document, location.href).href;
  const answer = await fetch(address, { headers }).catch(() => null);
  if (!answer || !answer.ok) {
    problem.textContent = answer ? `the document is refused with ${answer.status}` : "no answer";
    return;
  }
  field.value = "";
  ask.remove();
  SwaggerUIBundle({
    url: address,
    dom_id: "#swagger-ui",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    // "Try it out" only reads: an action would cancel somebody's subscription.
    supportedSubmitMethods: ["get"],
    persistAuthorization: false,
    requestInterceptor: (request) => {
      if (new URL(request.url, location.href).origin === location.origin) {
        request.headers = { ...request.headers, ...headers };
      }
      return request;
    },
  });
});
