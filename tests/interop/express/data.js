'use strict';
// What the shop begins with: each call makes fresh objects, so that what is changed in one shop is in no other.
// Subscriptions hold the very objects of the price and coupon lists, as a database would by their ids.

const DAY = 24 * 60 * 60 * 1000;

function seed(now = new Date()) {
  const at = (days) => new Date(now.getTime() + days * DAY);
  const period = (from, to) => ({ start: at(from), end: at(to) });
  const monthly = { amount: 1, unit: 'month' };
  const yearly = { amount: 1, unit: 'year' };
  const fixed = (unit, flat) => ({ model: 'fixed', currency: 'eur', unit, flat });

  const families = [
    { id: 'fam_work', name: 'Work tools', description: 'Plans for companies' },
    { id: 'fam_home', name: 'Home tools' },
  ];
  const products = [
    { id: 'prod_team', type: 'family', familyId: 'fam_work', name: 'Team', unitLabel: 'seat' },
    { id: 'prod_api', type: 'family', familyId: 'fam_work', name: 'API', description: 'Calls by the thousand' },
    { id: 'prod_home', type: 'family', familyId: 'fam_home', name: 'Home' },
  ];
  const price = (id, productId, duration, amount, rest) => ({ id, type: 'product', productId, duration, amount, ...rest });
  const prices = [
    price('p_team_m', 'prod_team', monthly, fixed(900, 0), { name: 'Team monthly' }),
    price('p_team_y', 'prod_team', yearly, fixed(9900, 0), { name: 'Team yearly', description: 'eleven months for twelve' }),
    price('p_home_m', 'prod_home', monthly, fixed(0, 500)),
    price('p_home_q', 'prod_home', { amount: 3, unit: 'month' }, fixed(0, 1400)),
    price('p_api', 'prod_api', yearly, {
      model: 'tiered',
      currency: 'usd',
      mode: 'graduated',
      tiers: [{ upTo: 1000, unit: 5 }, { upTo: 10000, unit: 3 }, { unit: 2, flat: 500 }],
    }),
  ];
  const coupons = [
    { id: 'c_winter', code: 'WINTER15', duration: { type: 'cycle-amount', cycles: 3 }, value: { type: 'percentage', percent: 15 } },
    {
      id: 'c_five',
      code: 'FIVEOFF',
      name: '5 off for two months',
      duration: { type: 'recurring', amount: 2, unit: 'month' },
      value: { type: 'fixed', currency: 'eur', flat: 500 },
      redemptions: { max: 200, current: 17 },
      expiresAt: at(400),
    },
    { id: 'c_once', code: 'HALF', duration: { type: 'once' }, value: { type: 'percentage', percent: 50 } },
    { id: 'c_ever', code: 'FRIEND', duration: { type: 'forever' }, value: { type: 'percentage', percent: 12.5 } },
  ];
  const customers = [
    {
      id: 'u_1001',
      name: 'Mina',
      lastName: 'Okafor',
      email: 'mina+shop@example.org',
      phone: '+4915112345',
      currency: 'eur',
      addresses: [{ country: 'DE', city: 'Kiel', postalCode: '24103', line1: 'Hafenweg 3' }],
      metadata: { tier: 'gold' },
    },
    { id: 'u_1002', name: 'Jo', email: 'jo@example.org', discounts: [{ coupon: coupons[3], start: at(-40) }] },
    // An id that has to be percent-encoded in a path.
    { id: 'team/1003 ü', name: 'Werkstatt', email: 'büro@example.org' },
    { id: 'u_1004', name: 'Ada', phone: '+15550100' },
    { id: 'u_1005', name: 'Lin', email: 'lin@example.org', phone: '+15550105' },
    // More than one page of ten.
    ...Array.from({ length: 7 }, (_, n) => ({ id: `u_200${n}`, name: `Guest ${n}`, email: `guest${n}@example.org` })),
  ];
  const subscription = (id, customerId, status, of, quantity, rest) => ({
    id,
    customerId,
    status,
    start: at(-100),
    duration: of.duration,
    items: [{ id: `it_${id}`, price: of, quantity }],
    ...rest,
  });
  const [teamMonthly, teamYearly, homeMonthly, homeQuarterly, api] = prices;
  const active = { name: 'active', currentPeriod: period(-10, 20) };
  const subscriptions = [
    subscription('s_77', 'u_1001', { ...active }, teamMonthly, 3, {
      discounts: [{ coupon: coupons[0], start: at(-40), end: at(50) }],
      metadata: { campaign: 'autumn' },
    }),
    subscription('s_78', 'u_1001', { name: 'active', currentPeriod: period(-100, 265) }, teamYearly, 1),
    subscription('s_79', 'u_1001', { ...active }, homeMonthly, 1),
    subscription('s_90', 'u_1002', { name: 'trial', trial: period(-4, 10), currentPeriod: period(-4, 10) }, homeMonthly, 1),
    subscription(
      's_91',
      'team/1003 ü',
      { name: 'paused', pause: period(-5, 60), currentPeriod: period(-15, 15) },
      homeQuarterly,
      1,
    ),
    subscription('s_92', 'u_1004', { name: 'canceled', canceledAt: at(-3), currentPeriod: period(-23, 7) }, api, 2500),
    subscription('s_93', 'u_1004', { name: 'unpaid', currentPeriod: period(-2, 28) }, homeMonthly, 1),
  ];
  return { customers, prices, subscriptions, coupons, products, families };
}

module.exports = { seed, DAY };
