'use strict';

// What a handler throws to answer with an error: `{ code, message }` with the HTTP status `code`.
class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

module.exports = { Refusal };
