// What Node's own `crypto` and `Buffer` make of each case on standard input: the reference for the tests beside it.
"use strict";
const { createHmac } = require("node:crypto");

const cases = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const made = cases.map(({ app, key, customer, subscription, mode, at }) => {
  const h = createHmac("sha256", key).update(customer).digest("hex");
  const payload = { a: app, c: customer, h, m: mode, t: at };
  if (subscription) payload.s = subscription;
  return { hash: h, token: `ck_${Buffer.from(JSON.stringify(payload)).toString("base64url")}` };
});
process.stdout.write(JSON.stringify(made));
