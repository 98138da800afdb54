// Amounts, dates and the protocol's models in words.

const LOCALE = "en";

/** An amount of the minor unit in its currency's own form: 900 eur, 1200 jpy, 1500 kwd. */
export function money(minor, currency) {
  if (typeof minor !== "number") return String(minor);
  try {
    const format = new Intl.NumberFormat(LOCALE, { style: "currency", currency: currency ?? "" });
    const digits = format.resolvedOptions().maximumFractionDigits;
    return format.format(minor / 10 ** digits);
  } catch {
    return `${minor} (minor unit) ${currency ?? "of no currency"}`;
  }
}

const plural = (count, unit) => (count === 1 ? unit : `${count} ${unit}s`);

export const cycle = (duration) =>
  duration?.unit ? `every ${plural(duration.amount ?? 1, duration.unit)}` : "no billing cycle";

export function date(text) {
  const at = new Date(text);
  if (!text || Number.isNaN(at.getTime())) return text ? `${text} (not a date)` : "no date";
  return at.toLocaleDateString(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

export const period = (span) => (span ? `${date(span.start)} to ${date(span.end)}` : null);

const part = (unit, flat, currency) =>
  [unit ? `${money(unit, currency)} each` : null, flat ? `${money(flat, currency)} flat` : null]
    .filter(Boolean)
    .join(" + ") || money(0, currency);

/** What a price comes to for so many units, in the minor unit. */
export function charge(amount, quantity) {
  const of = (tier, count) => (tier.unit ?? 0) * count + (tier.flat ?? 0);
  if (amount?.model === "fixed") return of(amount, quantity);
  const tiers = amount?.tiers ?? [];
  if (amount?.mode !== "graduated") {
    const reached = tiers.find((tier) => quantity <= (tier.upTo ?? Infinity));
    return reached ? of(reached, quantity) : 0;
  }
  let [below, sum] = [0, 0];
  for (const tier of tiers) {
    const upper = tier.upTo ?? Infinity;
    sum += of(tier, Math.min(quantity, upper) - below);
    if (quantity <= upper) break;
    below = upper;
  }
  return sum;
}

/** How an amount is counted, tiers explained. */
export function counted(amount) {
  if (amount?.model === "fixed") return part(amount.unit, amount.flat, amount.currency);
  if (amount?.model !== "tiered") return "an amount of an unknown model";
  const graduated = amount.mode === "graduated";
  let below = 0;
  const tiers = (amount.tiers ?? []).map((tier) => {
    const from = below + 1;
    below = tier.upTo ?? below;
    const range = tier.upTo === undefined || tier.upTo === null ? `from ${from} on` : `${from} to ${tier.upTo}`;
    return `${range}: ${part(tier.unit, tier.flat, amount.currency)}`;
  });
  const rule = graduated ? "each slice at its own tier" : "all of it at the tier that is reached";
  return `${tiers.join("; ")} (${rule})`;
}

export function coupon(one) {
  const { value = {}, duration = {} } = one ?? {};
  const off =
    value.type === "percentage"
      ? `${value.percent}% off`
      : `${part(value.unit, value.flat, value.currency)} off`;
  const long = {
    once: "once",
    forever: "for good",
    recurring: `for ${plural(duration.amount ?? 1, duration.unit ?? "month").replace(/^(month|year)$/, "a $1")}`,
    "cycle-amount": `for ${duration.cycles} cycle${duration.cycles === 1 ? "" : "s"}`,
  };
  return `${one?.name ?? one?.code ?? one?.id ?? "a coupon"}: ${off} ${long[duration.type] ?? ""}`.trim();
}

export function name(customer) {
  return [customer.name, customer.lastName].filter(Boolean).join(" ") || customer.email || customer.id;
}

const TONES = { active: "good", trial: "good", paused: "wait", unpaid: "bad", canceled: "bad" };
export const tone = (status) => TONES[status?.name] ?? "";
