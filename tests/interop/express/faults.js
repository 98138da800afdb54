'use strict';
// Mistakes that a merchant's integration may have. A request that carries `x-fault: NAME` is answered by an
// integration with that mistake and with data of its own; the integration's own files know nothing of it. What is no
// mistake and yet another answer is in differences.js.
//
// A fault has one or more of
//   data(shop)               changes the data before the first request,
//   before(req, res, next)   stands ahead of everything, authentication too,
//   answer(body, { path, query }, res)   gives the JSON body that goes out instead; undefined: it has answered itself.

const { integration } = require('./integration');
const { seed } = require('./data');
const { differences } = require('./differences');

const isAction = (req) => req.method === 'POST' && req.path.startsWith('/actions/');
const isList = (req) => /^\/(prices|coupons|products|families|customers(\/[^/]+\/subscriptions)?)$/.test(req.path);
const manifest = (change) => ({
  answer(body, req, res) {
    if (req.path === '/features' && res.statusCode === 200) change(body);
    return body;
  },
});
const data = (change) => ({ data: change });
const answers = (when, change) => ({
  answer: (body, req, res) => (when(req, res, body) ? change(body, req, res) : body),
});
const errors = (code, change) => answers((req, res) => res.statusCode === code, change);
const before = (when, act) => ({
  before: (req, res, next) => (when(req) ? act(req, res, next) : next()),
});
const withToken = (req, res, next) => {
  req.headers.authorization = `Bearer ${req.app.locals.token}`;
  next();
};
const sent = (req) => /^Bearer +(.*)$/i.exec(req.get('authorization') ?? '')?.[1];
const accepted = (req) => sent(req) === req.app.locals.token;
// The action answers that all went well and does nothing; `when` sees the body.
const pretends = (path, when = () => true) => ({
  before(req, res, next) {
    if (!accepted(req) || req.path !== `/actions/${path}`) return next();
    let text = '';
    req.setEncoding('utf8');
    req.on('data', (chunk) => (text += chunk));
    return req.on('end', () => {
      try {
        req.body = JSON.parse(text);
      } catch {
        return res.status(400).json({ code: 400, message: 'the body is no JSON' });
      }
      // The body was read: Express's own parser leaves it be.
      req._body = true;
      return when(req.body) ? res.status(200).end() : next();
    });
  },
});
const notFound = { code: 404, message: 'there is nothing here' };
const gone = (pattern) => ({
  before: (req, res, next) => (accepted(req) && pattern.test(req.path) ? res.status(404).json(notFound) : next()),
});

const faults = {
  // Authentication
  'token-unchecked': before(() => true, withToken),
  'token-by-prefix': before((req) => sent(req)?.startsWith(req.app.locals.token.slice(0, 4)), withToken),
  'token-missing-accepted': before((req) => !req.get('authorization'), withToken),
  'token-empty-accepted': before((req) => sent(req) === '' || /^Bearer *$/i.test(req.get('authorization') ?? ''), withToken),
  'token-right-refused': before(accepted, (req, res, next) => {
    req.headers.authorization = 'Bearer of-another-environment';
    next();
  }),
  'coupons-unguarded': before((req) => req.path.startsWith('/coupons'), withToken),
  'features-unguarded': before((req) => req.path === '/features', withToken),
  'actions-unguarded': before(isAction, withToken),
  'unknown-paths-unguarded': before(
    (req) => !/^\/(features|customers|prices|coupons|products|families|actions)(\/|$)/.test(req.path),
    (req, res) => res.status(404).json(notFound),
  ),
  'refused-with-403': errors(401, (body, req, res) => {
    res.status(403);
    return { ...body, code: 403 };
  }),

  // Endpoints and the manifest
  'no-features': gone(/^\/features$/),
  'other-root': before(() => true, (req, res) => res.status(404).type('html').send('<h1>404</h1>')),
  'features-html': answers((req, res) => req.path === '/features' && res.statusCode === 200, (body, req, res) => {
    res.type('html').send('<!doctype html><p>Welcome to our shop</p>');
  }),
  'features-number': answers((req, res) => req.path === '/features' && res.statusCode === 200, () => 7),
  'features-list': answers((req, res) => req.path === '/features' && res.statusCode === 200, () => ['customers', 'prices']),
  'pause-without-start-dates': manifest(({ actions }) => {
    actions.pause.startDates = { immediate: false, 'end-of-period': false };
  }),
  'pause-without-durations': manifest(({ actions }) => {
    delete actions.pause.durations;
  }),
  'pause-without-cancel': manifest(({ actions }) => {
    delete actions.cancel;
  }),
  'apply-coupon-without-coupons': manifest(({ controllers }) => {
    delete controllers.coupons;
  }),
  'prices-unannounced': manifest(({ controllers }) => {
    delete controllers.prices;
  }),
  'schedule-unknown': manifest(({ actions }) => {
    actions.cancel.schedules = { immediately: true, 'end-of-period': true };
  }),
  'flag-as-text': manifest(({ actions }) => {
    actions.applyCoupon.enabled = 'yes';
  }),
  'families-announced-only': gone(/^\/families/),
  'extend-trial-announced-only': gone(/^\/actions\/subscription\/extend-trial$/),
  'change-price-unannounced': manifest(({ actions }) => {
    delete actions.changePrice;
  }),

  // Models
  'customer-without-id': data(({ customers }) => {
    customers[4].id = undefined;
  }),
  'customer-metadata-number': data(({ customers }) => {
    customers[0].metadata = { logins: 12 };
  }),
  'customer-unknown-key': data(({ customers }) => {
    customers[1].firstName = 'Jo';
  }),
  'customer-unreachable': data(({ customers }) => {
    delete customers[4].email;
    delete customers[4].phone;
  }),
  'customer-address-text': data(({ customers }) => {
    customers[0].addresses = ['Hafenweg 3'];
  }),
  'amount-float': data(({ prices }) => {
    prices[2].amount.flat = 5.99;
  }),
  'amount-text': data(({ prices }) => {
    prices[0].amount.unit = '900';
  }),
  'currency-symbol': data(({ prices }) => {
    prices[0].amount.currency = '€';
  }),
  'price-unit-week': data(({ prices }) => {
    prices[3].duration = { amount: 13, unit: 'week' };
  }),
  'price-types-mixed': data(({ prices }) => {
    prices[4].type = 'standalone';
    delete prices[4].productId;
  }),
  'tiers-empty': data(({ prices }) => {
    prices[4].amount.tiers = [];
  }),
  'tiers-bounded': data(({ prices }) => {
    prices[4].amount.tiers[2].upTo = 20000;
  }),
  'date-local': data(({ subscriptions }) => {
    subscriptions[0].start = '03.11.2025';
  }),
  'date-epoch': data(({ subscriptions }) => {
    subscriptions[0].status.currentPeriod.end = 1767225600;
  }),
  'period-backwards': data(({ subscriptions }) => {
    const { start, end } = subscriptions[1].status.currentPeriod;
    subscriptions[1].status = { name: 'active', currentPeriod: { start: end, end: start } };
  }),
  'status-capital': data(({ subscriptions }) => {
    subscriptions[0].status.name = 'Active';
  }),
  'status-text': data(({ subscriptions }) => {
    subscriptions[2].status = 'active';
  }),
  'trial-without-trial': data(({ subscriptions }) => {
    delete subscriptions[3].status.trial;
  }),
  'subscription-without-customer': data(({ subscriptions }) => {
    subscriptions[0] = new Proxy(subscriptions[0], {
      // Missing from what is sent only: the shop itself still knows whose it is.
      ownKeys: (target) => Reflect.ownKeys(target).filter((key) => key !== 'customerId'),
    });
  }),
  'subscription-without-items': data(({ subscriptions }) => {
    delete subscriptions[0].items;
  }),
  'item-price-id-only': data(({ subscriptions }) => {
    subscriptions[0].items[0].price = subscriptions[0].items[0].price.id;
  }),
  'quantity-text': data(({ subscriptions }) => {
    subscriptions[0].items[0].quantity = '3';
  }),
  'coupon-percent-150': data(({ coupons }) => {
    coupons[2].value.percent = 150;
  }),
  'coupon-recurring-endless': data(({ coupons }) => {
    coupons[1].duration = { type: 'recurring' };
  }),
  'coupon-type-unknown': data(({ coupons }) => {
    coupons[3].duration = { type: 'lifetime' };
  }),
  'product-without-name': data(({ products }) => {
    delete products[2].name;
  }),
  'family-name-null': data(({ families }) => {
    families[1].name = null;
  }),

  // What belongs together
  'product-leads-nowhere': data(({ prices }) => {
    prices[3].productId = 'prod_gone';
  }),
  'family-leads-nowhere': data(({ products }) => {
    products[2].familyId = 'fam_gone';
  }),
  'coupon-leads-nowhere': data(({ subscriptions, coupons }) => {
    subscriptions[0].discounts[0].coupon = { ...coupons[0], id: 'c_gone' };
  }),
  'price-leads-nowhere': data(({ subscriptions, prices }) => {
    subscriptions[2].items[0].price = { ...prices[2], id: 'p_gone' };
  }),
  'item-price-differs': data(({ subscriptions, prices }) => {
    subscriptions[0].items[0].price = { ...prices[0], amount: { ...prices[0].amount, unit: 700 } };
  }),
  'retrieve-differs': answers(
    (req, res) => res.statusCode === 200 && req.path === '/products/prod_api',
    (body) => ({ ...body, name: 'API, old' }),
  ),
  'retrieve-another': answers(
    (req, res) => res.statusCode === 200 && /^\/coupons\/./.test(req.path),
    () => seed().coupons[0],
  ),
  'others-subscription-shown': before(
    (req) => /^\/customers\/[^/]+\/subscriptions\/./.test(req.path),
    (req, res, next) => {
      const owner = seed().subscriptions.find(({ id }) => id === decodeURIComponent(req.path.split('/')[4]))?.customerId;
      if (owner) req.url = `/customers/${encodeURIComponent(owner)}/subscriptions/${req.path.split('/')[4]}`;
      next();
    },
  ),
  'others-subscription-listed': answers(
    (req, res) => res.statusCode === 200 && /^\/customers\/(?!u_1004)[^/]+\/subscriptions$/.test(req.path) && !req.query.cursor,
    (body) => ({ ...body, data: [...body.data, seed().subscriptions[6]] }),
  ),
  'email-finds-another': answers(
    (req, res) => res.statusCode === 200 && req.path.startsWith('/customers/email/'),
    () => seed().customers[4],
  ),
  'email-plus-as-space': before(
    (req) => req.path.startsWith('/customers/email/'),
    (req, res, next) => {
      req.url = req.url.replaceAll(/\+|%2B/gi, '%20');
      next();
    },
  ),

  // Paging
  'cursor-never-ends': answers(
    (req, res) => res.statusCode === 200 && req.path === '/customers',
    (body) => ({ ...body, next: body.next ?? '0' }),
  ),
  'limit-ignored': before(isList, (req, res, next) => {
    req.url = req.path;
    next();
  }),
  'page-skips-one': answers(
    (req, res) => res.statusCode === 200 && req.path === '/prices',
    (body) => ({ ...body, next: body.next && String(Number(body.next) + 1) }),
  ),
  'page-repeats-one': answers(
    (req, res) => res.statusCode === 200 && req.path === '/customers' && req.query.cursor === '2',
    (body) => ({ ...body, data: [seed().customers[1], ...body.data.slice(1)] }),
  ),
  'page-without-data': answers(
    (req, res) => res.statusCode === 200 && req.path === '/coupons',
    (body) => body.data,
  ),
  'wrong-limit-accepted': before(
    (req) => isList(req) && !/^[1-9]\d*$/.test(req.query.limit ?? '1'),
    (req, res, next) => {
      req.url = req.path;
      next();
    },
  ),

  // Errors
  'missing-is-200': errors(404, (body, req, res) => {
    if (/^\/(customers|prices|coupons|products|families)\//.test(req.path)) {
      res.status(200);
      return null;
    }
    return body;
  }),
  'missing-is-500': errors(404, (body, req, res) => {
    if (!req.path.startsWith('/prices/')) return body;
    res.status(500);
    return { code: 500, message: "Cannot read properties of undefined (reading 'id')" };
  }),
  'errors-html': errors(404, (body, req, res) => {
    res.type('html').send(`<!doctype html><pre>Cannot GET ${req.path}</pre>`);
  }),
  'error-without-message': errors(404, () => ({ error: 'not found' })),
  'error-code-differs': errors(404, (body) => ({ ...body, code: 200 })),
  'unknown-mode-accepted': before(
    (req) => !['live', 'test', undefined].includes(req.get('x-churnkey-mode')),
    (req, res, next) => {
      req.headers['x-churnkey-mode'] = 'live';
      next();
    },
  ),
  'content-type-text': answers(
    (req, res) => res.statusCode === 200,
    (body, req, res) => {
      res.type('text/plain').send(JSON.stringify(body));
    },
  ),
  'not-json': answers(
    (req, res) => res.statusCode === 200 && req.path === '/families',
    (body, req, res) => {
      res.type('json').send(`${JSON.stringify(body)},`);
    },
  ),
  'never-answers': before((req) => req.path === '/products', () => {}),

  // Actions
  'body-unchecked': before(
    (req) => isAction(req) && accepted(req) && !/^\d{2,}$/.test(req.get('content-length') ?? ''),
    (req, res) => res.status(200).end(),
  ),
  'cancel-without-effect': pretends('subscription/cancel', (body) => body?.scheduledAt === 'immediate'),
  'pause-without-effect': pretends('subscription/pause', (body) => body?.startAt === 'immediate'),
  'coupon-without-effect': pretends('subscription/apply-coupon', (body) => seed().coupons.some(({ id }) => id === body?.coupon)),
  'price-without-effect': pretends('subscription/change-price', (body) => seed().prices.some(({ id }) => id === body?.price)),
  'pause-fails': before(
    (req) => accepted(req) && req.path === '/actions/subscription/pause',
    (req, res) => res.status(500).json({ code: 500, message: 'internal error' }),
  ),
  'coupon-unknown-accepted': pretends('subscription/apply-coupon', (body) => !seed().coupons.some(({ id }) => id === body?.coupon)),
  'schedule-unannounced-accepted': manifest(({ actions }) => {
    actions.cancel.schedules = { immediate: false, 'end-of-period': true };
  }),
  'action-answers-json': {
    before(req, res, next) {
      if (isAction(req)) {
        const { end } = res;
        res.end = (...rest) => {
          res.end = end;
          return res.statusCode === 200 && rest[0] === undefined ? res.json({ success: true }) : res.end(...rest);
        };
      }
      next();
    },
  },
};

// What a request asks for: a fault or a difference, if any.
const variants = { 'x-fault': faults, 'x-difference': differences };

function variantOf(req) {
  const header = Object.keys(variants).find((name) => req.get(name) !== undefined);
  return header && { name: req.get(header), of: variants[header] };
}

// The data of each variant and mode, made at its first request. All begin at the same moment, so that nothing but what
// was asked for differs.
const shops = new Map();
const now = new Date();

function shopOf(req, mode) {
  const variant = variantOf(req);
  const key = `${variant?.name ?? ''} ${mode}`;
  if (!shops.has(key)) {
    const shop = seed(now);
    variant?.of[variant.name]?.data?.(shop);
    shops.set(key, shop);
  }
  return shops.get(key);
}

function inject(req, res, next) {
  const variant = variantOf(req);
  if (variant === undefined) return next();
  if (!Object.hasOwn(variant.of, variant.name)) return res.status(501).send(`there is no ${variant.name}`);
  const { answer, before } = variant.of[variant.name];
  if (answer) {
    // Express changes a request's path on its way down.
    const { path, query } = req;
    const json = res.json.bind(res);
    res.json = (body) => {
      res.json = json;
      const changed = answer(JSON.parse(JSON.stringify(body ?? null)), { path, query }, res);
      return changed === undefined ? res : json(changed);
    };
  }
  return before ? before(req, res, next) : next();
}

function faulty(token) {
  const app = integration({ token, shopOf, before: [inject] });
  app.locals.token = token;
  return app;
}

module.exports = { faulty, faults };
