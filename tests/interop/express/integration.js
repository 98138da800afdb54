'use strict';
// The custom provider integration, as a merchant writes one by hand: authenticate, mode, routes, errors.

const { createHash, timingSafeEqual } = require('node:crypto');
const express = require('express');
const { actions, find } = require('./actions');
const { Refusal } = require('./refusal');

const both = { immediate: true, 'end-of-period': true };
const durations = { period: true, date: true };

const manifest = () => ({
  name: 'Express shop',
  controllers: {
    customers: { enabled: true, list: true, findByEmail: true, findByPhone: true },
    prices: { enabled: true, type: 'product' },
    subscriptions: { enabled: true, list: true },
    coupons: { enabled: true },
    products: { enabled: true, type: 'family' },
    families: { enabled: true },
  },
  actions: {
    cancel: { enabled: true, handleAll: true, unpause: true, schedules: both },
    pause: { enabled: true, handleAll: true, startDates: both, durations, allowAnnual: true },
    applyCoupon: { enabled: true },
    changePrice: { enabled: true, prorate: true, schedules: both },
    extendTrial: { enabled: true, multiple: true, durations },
  },
});

function authenticate(token) {
  const digest = (value) => createHash('sha256').update(value).digest();
  const right = digest(token);
  return (req, res, next) => {
    const [, sent] = /^Bearer +(.+)$/i.exec(req.get('authorization') ?? '') ?? [];
    if (sent === undefined || !timingSafeEqual(digest(sent), right)) throw new Refusal(401, 'the integration token is wrong');
    next();
  };
}

function mode(shopOf) {
  return (req, res, next) => {
    const name = req.get('x-churnkey-mode') ?? 'live';
    if (name !== 'live' && name !== 'test') throw new Refusal(400, 'x-churnkey-mode has to be live or test');
    req.shop = shopOf(req, name);
    next();
  };
}

// A page by offset. `next` is left out on the last one.
function page(list, { limit = '10', cursor = '0' }) {
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw new Refusal(400, 'limit has to be a positive number');
  if (!/^\d{1,9}$/.test(cursor) || Number(cursor) > list.length) throw new Refusal(400, 'cursor is none of ours');
  const end = Number(cursor) + Math.min(Number(limit), 100);
  return { data: list.slice(Number(cursor), end), next: end < list.length ? String(end) : undefined };
}

function routes() {
  const router = express.Router();
  router.get('/features', (req, res) => res.json(manifest()));

  router.get('/customers', ({ shop, query }, res) => res.json(page(shop.customers, query)));
  router.get('/customers/:id', ({ shop, params }, res) => res.json(find(shop.customers, params.id, 'the customer')));
  router.get('/customers/:id/subscriptions', ({ shop, params, query }, res) => {
    const customer = find(shop.customers, params.id, 'the customer');
    res.json(page(shop.subscriptions.filter(({ customerId }) => customerId === customer.id), query));
  });
  for (const key of ['email', 'phone']) {
    router.get(`/customers/${key}/:value`, ({ shop, params }, res) => {
      const customer = shop.customers.find((one) => one[key] === params.value);
      if (!customer) throw new Refusal(404, `no customer has that ${key}`);
      res.json(customer);
    });
  }
  router.get('/customers/:customerId/subscriptions/:id', ({ shop, params }, res) => {
    const subscription = find(shop.subscriptions, params.id, 'the subscription');
    if (subscription.customerId !== params.customerId) throw new Refusal(404, 'the subscription does not exist');
    res.json(subscription);
  });
  for (const name of ['prices', 'coupons', 'products', 'families']) {
    router.get(`/${name}`, ({ shop, query }, res) => res.json(page(shop[name], query)));
    router.get(`/${name}/:id`, ({ shop, params }, res) => res.json(find(shop[name], params.id, 'that')));
  }

  router.use('/actions', express.json({ limit: '16kb', type: () => true }));
  for (const [path, handle] of Object.entries(actions)) {
    router.post(`/actions/${path}`, ({ shop, body }, res) => {
      if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new Refusal(400, 'the body has to be an object');
      handle(shop, body);
      res.status(200).end();
    });
  }
  return router;
}

// `before` are handlers that run ahead of everything; `shopOf(req, mode)` gives the data of a request.
function integration({ token, shopOf, before = [] }) {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use('/churnkey', ...before, authenticate(token), mode(shopOf), routes());
  app.use(() => {
    throw new Refusal(404, 'there is nothing here');
  });
  // Express knows an error handler by its four parameters.
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    const code = error instanceof Refusal ? error.code : (error.statusCode ?? 500);
    if (code >= 500) console.error(error);
    return res.status(code).json({ code, message: code >= 500 ? 'internal error' : error.message });
  });
  return app;
}

module.exports = { integration };
