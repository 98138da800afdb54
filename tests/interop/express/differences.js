'use strict';
// What another integration with the same customers may say otherwise, without a mistake of either. A request that carries
// `x-difference: NAME` is answered so, with data of its own. The form is that of the faults.

const later = (date, days) => new Date(date.getTime() + days * 24 * 60 * 60 * 1000);
const data = (change) => ({ data: change });
const answers = (pattern, change) => ({
  answer: (body, req, res) => (res.statusCode === 200 && pattern.test(req.path) ? change(body, req, res) : body),
});
const notFound = (pattern) =>
  answers(pattern, (body, req, res) => {
    res.status(404);
    return { code: 404, message: 'gone' };
  });
const manifest = (change) =>
  answers(/^\/features$/, (body) => {
    change(body);
    return body;
  });
// The same object with other values: prices and coupons stand in subscriptions too, and those are to be as they were.
const replaced = (list, at, change) => {
  list[at] = structuredClone(list[at]);
  change(list[at]);
};

const differences = {
  // Customers
  'customer-name': data(({ customers }) => {
    customers[0].name = 'Mina-Marie';
  }),
  'customer-email-case': data(({ customers }) => {
    customers[1].email = 'Jo@example.org';
  }),
  'customer-without-phone': data(({ customers }) => {
    delete customers[4].phone;
  }),
  'customer-address-line': data(({ customers }) => {
    customers[0].addresses[0].line2 = 'second floor';
  }),
  'customer-without-discount': data(({ customers }) => {
    delete customers[1].discounts;
  }),
  'customer-currency-case': data(({ customers }) => {
    customers[0].currency = 'EUR';
  }),
  'customer-metadata': data(({ customers }) => {
    customers[0].metadata = { tier: 'silver' };
  }),
  'customer-unknown-key': data(({ customers }) => {
    customers[3].createdAt = '2026-01-01T00:00:00.000Z';
  }),
  'customer-not-listed': answers(/^\/customers$/, (body) => ({ ...body, data: body.data.filter(({ id }) => id !== 'u_1005') })),
  'customer-more': data(({ customers }) => {
    customers.push({ id: 'u_3000', email: 'new@example.org' });
  }),
  'customer-not-found': notFound(/^\/customers\/u_1002$/),
  'customer-retrieved-otherwise': answers(/^\/customers\/u_1001$/, (body) => ({ ...body, lastName: 'O.' })),
  'email-finds-nobody': notFound(/^\/customers\/email\//),
  // Prices, products, families
  'price-amount': data(({ prices }) => {
    prices[0].amount.unit = 950;
  }),
  'price-amount-as-text': data(({ prices }) => {
    replaced(prices, 3, ({ amount }) => {
      amount.flat = '1400';
    });
  }),
  'price-tier-bound': data(({ prices }) => {
    replaced(prices, 4, ({ amount }) => {
      amount.tiers[1].upTo = 20000;
    });
  }),
  'price-name': data(({ prices }) => {
    replaced(prices, 1, (price) => {
      delete price.name;
    });
  }),
  'product-unit-label': data(({ products }) => {
    products[0].unitLabel = 'place';
  }),
  'product-family': data(({ products }) => {
    products[2].familyId = 'fam_work';
  }),
  'family-description': data(({ families }) => {
    families[1].description = 'At home';
  }),
  // Coupons
  'coupon-percent': data(({ coupons }) => {
    replaced(coupons, 2, ({ value }) => {
      value.percent = 40;
    });
  }),
  'coupon-expires': data(({ coupons }) => {
    coupons[1].expiresAt = later(coupons[1].expiresAt, 1);
  }),
  'coupon-duration': data(({ coupons }) => {
    replaced(coupons, 2, (coupon) => {
      coupon.duration = { type: 'forever' };
    });
  }),
  // Subscriptions
  'subscription-status': data(({ subscriptions }) => {
    subscriptions[6].status.name = 'active';
  }),
  'subscription-period': data(({ subscriptions }) => {
    const { start, end } = subscriptions[1].status.currentPeriod;
    subscriptions[1].status.currentPeriod = { start, end: later(end, 1) };
  }),
  'subscription-trial': data(({ subscriptions }) => {
    const { start, end } = subscriptions[3].status.trial;
    subscriptions[3].status.trial = { start, end: later(end, 7) };
  }),
  'subscription-pause-endless': data(({ subscriptions }) => {
    delete subscriptions[4].status.pause.end;
  }),
  'subscription-start': data(({ subscriptions }) => {
    subscriptions[0].start = later(subscriptions[0].start, 0.5);
  }),
  'subscription-quantity': data(({ subscriptions }) => {
    subscriptions[0].items[0].quantity = 4;
  }),
  'subscription-item-more': data(({ subscriptions, prices }) => {
    subscriptions[0].items.push({ id: 'it_more', price: prices[2], quantity: 1 });
  }),
  'subscription-discount-end': data(({ subscriptions }) => {
    delete subscriptions[0].discounts[0].end;
  }),
  'subscription-metadata': data(({ subscriptions }) => {
    delete subscriptions[0].metadata;
  }),
  'subscription-not-listed': data(({ subscriptions }) => {
    subscriptions.splice(2, 1);
  }),
  // What is announced
  'pause-later-only': manifest(({ actions }) => {
    actions.pause.startDates.immediate = false;
  }),
  'coupons-unannounced': manifest(({ controllers }) => {
    delete controllers.coupons;
  }),
};

const words = (name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const shuffled = (pattern) => answers(pattern, (body) => ({ ...body, data: body.data.toReversed() }));
const rewritten = (value) => {
  if (Array.isArray(value)) return value.map(rewritten);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, rewritten(of)]).toReversed());
  }
  // The same moment in another spelling.
  return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+)Z$/, '$1+00:00') : value;
};

// What two integrations may write in two ways and mean the same.
const spellings = {
  'null-for-nothing': answers(/./, (body, { path }) => {
    const nulls = (customer) => ({ phone: null, metadata: null, ...customer });
    if (/^\/customers\/[^/]+$/.test(path)) return nulls(body);
    return path === '/customers' ? { ...body, data: body.data.map(nulls) } : body;
  }),
  'empty-for-nothing': answers(/^\/customers\/[^/]+$/, (body) => ({ addresses: [], discounts: [], metadata: {}, ...body })),
  'other-spelling-of-dates-and-order-of-keys': answers(/^\/(customers|coupons)/, rewritten),
  'other-order-of-a-list': shuffled(/^\/(prices|coupons|customers)$/),
  'smaller-pages': {
    before(req, res, next) {
      req.url = req.url.replace('limit=100', 'limit=2');
      next();
    },
  },
  'manifest-in-kebab-case': answers(/^\/features$/, ({ controllers, actions }) =>
    Object.fromEntries(Object.entries({ ...controllers, ...actions }).map(([name, features]) => [words(name), features])),
  ),
  'other-words-of-an-error': {
    answer: (body, req, res) => (res.statusCode === 404 ? { code: 404, message: 'not here' } : body),
  },
};

// What keeps a comparison from looking at everything.
const hidden = {
  'no-list-of-customers': manifest(({ controllers }) => {
    controllers.customers.list = false;
  }),
};

module.exports = { differences: { ...differences, ...spellings, ...hidden }, names: { differences, spellings } };
