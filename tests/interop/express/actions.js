'use strict';
// The write side: what each action demands of its body, and what it does to the shop.
// A body is read as a whole before anything is changed, so that a refused request changes nothing.

const { DAY } = require('./data');
const { Refusal } = require('./refusal');

const SCHEDULES = ['immediate', 'end-of-period'];

function text(body, key) {
  const value = body[key];
  if (typeof value !== 'string' || value === '') throw new Refusal(400, `${key} has to be a string`);
  return value;
}

function flag(body, key, absent) {
  const value = body[key] ?? absent;
  if (typeof value !== 'boolean') throw new Refusal(400, `${key} has to be true or false`);
  return value;
}

function oneOf(body, key, words) {
  const value = text(body, key);
  if (!words.includes(value)) throw new Refusal(400, `${key} has to be one of ${words.join(', ')}`);
  return value;
}

// `{type: "period", amount, unit}` or `{type: "date", date}`, as a function from the start to the end.
function duration(body, kinds) {
  const value = body.duration;
  if (value === null || typeof value !== 'object') throw new Refusal(400, 'duration has to be an object');
  if (oneOf(value, 'type', kinds) === 'date') {
    const end = new Date(text(value, 'date'));
    if (Number.isNaN(end.getTime())) throw new Refusal(400, 'duration.date has to be an ISO 8601 date');
    return () => end;
  }
  const { amount } = value;
  if (!Number.isInteger(amount) || amount < 1 || amount > 1000) {
    throw new Refusal(400, 'duration.amount has to be a number of 1 to 1000');
  }
  const unit = oneOf(value, 'unit', ['day', 'week', 'month', 'year']);
  return (start) => {
    const end = new Date(start);
    if (unit === 'day') end.setUTCDate(end.getUTCDate() + amount);
    if (unit === 'week') end.setUTCDate(end.getUTCDate() + 7 * amount);
    if (unit === 'month') end.setUTCMonth(end.getUTCMonth() + amount);
    if (unit === 'year') end.setUTCFullYear(end.getUTCFullYear() + amount);
    return end;
  };
}

function find(list, id, what) {
  const found = list.find((one) => one.id === id);
  if (!found) throw new Refusal(404, `${what} does not exist`);
  return found;
}

function subscriptionOf(shop, body) {
  const customer = find(shop.customers, text(body, 'customerId'), 'the customer');
  const subscription = find(shop.subscriptions, text(body, 'subscriptionId'), 'the subscription');
  if (subscription.customerId !== customer.id) throw new Refusal(404, 'the subscription does not exist');
  return subscription;
}

function subscriptionsOf(shop, body) {
  const customer = find(shop.customers, text(body, 'customerId'), 'the customer');
  return shop.subscriptions.filter(({ customerId, status }) => customerId === customer.id && status.name !== 'canceled');
}

function mustRun({ status }) {
  if (status.name === 'canceled') throw new Refusal(400, 'the subscription is canceled');
}

const currentPeriod = ({ status }) => (status.currentPeriod ? { currentPeriod: status.currentPeriod } : {});
const periodEnd = ({ status }) => status.currentPeriod?.end ?? new Date();

function readCancel(body) {
  const options = { at: oneOf(body, 'scheduledAt', SCHEDULES), unpause: flag(body, 'unpause', false) };
  return (subscription) => {
    if (subscription.status.name === 'paused' && options.unpause) {
      subscription.status = { name: 'active', ...currentPeriod(subscription) };
    }
    if (options.at === 'immediate') {
      subscription.status = { name: 'canceled', canceledAt: new Date(), ...currentPeriod(subscription) };
    } else {
      // The status stays as it is until then: this shop's customers keep what they paid for.
      subscription.metadata = { ...subscription.metadata, cancelsAt: periodEnd(subscription).toISOString() };
    }
  };
}

function readPause(body) {
  const at = oneOf(body, 'startAt', SCHEDULES);
  const end = duration(body, ['period', 'date']);
  const allowAnnual = flag(body, 'allowAnnual', true);
  const check = (subscription) => {
    mustRun(subscription);
    if (!allowAnnual && subscription.duration.unit === 'year') throw new Refusal(400, 'yearly plans cannot be paused');
    const start = at === 'immediate' ? new Date() : periodEnd(subscription);
    if (end(start) <= start) throw new Refusal(400, 'a pause has to end after its start');
    return start;
  };
  return (subscription) => {
    const start = check(subscription);
    return () => {
      if (at === 'immediate') {
        subscription.status = { name: 'paused', pause: { start, end: end(start) }, ...currentPeriod(subscription) };
      } else {
        subscription.metadata = { ...subscription.metadata, pausesAt: start.toISOString() };
      }
    };
  };
}

const actions = {
  'subscription/cancel'(shop, body) {
    const cancel = readCancel(body);
    cancel(subscriptionOf(shop, body));
  },

  'customer/cancel'(shop, body) {
    const cancel = readCancel(body);
    subscriptionsOf(shop, body).forEach(cancel);
  },

  'subscription/pause'(shop, body) {
    const pause = readPause(body);
    pause(subscriptionOf(shop, body))();
  },

  'customer/pause'(shop, body) {
    const pause = readPause(body);
    const changes = subscriptionsOf(shop, body).map(pause);
    changes.forEach((change) => change());
  },

  'subscription/apply-coupon'(shop, body) {
    const coupon = text(body, 'coupon');
    const subscription = subscriptionOf(shop, body);
    mustRun(subscription);
    const discounts = subscription.discounts ?? [];
    subscription.discounts = [...discounts, { coupon: find(shop.coupons, coupon, 'the coupon'), start: new Date() }];
  },

  'subscription/change-price'(shop, body) {
    const at = oneOf(body, 'scheduledAt', SCHEDULES);
    flag(body, 'prorate', false);
    const id = text(body, 'price');
    const subscription = subscriptionOf(shop, body);
    mustRun(subscription);
    const price = find(shop.prices, id, 'the price');
    if (at === 'immediate') {
      subscription.items = subscription.items.map((item, index) => (index === 0 ? { ...item, price } : item));
      subscription.duration = price.duration;
    } else {
      subscription.metadata = { ...subscription.metadata, priceAtPeriodEnd: price.id };
    }
  },

  'subscription/extend-trial'(shop, body) {
    const end = duration(body, ['period', 'date']);
    const subscription = subscriptionOf(shop, body);
    if (subscription.status.name !== 'trial') throw new Refusal(400, 'the subscription is in no trial');
    const { trial } = subscription.status;
    const extended = { start: trial.start, end: end(trial.end) };
    if (extended.end <= trial.end) throw new Refusal(400, 'a trial cannot be made shorter');
    if (extended.end - trial.end > 1000 * DAY) throw new Refusal(400, 'a trial cannot be that long');
    subscription.status = { name: 'trial', trial: extended, currentPeriod: extended };
  },
};

module.exports = { actions, find };
